"""What lists are made of, and how their rows are read. Pure: nothing is written, no clock is read (R-X-10)."""
