"""The demo house: what is known of Northwind Traders, and what is added to show both directions. Nothing is written
here; ``actions.demo`` does that."""
