"""The record kept: evidence derived, folded, weighed by people, checked at night."""
