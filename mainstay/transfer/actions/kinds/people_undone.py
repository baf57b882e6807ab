"""Taking back what a list of people made and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from mainstay.clients.actions import intake
from mainstay.clients.models import Affiliation, Contact, ContactsApart, Merge, Reach
from mainstay.clients.rules import Way, ways_of
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.persons import lines
from mainstay.transfer.rules.kinds import Around, Step

UNTOLD = ("title", "addressed_as", "salutation", "language", "channel", "hours", "reference")
PLACE = {"role": "role", "decides": "decides", "from": "from_on", "to": "to_on"}
LISTS = {"email": "mails", "phone": "phones"}
TOLD_OF = (Affiliation, Reach, ContactsApart, Merge)


def written(place: Affiliation) -> str:
    """A place as the run made it, in one text: its id and its values."""
    days = (day.isoformat() if day is not None else "" for day in (place.from_on, place.to_on))
    return "|".join((str(place.pk), str(int(place.decides)), *days, place.role))


@dataclass
class Undoing:
    """What stands now, and what is to be taken back of it."""

    around: Around
    contacts: dict[UUID, Contact]
    places: dict[UUID, Affiliation]
    ways: dict[UUID, list[Reach]] = field(default_factory=dict)
    used: dict[UUID, str] = field(default_factory=dict)
    gone_places: set[UUID] = field(default_factory=set)
    gone_people: set[UUID] = field(default_factory=set)
    people: list[tuple[Contact, dict[str, Any]]] = field(default_factory=list)
    moved: list[tuple[Affiliation, dict[str, Any]]] = field(default_factory=list)

    @classmethod
    def of(cls, steps: Sequence[Step], around: Around) -> Undoing:
        """A fixed number of queries."""
        ids = {UUID(step.id) for step in steps if step.id and step.what in ("made", "changed")}
        contacts = {one.pk: one for one in Contact.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        rows = Affiliation.objects.select_for_update(of=("self",)).select_related("client").filter(contact__in=ids)
        found = cls(around, contacts, {place.pk: place for place in rows.order_by("pk")})
        for way in Reach.objects.filter(contact__in=ids).order_by("kind", "place", "id"):
            found.ways.setdefault(way.contact_id, []).append(way)
        for model, name in _others():
            for pk in model._default_manager.filter(**{f"{name}__in": ids}).values_list(f"{name}_id", flat=True):
                found.used[pk] = _("Somebody has written something down with this person since.")
        return found

    def made(self, step: Step, contact: Contact) -> str:
        """Take back somebody the run made; why they stay, where they do."""
        if contact.merged_into_id is not None:
            return _("Was merged with somebody else since.")
        if why := self.used.get(contact.pk):
            return why
        told = {name: new for name, (_old, new) in step.changes.items() if name not in PLACE}
        expected = {**dict.fromkeys(UNTOLD, ""), **dict.fromkeys(LISTS, ""), **told}
        if any(self.shown(contact, name) != value for name, value in expected.items()):
            return _("Somebody has corrected it since.")
        places = {place.pk: place for place in self.places.values() if place.contact_id == contact.pk}
        mine = {UUID(told.partition("|")[0]): told for told in step.beside.get("places", ())}
        left = places.keys() - self.gone_places
        if left != mine.keys() or any(written(places[pk]) != mine[pk] for pk in mine):
            return _("Somebody has changed since where they belong.")
        self.gone_places |= mine.keys()
        self.gone_people.add(contact.pk)
        return ""

    def changed(self, step: Step, contact: Contact) -> str:
        """Set back what still stands as the run wrote it; what stays, in a sentence."""
        stays = []
        for name, (old, new) in step.changes.items():
            if name.partition(" · ")[0] == "client":
                continue
            if name in step.beside:
                done = self._place_back(step.beside[name], name.partition(" · ")[0], old, new)
            else:
                done = self._value_back(contact, name, old, new)
            if not done:
                stays.append(name)
        for told in step.beside.get("places", ()):
            place = self.places.get(UUID(told.partition("|")[0]))
            if place is not None and written(place) == told:
                self.gone_places.add(place.pk)
            else:
                stays.append("client")
        return _("Changed by somebody since: %(fields)s.") % {"fields": ", ".join(stays)} if stays else ""

    def _place_back(self, ids: Sequence[str], name: str, old: Any, new: Any) -> bool:
        place = self.places.get(UUID(ids[0]))
        ours = PLACE[name]
        if place is None or place.client.archived or _json(getattr(place, ours)) != new:
            return False
        value = date.fromisoformat(old) if ours in ("from_on", "to_on") and old else old
        others = [one for one in self.places.values() if one.contact_id == place.contact_id and one.pk != place.pk]
        if ours == "to_on" and value is None and any(o.client_id == place.client_id and not o.to_on for o in others):
            return False
        setattr(place, ours, value)
        self.moved.append((place, {ours: value}))
        return True

    def _value_back(self, contact: Contact, name: str, old: Any, new: Any) -> bool:
        if self.shown(contact, name) != new:
            return False
        if name in LISTS:
            self.ways[contact.pk] = [way for way in self.ways.get(contact.pk, []) if LISTS[name] != _list_of(way)] + [
                Reach(kind=Reach.Kind.MAIL if name == "email" else Reach.Kind.PHONE, value=way.value, label=way.label)
                for way in ways_of(old or "")
            ]
            self.people.append((contact, {LISTS[name]: ways_of(old or "")}))
        else:
            setattr(contact, name, old)
            self.people.append((contact, {name: old}))
        return True

    def shown(self, contact: Contact, name: str) -> Any:
        """A value of a person as a step keeps it."""
        if name in LISTS:
            of = [way for way in self.ways.get(contact.pk, []) if _list_of(way) == LISTS[name]]
            return lines(Way(way.value, way.label) for way in of)
        return getattr(contact, name)


def undo(steps: Sequence[Step], around: Around) -> list[Step]:
    """Take back a batch, the latest first. Gives the steps of what stays."""
    undoing = Undoing.of(steps, around)
    stays: list[Step] = []
    for step in reversed(steps):
        contact = undoing.contacts.get(UUID(step.id)) if step.id else None
        if contact is None or step.what not in ("made", "changed"):
            continue
        why = undoing.made(step, contact) if step.what == "made" else undoing.changed(step, contact)
        if why:
            stays.append(Step(step.rows, "left", step.name, step.client, step.id, why=why))
    by, at, why = around.by, around.at, unused.why_undone(around)
    kept = [(one, values) for one, values in undoing.people if one.pk not in undoing.gone_people]
    intake.change_people(told=kept, by=by, at=at)
    moved = [(place, values) for place, values in undoing.moved if place.pk not in undoing.gone_places]
    intake.change_places(told=moved, by=by, at=at, why=why)
    intake.take_back_people(places=undoing.gone_places, contacts=undoing.gone_people, why=why, by=by, at=at)
    return stays + unused.take_back_beside(steps, around)


def _others() -> list[tuple[type[Model], str]]:
    """Whatever else can hang on a person, of capabilities that this one does not know."""
    return [
        (relation.related_model, relation.field.name)
        for relation in Contact._meta.related_objects
        if relation.related_model not in TOLD_OF and isinstance(relation.related_model, type)
    ]


def _list_of(way: Reach) -> str:
    return "mails" if way.kind == Reach.Kind.MAIL else "phones"


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
