"""SQLite as Django's backend has it, where whoever waits to write gets a turn."""
