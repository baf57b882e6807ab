"""Mainstay keeps a firm's word to its clients, and theirs to the firm."""

__version__ = "0.1.0"
