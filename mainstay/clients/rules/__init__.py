"""How names and the ways to reach somebody are compared, put in order and found; what looks alike. Pure."""

from mainstay.clients.rules.likeness import firm_key, person_key
from mainstay.clients.rules.names import digits, findable, folded, in_order
from mainstay.clients.rules.reach import Way, in_lines, mail_key, phone_key, ways_in, ways_of

__all__ = [
    "Way",
    "digits",
    "findable",
    "firm_key",
    "folded",
    "in_lines",
    "in_order",
    "mail_key",
    "person_key",
    "phone_key",
    "ways_in",
    "ways_of",
]
