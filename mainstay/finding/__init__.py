"""The index of the house: what is found by which words."""
