"""The kind “contacts”: people on the clients' side, with where they belong and how they are reached.

Nothing is guessed of anybody (R-A-29): a title stands only where the list tells one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from mainstay.clients.actions import intake, ways
from mainstay.clients.actions.intake import NewPerson, NewPlace
from mainstay.clients.models import Affiliation, Client, Contact, sort_name
from mainstay.clients.queries.alike import alike_many
from mainstay.clients.rules import folded
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import Sentence
from mainstay.kit.tables import Problem, Row, Table
from mainstay.kit.tables.maps import Field, Map
from mainstay.transfer.actions.kinds import people_undone
from mainstay.transfer.actions.kinds.cards import is_cards, lenient, words_of
from mainstay.transfer.actions.kinds.known import Clients, refused, region_of, write_beside
from mainstay.transfer.actions.kinds.numbers import tidied
from mainstay.transfer.actions.kinds.persons import People, Person, added, lines, name_of
from mainstay.transfer.rules.kinds import SORTS, Around, Kind, Reading, Record, Step
from mainstay.transfer.rules.reading import TableReading

OWN = ("title", "addressed_as", "salutation", "language", "channel", "hours", "reference")
PLACE = {"role": "role", "decides": "decides", "from": "from_on", "to": "to_on"}


@dataclass
class Plan:
    """What is to be written of a batch, in the order of its steps."""

    known: Clients
    asked: list[list[Client]] = field(default_factory=list)
    who: list[Contact | None] = field(default_factory=list)
    new: list[tuple[Step, Person, NewPerson]] = field(default_factory=list)
    people: list[tuple[Contact, dict[str, Any]]] = field(default_factory=list)
    joined: list[tuple[Contact, NewPlace]] = field(default_factory=list)
    places: list[tuple[Affiliation, dict[str, Any]]] = field(default_factory=list)


class PeopleReading(TableReading):
    """A list of people: how many of them name no client, and of cards what was left out, and how often."""

    left: Counter[str] | None = None
    alone = 0

    @property
    def summary(self) -> dict[str, Any]:
        """As of every list, and how many people name no client."""
        return super().summary | {"alone": self.alone}

    def _pass(self, note: Callable[[Row, Sequence[Problem]], None] | None) -> Iterator[Record]:
        for record in super()._pass(note):
            self.alone += note is not None and not _clients_in(record)
            yield record

    @property
    def left_out(self) -> list[str]:
        """Columns that nothing reads; of cards what they told besides."""
        if self.left is None:
            return super().left_out
        return words_of(self.left, {column.field.name for column in self._columns})


class ContactKind(Kind):
    """See ``transfer.rules.kinds.Kind``."""

    name = "contacts"
    label: Sentence = SORTS["contacts"].label
    fields: Sequence[Field] = SORTS["contacts"].fields

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table. A card is taken as it is: what of it cannot be kept is left out and counted."""
        if is_cards(table):
            table, left = lenient(table)
        else:
            table, left = tidied(table, map_, ("reference", "client_reference", "phone")), None
        reading = PeopleReading(table, self.fields, map_, skip_bad=skip_bad)
        reading.left = left
        return reading

    def compare(self, records: Sequence[Record], around: Around) -> list[Step]:
        """One step for each record; a fixed number of queries a batch."""
        named = [pair for record in records for pair in _clients_in(record) or [(name_of(record), "")]]
        plan = Plan(Clients.of(named, around))
        clients = plan.known.by_id.values()
        people = People.of(records, list(clients), around)
        steps = [self._step(record, plan, people, around) for record in records]
        _tell_alike([(step, person) for step, person, _new in plan.new], around)
        around.also["clients"] += len(plan.known.fresh)
        around.caches["plan"] = plan
        return steps

    def _step(self, record: Record, plan: Plan, people: People, around: Around) -> Step:
        step = Step(record.rows, "left", name_of(record))
        fresh = len(plan.known.fresh)
        plan.asked.append([])
        plan.who.append(None)
        try:
            if merged := people.merged_into(record):
                step.id, step.why = str(merged.pk), _("It was merged into %(client)s.") % {"client": merged}
                return step
            ours = people.told(record)  # a list of our own, come back
            named = [_at(ours, *pair) or plan.known.find(*pair) for pair in _clients_in(record)]
            person = ours or people.find(record, [client for client in named if client is not None])
            clients = _clients(record, plan.known, step, person, named)
            if person is None:
                person = people.find(record, clients)
                _refuse_unlike(person, record, step)
            plan.asked[-1] = clients
            places = person.places if person is not None and not clients else ()
            step.client = ", ".join(
                dict.fromkeys(client.name for client in (*clients, *(one.client for one in places)))
            )
            told = _told(record)
            if person is None:
                self._make(record, told, clients, step, plan, people)
            else:
                self._compare(person, record, told, clients, step, plan, people)
        except Refused as why:
            plan.known.drop(fresh)
            plan.asked[-1], plan.who[-1] = [], None
            return refused(step, why)
        return step

    def _make(
        self,
        record: Record,
        told: dict[str, Any],
        clients: Sequence[Client],
        step: Step,
        plan: Plan,
        people: People,
    ) -> None:
        """Somebody who is not there yet."""
        places = [intake.checked_place(client, _place_told(record)) for client in clients]
        country = region_of(clients, plan.known.around)
        mails = added([], record.get("email", ()), phones=False, country=country)
        phones = added([], record.get("phone", ()), phones=True, country=country)
        ways.told({"mails": mails, "phones": phones}, country)
        contact = Contact(**intake.checked_person(told))
        plan.who[-1] = contact
        person = Person(contact, [_affiliation(contact, place) for place in places], mails, phones)
        new = NewPerson({**told, "mails": mails, "phones": phones}, places, id=contact.pk)
        plan.new.append((step, person, new))
        people.keep(person)
        step.what = "made"
        step.changes = {name: [None, value] for name, value in told.items()}
        step.changes |= {name: [None, lines(of)] for name, of in (("email", mails), ("phone", phones)) if of}
        step.changes |= {name: [None, _json(record.values[name])] for name in PLACE if name in record.values}
        step.beside["places"] = [people_undone.written(place) for place in person.places]

    def _compare(
        self,
        person: Person,
        record: Record,
        told: dict[str, Any],
        clients: Sequence[Client],
        step: Step,
        plan: Plan,
        people: People,
    ) -> None:
        """What a row changes of somebody who is there, and of where they belong."""
        contact = plan.who[-1] = person.contact
        new = person.new
        step.id = "" if new else str(contact.pk)
        values = intake.checked_person(told)
        changes = {name: value for name, value in values.items() if getattr(contact, name) != value}
        if "name" in changes and folded(changes["name"]) == folded(contact.name) and not record.get("reference"):
            del changes["name"]
        for name, value in changes.items():
            step.changes[name] = [getattr(contact, name), value]
        of = [*clients, *(place.client for place in person.places)]
        lists = _new_ways(person, record, region_of(of, plan.known.around), step)
        joins, moves = _compare_places(person, record, clients, step)
        for name, value in changes.items():
            setattr(contact, name, value)
        if changes or lists:
            plan.people.append((contact, {**changes, **lists}))
        plan.joined += [(contact, place) for place in joins]
        plan.places += moves
        if joins:
            step.beside["places"] = [people_undone.written(_affiliation(contact, place)) for place in joins]
        if step.changes:
            step.what = "changed"
            people.keep(person)
        elif new or (contact.run_id is not None and contact.run_id == plan.known.around.run_id):
            step.why = step.why or _("An earlier row of this file tells it already.")

    def apply(self, steps: Sequence[Step], records: Sequence[Record], around: Around) -> None:
        """Write what was compared: clients first, then people, then what changes."""
        plan: Plan = around.caches.pop("plan")
        by, at = around.by, around.at
        write_beside(plan.known, steps, plan.asked)
        new = [told for _step, _person, told in plan.new]
        intake.take_in_people(told=new, run_id=around.run_id, by=by, at=at)
        for step, contact in zip(steps, plan.who, strict=True):
            step.id = str(contact.pk) if contact is not None else step.id
        intake.join_many(places=plan.joined, by=by, at=at)
        intake.change_people(told=plan.people, by=by, at=at)
        intake.change_places(told=plan.places, by=by, at=at)

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """Take back people nobody has touched since, and what was changed where it still stands."""
        return people_undone.undo(steps, around)


def _clients_in(record: Record) -> list[tuple[str, str]]:
    """The clients a row names, as (name, number)."""
    names, numbers = record.get("client", ()), record.get("client_reference", ())
    return [(name or "", number or "") for name, number in zip_longest(names, numbers)]


def _at(person: Person | None, name: str, number: str) -> Client | None:
    """The one client of that name and number at which somebody stands, laid aside or not."""
    there = {one.client_id: one.client for one in person.places} if person is not None else {}
    meant = [one for one in there.values() if one.sort_name == sort_name(name) and one.reference == number]
    return meant[0] if len(meant) == 1 else None


def _clients(
    record: Record, known: Clients, step: Step, person: Person | None, found: Sequence[Client | None]
) -> list[Client]:
    """The clients a row means, made where they are not there; of somebody without any, a household."""
    if named := _clients_in(record):
        both = zip(named, found, strict=True)
        return list(dict.fromkeys(client or known.find_or_make(*pair) for pair, client in both))
    if person is not None:
        return []
    if known.around.map.alone == "leave_out":
        raise Refused(_("Belongs to no firm, and such people are left out."), rule="R-X-10", field="client")
    step.why = _("Belongs to no firm: stands as a household of the same name.")
    return [known.find_or_make(name_of(record), "", kind=Client.Kind.HOUSEHOLD)]


def _refuse_unlike(person: Person | None, record: Record, step: Step) -> None:
    """Of one name alone nobody is taken for another who is reached otherwise (R-B-6)."""
    if person is None or _clients_in(record):
        return
    mails = {mail.casefold() for mail, _label in record.get("email", ())}
    theirs = {way.value.casefold() for way in person.mails}
    if mails and theirs and not mails & theirs:
        raise Refused(
            _("Somebody called %(name)s stands here with another mail address. Name their client, or give a number.")
            % {"name": step.name},
            rule="R-B-6",
            field="name",
        )


def _told(record: Record) -> dict[str, Any]:
    """What a row tells of the person alone."""
    return {"name": name_of(record)} | {name: record.values[name] for name in OWN if name in record.values}


def _place_told(record: Record) -> dict[str, Any]:
    return {ours: record.values[name] for name, ours in PLACE.items() if name in record.values}


def _affiliation(contact: Contact, place: NewPlace) -> Affiliation:
    return Affiliation(
        id=place.id,
        contact=contact,
        client=place.client,
        role=place.role,
        decides=place.decides,
        from_on=place.from_on,
        to_on=place.to_on,
    )


def _new_ways(person: Person, record: Record, country: str, step: Step) -> dict[str, Any]:
    """The whole lists of how somebody is reached, where a row tells a new way."""
    lists: dict[str, Any] = {}
    for name, whole, standing in (("email", "mails", person.mails), ("phone", "phones", person.phones)):
        wanted = added(standing, record.get(name, ()), phones=name == "phone", country=country)
        if wanted != standing:
            ways.told({whole: wanted}, country)
            step.changes[name] = [lines(standing), lines(wanted)]
            lists[whole] = wanted
            standing[:] = wanted
    return lists


def _compare_places(
    person: Person, record: Record, clients: Sequence[Client], step: Step
) -> tuple[list[NewPlace], list[tuple[Affiliation, dict[str, Any]]]]:
    """Where a row says somebody belongs, against where they do: what is new, and what differs."""
    told = _place_told(record)
    joins: list[NewPlace] = []
    moves: list[tuple[Affiliation, dict[str, Any]]] = []
    for client in clients:
        there = [place for place in person.places if place.client_id == client.pk]
        place = _meant(there, told)
        if place is None and there and not told.get("from_on"):
            step.why = _("Left %(client)s, as is written here.") % {"client": client}
        elif place is None:
            new = intake.checked_place(client, told)
            joins.append(new)
            person.places.append(_affiliation(person.contact, new))
            step.changes["client" if len(clients) == 1 else f"client · {client.name}"] = ["", client.name]
        elif differs := {name: value for name, value in told.items() if getattr(place, name) != value}:
            intake.checked_place(client, {**{ours: getattr(place, ours) for ours in PLACE.values()}, **differs})
            moves.append((place, differs))
            _note_moves(place, differs, step, client.name if len(clients) > 1 else "")
    return joins, moves


def _meant(there: Sequence[Affiliation], told: Mapping[str, Any]) -> Affiliation | None:
    """Which of somebody's places at a client a row tells of."""
    now = [place for place in there if place.to_on is None]
    ended = [place for place in there if place.to_on is not None]
    if told.get("to_on") is not None:
        same = [place for place in ended if told["to_on"] == place.to_on or told.get("from_on", 0) == place.from_on]
        return next(iter(same + now), None)
    if told.get("from_on") is not None:
        return next((place for place in now), None) or next(
            (place for place in ended if place.from_on == told["from_on"]), None
        )
    return next(iter(now), None)


def _note_moves(place: Affiliation, differs: Mapping[str, Any], step: Step, client: str) -> None:
    theirs = {ours: name for name, ours in PLACE.items()}
    for ours, value in differs.items():
        key = f"{theirs[ours]} · {client}" if client else theirs[ours]
        step.changes[key] = [_json(getattr(place, ours)), _json(value)]
        step.beside[key] = [str(place.pk)]
        setattr(place, ours, value)


def _tell_alike(made: Sequence[tuple[Step, Person]], around: Around) -> None:
    """Say of new people whom they resemble (R-B-6): a fixed number of queries."""
    if not made:
        return
    names = {person.contact.name for _step, person in made}
    mails = {way.value for _step, person in made for way in person.mails}
    found = alike_many(names, mails, [], around.by, what="contact")
    for step, person in made:
        told = (person.contact.name, *(way.value for way in person.mails))
        step.alike = list(dict.fromkeys(like.words for words in told for like in found.get(words, ())))


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


kind = ContactKind()
