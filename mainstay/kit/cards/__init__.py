"""Visiting cards of people: vCard 2.1, 3.0 and 4.0 and jCard, read as they are told and written as vCard 4.0.

Nothing is guessed from a name: what the card does not tell stays empty. Pure: no Django, no domain words.
"""

from __future__ import annotations

CARD_HEADERS = (
    *("name", "prefix", "given", "additional", "family", "suffix", "nickname", "organisation", "department"),
    *("title", "role", "emails", "phones", "language", "uid", "url", "categories", "note", "address"),
    *("birthday", "anniversary"),
)

__all__ = ["CARD_HEADERS"]
