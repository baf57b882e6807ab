"""A file comes in: kept in pieces until it is done with, and mapped."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.tables import Asks, tidy
from mainstay.kit.tables.maps import Map
from mainstay.kit.text import clean
from mainstay.transfer.actions import files
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.models import Run
from mainstay.transfer.rules.guessing import guess
from mainstay.transfer.rules.kinds import Kind

BEFORE = (Run.State.MAPPING, Run.State.CHECKING, Run.State.CHECKED)


def receive(*, kind: str, file_name: str, file: BinaryIO, by: User, at: datetime, map_text: str = "") -> Run:
    """Keep an upload as a run that is being mapped (R-X-10); without a map the headers suggest one.

    Raises Refused without the right, for an empty file and one beyond the limit of the house, Unreadable for a file or
    a map that no answer would make readable. Nothing is kept then.
    """
    gate.needs_right(by, rights.TAKE_IN)
    found = kind_of(kind)
    digest, size = files.digest_of(file)
    name = clean(tidy(file_name), field="file", limit=10_000, rule="R-X-10")[-200:] or _("a list")
    format_, map_text = _mapped(found, name, file, map_text)
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind,
            file_name=name,
            file_size=size,
            format=format_,
            digest=digest,
            map_text=map_text,
            by=by,
            started_at=at,
        )
        files.keep(run, file)
    return run


def _mapped(kind: Kind, name: str, file: BinaryIO, map_text: str) -> tuple[str, str]:
    """The format of the file and its map; a file that asks is kept, for a map can answer."""
    told = Map.parse(map_text, kind.fields, whole=False) if map_text else Map()
    try:
        table = files.opened(file, name, told)
    except Asks:
        return "", map_text
    return table.format, map_text or guess(kind.fields, table).toml()


@transaction.atomic
def set_map(*, run: Run, map_text: str, by: User, at: datetime) -> Run:
    """Say what the columns are; what was checked before is forgotten (R-X-10).

    Raises Unreadable for a map that cannot be used, Refused for a run that has begun, NotFound for one not seen.
    """
    Map.parse(map_text, kind_of(run.kind).fields, whole=False)
    run = locked(run, by)
    if run.state not in BEFORE and not _never_began(run):
        raise Refused(_("This list has been taken in already; its map stays as it was."), rule="R-X-10", field="map")
    run.batches.filter(dry=True).delete()
    run.map_text, run.state, run.worker, run.message, run.report = map_text, Run.State.MAPPING, "", "", {}
    run.made = run.changed = run.left = run.refused = run.rows = run.total = run.done_rows = 0
    run.save()
    return run


@transaction.atomic
def discard(*, run: Run, by: User, at: datetime) -> None:
    """Throw away a run that never began, with its file. Raises Refused for one that did (R-X-10)."""
    run = locked(run, by)
    if run.state not in BEFORE and not _never_began(run):
        raise Refused(_("This run has begun; it can be undone, and stays in the list."), rule="R-X-10")
    run.delete()


def _never_began(run: Run) -> bool:
    """Whether it failed before anything was written."""
    return run.state == Run.State.FAILED and not run.batches.filter(dry=False).exists()


def locked(run: Run, by: User) -> Run:
    """The run as it now stands, locked. Raises Refused without the right, NotFound where it is not theirs to see."""
    gate.needs_right(by, rights.TAKE_IN)
    rows = Run.objects.visible_to(by).select_for_update(of=("self",)).select_related("by")
    found = rows.filter(pk=run.pk).first()
    if found is None:
        raise NotFound
    return found
