"""What is read of follow-ups."""
