"""The pages of the follow-ups."""
