"""The pages of the desk; ``urls.py`` is the table of contents."""
