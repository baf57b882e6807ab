"""The record, the word and what clients are used to, in the terminal."""
