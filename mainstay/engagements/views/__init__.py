"""The pages of the engagements."""
