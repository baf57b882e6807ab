"""What is read of the word: what holds, what it rests on, what the record proposes, the chronicle."""
