"""Bringing in and taking out in the terminal."""
