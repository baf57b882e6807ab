"""Clients and their people in the terminal."""
