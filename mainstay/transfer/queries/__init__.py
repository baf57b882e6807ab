"""What is read of runs: the preview of a map, the runs so far, the steps of one, the maps kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.transfer.models import KeptMap, Run, RunQuerySet
from mainstay.transfer.queries.looking import Preview, guessed, preview
from mainstay.transfer.queries.stepping import StepPage, every_step, steps
from mainstay.transfer.queries.unread import left_out

__all__ = ["Preview", "StepPage", "every_step", "guessed", "left_out", "maps", "one", "preview", "runs", "steps"]


def runs(by: User) -> RunQuerySet:
    """Runs this person may see, the latest first."""
    return Run.objects.visible_to(by).select_related("by").order_by("-started_at", "-id")


def one(by: User, told: object) -> Run:
    """A run by its id. Raises NotFound where there is none this person may see."""
    try:
        found = runs(by).filter(pk=UUID(str(told))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def maps(kind: str = "") -> Sequence[KeptMap]:
    """The maps kept, by name."""
    rows = KeptMap.objects.select_related("by").order_by("kind", "name")
    return list(rows.filter(kind=kind) if kind else rows)
