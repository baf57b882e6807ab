"""What is understood though it stands nowhere (R-A-24), and what was learnt the hard way (R-A-19)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.trust.actions.usual.answering import need
from mainstay.trust.models import Lesson, Understanding

RULE = "R-A-24"
State = Understanding.State


@transaction.atomic
def note(*, client: Client, text: str, since_on: date, evidence: str, by: User, at: datetime) -> Understanding:
    """Write down what is merely understood: since when, and how one can tell. Raises Refused for either missing."""
    need(by, rights.GIVE_WORD, client)
    empty = _("Say in a few words what is understood.")
    words = clean(text, field="text", limit=300, required=empty, rule=RULE)
    proof = clean(
        evidence, field="evidence", limit=300, required=_("Say how one can tell: what was done, who relied on it."),
        rule=RULE,
    )  # fmt: skip
    if since_on > local_day(at, client.zone):
        raise Refused(_("It cannot hold since a day to come."), rule=RULE, field="since_on")
    made = Understanding.objects.create(
        client=client, text=words, since_on=since_on, evidence=proof, reviewed_at=at, by=by, noted_at=at
    )
    journal.note("trust.understood", about=made, client=client, by=by, at=at, text=words)
    return made


def _held(understanding: Understanding, by: User) -> Understanding:
    need(by, rights.KEEP_WORD, understanding.client)
    rows = Understanding.objects.select_for_update(of=("self",)).select_related("client")
    found = rows.filter(pk=understanding.pk).first()
    if found is None:
        raise NotFound
    if found.state in (State.WRITTEN, State.ENDED):
        raise Refused(_("This stands in writing already, or has ended. Nothing is left to decide."), rule=RULE)
    return found


@transaction.atomic
def put_in_writing(*, understanding: Understanding, by: User, at: datetime) -> Understanding:
    """It goes into the next letter about what they may expect, and waits for their word (R-A-24)."""
    understanding = _held(understanding, by)
    understanding.state, understanding.reviewed_at = State.TO_WRITE, at
    understanding.save()
    journal.note(
        "trust.to_be_written", about=understanding, client=understanding.client, by=by, at=at, text=understanding.text
    )
    return understanding


@transaction.atomic
def confirm(
    *, understanding: Understanding, confirmed_by: Contact | None, how: str, by: User, at: datetime,
    confirmed_on: date | None = None,
) -> Understanding:  # fmt: skip
    """Somebody there confirmed it in writing (R-A-24). Raises Refused without a person of theirs and how."""
    understanding = _held(understanding, by)
    day = confirmed_on or local_day(at, understanding.client.zone)
    if confirmed_by is None or not confirmed_by.affiliations.filter(client=understanding.client).exists():
        raise Refused(_("Choose who there confirmed it."), rule=RULE, field="confirmed_by")
    if day > local_day(at, understanding.client.zone):
        raise Refused(_("It cannot have been confirmed on a day to come."), rule=RULE, field="confirmed_on")
    understanding.confirmed_how = clean(
        how, field="how", limit=300, required=_("Say where it stands in writing."), rule=RULE
    )
    understanding.confirmed_by, understanding.confirmed_on = confirmed_by, day
    understanding.state, understanding.reviewed_at = State.WRITTEN, at
    understanding.save()
    journal.note(
        "trust.written", about=understanding, client=understanding.client, by=by, at=at, text=confirmed_by.address
    )
    return understanding


@transaction.atomic
def leave(*, understanding: Understanding, by: User, at: datetime) -> Understanding:
    """Thought over, and left as it is until the next review (R-A-24)."""
    understanding = _held(understanding, by)
    understanding.state, understanding.reviewed_at = State.UNWRITTEN, at
    understanding.save()
    journal.note(
        "trust.left_unwritten", about=understanding, client=understanding.client, by=by, at=at, text=understanding.text
    )
    return understanding


# --- lessons ---------------------------------


@transaction.atomic
def learn(
    *, happened: str, cost: str, avoid: str, by: User, at: datetime, about: str = Lesson.About.REDUCING,
    ours: bool = True,
) -> Lesson:  # fmt: skip
    """Write down a lesson: what happened, what it cost, how we avoid it (R-A-19). Raises Refused for a part missing."""
    gate.needs_right(by, rights.GIVE_WORD)
    if about not in Lesson.About.values:
        raise Refused(_("Choose where the lesson applies."), rule="R-A-19", field="about")
    required = _("A lesson has three parts: what happened, what it cost, how we avoid it.")
    told = {
        name: clean(value, field=name, limit=limit, required=required, rule="R-A-19")
        for name, value, limit in (("happened", happened, 500), ("cost", cost, 300), ("avoid", avoid, 300))
    }
    made = Lesson.objects.create(about=about, ours=ours, by=by, noted_at=at, **told)
    journal.note("trust.lesson_learnt", about=made, by=by, at=at, text=made.avoid)
    return made


@transaction.atomic
def lay_aside(*, lesson: Lesson, by: User, at: datetime) -> Lesson:
    """A lesson that applies no more is not shown any more; nothing is deleted (R-X-2)."""
    gate.needs_right(by, rights.GIVE_WORD)
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.laid_aside_at is not None:
        raise Refused(_("It was laid aside already."), rule="R-A-19")
    lesson.laid_aside_at = at
    lesson.save()
    journal.note("trust.lesson_laid_aside", about=lesson, by=by, at=at, text=lesson.avoid)
    return lesson
