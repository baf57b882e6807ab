"""Tools without tables and without domain words."""
