"""The pages of bringing in and taking out; ``urls.py`` is the table of contents."""
