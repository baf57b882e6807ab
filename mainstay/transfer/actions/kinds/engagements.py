"""The kind “engagements”: what we do for a client, known again by client and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.clients.rules import folded
from mainstay.engagements import actions
from mainstay.engagements.actions import NewEngagement
from mainstay.engagements.models import Engagement
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import Sentence
from mainstay.kit.tables import Table
from mainstay.kit.tables.maps import Field, Map
from mainstay.promises.models import Promise
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.known import Clients, refused, write_beside
from mainstay.transfer.actions.kinds.numbers import tidied
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS, Around, Kind, Reading, Record, Step
from mainstay.transfer.rules.reading import read_table

State = Engagement.State
VALUES = ("outcome", "state")
There = dict[tuple[UUID, str], Engagement]


@dataclass
class Plan:
    """What is to be written of a batch."""

    known: Clients
    there: There
    asked: list[list[Client]] = field(default_factory=list)
    new: list[tuple[Step, NewEngagement]] = field(default_factory=list)
    changes: list[tuple[Step, Engagement, dict[str, Any]]] = field(default_factory=list)


class EngagementKind(Kind):
    """See ``transfer.rules.kinds.Kind``."""

    name = "engagements"
    label: Sentence = SORTS["engagements"].label
    fields: Sequence[Field] = SORTS["engagements"].fields

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table; where no state is told, it is talked about."""
        return read_table(tidied(table, map_, ("client_reference",)), self.fields, map_, skip_bad=skip_bad)

    def compare(self, records: Sequence[Record], around: Around) -> list[Step]:
        """One step for each record; a fixed number of queries a batch."""
        known = Clients.of([(record.get("client"), record.get("client_reference")) for record in records], around)
        plan = Plan(known, _there(known, around))
        steps = [self._step(record, plan) for record in records]
        around.also["clients"] += len(known.fresh)
        around.caches["plan"] = plan
        return steps

    def _step(self, record: Record, plan: Plan) -> Step:
        step = Step(record.rows, "left", str(record.get("name")))
        fresh = len(plan.known.fresh)
        plan.asked.append([])
        try:
            client = plan.known.find_or_make(record.get("client"), record.get("client_reference"))
            step.client = client.name
            told = actions.checked({name: record.values[name] for name in VALUES if name in record.values})
            place = (client.pk, folded(step.name))
            if (found := plan.there.get(place)) is None:
                allowed.refuse_laid_aside(client)
                name = actions.checked({"name": step.name})["name"]
                new = NewEngagement(client, name, told.get("outcome", ""), told.get("state", State.TALKED))
                actions.refuse_without_outcome(new.state, new.outcome)
                one = Engagement(id=new.id, client=client, name=name, outcome=new.outcome, state=new.state)
                plan.there[place] = one
                plan.new.append((step, new))
                step.what, step.changes = "made", {"name": [None, name], "state": [None, str(new.state)]}
                step.changes |= {"outcome": [None, new.outcome]} if new.outcome else {}
            else:
                self._compare(found, told, step, plan)
            plan.asked[-1] = [client]
        except Refused as why:
            plan.known.drop(fresh)
            return refused(step, why)
        return step

    def _compare(self, found: Engagement, told: dict[str, Any], step: Step, plan: Plan) -> None:
        new = found._state.adding
        step.id = "" if new else str(found.pk)
        differs = {name: value for name, value in told.items() if getattr(found, name) != value}
        if differs:
            after = {name: getattr(found, name) for name in VALUES} | differs
            actions.refuse_without_outcome(after["state"], after["outcome"])
            step.what = "changed"
            step.changes = {name: [str(getattr(found, name)), str(value)] for name, value in differs.items()}
            plan.changes.append((step, found, differs))
            for name, value in differs.items():
                setattr(found, name, value)
        elif new or (found.run_id is not None and found.run_id == plan.known.around.run_id):
            step.why = _("An earlier row of this file tells it already.")

    def apply(self, steps: Sequence[Step], records: Sequence[Record], around: Around) -> None:
        """Write what was compared."""
        plan: Plan = around.caches.pop("plan")
        write_beside(plan.known, steps, plan.asked)
        begun = [new for _step, new in plan.new]
        actions.begin_many(begun=begun, run_id=around.run_id, by=around.by, at=around.at)
        for step, new in plan.new:
            step.id = str(new.id)
        for step, found, _values in plan.changes:
            step.id = str(found.pk)
        todo = [(found, values) for _step, found, values in plan.changes]
        actions.change_many(told=todo, by=around.by, at=around.at)

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """End what the run began and nobody used; set back what still stands as the run wrote it."""
        ids = [UUID(step.id) for step in steps if step.id and step.what in ("made", "changed")]
        rows = Engagement.objects.select_for_update(of=("self",)).select_related("client").order_by("pk")
        now = {one.pk: one for one in rows.filter(pk__in=ids)}
        used = set(Promise.objects.counted().filter(engagement__in=ids).values_list("engagement_id", flat=True))
        back: list[tuple[Engagement, dict[str, Any]]] = []
        stays: list[Step] = []
        for step in reversed(steps):
            one = now.get(UUID(step.id)) if step.id else None
            if one is None or step.what not in ("made", "changed"):
                continue
            if why := _taken_back(one, step, one.pk in used, back):
                stays.append(Step(step.rows, "left", step.name, step.client, step.id, why=why))
        actions.change_many(told=back, by=around.by, at=around.at, why=unused.why_undone(around))
        return stays + unused.take_back_beside(steps, around)


def _there(known: Clients, around: Around) -> There:
    """The engagements of the clients of a batch by client and name, the running before those that have ended."""
    met: There = around.caches.setdefault("engagements", {}) if around.dry else {}
    seen: set[UUID] = around.caches.setdefault("engagements_seen", set()) if around.dry else set()
    wanted = [pk for pk in known.by_id if pk not in seen]
    undone = Run.objects.filter(state__in=(Run.State.UNDOING, Run.State.UNDONE)).values("pk")
    rows = Engagement.objects.filter(client__in=wanted).exclude(state=State.ENDED, run_id__in=undone).order_by("pk")
    for one in sorted(rows, key=lambda one: one.state == State.ENDED):
        met.setdefault((one.client_id, folded(one.name)), one)
    seen.update(wanted)
    return met


def _taken_back(one: Engagement, step: Step, used: bool, back: list[tuple[Engagement, dict[str, Any]]]) -> str:
    """Note what goes back to what stood before; why something stays, where it does."""
    if one.client.archived:
        return _("%(client)s was laid aside since.") % {"client": one.client}
    if step.what == "made" and used:
        return _("It has promises.")
    told = {"outcome": [None, ""], **step.changes} if step.what == "made" else step.changes
    stays = [name for name, (_old, new) in told.items() if getattr(one, name) != new]
    if step.what == "made":
        if stays:
            return _("Somebody has corrected it since.")
        if one.state != State.ENDED:
            back.append((one, {"state": State.ENDED}))
        return ""
    values = {name: old for name, (old, _new) in told.items() if name not in stays}
    for name, value in values.items():
        setattr(one, name, value)
    if values:
        back.append((one, values))
    return _("Changed by somebody since: %(fields)s.") % {"fields": ", ".join(stays)} if stays else ""


kind = EngagementKind()
