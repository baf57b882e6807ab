"""The shape of what people type: the record, used to, the word."""
