"""The pages of the word."""
