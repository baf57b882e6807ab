"""Used to: what this client has become used to, and where it is less now (rulebook 2)."""
