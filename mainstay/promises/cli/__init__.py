"""The ledger in the terminal."""
