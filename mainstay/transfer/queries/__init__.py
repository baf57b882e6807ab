"""What is read of runs: the preview of a map, the runs so far, the steps of one, the maps kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound
from mainstay.kit.tables.maps import Map
from mainstay.transfer.models import KeptMap, Run, RunQuerySet
from mainstay.transfer.queries.looking import Preview, guessed, preview
from mainstay.transfer.queries.stepping import StepPage, every_step, steps
from mainstay.transfer.queries.unread import left_out, no_day
from mainstay.transfer.rules.kinds import SORTS

__all__ = [
    "Preview",
    "StepPage",
    "every_step",
    "guessed",
    "left_out",
    "maps",
    "no_day",
    "one",
    "preview",
    "runs",
    "steps",
]


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


def maps(by: User, kind: str = "") -> Sequence[KeptMap]:
    """The maps kept, by name. Which of our clients somebody meant, they alone are told who may see them all."""
    rows = KeptMap.objects.select_related("by").order_by("kind", "name")
    found = list(rows.filter(kind=kind) if kind else rows)
    for kept in found:
        if kept.by_id != by.pk and not by.may(rights.SEE_ALL):
            kept.text = _without_clients(kept)
    return found


def _without_clients(kept: KeptMap) -> str:
    """A map without the names of clients that its keeper wrote into it."""
    if kept.kind not in SORTS:
        return ""
    fields = SORTS[kept.kind].fields
    told = Map.parse(kept.text, fields, whole=False)
    named = {one.name for one in fields if one.sort == "client"} & told.fixed.keys()
    if not told.same and not named:
        return kept.text
    fixed = {name: value for name, value in told.fixed.items() if name not in named}
    return replace(told, same={}, fixed=fixed).toml()
