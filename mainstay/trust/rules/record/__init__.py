"""The record: what our deliveries justify, and theirs; a word with reasons, never a number (rulebook 1)."""
