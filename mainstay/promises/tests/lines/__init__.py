"""Lines as people write them, in four languages, with what is to be understood: a table for each language."""
