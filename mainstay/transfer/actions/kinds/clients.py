"""The kind “clients”: firms and households, known again by their number, else by their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, intake
from mainstay.clients.models import Client, sort_name
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as say
from mainstay.kit.tables import Asks, Table
from mainstay.kit.tables.maps import Field, Map
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.known import NEW, Clients, id_in, refused, unit_called, units
from mainstay.transfer.actions.kinds.numbers import tidied
from mainstay.transfer.rules.kinds import SORTS, Around, Kind, Reading, Record, Step
from mainstay.transfer.rules.reading import TableReading

KEPT_AS = {"team": "unit", "since": "since_on"}  # our name of a field, where it is not the file's
UNTOLD: Mapping[str, Any] = {"note": "", "town": "", "country": "", "language": "", "since": None, "reference": ""}
OUR_ID = "mainstay_id"
MOST_QUESTIONS = 20
FIELD_LABELS = {field.name: field.label for field in SORTS["clients"].fields}


@dataclass(frozen=True)
class Plan:
    """What is to be written of a batch: the clients as found, and by step what is to change."""

    known: Clients
    changes: list[tuple[Client, dict[str, Any]] | None]


class ClientKind(Kind):
    """See ``transfer.rules.kinds.Kind``."""

    name = "clients"
    label: Sentence = SORTS["clients"].label
    fields: Sequence[Field] = SORTS["clients"].fields

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table; the same name with several numbers is a question (R-B-6)."""
        reading = TableReading(tidied(table, map_, ("reference",)), self.fields, map_, skip_bad=skip_bad)
        reading.questions += _same_names(reading, map_)
        return reading

    def compare(self, records: Sequence[Record], around: Around) -> list[Step]:
        """One step for each record; a fixed number of queries a batch."""
        named = [(record.get("name"), record.get("reference")) for record in records]
        known = Clients.of(named, around, filter(None, (id_in(record.get(OUR_ID)) for record in records)))
        plan = Plan(known, [])
        steps = [self._step(record, plan, around) for record in records]
        alike = known.alike(known.fresh)
        for step, change in zip(steps, plan.changes, strict=True):
            if step.what == "made" and change is not None:
                step.alike = alike.get(change[0].pk, [])
        around.caches["plan"] = plan
        return steps

    def _step(self, record: Record, plan: Plan, around: Around) -> Step:
        name, number = record.get("name"), record.get("reference")
        step = Step(record.rows, "left", name or number, name or number)
        plan.changes.append(None)
        try:
            told = _told(record, around)
            ours = plan.known.told(record.get(OUR_ID))  # a list of our own, come back
            found = ours or plan.known.find(name, number)
            if found is None:
                if not name:
                    raise Refused(
                        _("No client has the number %(number)s yet, and this row tells no name for a new one.")
                        % {"number": number},
                        rule="R-X-10",
                        field="name",
                    )
                number = plan.known.number_of(name, number)
                client = plan.known.make({**told, "name": name or number, "reference": number})
                plan.changes[-1] = (client, {})
                step.what = "made"
                step.changes = {
                    field: [None, shown(client, field)] for field in ("name", *record.values) if field != OUR_ID
                }
                step.beside["standing"] = standing(client)
            elif not ours and (why := self._another(found, name, number, plan.known)):
                step.id, step.why = str(found.pk), why
            else:
                self._compare(found, told, step, plan, sure=ours is not None)
        except Refused as why:
            return refused(step, why)
        return step

    def _another(self, found: Client, name: str, number: str, known: Clients) -> str:
        """Why a row changes nothing of the client it means: it tells of one that was merged into this one."""
        if sort_name(name) in known.same or (number and number == found.reference):
            return ""
        if (number and found.reference) or (name and sort_name(name) != found.sort_name):
            return _("It was merged into %(client)s.") % {"client": found}
        return ""

    def _compare(self, client: Client, told: dict[str, Any], step: Step, plan: Plan, *, sure: bool) -> None:
        """What a row changes of a client that is there; later rows, and a dry run, go on from that."""
        step.id = "" if client._state.adding else str(client.pk)
        step.client = client.name
        by_number = sure or (bool(client.reference) and told.get("reference") == client.reference)
        if not by_number:  # a name by which it was found is no news; a number it never had is
            told.pop("name", None)
            if client.reference:
                told.pop("reference", None)
        values = intake.checked_client(told)
        if values.get("name", client.name) != client.name:
            _refuse_namesake(values["name"], client, plan.known)
        before = {field: shown(client, field) for field in step_fields(values)}
        if plan.known.brought(client) and not by_number:
            _refuse_another(client, values, before)
        plan.known.take_out(client)
        changes = allowed.apply(client, values)
        client.derive()
        plan.known.keep(client) if changes else plan.known.put(client)
        step.changes = {
            field: [old, shown(client, field)] for field, old in before.items() if KEPT_AS.get(field, field) in changes
        }
        if changes:
            step.what, step.client = "changed", client.name
            plan.changes[-1] = (client, {name: values[name] for name in changes})
        elif plan.known.brought(client):
            step.why = _("An earlier row of this file tells it already.")

    def apply(self, steps: Sequence[Step], records: Sequence[Record], around: Around) -> None:
        """Write what was compared."""
        plan: Plan = around.caches.pop("plan")
        plan.known.write()
        served = plan.known.serve()
        todo = []
        for step, change in zip(steps, plan.changes, strict=True):
            if change is None:
                continue
            client, values = change
            step.id = str(client.pk)
            if values:
                todo.append((client, values))
            elif client.pk in served:
                step.beside["served"] = served[client.pk]
        intake.change_many(told=todo, by=around.by, at=around.at)

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """Set back what still stands as the run wrote it; lay aside what nobody has used."""
        ids = [UUID(step.id) for step in steps if step.id]
        rows = Client.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
        now = {client.pk: client for client in rows.filter(pk__in=ids)}
        made = {UUID(step.id): step for step in steps if step.what == "made" and step.id}
        served = [UUID(pk) for step in steps for pk in step.beside.get("served", ())]
        used = unused.in_use(made, around, but=served) if made else {}
        back: list[tuple[Client, dict[str, Any]]] = []
        free: list[Client] = []
        stays: list[Step] = []
        for step in reversed(steps):
            client = now.get(UUID(step.id)) if step.id else None
            if client is None or step.what not in ("made", "changed"):
                continue
            if step.what == "changed":
                why = _set_back(client, step, back, around)
            else:
                why = used.get(client.pk, "") or _corrected(client, step)
                if not why and not client.archived:
                    free.append(client)
            if why:
                stays.append(Step(step.rows, "left", step.name, client.name, step.id, why=why))
        intake.change_many(told=back, by=around.by, at=around.at)
        unused.take_back(free, served, around)
        return stays


def _same_names(reading: TableReading, map_: Map) -> list[Asks]:
    """A question for each name that stands with several numbers and of which the map does not say who is meant."""
    if reading.questions or "name" not in map_.columns or "reference" not in map_.columns:
        return []
    answered = {sort_name(name) for name in map_.same}
    first: dict[str, tuple[str, str]] = {}
    asked: dict[str, Asks] = {}
    for record in reading.records():
        name, number = record.get("name"), record.get("reference")
        key = sort_name(name)
        if record.get(OUR_ID) or not name or not number or key in answered or key in asked:
            continue
        known, spelled = first.setdefault(key, (number, name))
        if known != number:
            asked[key] = _same_name(spelled, known, number)
    return list(islice(asked.values(), MOST_QUESTIONS))


def _same_name(name: str, one: str, other: str) -> Asks:
    return Asks(
        say(
            "“%(name)s” stands in the file with the numbers %(one)s and %(other)s. Is it one client? Say in the map, "
            "under [same]: its number for one, “new” for several.",
            name=name,
            one=one,
            other=other,
        ),
        about="same_name",
        field=name,
        choices=[
            (NEW, say("They are different clients, each with its own number")),
            (one, say("They are one client, number %(number)s", number=one)),
            (other, say("They are one client, number %(number)s", number=other)),
        ],
    )


def _told(record: Record, around: Around) -> dict[str, Any]:
    """The values of a row by our names of them."""
    told = {KEPT_AS.get(name, name): value for name, value in record.values.items() if name != OUR_ID}
    if "unit" in told:
        told["unit"] = unit_called(told["unit"], around)
    return told


def _refuse_namesake(name: str, client: Client, known: Clients) -> None:
    others = [other for other in known.by_name.get(sort_name(name), ()) if other.pk != client.pk]
    if others and known.same.get(sort_name(name)) != NEW:
        raise Refused(
            _("There is a client of this name already: %(client)s. Nothing was written down twice.")
            % {"client": others[0]},
            rule="R-B-6",
            field="name",
            lifted_by=_("you, by saying that this is another one"),
        )


def _refuse_another(client: Client, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Two rows of one file and one name that contradict each other may be two clients: never one by itself."""
    ours = {field: values[KEPT_AS.get(field, field)] for field in before}
    for field, value in ours.items():
        old = before[field]
        new = value.isoformat() if isinstance(value, date) else getattr(value, "name", value)
        if old and new and old != new:
            raise Refused(
                _(
                    "An earlier row tells of “%(name)s” too, with %(field)s “%(value)s”. If they are two clients, give "
                    "each its number; if they are one, let the rows agree."
                )
                % {"name": client.name, "field": FIELD_LABELS[field], "value": old},
                rule="R-B-6",
                field=field,
            )


def step_fields(values: Mapping[str, Any]) -> list[str]:
    """Our names of values as the file calls them."""
    theirs = {ours: name for name, ours in KEPT_AS.items()}
    return [theirs.get(name, name) for name in values]


def shown(client: Client, field: str) -> Any:
    """A value of a client as a step keeps it: what JSON knows."""
    value = getattr(client, KEPT_AS.get(field, field))
    if field == "team":
        return value.name if value is not None else ""
    return value.isoformat() if isinstance(value, date) else value


def _set_back(client: Client, step: Step, back: list[tuple[Client, dict[str, Any]]], around: Around) -> str:
    """Note what goes back to what stood before; why something stays, where it does."""
    if client.archived:
        return _("It was laid aside since.")
    values: dict[str, Any] = {}
    stays = []
    for field, (old, new) in step.changes.items():
        if shown(client, field) != new:
            stays.append(field)
        elif field == "team":
            values["unit"] = units(around).get(sort_name(old)) if old else None
        else:
            values[KEPT_AS.get(field, field)] = date.fromisoformat(old) if field == "since" and old else old
    for name, value in values.items():
        setattr(client, name, value)
    if values:
        back.append((client, values))
    return _("Changed by somebody since: %(fields)s.") % {"fields": ", ".join(stays)} if stays else ""


def standing(client: Client) -> list[str]:
    """What every client has, told or not: kept with the step that made it, so that a correction is seen."""
    return [client.kind, client.stage, client.zone, str(client.unit_id or "")]


def _corrected(client: Client, step: Step) -> str:
    """Why a client that the run made stays: its values are no longer those of the file."""
    if client.merged_into_id is not None:
        return _("It was laid aside since.")
    if step.beside.get("standing", standing(client)) != standing(client):
        return _("Somebody has corrected it since.")
    expected = {**UNTOLD, **{field: new for field, (_old, new) in step.changes.items()}}
    if any(shown(client, field) != value for field, value in expected.items()):
        return _("Somebody has corrected it since.")
    return ""


kind = ClientKind()
