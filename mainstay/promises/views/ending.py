"""The verbs of how a promise goes and ends, as the pages offer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.kit.times import local_day
from mainstay.promises import actions, rules
from mainstay.promises.forms import ending as forms
from mainstay.promises.models import Promise
from mainstay.promises.views.verb import Verb

if TYPE_CHECKING:
    from mainstay.house.models import User

EXCHANGING = ("give_over", "acknowledge", "invoice", "pay")


def _promise_of(verb: Callable[..., Any]) -> Callable[..., Promise]:
    """A verb that gives a record beside the promise, as one that gives the promise."""

    def run(**told: Any) -> Promise:
        made: Promise = verb(**told).promise
        return made

    return run


def _goes_on(promise: Promise, person: User) -> bool:
    return promise.is_owed and promise.side == Promise.Side.OURS


def _guards(promise: Promise, person: User) -> bool:
    """A guard, from the first reminder on; on the day itself only the deed ends it."""
    if not promise.is_owed or promise.cost_of_missing is None or person.pk not in (promise.owner_id, promise.second_id):
        return False
    return bool(rules.step((promise.due_on - local_day(clock.now(), promise.due_zone)).days))


def _owed(promise: Promise, person: User) -> bool:
    return promise.is_owed


def _kept(promise: Promise, person: User) -> bool:
    ours = promise.side == Promise.Side.OURS
    return rules.may_exceed(promise.outcome, delivered=promise.delivered_on is not None, ours=ours)


def _offered(promise: Promise, person: User) -> bool:
    answered = promise.instead_answer in (Promise.Instead.ACCEPTED, Promise.Instead.LET_GO)
    return bool(promise.ended and promise.substitute) and not answered and promise.annulled_at is None


def _given(promise: Promise, person: User) -> bool:
    return promise.side == Promise.Side.OURS and promise.delivered_on is not None and promise.annulled_at is None


def _payable(promise: Promise, person: User) -> bool:
    if not _given(promise, person):
        return False
    found = getattr(promise, "exchange", None)
    return found is not None and found.payment_id is not None and found.paid_on is None


def _unpaid(promise: Promise, person: User) -> bool:
    found = getattr(promise, "exchange", None)
    return _given(promise, person) and (found is None or found.paid_on is None)


def _unacknowledged(promise: Promise, person: User) -> bool:
    found = getattr(promise, "exchange", None)
    return _given(promise, person) and (found is None or found.acknowledged_on is None)


ENDING = (
    Verb(
        "answer_instead", gettext_lazy("Their answer"), gettext_lazy("what they said to what was offered instead"),
        gettext_lazy("Write it down"), actions.answer_instead, forms.AnswerInstead, rights.KEEP_WORD, applies=_offered,
    ),
    Verb(
        "heed", gettext_lazy("Seen"), gettext_lazy("you have seen that its day comes near"),
        gettext_lazy("I have seen it"), _promise_of(actions.heed), forms.Heed, rights.DELIVER, applies=_guards,
        done=gettext_lazy("you have seen it; it returns nearer to its day."), undo=False,
    ),
    Verb(
        "progress", gettext_lazy("Say how it goes"), gettext_lazy("one line, and what is used of its price"),
        gettext_lazy("Note it"), actions.progress, forms.Progress, rights.DELIVER, applies=_goes_on,
        done=gettext_lazy("noted how it goes."),
    ),
    Verb(
        "guard", gettext_lazy("Guard it"), gettext_lazy("others set its date, and missing it costs something"),
        gettext_lazy("Guard it"), actions.guard, forms.Guard, rights.KEEP_WORD, applies=_owed,
        done=gettext_lazy("written down who guards it."),
    ),
    Verb(
        "exceed", gettext_lazy("More than kept"), gettext_lazy("in communication, energy or results; this once"),
        gettext_lazy("Mark it so"), _promise_of(actions.exceed), forms.Exceed, rights.KEEP_WORD, applies=_kept,
        done=gettext_lazy("marked as more than kept."),
    ),
    Verb(
        "give_over", gettext_lazy("Given to them"), gettext_lazy("what they were given, and when"),
        gettext_lazy("Write it down"), _promise_of(actions.give_over), forms.GiveOver, rights.KEEP_WORD,
        applies=_unacknowledged, done=gettext_lazy("written down what they were given."),
    ),
    Verb(
        "acknowledge", gettext_lazy("Acknowledged"), gettext_lazy("they say that they have it"),
        gettext_lazy("They have it"), _promise_of(actions.acknowledge), forms.Acknowledge, rights.KEEP_WORD,
        applies=_unacknowledged, done=gettext_lazy("they have it."),
    ),
    Verb(
        "invoice", gettext_lazy("Invoice"), gettext_lazy("what they pay, and by when; it becomes their promise"),
        gettext_lazy("Write it down"), _promise_of(actions.invoice), forms.Invoice, rights.KEEP_WORD,
        applies=_unpaid, done=gettext_lazy("the invoice is written down; their payment stands under what they owe."),
    ),
    Verb(
        "pay", gettext_lazy("Paid"), gettext_lazy("their payment was seen"),
        gettext_lazy("It is paid"), _promise_of(actions.pay), forms.Pay, rights.KEEP_WORD, applies=_payable,
        done=gettext_lazy("their payment was seen."),
    ),
)  # fmt: skip
