"""What somebody does with a follow-up: answer, put off, give up, promise the repair, take the last act back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact
from mainstay.engagements import actions as engagements
from mainstay.followups.models import FollowUp
from mainstay.followups.queries.words import questions_of
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise

State = FollowUp.State
WITHIN = timedelta(days=1)
BESIDE = ("followups.defect", "followups.repair_promised")  # told along with an answer
REVERSIBLE = ("followups.answered", "followups.put_off", "followups.dropped")


class Answered(TypedDict, total=False):
    """What may be told beside the answers."""

    asked: Contact | None  # who answered
    known_from: str  # how we know
    outcome: str  # what they say of the engagement's outcome: reached or missed; empty: nothing
    defect: str  # what was wrong
    repair_on: date | None  # the day by which it is put right: then it is promised at once
    repair_text: str  # how the promise is worded; default the defect


@transaction.atomic
def answer(*, followup: FollowUp, answers: Sequence[str], by: User, at: datetime, **told: Unpack[Answered]) -> FollowUp:
    """Write down what they say, question by question (R-B-34, R-B-35); an empty answer is none.

    With ``outcome`` what they say of the engagement's outcome is kept as well (R-A-35), with ``repair_on`` a repair is
    promised at once. Raises Refused for no answer at all, for more answers than questions, for somebody of another
    client, where it was answered before, and whatever the promise or the outcome is refused with.
    """
    followup = _held(followup, by)
    _refuse_closed(followup)
    questions = questions_of(followup)
    if len(answers) > len(questions):
        raise Refused(
            _("There are more answers than questions; %(n)d were asked.") % {"n": len(questions)},
            rule="R-B-34",
            field="answers",
        )
    said = [clean(one, field=f"answer_{place}", limit=1000, lines=True) for place, one in enumerate(answers, 1)]
    followup.defect = clean(told.get("defect") or "", field="defect", limit=300)
    followup.answers = [
        {"question": asked, "answer": words} for asked, words in zip(questions, said, strict=False) if words
    ]
    if not followup.answers and not followup.defect and not told.get("outcome"):
        raise Refused(
            _("Nothing is written down yet. Answer at least one question, put it off, or give it up."),
            rule="R-B-34",
            field="answer_1",
        )
    followup.asked = _of_this_client(told.get("asked"), followup.client)
    followup.known_from = clean(told.get("known_from") or "", field="known_from", limit=300)
    _close(followup, State.ANSWERED, by, at)
    followup.save()
    words = " ".join(one["answer"] for one in followup.answers) or followup.defect
    journal.note("followups.answered", about=followup, client=followup.client, by=by, at=at, text=words)
    _tell_further(followup, by, at, told)
    return followup


def _tell_further(followup: FollowUp, by: User, at: datetime, told: Answered) -> None:
    """The outcome, the defect and its repair: each its own act with its own line."""
    if (outcome := told.get("outcome")) and followup.engagement is not None:
        engagements.answer_outcome(
            engagement=followup.engagement, said=outcome, known_from=followup.known_from, said_by=followup.asked,
            by=by, at=at,
        )  # fmt: skip
    if followup.defect:
        journal.note("followups.defect", about=followup, client=followup.client, by=by, at=at, text=followup.defect)
    if (day := told.get("repair_on")) is not None:
        followup.repair = promise_repair(
            followup=followup, due_on=day, text=told.get("repair_text") or "", by=by, at=at
        )


@transaction.atomic
def promise_repair(*, followup: FollowUp, due_on: date, by: User, at: datetime, text: str = "") -> Promise:
    """Promise to put right what was wrong, under the same engagement and to whoever told it (R-B-35).

    Raises Refused where no defect is written down or a repair stands already, and what ``promises.make`` raises.
    """
    followup = _held(followup, by)
    if not followup.defect:
        raise Refused(_("Write down what was wrong first."), rule="R-B-35", field="defect")
    if followup.repair is not None and followup.repair.annulled_at is None:
        raise Refused(_("Its repair is promised already: “%(text)s”.") % {"text": followup.repair}, rule="R-B-35")
    try:
        made = promises.make(
            client=followup.client,
            text=text or followup.defect,
            due_on=due_on,
            by=by,
            at=at,
            engagement=followup.engagement,
            made_to=followup.asked,
            kind="",
        )
    except Refused as refused:
        refused.field = {"due_on": "repair_on", "text": "repair_text"}.get(refused.field, refused.field)
        raise
    FollowUp.objects.filter(pk=followup.pk).update(repair=made)
    followup.repair = made
    journal.note("followups.repair_promised", about=followup, client=followup.client, by=by, at=at, text=made.text)
    return made


@transaction.atomic
def put_off(*, followup: FollowUp, to: date, by: User, at: datetime, why: str = "") -> FollowUp:
    """Ask on a later day (R-B-34). Raises Refused for a day that has come, and where it is answered already."""
    followup = _held(followup, by)
    _refuse_closed(followup)
    if to <= local_day(at, by.zone):
        raise Refused(_("Choose a day to come; until then it waits."), rule="R-B-34", field="to")
    before, followup.due_on = followup.due_on, to
    followup.save(update_fields=["due_on"])
    journal.note(
        "followups.put_off", about=followup, client=followup.client, by=by, at=at,
        text=clean(why, field="why", limit=300), changes={"due_on": (before, to)},
    )  # fmt: skip
    return followup


@transaction.atomic
def drop(*, followup: FollowUp, why: str, by: User, at: datetime) -> FollowUp:
    """Give it up, and say why (R-B-34). Raises Refused without a reason, and where it is answered already."""
    followup = _held(followup, by)
    _refuse_closed(followup)
    said = clean(why, field="why", limit=300, required=_("Say why nobody asks any more."), rule="R-B-34")
    _close(followup, State.DROPPED, by, at)
    followup.ended_why = said
    followup.save()
    journal.note("followups.dropped", about=followup, client=followup.client, by=by, at=at, text=said)
    return followup


def can_take_back(*, followup: FollowUp, by: User, at: datetime) -> bool:
    """Whether the last act on it was this person's own, can be undone and is less than a day old."""
    last = Line.objects.about(followup.pk).exclude(kind__in=BESIDE).order_by("-id").first()
    return last is not None and last.kind in REVERSIBLE and last.by_id == by.pk and at - last.at <= WITHIN


@transaction.atomic
def take_back(*, followup: FollowUp, by: User, at: datetime) -> FollowUp:
    """Undo one's own last act on it, within a day (R-X-2): it is to be asked again, on the day it was.

    Raises Refused where there is none, and where its repair was promised since.
    """
    followup = _held(followup, by)
    if followup.repair is not None and followup.repair.annulled_at is None:
        raise Refused(_("Its repair was promised meanwhile. Take that back first."), rule="R-X-2")
    if not can_take_back(followup=followup, by=by, at=at):
        raise Refused(
            _("There is nothing of yours to take back here: only your own last act can be, within a day."),
            rule="R-X-2",
        )
    if followup.state == State.OPEN:
        followup.due_on = followup.first_due_on
    followup.state, followup.ended_at, followup.ended_by, followup.ended_why = State.OPEN, None, None, ""
    followup.answers, followup.asked, followup.known_from, followup.defect = [], None, "", ""
    followup.repair = None
    followup.save()
    journal.note("followups.taken_back", about=followup, client=followup.client, by=by, at=at)
    return followup


# --- what every verb asks first ---------------------------------


def _held(followup: FollowUp, by: User) -> FollowUp:
    """The row as it stands, locked. NotFound for whoever may not see the client, Refused by rights (R-X-3)."""
    if not Client.objects.visible_to(by).filter(pk=followup.client_id).exists():
        raise NotFound
    gate.needs_right(by, rights.DELIVER)
    rows = FollowUp.objects.select_for_update(of=("self",))
    return rows.select_related("client", "promise__kind", "engagement__client", "asked", "repair").get(pk=followup.pk)


def _refuse_closed(followup: FollowUp) -> None:
    if followup.state == State.ANSWERED:
        raise Refused(_("It was answered already. You may take that back within a day."), rule="R-B-34")
    if followup.state != State.OPEN:
        raise Refused(_("Nobody needs to ask this any more; it stands here as it was ended."), rule="R-B-34")


def _close(followup: FollowUp, state: str, by: User, at: datetime) -> None:
    followup.state, followup.ended_at, followup.ended_by = state, at, by


def _of_this_client(person: Contact | None, client: Client) -> Contact | None:
    if person is not None and not person.affiliations.filter(client=client).exists():
        raise Refused(
            _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
            % {"name": person.name},
            rule="R-B-34",
            field="asked",
        )
    return person
