"""Giving a word, and handing it to a colleague."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment, Client, Contact
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.wall import day_at, zone_named
from mainstay.promises.actions.checking import check_amount, check_guards, check_owner, currency_of, second_of
from mainstay.promises.actions.clashing import notice
from mainstay.promises.actions.holding import ask, due_at, foresee, hold, need, snapshot, write
from mainstay.promises.actions.kinds import kind_named
from mainstay.promises.models import Promise


class Word(TypedDict, total=False):
    """What may be told of a promise beside what, to whom and by when."""

    kind: str  # its name; a new one is made
    side: str  # ours, theirs or third; default ours
    due_time: time | None  # wall time in due_zone, to the minute
    due_zone: str  # IANA; default the client's
    owner: User | None
    owner_contact: Contact | None
    owner_name: str
    engagement: Engagement | None
    outcome_wanted: str
    reference: str
    acceptance: str
    made_on: date | None
    made_to: Contact | None
    said: str
    said_note: str
    budget: Decimal | None
    currency: str  # three letters; default the house's
    cost_of_missing: Decimal | None  # what it costs to miss a date set by others; then two of us guard it (R-B-75)
    second: User | None  # who guards it beside its owner; default a deputy of the client


@transaction.atomic
def make(*, client: Client, text: str, due_on: date, by: User, at: datetime, **word: Unpack[Word]) -> Promise:
    """Write down a word given (R-A-10, R-B-38, R-B-45).

    ``due_on`` is a day in the promise's zone. ``owner`` is who of us keeps it, or watches over theirs; default:
    whoever writes it down, if they may keep it, else the client's manager. Raises Refused for a time that has
    passed, an owner who could not see it, people of another client, wrong amounts, a missing right.
    """
    need(by, rights.GIVE_WORD, client)
    budget, missing, said = word.get("budget"), word.get("cost_of_missing"), word.get("said") or ""
    promise = Promise(
        client=client,
        side=_side(word.get("side") or Promise.Side.OURS),
        owner=word.get("owner") or _owner(client, by),
        owner_contact=word.get("owner_contact"),
        engagement=word.get("engagement"),
        made_to=word.get("made_to"),
        said=said if said in Promise.Said.values else "",
        due_on=due_on,
        due_time=word.get("due_time"),
        due_zone=_zone(word.get("due_zone") or client.zone),
        budget=budget,
        currency=currency_of(word.get("currency") or "", budget if missing is None else missing),
        cost_of_missing=missing,
        second=word.get("second"),
    )
    empty = _("Say in a few words what is promised.")
    promise.text = clean(text, field="text", limit=300, required=empty, rule="R-A-10")
    for field in ("outcome_wanted", "reference", "acceptance", "said_note", "owner_name"):
        setattr(promise, field, clean(str(word.get(field) or ""), field=field, limit=_LIMITS.get(field, 300)))
    promise.made_on = word.get("made_on") or day_at(at, zone_named(promise.due_zone))
    _check(promise, by, at)
    promise.due_at = due_at(due_on, promise.due_time, promise.due_zone)
    promise.first_due_on = promise.judged_on = due_on
    foresee(promise)
    promise.kind = kind_named(word.get("kind") or "", by=by, at=at)
    promise.save(force_insert=True)
    notice(promise, by=by, at=at)
    journal.note("promises.made", about=promise, client=client, by=by, at=at, text=promise.text)
    return promise


_LIMITS = {"reference": 120, "said_note": 200, "owner_name": 200}


def _side(side: str) -> str:
    if side not in Promise.Side.values:
        raise Refused(_("A promise is ours, theirs or a third party’s."), rule="R-B-45", field="side")
    return side


def _zone(zone: str) -> str:
    try:
        zone_named(zone)
    except ValueError as error:
        raise Refused(str(error), rule="R-X-5", field="due_zone") from None
    return zone


def _owner(client: Client, by: User) -> User:
    if by.may(rights.KEEP_WORD):
        return by
    manager = client.assignments.filter(to_on=None, role=Assignment.Role.MANAGER).select_related("user").first()
    return manager.user if manager is not None else by


def _check(promise: Promise, by: User, at: datetime) -> None:
    if due_at(promise.due_on, promise.due_time, promise.due_zone) <= at:
        raise Refused(_("A promise needs a time that is still to come."), rule="R-A-10", field="due_on")
    if promise.made_on is not None and promise.made_on > day_at(at, zone_named(promise.due_zone)):
        raise Refused(_("It cannot have been promised on a day to come."), rule="R-A-10", field="made_on")
    if promise.budget is not None:
        check_amount(promise.budget, "budget", by)
    if promise.side == Promise.Side.OURS and (promise.owner_contact or promise.owner_name):
        raise Refused(
            _("Our own promise is kept by one of us. Choose a colleague, or say that it is theirs."),
            rule="R-B-45",
            field="owner_contact",
        )
    if promise.side == Promise.Side.THIRD and not promise.owner_name:
        raise Refused(_("Say who the third party is."), rule="R-B-45", field="owner_name")
    if promise.owner is not None:
        check_owner(promise.owner, promise.client)
    if promise.cost_of_missing is not None:
        check_amount(promise.cost_of_missing, "cost_of_missing", by)
        promise.second = promise.second or second_of(promise)
    if promise.second is not None:
        check_owner(promise.second, promise.client, field="second")
    check_guards(promise)
    for contact, field in ((promise.owner_contact, "owner_contact"), (promise.made_to, "made_to")):
        if contact is not None and not contact.affiliations.filter(client=promise.client).exists():
            raise Refused(
                _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
                % {"name": contact.name},
                rule="R-B-45",
                field=field,
            )
    if promise.engagement is not None and promise.engagement.client_id != promise.client_id:
        raise Refused(_("This engagement belongs to another client."), rule="R-A-10", field="engagement")


@transaction.atomic
def hand_over(*, promise: Promise, to: User, by: User, at: datetime, why: str = "") -> Promise:
    """Give the promise to a colleague who can see the client (R-B-5, R-A-34). Raises Refused."""
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("hand_over", promise, at)
    before = snapshot(promise)
    if promise.owner_id == to.pk:
        raise Refused(_("%(name)s has it already. Choose somebody else.") % {"name": to.name}, rule="R-B-5", field="to")
    check_owner(to, promise.client)
    if promise.second_id == to.pk:  # two guard it still: they change places (R-B-75)
        promise.second = promise.owner
    promise.owner = to
    write(
        "promises.handed_over",
        promise,
        before,
        by=by,
        at=at,
        text=clean(why, field="why", limit=300) or to.name,
    )
    notice(promise, by=by, at=at)
    return promise
