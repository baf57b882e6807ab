"""The kinds of lists, and what passes between the engine and a kind: records, steps, what is around them (R-X-10).

The engine opens the file, counts batches and keeps the report; a kind says what a row means (``read``), what it
would change (``compare``), and writes that (``apply``) or takes it back (``undo``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import Problem, Table, Unreadable
from mainstay.kit.tables.maps import Field, Map
from mainstay.transfer.rules import fields
from mainstay.transfer.rules.promise_fields import PROMISES

What = Literal["made", "changed", "left", "refused"]
WHATS: tuple[What, ...] = ("made", "changed", "left", "refused")


@dataclass(frozen=True, slots=True)
class Record:
    """What one row tells, or several that belong together: ``values`` by field, read and typed (see ``reading``)."""

    rows: tuple[int, ...]
    values: Mapping[str, Any]

    def get(self, name: str, default: Any = "") -> Any:
        """The value of a field; ``default`` where the row tells nothing."""
        value = self.values.get(name)
        return default if value is None or value in ("", ()) else value


@dataclass(slots=True)
class Step:
    """What becomes of one record: one line of the preview and of the report.

    ``changes`` are field: [old, new], as JSON knows them; ``id`` is the record in the house, empty until it is made;
    ``alike`` names records of ours that a new one resembles; ``beside`` are the ids of what else it made, by what
    they are, so that it can be undone.
    """

    rows: tuple[int, ...]
    what: What
    name: str
    client: str = ""
    id: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)
    why: str = ""
    alike: list[str] = field(default_factory=list)
    beside: dict[str, list[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As it is kept, and shown over the API; what is empty is left out."""
        told: dict[str, Any] = {"rows": list(self.rows), "what": self.what, "name": self.name}
        for name in ("client", "id", "changes", "why", "alike", "beside"):
            if value := getattr(self, name):
                told[name] = value
        return told

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Step:
        """As it was kept."""
        return cls(**{**told, "rows": tuple(told["rows"])})


class Reading(Protocol):
    """A file, read by its map.

    ``records()`` may be gone through as often as one likes and gives the same records in the same order each time;
    none where ``problem_count`` is not 0 and bad rows are not skipped, or where there are ``questions``. Of many
    ``problems`` the first are kept. ``summary`` is for the report; it must be what JSON knows.
    """

    @property
    def rows(self) -> int:
        """Rows that are not blank."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What cannot be read."""

    @property
    def problem_count(self) -> int:
        """How many there are."""

    @property
    def questions(self) -> Sequence[Unreadable]:
        """What the map must answer."""

    @property
    def summary(self) -> dict[str, Any]:
        """Counts of the file, what was left out, how it is written."""

    def records(self) -> Iterator[Any]:
        """What the rows tell, in an order that does not change."""


@dataclass
class Around:
    """What is around the steps of one pass over a file: who, when, which run (None when dry), what was found so far.

    ``caches`` are the kind's own and live as long as the pass; whatever lies in them must be found anew after a
    restart. ``also`` counts what a batch made beside its steps (“clients”: 2), kept with the batch.
    """

    by: Any  # house.User
    at: datetime
    run: Any  # transfer.Run | None
    map: Map
    reading: Reading | None = None  # None when undoing
    caches: dict[str, Any] = field(default_factory=dict)
    also: Counter[str] = field(default_factory=Counter)
    brief: bool = False  # only whether each is refused is asked: a kind may leave out all else

    @property
    def dry(self) -> bool:
        """Whether nothing is written."""
        return self.run is None

    @property
    def run_id(self) -> Any:
        """For the ``run_id`` of what is made; None when dry."""
        return self.run.pk if self.run is not None else None


class Kind(Protocol):
    """One kind of list; one that needs nothing done afterwards is derived from it."""

    name: str
    label: Sentence
    fields: Sequence[Field]

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table; raises Unreadable where a column is missing or a question cannot be left open."""

    def compare(self, records: Sequence[Any], around: Around) -> list[Step]:
        """One step for each record, in order. Reads in a fixed number of queries; writes nothing, dry or not.

        When dry, what an earlier record of the same pass would make counts as there (keep it in ``around.caches``).
        """

    def apply(self, steps: Sequence[Step], records: Sequence[Any], around: Around) -> None:
        """Write steps that are made or changed, in the caller's transaction; fills ``Step.id``.

        What cannot be written as compared becomes "refused" or "left" with its ``why``.
        """

    def afterwards(self, around: Around) -> Iterable[Callable[[], object]]:
        """What is to be done once everything stands, in portions, each in a transaction; may be done twice.

        Nothing, for a kind that does not say otherwise.
        """
        return ()

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """Take back what the steps made and changed, in the caller's transaction.

        Gives back those that stay, as "left" with why (somebody acted on it since). Clients that the steps brought in
        beside and that nobody uses are laid aside too, and counted in ``around.also["laid_aside"]``.
        """


@dataclass(frozen=True)
class Sort:
    """A kind as a page offers it: its name, what it is called, and what its rows may tell."""

    name: str
    label: Sentence
    fields: tuple[Field, ...]


SORTS: dict[str, Sort] = {
    sort.name: sort
    for sort in (
        Sort("clients", _("Clients"), fields.CLIENTS),
        Sort("contacts", _("People at clients"), fields.CONTACTS),
        Sort("assignments", _("Who serves whom"), fields.ASSIGNMENTS),
        Sort("engagements", _("Engagements"), fields.ENGAGEMENTS),
        Sort("promises", _("Promises"), PROMISES),
    )
}
