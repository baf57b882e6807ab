"""The verbs of the engagements: begin, correct, say where it stands, end. Nothing is deleted (R-X-2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.clients.rules import folded
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean

State = Engagement.State


def name_kept(value: str) -> str:
    """A name as it is kept. Raises Refused for none (R-A-35)."""
    return clean(value, field="name", limit=200, required=_("An engagement needs a name."), rule="R-A-35")


def outcome_kept(value: str) -> str:
    """What it is to do for them, as it is kept. Raises Refused for a long one."""
    return clean(value, field="outcome", limit=2000, lines=True)


def _refuse_namesake(client: Client, name: str, but: Engagement | None = None) -> None:
    running = client.engagements.exclude(state=State.ENDED)
    if any(folded(one.name) == folded(name) for one in running if one != but):
        raise namesake(client)


def namesake(client: Client) -> Refused:
    """The refusal of a second running engagement of one name (R-A-35)."""
    return Refused(
        _("%(client)s has a running engagement of this name. Give another name, or end that one first.")
        % {"client": client},
        rule="R-A-35",
        field="name",
    )


@transaction.atomic
def begin(
    *,
    client: Client,
    name: str,
    by: User,
    at: datetime,
    outcome: str = "",
    state: str = State.TALKED,
    run_id: UUID | None = None,
) -> Engagement:
    """Write down what we are to do for a client, the outcome in their words. Raises Refused (R-X-3)."""
    allowed.may_write(by)
    client = allowed.kept(client)
    name, outcome = name_kept(name), outcome_kept(outcome)
    allowed.chosen(state, State, field="state")
    _refuse_namesake(client, name)
    begun = Engagement.objects.create(client=client, name=name, outcome=outcome, state=state, run_id=run_id)
    journal.note("engagements.begun", about=begun, client=client, by=by, at=at, text=outcome)
    return begun


@transaction.atomic
def change(
    *, engagement: Engagement, by: User, at: datetime, name: str | None = None, outcome: str | None = None
) -> Engagement:
    """Correct the name or the outcome; the journal keeps what stood before. Raises Refused (R-X-3)."""
    engagement, client = _held(engagement, by)
    told: dict[str, str] = {}
    if name is not None:
        told["name"] = name_kept(name)
        _refuse_namesake(client, told["name"], but=engagement)
    if outcome is not None:
        told["outcome"] = outcome_kept(outcome)
    if changes := allowed.apply(engagement, told):
        engagement.save()
        journal.note("engagements.changed", about=engagement, client=client, by=by, at=at, changes=changes)
    return engagement


@transaction.atomic
def set_state(*, engagement: Engagement, state: str, by: User, at: datetime, why: str = "") -> Engagement:
    """Say where an engagement stands: talked about, active, ended. Raises Refused (R-X-3)."""
    engagement, client = _held(engagement, by)
    why = clean(why, field="why", limit=300)
    if changes := allowed.apply(engagement, {"state": allowed.chosen(state, State, field="state")}):
        if state != State.ENDED:
            _refuse_namesake(client, engagement.name, but=engagement)
        engagement.save()
        kind = "engagements.ended" if state == State.ENDED else "engagements.state_set"
        journal.note(kind, about=engagement, client=client, by=by, at=at, text=why, changes=changes)
    return engagement


@transaction.atomic
def end(*, engagement: Engagement, by: User, at: datetime, why: str = "") -> Engagement:
    """End an engagement. Raises Refused where it has ended already (R-X-2) or by rights (R-X-3)."""
    if engagement.state == State.ENDED:
        raise Refused(
            _("The engagement %(name)s has ended already. It can be made active again.") % {"name": engagement},
            rule="R-X-2",
        )
    return set_state(engagement=engagement, state=State.ENDED, by=by, at=at, why=why)


def _held(engagement: Engagement, by: User) -> tuple[Engagement, Client]:
    allowed.may_write(by)
    client = allowed.kept(engagement.client)
    return Engagement.objects.select_for_update().get(pk=engagement.pk), client
