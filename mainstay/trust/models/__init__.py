"""Tables: the record, what they are used to, the word. Each lives in a module of its own."""
