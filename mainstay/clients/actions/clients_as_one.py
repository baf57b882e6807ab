"""Two clients that are one: everything of the one goes to the other; nothing is deleted, and it can be undone.

Never by itself: somebody says so, having seen both (R-B-6). What stands above the clients goes along by the hooks of
its capability (``Capability.merges``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.actions import allowed, looking, merge_values
from mainstay.clients.models import Affiliation, Assignment, Client, Merge
from mainstay.clients.rules import merging as rules
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.plug import Along, Merges, registry
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean

OWN = "clients"


@dataclass(frozen=True)
class Undone:
    """A merge taken apart again: which stands again, and what could not go back, in sentences."""

    client: Client
    told: list[str] = field(default_factory=list)


def hooks() -> dict[str, Merges]:
    """How each capability goes along, in order."""
    return {plug.name: plug.merges() for plug in registry.installed() if plug.merges is not None}


def plan(keep: Client, gone: Client) -> dict[str, Along]:
    """What would go along, per capability. Only reads."""
    return {OWN: _plan(keep, gone)} | {name: hook.plan(keep, gone) for name, hook in hooks().items()}


def _plan(keep: Client, gone: Client) -> Along:
    there = set(keep.affiliations.now().values_list("contact_id", flat=True))
    places = list(gone.affiliations.select_related("contact").order_by("id"))
    both = [place for place in places if place.to_on is None and place.contact_id in there]
    moved = [str(place.pk) for place in places if place not in both]
    told = [
        _("%(name)s belongs to both: what stands with %(keep)s stays.") % {"name": place.contact, "keep": keep}
        for place in both
    ]
    if moved:
        count = ngettext("%(n)d person’s place goes along.", "%(n)d people’s places go along.", len(moved))
        told.insert(0, count % {"n": len(moved)})
    serving, more = _plan_serving(keep, gone)
    return Along({"places": moved, "serving": serving}, told + more)


def _plan_serving(keep: Client, gone: Client) -> tuple[list[list[str]], list[str]]:
    """[id, role that was, role then] of each assignment that goes along."""
    now: dict[str, set[str]] = {}
    for one in keep.assignments.now():
        now.setdefault(str(one.user_id), set()).add(one.role)
    rows = list(gone.assignments.select_related("user").order_by("from_on", "id"))
    every = [rules.Serves(str(one.pk), str(one.user_id), one.role, one.to_on is None) for one in rows]
    after = rules.roles_after(every, now)
    moved, told = [], []
    for one in rows:
        role, words = after.get(str(one.pk)), {"name": one.user, "keep": keep, "gone": gone}
        if role is None:
            told.append(_("%(name)s serves both and stays what they are for %(keep)s.") % words)
            continue
        moved.append([str(one.pk), one.role, role])
        if role != one.role:
            told.append(_("%(name)s, manager of %(gone)s, becomes deputy: %(keep)s has its manager.") % words)
        elif one.to_on is None:
            told.append(_("%(name)s serves %(keep)s from then on.") % words)
    return moved, told


@transaction.atomic
def merge(
    *, keep: Client, gone: Client, by: User, at: datetime, why: str = "", stays: Mapping[str, str] | None = None
) -> Merge:
    """Let one client be the other: all of ``gone`` goes to ``keep``; ``gone`` is laid aside and points to it.

    ``stays`` says for a field in which they differ whose value stays, keep or gone; where nothing is said the keeper's,
    unless it has none. Raises Refused (R-X-2, R-X-3, R-B-6), NotFound for a client whom ``by`` may not see.
    """
    allowed.may_write(by)
    _both_seen(keep, gone, by)
    keep, gone = _held(keep, gone)
    why = clean(why, field="why", limit=200)
    values = merge_values.settle(keep, gone, merge_values.CLIENT, stays or {})
    planned = plan(keep, gone)
    keep.save()
    _move(keep, gone, planned[OWN].data)
    for name, hook in hooks().items():
        hook.move(keep, gone, planned[name].data)
    moved: dict[str, Any] = {name: dict(along.data) for name, along in planned.items()}
    moved["aside"] = [gone.archived_at.isoformat() if gone.archived_at else "", gone.archived_why]
    _lay_aside(gone, keep, why, at)
    made = Merge.objects.create(
        what=Merge.What.CLIENT, keep_id=keep.pk, gone_id=gone.pk, at=at, by=by, why=why, values=values, moved=moved
    )
    changes = {name: (old, new) for name, (old, new) in values.items()}
    journal.note("clients.merged", about=gone, client=keep, by=by, at=at, text=why, changes=_readable(keep, changes))
    journal.note("clients.merged_into", about=keep, client=gone, by=by, at=at, text=why)
    return made


def _both_seen(keep: Client, gone: Client, by: User) -> None:
    if Client.objects.visible_to(by).filter(pk__in=[keep.pk, gone.pk]).count() < len({keep.pk, gone.pk}):
        raise NotFound


def _held(keep: Client, gone: Client) -> tuple[Client, Client]:
    """Both, locked in one order; refuses what cannot be merged."""
    if keep.pk == gone.pk:
        raise Refused(_("This is one client already. Name two."), rule="R-B-6", field="gone")
    rows = Client.objects.select_for_update(of=("self",)).select_related("unit", "merged_into")
    locked = {row.pk: row for row in rows.filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
    allowed.refuse_laid_aside(locked[keep.pk])
    if gone_into := locked[gone.pk].merged_into:
        words = {"client": gone, "keep": gone_into}
        raise Refused(_("%(client)s was merged into %(keep)s already.") % words, rule="R-B-6", field="gone")
    return locked[keep.pk], locked[gone.pk]


def _move(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    Affiliation.objects.filter(pk__in=data["places"], client=gone).update(client=keep)
    for pk, _was, role in data["serving"]:
        Assignment.objects.filter(pk=pk, client=gone).update(client=keep, role=role)
    looking.may_have_nobody([keep.pk, gone.pk])


def _lay_aside(gone: Client, keep: Client, why: str, at: datetime) -> None:
    said = _("merged into %(keep)s") % {"keep": keep.name[:80]}
    gone.archived_at, gone.archived_why, gone.merged_into = at, f"{said}: {why}" if why else said, keep
    gone.save(update_fields=["archived_at", "archived_why", "merged_into"])


def _readable(record: Client, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """A team is told by name, as everywhere in the journal."""
    units = {name: value for name, value in changes.items() if name != "unit"}
    return units | ({"unit": (None, str(record.unit or ""))} if "unit" in changes else {})


@transaction.atomic
def unmerge(*, gone: Client, by: User, at: datetime) -> Undone:
    """Take a merge apart: exactly what went along goes back; what came later stays with the keeper and is told.

    Raises Refused where the keeper was laid aside or merged itself since, or something stands against it (R-X-2).
    """
    allowed.may_write(by)
    keep_id = merge_of(gone).keep_id
    held = allowed.held_many([keep_id, gone.pk])  # in one order, as merging does
    keep, gone = held[keep_id], held[gone.pk]
    made = merge_of(gone)  # anew: two may take it apart at once
    if not Client.objects.visible_to(by).filter(pk=keep.pk).exists():
        raise NotFound
    allowed.refuse_laid_aside(keep)
    since = later(made)
    changes, told = merge_values.set_back(keep, made.values)
    keep.save()
    try:
        with transaction.atomic():
            told += _back(keep, gone, made)
    except IntegrityError:
        raise Refused(
            _("Something written since stands against it: %(keep)s stays as it is.") % {"keep": keep}, rule="R-X-2"
        ) from None
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    if since:
        words = ngettext(
            "%(n)d act written since stays in the chronicle of %(keep)s.",
            "%(n)d acts written since stay in the chronicle of %(keep)s.",
            since,
        )
        told.append(words % {"n": since, "keep": keep})
    text = " ".join(told)
    journal.note("clients.unmerged", about=gone, client=keep, by=by, at=at, text=text, changes=_readable(keep, changes))
    journal.note("clients.unmerged_from", about=keep, client=gone, by=by, at=at)
    return Undone(gone, told)


def merge_of(gone: Client) -> Merge:
    """The merge by which a client was laid aside. Raises Refused where there is none."""
    made = Merge.objects.filter(what=Merge.What.CLIENT, gone_id=gone.pk, undone_at=None).first()
    if made is None:
        raise Refused(_("%(client)s was not merged into another one.") % {"client": gone}, rule="R-X-2")
    return made


def later(made: Merge) -> int:
    """How many acts were written into the keeper's chronicle since."""
    from mainstay.journal.models import Line

    lines = Line.objects.of_client(made.keep_id)
    merged = lines.filter(about_id=made.gone_id, kind="clients.merged").order_by("-id").first()
    return lines.filter(id__gt=merged.pk).count() if merged is not None else 0


def _back(keep: Client, gone: Client, made: Merge) -> list[str]:
    told: list[str] = []
    for name, hook in hooks().items():
        if name in made.moved:
            told += hook.back(keep, gone, made.moved[name])
    own = made.moved[OWN]
    Affiliation.objects.filter(pk__in=own["places"], client=keep).update(client=gone)
    for pk, was, _role in own["serving"]:
        Assignment.objects.filter(pk=pk, client=keep).update(client=gone, role=was)
    looking.may_have_nobody([keep.pk, gone.pk])
    archived_at, gone.archived_why = made.moved["aside"]
    gone.archived_at, gone.merged_into = parse_datetime(archived_at) if archived_at else None, None
    gone.save(update_fields=["archived_at", "archived_why", "merged_into"])
    return told
