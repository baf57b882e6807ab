"""The pages around the lists."""
