"""The pages of what clients are used to."""
