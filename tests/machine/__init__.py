"""What ``make`` calls to get a machine ready: a Python, a browser, a database, locks and catalogues."""
