"""What the pages, the API and the terminal read of clients. ``from mainstay.clients import queries``."""

from mainstay.clients.queries.alike import Like, alike_many
from mainstay.clients.queries.chronicle import Told, chronicle, in_words, latest
from mainstay.clients.queries.find import client_called, contact_called
from mainstay.clients.queries.listing import Row, Wanted, faces_of, facts_of, page, rows, rows_of, said, serves
from mainstay.clients.queries.look import panels, wall_clock
from mainstay.clients.queries.spoken import read_with, spoken, spoken_of

__all__ = [
    "Like",
    "Row",
    "Told",
    "Wanted",
    "alike_many",
    "chronicle",
    "client_called",
    "contact_called",
    "faces_of",
    "facts_of",
    "in_words",
    "latest",
    "page",
    "panels",
    "read_with",
    "rows",
    "rows_of",
    "said",
    "serves",
    "spoken",
    "spoken_of",
    "wall_clock",
]
