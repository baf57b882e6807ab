"""The pages of the clients; ``urls.py`` is the table of contents."""
