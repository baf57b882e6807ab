"""What the desk gathers: Today, search, the report. Nothing is stored."""
