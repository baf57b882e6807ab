"""Settings, addresses, and the list of capabilities that are switched on."""
