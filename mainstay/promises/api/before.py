"""What stands before and between promises, over the API: look ahead, needs, new days, both sides, contradictions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema

from mainstay.clients.models import Client, Contact
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.api.reading import as_seen, find, router
from mainstay.promises.api.shapes import PromiseNamed, PromiseWhole, WarningOut, named, whole
from mainstay.promises.models import Clash, Finding, Need, Promise
from mainstay.promises.queries import agreed, clashes, foresaying, foresight, kinds
from mainstay.promises.queries import between as read
from mainstay.promises.queries.needs import needs_of
from mainstay.promises.queries.words import Reader


class ForeseeIn(Schema):
    """A promise that is thought of; nothing is kept."""

    client: UUID
    due_on: date
    side: str = "ours"
    owner: UUID | None = Field(None, description="Who of us would keep it; you, if left out.")
    contact: UUID | None = Field(None, description="Who there would, where it is theirs.")
    text: str = ""
    kind: str = ""
    reference: str = ""


class PromiseForeseenOut(Schema):
    """What is known before it is promised. Warnings never refuse."""

    warnings: list[WarningOut]
    week: int = Field(description="The week of its day, by ISO.")
    open_that_week: int
    usual_days: int | None = Field(description="What it usually takes, as a median of days; null where not known.")
    usual_cases: int
    gives_days: int
    first_realistic_on: date | None = Field(description="The first day that holds; null where its own does.")


class NeedOut(Schema):
    """Something a promise needs first."""

    id: UUID
    on: UUID
    text: str
    side: str
    due_on: date
    came_on: date | None
    work_days: int


class NewDayOut(Schema):
    """A day worked out because an input came late; ``firm`` once all has come."""

    on: date
    days_late: int
    because: str
    arithmetic: str
    draft: str
    firm: bool
    can_be_proposed: bool


class TwoClocksOut(Schema):
    """One clock, with its arithmetic."""

    label: str
    value: str


class FindingOut(Schema):
    """What one side found of the day."""

    id: UUID
    word: str
    other_on: date | None
    who: str
    note: str
    said_at: Any


class ClashOut(Schema):
    """A promise that contradicts this one."""

    id: UUID
    promise: UUID
    text: str
    owner: PromiseNamed | None
    due_on: date


class BetweenOut(Schema):
    """What stands between this promise and others."""

    needs: list[NeedOut]
    clocks: list[TwoClocksOut]
    new_day: NewDayOut | None
    agreed: str = Field(description="unsaid, not_yet, too_tight or agreed")
    ours: FindingOut | None
    theirs: FindingOut | None
    contradicts: list[ClashOut]


class NeedIn(Schema):
    """What it needs, and the working days it takes from then on."""

    on: UUID
    work_days: int


class ProposeIn(Schema):
    """What they said: not_yet, agreed or declined."""

    answer: str = "not_yet"
    substitute: str = ""


class FindingIn(Schema):
    """What one side finds of the day: manageable, or too_tight and another day."""

    side: str
    word: str
    other_on: date | None = None
    contact: UUID | None = None
    note: str = ""


class AcceptIn(Schema):
    """Who there accepted, where it is our day."""

    contact: UUID | None = None


class NeedWhyIn(Schema):
    """Why both stand."""

    why: str


class KindIn(Schema):
    """The name of the kind; empty takes it away."""

    kind: str


def foreseen(seen: foresight.Foreseen, reader: Reader) -> dict[str, Any]:
    """What is foreseen, as API and terminal give it."""
    return {
        "warnings": warned(seen, reader),
        "week": seen.asked.due_on.isocalendar().week,
        "open_that_week": seen.load.in_week_of(seen.asked.due_on) if seen.load else 0,
        "usual_days": seen.pace.days if seen.pace else None,
        "usual_cases": seen.pace.cases if seen.pace else 0,
        "gives_days": seen.days,
        "first_realistic_on": seen.realistic_on,
    }


def warned(seen: foresight.Foreseen, reader: Reader) -> list[dict[str, Any]]:
    """The warnings alone."""
    said = foresaying.warnings(seen, reader)
    return [{"code": one.code, "text": one.text, "promise": one.promise.pk if one.promise else None} for one in said]


def made(promise: Promise, person: User, seen: foresight.Foreseen, reader: Reader) -> dict[str, Any]:
    """A promise just written down, with what was foreseen of it."""
    told = {"warnings": warned(seen, reader), "first_realistic_on": seen.realistic_on}
    return whole(promise, person) | told


def _contact(client: Client, pk: UUID | None) -> Contact | None:
    if pk is None:
        return None
    found = Contact.objects.filter(affiliations__client=client, pk=pk).first()
    if found is None:
        raise NotFound
    return found


@router.post("/foresee", response=PromiseForeseenOut)
def foresee(request: HttpRequest, payload: ForeseeIn) -> dict[str, Any]:
    """What is known before promising: load and absences, own record, their pace, what contradicts it."""
    person = person_of(request)
    client = Client.objects.visible_to(person).filter(pk=payload.client).first()
    owner = person if payload.owner is None else User.objects.filter(pk=payload.owner).first()
    if client is None or owner is None:
        raise NotFound
    asked = foresight.Asked(
        client,
        payload.due_on,
        payload.side,
        owner,
        _contact(client, payload.contact),
        payload.text[:300],
        kinds.called(payload.kind),
        payload.reference[:120],
    )
    reader = Reader.of(person, clock.now())
    return foreseen(foresight.foresee(asked, reader.at), reader)


def between(promise: Promise, reader: Reader) -> dict[str, Any]:
    """What stands between a promise and others, as API and terminal give it."""
    found = read.between(promise, reader, list(promise.renegotiations.all()))
    return {
        "needs": [_need(need) for need in found.needs],
        "clocks": [{"label": label, "value": value} for label, value in found.clocks],
        "new_day": _new_day(found.new_day),
        "agreed": found.standing.state,
        "ours": _finding(found.standing.ours, promise),
        "theirs": _finding(found.standing.theirs, promise),
        "contradicts": [_clash(one, promise) for one in found.clashes],
    }


def _need(need: Need) -> dict[str, Any]:
    on = need.on
    return {
        "id": need.pk,
        "on": on.pk,
        "text": on.text,
        "side": on.side,
        "due_on": on.judged_on,
        "came_on": on.delivered_on,
        "work_days": need.work_days,
    }


def _new_day(new: read.NewDay | None) -> dict[str, Any] | None:
    if new is None:
        return None
    return {
        "on": new.day.sum.on,
        "days_late": new.day.days_late,
        "because": new.says,
        "arithmetic": new.sum,
        "draft": new.draft,
        "firm": new.day.firm,
        "can_be_proposed": new.can_be_proposed,
    }


def _finding(finding: Finding | None, promise: Promise) -> dict[str, Any] | None:
    if finding is None:
        return None
    plain = {name: getattr(finding, name) for name in ("word", "other_on", "note", "said_at")}
    return plain | {"id": finding.pk, "who": agreed.who(finding, promise)}


def _clash(clash: Clash, promise: Promise) -> dict[str, Any]:
    other = clash.other if clash.one_id == promise.pk else clash.one
    return {
        "id": clash.pk,
        "promise": other.pk,
        "text": other.text,
        "owner": named(other.owner),
        "due_on": other.due_on,
    }


@router.get("/{uuid:promise_id}/between", response=BetweenOut)
def get_between(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """What it needs, its two clocks, its new day, what both sides find of its day, what contradicts it."""
    person = person_of(request)
    return between(find(person, promise_id), Reader.of(person, clock.now()))


@router.post("/{uuid:promise_id}/needs", response=PromiseWhole)
def needs_input(request: HttpRequest, promise_id: UUID, payload: NeedIn) -> dict[str, Any]:
    """Say what a promise needs first."""
    person = person_of(request)
    promise, on = find(person, promise_id, request), find(person, payload.on)
    kept = actions.needs_input(promise=promise, on=on, work_days=payload.work_days, by=person, at=clock.now())
    return whole(kept, person)


@router.post("/{uuid:promise_id}/needs/{uuid:on_id}/drop", response=PromiseWhole)
def drop_need(request: HttpRequest, promise_id: UUID, on_id: UUID) -> dict[str, Any]:
    """It is not needed any more."""
    person = person_of(request)
    need = next((one for one in needs_of(find(person, promise_id)) if one.on_id == on_id), None)
    if need is None:
        raise NotFound
    as_seen(need.promise, request)
    return whole(actions.drop_need(need_of=need, by=person, at=clock.now()), person)


@router.post("/{uuid:promise_id}/propose", response=PromiseWhole)
def propose(request: HttpRequest, promise_id: UUID, payload: ProposeIn) -> dict[str, Any]:
    """Propose to the client the day that was worked out because an input came late."""
    person = person_of(request)
    promise = find(person, promise_id, request)
    return whole(actions.propose_new_day(promise=promise, by=person, at=clock.now(), **payload.model_dump()), person)


@router.post("/{uuid:promise_id}/findings", response=PromiseWhole)
def find_day(request: HttpRequest, promise_id: UUID, payload: FindingIn) -> dict[str, Any]:
    """Write down what one side finds of the day."""
    person = person_of(request)
    promise = find(person, promise_id, request)
    told = payload.model_dump() | {"contact": _contact(promise.client, payload.contact)}
    return whole(actions.find_day(promise=promise, by=person, at=clock.now(), **told), person)


@router.post("/findings/{uuid:finding_id}/accept", response=PromiseWhole)
def accept_day(request: HttpRequest, finding_id: UUID, payload: AcceptIn) -> dict[str, Any]:
    """Accept the day that the other side could manage."""
    person = person_of(request)
    finding = agreed.finding_seen(finding_id, person)
    if finding is None:
        raise NotFound
    as_seen(finding.promise, request)
    contact = _contact(finding.promise.client, payload.contact)
    return whole(actions.accept_other_day(finding=finding, by=person, at=clock.now(), contact=contact), person)


@router.post("/clashes/{uuid:clash_id}/both-stand", response=BetweenOut)
def both_stand(request: HttpRequest, clash_id: UUID, payload: NeedWhyIn) -> dict[str, Any]:
    """Say why two promises do not contradict each other."""
    person = person_of(request)
    clash = clashes.clash_seen(clash_id, person)
    if clash is None:
        raise NotFound
    at = clock.now()
    settled = actions.settle_clash(clash=clash, why=payload.why, by=person, at=at)
    return between(settled.one, Reader.of(person, at))


@router.post("/{uuid:promise_id}/kind", response=PromiseWhole)
def be_of_kind(request: HttpRequest, promise_id: UUID, payload: KindIn) -> dict[str, Any]:
    """Say what kind of thing it is."""
    person = person_of(request)
    kept = actions.be_of_kind(promise=find(person, promise_id, request), kind=payload.kind, by=person, at=clock.now())
    return whole(kept, person)
