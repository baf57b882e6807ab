"""The verbs of the engagements: begin, correct, say where it stands, end. Nothing is deleted (R-X-2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
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


class Work(TypedDict, total=False):
    """What may be told of an engagement beside its name."""

    outcome: str  # what it is to do for them, in their words
    noticed_by: str  # how they will notice that it did
    outcome_by: date | None  # by when
    follow_of: Engagement | None  # an engagement of the same client that this one follows on
    begun_on: date | None


class Corrected(Work, total=False):
    """What may be corrected; what is not told stays."""

    name: str


def refuse_without_outcome(state: str, outcome: str) -> None:
    """Refuse work that is active without what it is to do for them (R-A-35)."""
    if state == State.ACTIVE and not outcome:
        raise Refused(
            _("Work becomes active once it is known what it is to do for them. Write that down first, in their words."),
            rule="R-A-35",
            field="outcome",
        )


@transaction.atomic
def begin(
    *,
    client: Client,
    name: str,
    by: User,
    at: datetime,
    state: str = State.TALKED,
    run_id: UUID | None = None,
    **work: Unpack[Work],
) -> Engagement:
    """Write down what we are to do for a client, the outcome in their words (R-A-35, R-B-3).

    ``begun_on`` is today, for whoever writes, where none is told. Raises Refused for active work without an outcome,
    for what follows on another client's work, and by rights (R-X-3).
    """
    allowed.may_write(by)
    client = allowed.kept(client)
    name = name_kept(name)
    told = _work_kept(client, work)
    allowed.chosen(state, State, field="state")
    refuse_without_outcome(state, told.get("outcome", ""))
    _refuse_namesake(client, name)
    told["begun_on"] = allowed.not_ahead(told.get("begun_on"), by=by, at=at, field="begun_on")
    if state == State.ENDED:
        told["ended_on"] = told["begun_on"]
    begun = Engagement.objects.create(client=client, name=name, state=state, run_id=run_id, **told)
    journal.note("engagements.begun", about=begun, client=client, by=by, at=at, text=begun.outcome)
    return begun


@transaction.atomic
def change(*, engagement: Engagement, by: User, at: datetime, **told: Unpack[Corrected]) -> Engagement:
    """Correct what was written down; the journal keeps what stood before (R-A-35).

    An outcome the client has confirmed or denied stays as it is until that is opened again. Raises Refused (R-X-3).
    """
    engagement, client = _held(engagement, by)
    kept = _work_kept(client, told, of=engagement)
    if (name := told.get("name")) is not None:
        kept["name"] = name_kept(name)
        _refuse_namesake(client, kept["name"], but=engagement)
    if kept.get("begun_on") is not None:
        allowed.not_ahead(kept["begun_on"], by=by, at=at, field="begun_on")
    if "outcome" in kept:
        refuse_without_outcome(engagement.state, kept["outcome"])
        _refuse_other_words(engagement, kept["outcome"])
    if changes := allowed.apply(engagement, kept):
        engagement.save()
        journal.note("engagements.changed", about=engagement, client=client, by=by, at=at, changes=changes)
    return engagement


def _refuse_other_words(engagement: Engagement, outcome: str) -> None:
    if engagement.outcome_said and outcome != engagement.outcome:
        raise Refused(
            _("The client has said of these words whether it came so. Open that question again, then change them."),
            rule="R-A-35",
            field="outcome",
        )


def _work_kept(client: Client, told: Corrected | Work, of: Engagement | None = None) -> dict[str, Any]:
    """What was told, as it is kept. Raises Refused."""
    kept: dict[str, Any] = {}
    if (outcome := told.get("outcome")) is not None:
        kept["outcome"] = outcome_kept(outcome)
    if (noticed := told.get("noticed_by")) is not None:
        kept["noticed_by"] = clean(noticed, field="noticed_by", limit=300)
    for name in ("outcome_by", "begun_on"):
        if name in told:
            kept[name] = told.get(name)
    if "follow_of" in told:
        kept["follow_of"] = told.get("follow_of")
        _refuse_odd_ancestor(client, kept["follow_of"], of)
    return kept


def _refuse_odd_ancestor(client: Client, first: Engagement | None, of: Engagement | None) -> None:
    """What follows on something follows on work of the same client, and never on itself (R-B-3)."""
    if first is None:
        return
    if first.client_id != client.pk:
        raise Refused(_("This engagement belongs to another client."), rule="R-B-3", field="follow_of")
    earlier: Engagement | None = first
    while of is not None and earlier is not None:
        if earlier.pk == of.pk:
            raise Refused(
                _("Work cannot follow on itself. Choose work that was there before."), rule="R-B-3", field="follow_of"
            )
        earlier = earlier.follow_of


@transaction.atomic
def set_state(*, engagement: Engagement, state: str, by: User, at: datetime, why: str = "") -> Engagement:
    """Say where an engagement stands: talked about, active, ended. Raises Refused (R-X-3, R-A-35)."""
    engagement, client = _held(engagement, by)
    why = clean(why, field="why", limit=300)
    refuse_without_outcome(state, engagement.outcome)
    if changes := allowed.apply(engagement, {"state": allowed.chosen(state, State, field="state")}):
        if state != State.ENDED:
            _refuse_namesake(client, engagement.name, but=engagement)
        engagement.ended_on = allowed.today(by, at) if state == State.ENDED else None
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
