"""Trust as the client has it: one of three words, set by a person with a reason (R-A-2 to 9)."""
