"""What comes out of a table: deliveries that were promised, what is amiss, and the counts of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from mainstay.kit.tables import Problem
from mainstay.promises.rules.intake.maps import Acceptance, Side
from mainstay.promises.rules.ledger import is_over

BLANK = "blank"  # the reason told for a cell with nothing in it


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery that was promised: one row of a table, or several with one reference, due and delivered day.

    Days are calendar days as the file tells them, times of day are kept where it tells them. Amounts are the sums
    of the rows in cents, None where no row tells one or rows tell different currencies; an agreed amount of 0 is
    one that was never agreed (rulebook, TV-13), and what an open delivery has cost so far is no account of it.
    Texts that differ between rows stand in the order of the alphabet. ``rows`` are the numbers of the
    rows as a spreadsheet counts. ``key`` names the delivery whatever the order of the rows and however often the
    file comes: see ``key_of``. ``side`` is whose word it is; ``contact`` who of them, or which third party.
    ``kind`` is what kind of thing it is, by name.
    ``about`` is the same for all deliveries of one reference to one client, empty without a reference or where the
    file itself names its keys.
    """

    client: str
    reference: str
    due_on: date
    delivered_on: date | None
    title: str
    owner: str
    made_on: date | None
    budget: Decimal | None
    cost: Decimal | None
    accepted: Acceptance | None
    outcome: str
    currency: str
    engagement: str
    rows: tuple[int, ...]
    key: str
    due_time: time | None = None
    delivered_time: time | None = None
    side: Side = "ours"
    contact: str = ""
    kind: str = ""
    about: bytes = field(default=b"", compare=False)
    told_key: str = field(default="", compare=False)  # as the file itself tells it; our own id where we wrote the file

    @property
    def open(self) -> bool:
        """Not delivered, as far as the file tells."""
        return self.delivered_on is None

    @property
    def days_late(self) -> int:
        """Calendar days after the promised day; 0 in time or open (rulebook, "where this meets", 2)."""
        return max(0, (self.delivered_on - self.due_on).days) if self.delivered_on else 0

    @property
    def late(self) -> bool:
        """Delivered on a calendar day after the promised one."""
        return self.days_late > 0

    @property
    def over_budget(self) -> bool:
        """Delivered, and for more than was agreed; without both amounts nobody can say."""
        return is_over(self.budget, self.cost) is True


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a table.

    ``rows`` are all rows that are not blank; ``not_judgeable`` counts rows by what stands where a date belongs;
    ``late_rows`` counts the rows of the late deliveries. ``no_amount`` counts words that stand where an amount
    belongs: the delivery is taken, its budget cannot be judged. ``bad_rows`` have a problem and are in no other
    count but ``rows``; of many problems the first are kept, ``problem_count`` counts all. ``passed_over`` are the
    first rows that are not judgeable, each with what stands there.
    """

    rows: int = 0
    deliveries: int = 0
    on_time: int = 0
    late: int = 0
    late_rows: int = 0
    worst_days_late: int = 0
    over_budget: int = 0
    open: int = 0
    not_judgeable: Mapping[str, int] = field(default_factory=dict)
    no_amount: Mapping[str, int] = field(default_factory=dict)
    bad_rows: int = 0
    problem_count: int = 0
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[tuple[int, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` and the API."""
        return {
            "rows": self.rows,
            "deliveries": self.deliveries,
            "on_time": self.on_time,
            "late": self.late,
            "late_rows": self.late_rows,
            "worst_days_late": self.worst_days_late,
            "over_budget": self.over_budget,
            "open": self.open,
            "not_judgeable": dict(self.not_judgeable),
            "no_amount": dict(self.no_amount),
            "bad_rows": self.bad_rows,
            "problem_count": self.problem_count,
            "problems": [problem.as_dict() for problem in self.problems],
        }
