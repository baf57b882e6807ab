"""The pages of the ledger; ``urls.py`` is the table of contents."""
