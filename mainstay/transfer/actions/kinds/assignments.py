"""The kind “assignments”: who of us serves whom as what, now and before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.actions import intake
from mainstay.clients.actions.intake import NewAssignment, Serving, Taken
from mainstay.clients.models import Assignment, Client
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import Sentence
from mainstay.kit.tables import Table
from mainstay.kit.tables.maps import Field, Map
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.known import Clients, person_called, refused, sees, write_beside
from mainstay.transfer.actions.kinds.numbers import tidied
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS, Around, Kind, Reading, Record, Step
from mainstay.transfer.rules.reading import read_table

Role = Assignment.Role
FRESH = timedelta(days=30)
KEPT_AS = {"from": "from_on", "to": "to_on", "why": "why"}


@dataclass
class Plan:
    """What is to be written of a batch."""

    known: Clients
    serving: Serving
    there: dict[tuple[UUID, UUID, str], list[Assignment]]
    asked: dict[int, Client] = field(default_factory=dict)
    new: dict[int, list[NewAssignment]] = field(default_factory=dict)
    changes: dict[int, tuple[Assignment, dict[str, Any]]] = field(default_factory=dict)


class AssignmentKind(Kind):
    """See ``transfer.rules.kinds.Kind``."""

    name = "assignments"
    label: Sentence = SORTS["assignments"].label
    fields: Sequence[Field] = SORTS["assignments"].fields

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table; where no role is told, the manager is meant."""
        return read_table(tidied(table, map_, ("client_reference",)), self.fields, map_, skip_bad=skip_bad)

    def compare(self, records: Sequence[Record], around: Around) -> list[Step]:
        """One step for each record. Those who serve now come first, so that whoever is over has a successor."""
        named = [(record.get("client"), record.get("client_reference")) for record in records]
        known = Clients.of(named, around)
        plan = Plan(known, _serving(known, around), _there(known, around))
        steps = [Step(record.rows, "left", str(record.get("person"))) for record in records]
        for over in (False, True):
            for place, record in enumerate(records):
                if bool(record.get("to", None)) == over:
                    self._fill(steps[place], place, record, plan, around)
        around.also["clients"] += len(known.fresh)
        around.caches["plan"] = plan
        return steps

    def _fill(self, step: Step, place: int, record: Record, plan: Plan, around: Around) -> None:
        fresh = len(plan.known.fresh)
        try:
            user = person_called(str(record.get("person")), around)
            client = plan.known.find_or_make(record.get("client"), record.get("client_reference"))
            step.name, step.client = user.name, client.name
            role = record.get("role", Role.MANAGER)
            told = {ours: record.values[name] for name, ours in KEPT_AS.items() if name in record.values}
            there = plan.there.setdefault((client.pk, user.pk, role), [])
            found = _meant(there, told)
            if found is None:
                telling = {"told_on": record.get("told", None), "untold_why": record.get("untold", None) or ""}
                self._name(step, place, NewAssignment(client, user, role, **told, **telling), plan, around)
            else:
                self._compare(step, place, found, told, plan, around)
            plan.asked[place] = client
        except Refused as why:
            plan.known.drop(fresh)
            refused(step, why)

    def _name(self, step: Step, place: int, told: NewAssignment, plan: Plan, around: Around) -> None:
        served = plan.serving.name(told)
        if around.dry:
            around.caches["serving"].setdefault(told.client.pk, plan.serving.now.get(told.client.pk, []))
        plan.new[place] = [told]
        plan.there[told.client.pk, told.user.pk, told.role].append(served.made)
        step.what = "made"
        values = {"role": told.role, "from": served.made.from_on, "to": served.made.to_on, "why": told.why}
        step.changes = {name: [None, _json(value)] for name, value in values.items() if value not in (None, "")}
        former = [one.user for one in served.ended if one.role == Role.MANAGER and told.role == Role.MANAGER]
        if former:
            step.changes["person"] = [former[0].name, told.user.name]
        step.beside["ended"] = [str(one.pk) for one in served.ended]
        if around.by in former and not sees(around.by, told.client):
            stays = NewAssignment(told.client, around.by, Role.HELPER, why=_("took in the list"))
            if not any(one.user_id == around.by.pk for one in plan.serving.now.get(told.client.pk, ())):
                plan.serving.name(stays)
                plan.new[place].append(stays)
                step.beside["stays"] = [str(stays.id)]

    def _compare(
        self, step: Step, place: int, found: Assignment, told: Mapping[str, Any], plan: Plan, around: Around
    ) -> None:
        step.id = "" if found._state.adding else str(found.pk)
        differs = {name: value for name, value in told.items() if getattr(found, name) != value}
        if not differs:
            if found._state.adding:
                step.why = _("An earlier row of this file tells it already.")
            return
        plan.serving.may_change(found)
        kept = plan.serving.checked(found, differs)
        theirs = {ours: name for name, ours in KEPT_AS.items()}
        step.what = "changed"
        step.changes = {theirs[name]: [_json(getattr(found, name)), _json(value)] for name, value in kept.items()}
        plan.changes[place] = (found, kept)
        for name, value in kept.items():
            setattr(found, name, value)
        if found.to_on is not None:
            now = plan.serving.now.get(found.client_id, [])
            now[:] = [one for one in now if one.pk != found.pk]

    def apply(self, steps: Sequence[Step], records: Sequence[Record], around: Around) -> None:
        """Write what was compared: clients, who serves now, then what is over."""
        plan: Plan = around.caches.pop("plan")
        plan.known.write()
        given = [(place, told) for place, several in plan.new.items() for told in several]
        told = [one for _place, one in given]
        done = intake.serve_many(given=told, by=around.by, at=around.at, runs=_runs(around))
        for (place, one), served in zip(given, done, strict=True):
            if one is plan.new[place][0]:
                steps[place].id = str(served.made.pk)
                steps[place].beside["ended"] = [str(former.pk) for former in served.ended]
        named = {pk: [one.user_id for one in now] for pk, now in plan.serving.now.items()}
        asked = [[plan.asked[at]] if at in plan.asked else [] for at in range(len(steps))]
        write_beside(plan.known, steps, asked, plan.known.serve(named))
        for place, (found, _values) in plan.changes.items():
            steps[place].id = str(found.pk)
        intake.change_assignments(told=list(plan.changes.values()), by=around.by, at=around.at)

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """Take back who was named, the latest first; whose time that had ended serves again."""
        why, by, at = unused.why_undone(around), around.by, around.at
        ids = [UUID(step.id) for step in steps if step.what == "changed" and step.id]
        rows = Assignment.objects.select_for_update(of=("self",)).select_related("client", "user").order_by("pk")
        now = {one.pk: one for one in rows.filter(pk__in=ids)}
        later = _served_since(now.values())
        stays: list[Step] = []
        back: list[tuple[Assignment, dict[str, Any]]] = []
        for step in (step for step in reversed(steps) if step.what == "changed" and step.id):
            told = _set_back(now.get(UUID(step.id)), step, back, later)
            if told:
                stays.append(Step(step.rows, "left", step.name, step.client, step.id, why=told))
        intake.change_assignments(told=back, by=by, at=at)
        made = {UUID(step.id): step for step in steps if step.what == "made" and step.id}
        taken = [_taken(step) for step in made.values()]
        extra = [Taken(UUID(pk), None) for step in made.values() for pk in step.beside.get("stays", ())]
        left = intake.take_back_assignments(taken=[*taken, *extra], why=why, by=by, at=at)
        for pk, told in left.items():
            if pk in made:
                stays.append(Step(made[pk].rows, "left", made[pk].name, made[pk].client, str(pk), why=told))
        return stays + unused.take_back_beside(steps, around)


def _runs(around: Around) -> set[UUID]:
    """The runs of whoever takes in, of the last weeks: who serves what these brought in is theirs to say."""
    if "runs" not in around.caches:
        lately = Run.objects.filter(by=around.by, started_at__gt=around.at - FRESH)
        around.caches["runs"] = set(lately.values_list("pk", flat=True))
    runs: set[UUID] = around.caches["runs"]
    return runs


def _serving(known: Clients, around: Around) -> Serving:
    """Who serves the clients of a batch; a dry run goes on from what it has named before."""
    serving = Serving.of(known.by_id.values(), by=around.by, at=around.at, runs=_runs(around))
    if around.dry:
        named: dict[UUID, list[Assignment]] = around.caches.setdefault("serving", {})
        for pk in known.by_id:
            if pk in named:
                serving.now[pk] = named[pk]
            else:
                named[pk] = serving.now.setdefault(pk, [])
    return serving


def _there(known: Clients, around: Around) -> dict[tuple[UUID, UUID, str], list[Assignment]]:
    """Every assignment of the clients of a batch, those that are over too, by client, person and role."""
    met: dict[tuple[UUID, UUID, str], list[Assignment]] = around.caches.setdefault("assignments", {})
    there = met if around.dry else {}
    seen: set[UUID] = around.caches.setdefault("assignments_seen", set()) if around.dry else set()
    wanted = [pk for pk in known.by_id if pk not in seen]
    for one in Assignment.objects.filter(client__in=wanted).select_related("client", "user").order_by("from_on", "pk"):
        there.setdefault((one.client_id, one.user_id, one.role), []).append(one)
    seen.update(wanted)
    return there


def _meant(there: Sequence[Assignment], told: Mapping[str, Any]) -> Assignment | None:
    """Which assignment of this client, person and role a row tells of; None where it is a new one."""
    now = [one for one in there if one.to_on is None]
    ended = [one for one in there if one.to_on is not None]
    begun = told.get("from_on")
    if told.get("to_on") is not None:
        same = [one for one in ended if one.to_on == told["to_on"] or (begun is not None and one.from_on == begun)]
        fits = [one for one in now if begun is None or one.from_on == begun or one.from_on <= told["to_on"]]
        return next(iter(same + fits), None)
    return next(iter(now), None)


def _served_since(changed: Any) -> set[UUID]:
    """Which clients of these have a manager now."""
    clients = {one.client_id for one in changed}
    rows = Assignment.objects.now().filter(client__in=clients, role=Role.MANAGER)
    return set(rows.values_list("client_id", flat=True))


def _set_back(
    one: Assignment | None, step: Step, back: list[tuple[Assignment, dict[str, Any]]], managed: set[UUID]
) -> str:
    """Note what goes back to what stood before; why something stays, where it does."""
    if one is None:
        return _("It has been taken back already.")
    if one.client.archived:
        return _("%(client)s was laid aside since.") % {"client": one.client}
    values: dict[str, Any] = {}
    for name, (old, new) in step.changes.items():
        ours = KEPT_AS[name]
        if _json(getattr(one, ours)) != new:
            return _("Somebody has changed since who serves %(client)s.") % {"client": one.client}
        values[ours] = date.fromisoformat(old) if ours != "why" and old else (old or ("" if ours == "why" else None))
    serves_again = one.to_on is not None and "to_on" in values and values["to_on"] is None
    if serves_again and one.role == Role.MANAGER and one.client_id in managed:
        return _("Somebody has changed since who serves %(client)s.") % {"client": one.client}
    for name, value in values.items():
        setattr(one, name, value)
    back.append((one, values))
    return ""


def _taken(step: Step) -> Taken:
    told = step.changes.get("to", [None, None])[1]
    ended = tuple(UUID(pk) for pk in step.beside.get("ended", ()))
    return Taken(UUID(step.id), date.fromisoformat(told) if told else None, ended)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


kind = AssignmentKind()
