"""What is read of the record: facts, standings, words."""
