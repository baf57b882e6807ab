"""What is read of runs: the preview of a map, the runs so far, the steps of one, the maps kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mainstay.house.models import User
from mainstay.kit.tables import Table, Unreadable
from mainstay.kit.tables.maps import Map
from mainstay.transfer.models import KeptMap, Run, RunQuerySet
from mainstay.transfer.rules.kinds import Problem, Step


@dataclass(frozen=True)
class Preview:
    """What the first rows would become. ``wrong`` is the sentence where file or map cannot be used at all.

    ``rows`` are the first rows as they stand in the file, ``headers`` its columns as a map may name them. ``questions``
    carry ``choices`` where a map can answer them.
    """

    headers: Sequence[str] = ()
    sheets: Sequence[str] = ()
    rows: Sequence[tuple[int, Sequence[str]]] = ()
    steps: Sequence[Step] = ()
    questions: Sequence[Unreadable] = ()
    problems: Sequence[Problem] = ()
    problem_count: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    wrong: str = ""


@dataclass(frozen=True)
class StepPage:
    """One page of steps, by cursor: ``next`` leads on, ``back`` leads back; empty where nothing is."""

    steps: Sequence[Step]
    next: str
    back: str


def runs(by: User) -> RunQuerySet:
    """Runs this person may see, the latest first."""
    return Run.objects.visible_to(by).select_related("by").order_by("-started_at", "-id")


def one(by: User, told: object) -> Run:
    """A run by its id. Raises NotFound where there is none this person may see."""
    raise NotImplementedError


def guess(kind: str, table: Table) -> Map:
    """The map that the headers of a table suggest, by words known for each field."""
    raise NotImplementedError


def preview(run: Run, map_text: str, by: User, most: int = 20) -> Preview:
    """What the first rows would become by this map; writes nothing and needs the whole file read once."""
    raise NotImplementedError


def steps(run: Run, what: str = "", cursor: str = "", size: int = 50) -> StepPage:
    """What became, or would become, of the records of a run; ``what`` is one of WHATS, "stayed", or all."""
    raise NotImplementedError


def maps(kind: str = "") -> Sequence[KeptMap]:
    """The maps kept, by name."""
    rows = KeptMap.objects.select_related("by").order_by("kind", "name")
    return list(rows.filter(kind=kind) if kind else rows)
