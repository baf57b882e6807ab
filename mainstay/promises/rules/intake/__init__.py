"""From a table that a firm really has to deliveries that were promised: how many, how many late, and what is amiss.

``Map.parse(toml)`` says which column is what; ``take_in(table, map)`` reads the table into deliveries and a
summary, the same for every order of its rows. Pure: nothing is written, no clock is read (R-X-10).
"""

from __future__ import annotations

from mainstay.promises.rules.intake.census import Census
from mainstay.promises.rules.intake.deliveries import BLANK, Delivery, Summary
from mainstay.promises.rules.intake.maps import AMOUNTS, COLUMNS, DAYS, FIELDS, Acceptance, Map, Side
from mainstay.promises.rules.intake.piles import key_of
from mainstay.promises.rules.intake.reading import MOST_PROBLEMS
from mainstay.promises.rules.intake.taking import Intake, Written, found_out, open_for, take_in, told_by_people

__all__ = [
    "AMOUNTS",
    "BLANK",
    "COLUMNS",
    "DAYS",
    "FIELDS",
    "MOST_PROBLEMS",
    "Acceptance",
    "Census",
    "Delivery",
    "Intake",
    "Map",
    "Side",
    "Summary",
    "Written",
    "found_out",
    "key_of",
    "open_for",
    "take_in",
    "told_by_people",
]
