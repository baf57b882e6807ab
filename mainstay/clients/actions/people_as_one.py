"""Two people who are one: places, ways to reach them and promises go to the one who stays; it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.actions import allowed, merge_values, ways
from mainstay.clients.actions.clients_as_one import hooks
from mainstay.clients.models import Affiliation, Client, Contact, Merge, Reach
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.plug import Along
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean

OWN = "clients"
_PLACE = ("role", "decides", "from_on")


@dataclass(frozen=True)
class Parted:
    """A merge taken apart again: who stands again, and what could not go back, in sentences."""

    contact: Contact
    told: list[str] = field(default_factory=list)


def plan(keep: Contact, gone: Contact) -> dict[str, Along]:
    """What would go along, per capability. Only reads."""
    planned = {OWN: _plan(keep, gone)}
    for name, hook in hooks().items():
        if hook.plan_person is not None:
            planned[name] = hook.plan_person(keep, gone)
    return planned


def _plan(keep: Contact, gone: Contact) -> Along:
    """A place that both have now stays the keeper's; of the ways to reach them those are added that are new."""
    there = set(keep.affiliations.now().values_list("client_id", flat=True))
    places = list(gone.affiliations.select_related("client").order_by("id"))
    both = [place for place in places if place.to_on is None and place.client_id in there]
    moved = [str(place.pk) for place in places if place not in both]
    kept = {(way.kind, way.key or way.value) for way in keep.ways.all()}
    fresh = [way for way in gone.ways.all() if (way.kind, way.key or way.value) not in kept]
    told = []
    if moved:
        count = ngettext("%(n)d place goes along.", "%(n)d places go along.", len(moved))
        told.append(count % {"n": len(moved)})
    if both:
        count = ngettext(
            "They belong to %(n)d client both: what stands there with %(keep)s stays.",
            "They belong to %(n)d clients both: what stands there with %(keep)s stays.",
            len(both),
        )
        told.append(count % {"n": len(both), "keep": keep})
    told += [_("Reached by %(way)s too.") % {"way": way.value} for way in fresh]
    data = {"places": moved, "both": [_as_data(place) for place in both], "ways": [str(way.pk) for way in fresh]}
    return Along(data, told)


def _as_data(place: Affiliation) -> dict[str, Any]:
    from_on = place.from_on.isoformat() if place.from_on else None
    told = {"id": str(place.pk), "client": str(place.client_id), "role": place.role, "decides": place.decides}
    return told | {"from_on": from_on}


@transaction.atomic
def merge_people(
    *, keep: Contact, gone: Contact, by: User, at: datetime, why: str = "", stays: Mapping[str, str] | None = None
) -> Merge:
    """Let one person be the other; ``gone`` belongs nowhere any more and points to ``keep``.

    ``stays`` as in ``merge``. Raises Refused (R-X-3, R-B-6), NotFound for somebody whom ``by`` may not see.
    """
    allowed.may_write(by)
    keep, gone = _held(keep, gone, by)
    why = clean(why, field="why", limit=200)
    values = merge_values.settle(keep, gone, merge_values.PERSON, stays or {})
    planned = plan(keep, gone)
    data = dict(planned[OWN].data)
    data["added"] = _add_ways(keep, data["ways"])
    Affiliation.objects.filter(pk__in=[one["id"] for one in data["both"]], contact=gone).delete()
    Affiliation.objects.filter(pk__in=data["places"], contact=gone).update(contact=keep)
    for name, hook in hooks().items():
        if hook.move_person is not None:
            hook.move_person(keep, gone, planned[name].data)
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    moved = {name: dict(along.data) for name, along in planned.items()} | {OWN: data}
    made = Merge.objects.create(
        what=Merge.What.CONTACT, keep_id=keep.pk, gone_id=gone.pk, at=at, by=by, why=why, values=values, moved=moved
    )
    changes = {name: (old, new) for name, (old, new) in values.items()}
    _tell("clients.people_merged", keep, gone, changes=changes, by=by, at=at)
    return made


def _held(keep: Contact, gone: Contact, by: User) -> tuple[Contact, Contact]:
    if keep.pk == gone.pk:
        raise Refused(_("This is one person already. Name two."), rule="R-B-6", field="gone")
    seen = set(Contact.objects.visible_to(by).filter(pk__in=[keep.pk, gone.pk]).values_list("pk", flat=True))
    if seen != {keep.pk, gone.pk}:
        raise NotFound
    return _locked(keep.pk, gone.pk)


def _locked(keep: UUID, gone: UUID) -> tuple[Contact, Contact]:
    """Both as they are now, locked in one order until the end of the transaction."""
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=[keep, gone]).order_by("pk")
    locked = {row.pk: row for row in rows}
    return locked[keep], locked[gone]


def _add_ways(keep: Contact, fresh: Sequence[str]) -> list[str]:
    """Copies of these ways after the keeper's own."""
    standing = list(keep.ways.all())
    added = [
        Reach(contact=keep, kind=way.kind, value=way.value, label=way.label, key=way.key, place=len(standing) + number)
        for number, way in enumerate(Reach.objects.filter(pk__in=fresh).order_by("kind", "place", "id"))
    ]
    Reach.objects.bulk_create(added)
    ways.put(keep, {}, standing + added)
    keep.save()
    return [str(way.pk) for way in added]


def _tell(
    kind: str, keep: Contact, gone: Contact, *, changes: Mapping[str, tuple[Any, Any]], by: User, at: datetime
) -> None:
    """Into the chronicle of every client that one of the two belongs to."""
    places = Affiliation.objects.filter(contact__in=[keep, gone]).select_related("client").order_by("client_id")
    clients: dict[Any, Client] = {place.client_id: place.client for place in places}
    for client in clients.values():
        journal.note(kind, about=keep, client=client, by=by, at=at, text=gone.name, changes=changes)


@transaction.atomic
def unmerge_people(*, gone: Contact, by: User, at: datetime) -> Parted:
    """Take a merge of two people apart: exactly what went along goes back. Raises Refused (R-X-2, R-X-3)."""
    allowed.may_write(by)
    keep, gone = _locked(merge_of_person(gone).keep_id, gone.pk)
    made = merge_of_person(gone)  # anew: two may take it apart at once
    if not Contact.objects.visible_to(by).filter(pk=keep.pk).exists():
        raise NotFound
    if keep.merged_into is not None:
        words = {"client": keep, "keep": keep.merged_into}
        raise Refused(_("%(client)s was merged into %(keep)s since. Take that apart first.") % words, rule="R-X-2")
    changes, told = merge_values.set_back(keep, made.values)
    try:
        with transaction.atomic():
            told += _back(keep, gone, made)
    except IntegrityError:
        raise Refused(
            _("Something written since stands against it: %(keep)s stays as it is.") % {"keep": keep}, rule="R-X-2"
        ) from None
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    _tell("clients.people_unmerged", keep, gone, changes=changes, by=by, at=at)
    return Parted(gone, told)


def merge_of_person(gone: Contact) -> Merge:
    """The merge by which somebody became another one. Raises Refused where there is none."""
    made = Merge.objects.filter(what=Merge.What.CONTACT, gone_id=gone.pk, undone_at=None).first()
    if made is None:
        raise Refused(_("%(client)s was not merged into another one.") % {"client": gone}, rule="R-X-2")
    return made


def _back(keep: Contact, gone: Contact, made: Merge) -> list[str]:
    told: list[str] = []
    own = made.moved[OWN]
    for name, hook in hooks().items():
        if name in made.moved and hook.back_person is not None:
            told += hook.back_person(keep, gone, made.moved[name])
    Affiliation.objects.filter(pk__in=own["places"], contact=keep).update(contact=gone)
    Affiliation.objects.bulk_create([_place(gone, one) for one in own["both"]])
    Reach.objects.filter(pk__in=own["added"], contact=keep).delete()
    ways.put(keep, {}, list(keep.ways.all()))
    keep.save()
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    return told


def _place(gone: Contact, told: Mapping[str, Any]) -> Affiliation:
    place = Affiliation(id=told["id"], contact=gone, client_id=told["client"], role=told["role"])
    place.decides = told["decides"]
    place.from_on = date.fromisoformat(told["from_on"]) if told["from_on"] else None
    return place
