"""What a stranger tries: any text, any header, any address; and what the standard asks of the house."""
