"""What judges: the record (rulebook 1), used to (rulebook 2), the word of the client. Pure."""
