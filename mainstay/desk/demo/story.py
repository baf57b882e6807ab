"""The demo house beside its facts: when and where it stands, who else is there, and what the other side owes.

The nine who sell and the 91 firms are Northwind’s; the administrator, the front line and the few promises of the
other side are invented for the demo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

NAME = "Northwind Traders"
# Andrew Fuller, to whom all report, sits in Seattle; so does the larger team. His day is the house’s.
ZONE, COUNTRY, CURRENCY = "America/Los_Angeles", "US", "USD"
SHOWS = datetime(1998, 5, 25, 9, 0, tzinfo=ZoneInfo(ZONE))  # five of the 21 open orders are past their day
OPENED = datetime(1998, 5, 4, 9, 0, tzinfo=ZoneInfo(ZONE))
TAKEN_IN = datetime(1998, 5, 25, 8, 30, tzinfo=ZoneInfo(ZONE))

PASSWORD = "hold-the-cable"  # noqa: S105 (shown to everybody: a demo house only)
MAIL = "northwind.example"

HEAD, HEAD_OF_LONDON = 2, 5  # Andrew Fuller, vice president sales; Steven Buchanan, sales manager
SEATTLE, LONDON = "Seattle", "London"
ZONES = {SEATTLE: ZONE, LONDON: "Europe/London"}
ADMINISTRATOR, FRONT = "Ruth Ashby", "Owen Pryce"
NEVER_ORDERED = HEAD_OF_LONDON  # whoever never ordered is in Madrid and Paris: the head of London asks after them
SPONSORED = 3  # so many of those who bought most know Andrew Fuller himself


@dataclass(frozen=True)
class Theirs:
    """What a customer, or a third party (then by name), owes us: made, due, done on which days."""

    customer: str
    text: str
    made_on: date
    due_on: date
    done_on: date | None = None
    third: str = ""


THEIRS = (
    Theirs("WHITC", "Send the floor plan of the new shop", date(1998, 5, 6), date(1998, 5, 13), date(1998, 5, 12)),
    Theirs("ERNSH", "Confirm the standing order for the summer", date(1998, 5, 7), date(1998, 5, 20)),
    Theirs("RATTC", "Approve the list of 25 products in order 11077", date(1998, 5, 11), date(1998, 5, 21)),
    Theirs("SAVEA", "Name the dock for early deliveries", date(1998, 5, 14), date(1998, 6, 2)),
    Theirs(
        "REGGC", "Hold a place on Wednesday’s lorry", date(1998, 5, 18), date(1998, 5, 27), third="Spedizioni Emilia"
    ),
)


@dataclass(frozen=True)
class Work:
    """Why we work for a customer, the outcome in their words."""

    customer: str
    name: str
    outcome: str


WORK = (
    Work("ERNSH", "Weekly delivery to Graz", "No shelf stands empty on a Monday morning."),
    Work("QUICK", "Spring range", "The spring range is on sale before Easter, all of it."),
    Work("SAVEA", "Early deliveries", "Everything is in the cold store before the shop opens at seven."),
    Work("WHITC", "The new shop", "The new shop opens in July with full shelves."),
)


def at_noon(day: date) -> datetime:
    """Noon of a day in the house’s zone: when the story’s acts happen."""
    return datetime.combine(day, time(12), ZoneInfo(ZONE))
