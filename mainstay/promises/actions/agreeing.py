"""Both sides say whether a day is manageable; the other’s day can be accepted (R-B-50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Contact
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import ask, due_at, hold, need, snapshot, write
from mainstay.promises.actions.moving import move
from mainstay.promises.models import Finding, Promise, Renegotiation


@transaction.atomic
def find_day(
    *,
    promise: Promise,
    side: str,
    word: str,
    by: User,
    at: datetime,
    other_on: date | None = None,
    contact: Contact | None = None,
    note: str = "",
) -> Promise:
    """Write down what one side finds of the day a promise stands at (R-B-50).

    ``side`` is ours or theirs, ``word`` manageable or too_tight; ``other_on`` the day they could manage, ``contact``
    who there said so. Nothing moves by it. Raises Refused for a third party's date, another day that cannot be.
    """
    need(by, rights.KEEP_WORD, promise.client)
    return found_so(promise, Found(side, word, other_on, contact, note), by=by, at=at)


@dataclass(frozen=True)
class Found:
    """What one side finds of a day: manageable, or too tight and perhaps another day; who there said so."""

    side: str
    word: str
    other_on: date | None = None
    contact: Contact | None = None
    note: str = ""


def found_so(promise: Promise, found: Found, *, by: User, at: datetime) -> Promise:
    """The same, inside the transaction of whoever has the right: of us, or the client by a link."""
    promise = hold(promise)
    ask("move", promise, at)
    if promise.side == Promise.Side.THIRD:
        raise Refused(_("A third party sets this date. Only what we and they promise is agreed so."), rule="R-B-50")
    if found.side not in Finding.Side.values:
        raise Refused(_("Say whose view it is: ours or theirs."), rule="R-B-50", field="side")
    if found.word not in Finding.Word.values:
        raise Refused(_("Say whether the day is manageable or too tight."), rule="R-B-50", field="word")
    _check_other(promise, found.word, found.other_on, at)
    _check_contact(promise, found.side, found.contact)
    note = clean(found.note, field="note", limit=300)
    before = snapshot(promise)
    _noted(promise, found.side, found.word, by, at, promise.due_on, found.other_on, found.contact, note)
    kind = f"promises.{found.word}_for_{'us' if found.side == Finding.Side.OURS else 'them'}"
    other = found.other_on.isoformat() if found.other_on else ""
    return write(kind, promise, before, by=by, at=at, text=note or other)


def _check_other(promise: Promise, word: str, other_on: date | None, at: datetime) -> None:
    if other_on is None:
        return
    if word == Finding.Word.MANAGEABLE:
        raise Refused(
            _("What is manageable needs no other day. Leave it out, or choose “too tight”."),
            rule="R-B-50",
            field="other_on",
        )
    if other_on == promise.due_on:
        raise Refused(_("This is the day it stands at already. Choose another."), rule="R-B-50", field="other_on")
    if due_at(other_on, promise.due_time, promise.due_zone) <= at:
        raise Refused(_("The new day needs to be still to come."), rule="R-A-10", field="other_on")


def _check_contact(promise: Promise, side: str, contact: Contact | None) -> None:
    if contact is None:
        return
    if side != Finding.Side.THEIRS:
        raise Refused(_("Our own view is said by one of us. Leave their name out."), rule="R-B-50", field="contact")
    if not contact.affiliations.filter(client=promise.client).exists():
        raise Refused(
            _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
            % {"name": contact.name},
            rule="R-B-45",
            field="contact",
        )


def _noted(
    promise: Promise,
    side: str,
    word: str,
    by: User,
    at: datetime,
    due_on: date,
    other_on: date | None = None,
    contact: Contact | None = None,
    note: str = "",
) -> None:
    Finding.objects.create(
        promise=promise,
        side=side,
        word=word,
        due_on=due_on,
        other_on=other_on,
        note=note,
        contact=contact,
        by=by,
        said_at=at,
    )


@transaction.atomic
def accept_other_day(*, finding: Finding, by: User, at: datetime, contact: Contact | None = None) -> Promise:
    """Accept the day that the other side could manage: the promise moves to it, and both find it manageable (R-B-50).

    Their day is accepted by us; ours by ``contact``, who said so there. It counts as moved. Raises Refused where
    that is not the day's last word any more.
    """
    need(by, rights.KEEP_WORD, finding.promise.client)
    promise = hold(finding.promise)
    said = Finding.objects.filter(promise=promise, side=finding.side, due_on=promise.due_on, taken_back_at=None)
    last = said.last()
    if last is None or last.pk != finding.pk or last.other_on is None:
        raise Refused(_("This is not the day they ask for now. Look at what was said last."), rule="R-B-50")
    theirs = finding.side == Finding.Side.THEIRS
    _check_contact(promise, Finding.Side.OURS if theirs else Finding.Side.THEIRS, contact)
    there = last.contact if theirs else contact
    _noted(promise, Finding.Side.THEIRS, Finding.Word.MANAGEABLE, by, at, last.other_on, contact=there)
    _noted(promise, Finding.Side.OURS, Finding.Word.MANAGEABLE, by, at, last.other_on)
    return move(
        promise=promise,
        to_on=last.other_on,
        to_time=promise.due_time,
        reason=last.note or (_("It was too tight for them.") if theirs else _("It was too tight for us.")),
        answer=Renegotiation.Answer.AGREED,
        cause=Renegotiation.Cause.TOO_TIGHT,
        by=by,
        at=at,
    )
