"""Visiting cards of people: vCard 2.1, 3.0 and 4.0 and jCard, read as they are told and written as vCard 4.0.

Nothing is guessed from a name: what the card does not tell stays empty. Pure: no Django, no domain words.
"""

from __future__ import annotations

from mainstay.kit.cards.properties import Property
from mainstay.kit.cards.reading import Card, read_cards, read_jcards
from mainstay.kit.cards.rows import CARD_HEADERS, anniversary_of, mail_of, phone_of, row_of
from mainstay.kit.cards.writing import write_card, write_cards

__all__ = [
    "CARD_HEADERS",
    "Card",
    "Property",
    "anniversary_of",
    "mail_of",
    "phone_of",
    "read_cards",
    "read_jcards",
    "row_of",
    "write_card",
    "write_cards",
]
