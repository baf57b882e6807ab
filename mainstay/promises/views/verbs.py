"""The verbs as the pages offer them: in which order, in which words, and whether they can be done now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.kit import addresses
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, forms
from mainstay.promises.actions import holding
from mainstay.promises.models import Promise, Renegotiation
from mainstay.promises.queries import guidance
from mainstay.promises.queries.words import Reader, stands
from mainstay.promises.views.beforehand import BEFORE
from mainstay.promises.views.ending import ENDING
from mainstay.promises.views.verb import Verb

if TYPE_CHECKING:
    from mainstay.house.models import User


def _asked(promise: Promise) -> Renegotiation | None:
    return promise.renegotiations.filter(taken_back_at=None).last()


def _nothing_asked() -> Refused:
    return Refused(_("No other day was asked for. Move it, and write down what they said."), rule="R-B-38")


def _answer(*, promise: Promise, renegotiation: Renegotiation | None, **told: Any) -> Promise:
    """What they said to the day that is named, else to the last that was asked for."""
    asked = renegotiation or _asked(promise)
    if asked is None:
        raise _nothing_asked()
    asked.promise = promise
    return actions.answer(renegotiation=asked, **told)


DAILY = ("answer", "answer_instead", "tell", "heed", "progress", "move", "deliver", "settle")
VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "answer", gettext_lazy("Answer"), gettext_lazy("what they said to the other day"),
            gettext_lazy("Write it down"), _answer, forms.Answer, rights.KEEP_WORD,
        ),
        Verb(
            "tell", gettext_lazy("Tell"), gettext_lazy("say how it stands, before they ask"),
            gettext_lazy("They were told"), actions.tell, forms.Tell, rights.DELIVER,
        ),
        Verb(
            "move", gettext_lazy("Move"), gettext_lazy("another day, with the reason and their answer"),
            gettext_lazy("Move it"), actions.move, forms.Move, rights.KEEP_WORD, key="m",
        ),
        Verb(
            "deliver", gettext_lazy("Deliver"), gettext_lazy("it was done, today or on another day"),
            gettext_lazy("Delivered"), actions.deliver, forms.Deliver, rights.DELIVER,
        ),
        Verb(
            "settle", gettext_lazy("Settle"), gettext_lazy("three answers close it"),
            gettext_lazy("Settle"), actions.settle, forms.Settle, rights.KEEP_WORD,
        ),
        Verb(
            "withdraw", gettext_lazy("Withdraw"),
            gettext_lazy("take it back before its day, and offer something instead"),
            gettext_lazy("Withdraw it"), actions.withdraw, forms.Withdraw, rights.KEEP_WORD,
            advice=guidance.taking_back,
        ),
        Verb(
            "release", gettext_lazy("Release"), gettext_lazy("they no longer want it"),
            gettext_lazy("Release it"), actions.release, forms.Release, rights.KEEP_WORD,
        ),
        Verb(
            "own_up", gettext_lazy("Own up"), gettext_lazy("its day has passed, and it will not be done"),
            gettext_lazy("Own up"), actions.own_up, forms.OwnUp, rights.KEEP_WORD, advice=guidance.apologising,
        ),
        Verb(
            "hand_over", gettext_lazy("Hand over"), gettext_lazy("a colleague keeps it from now on"),
            gettext_lazy("Hand it over"), actions.hand_over, forms.HandOver, rights.KEEP_WORD, key="h",
        ),
        *BEFORE,
        Verb(
            "annul", gettext_lazy("Entered in error"), gettext_lazy("it should never have been written down"),
            gettext_lazy("Mark it so"), actions.annul, forms.Annul, rights.ANNUL,
        ),
        *ENDING,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A verb for one promise and one person: its line, its form, or why it cannot be done."""

    verb: Verb
    url: str
    hint: str
    form: forms.Act | None
    refused: Refused | None
    open: bool = False

    @property
    def advice(self) -> Sequence[str]:
        """How to do it well, in a few sentences."""
        return self.verb.advice() if self.verb.advice else ()


def refusal(verb: Verb, promise: Promise, person: User, reader: Reader, *, waits: bool = False) -> Refused | None:
    """What the verb would be refused with, before anybody fills in a form (R-X-14); ``waits``: a day was asked for."""
    refused = gate.lacking(person, verb.right) or holding.not_now(verb.state_of(promise), promise, reader.at)
    if refused is None and verb.name == "answer" and not waits and _asked(promise) is None:
        return _nothing_asked()
    return refused


def form_for(verb: Verb, promise: Promise, person: User, reader: Reader, data: Any = None) -> forms.Act:
    """The verb's form; ids carry the verb's name, so that all may stand on one page."""
    return verb.form(data, promise=promise, person=person, at=reader.at, auto_id=f"{verb.name}-%s")


def offers(
    promise: Promise, person: User, reader: Reader, *, waits: bool, bound: forms.Act | None = None
) -> list[Offer]:
    """Every verb in its order. ``waits``: another day was asked for; ``bound``: a form that was refused."""
    shown = [verb for verb in VERBS.values() if verb.name != "answer" or waits]
    shown = [verb for verb in shown if verb.applies is None or verb.applies(promise, person)]
    first = _next(promise, waits=waits)
    return [_offer(verb, promise, person, reader, first, bound) for verb in shown]


def _offer(verb: Verb, promise: Promise, person: User, reader: Reader, first: str, bound: forms.Act | None) -> Offer:
    url = addresses.of(f"promises:{verb.name}", promise.pk)
    if type(bound) is verb.form:
        return Offer(verb, url, str(verb.does), bound, None, open=True)
    refused = refusal(verb, promise, person, reader, waits=True)  # only then is answering offered
    if refused is not None:
        return Offer(verb, url, refused.message, None, refused)
    form = form_for(verb, promise, person, reader)
    return Offer(verb, url, _hint(verb, promise, reader), form, None, open=bound is None and verb.name == first)


def _next(promise: Promise, *, waits: bool) -> str:
    """The verb that is open from the start: what is to be done next, where that is plain."""
    if promise.to_tell:
        return "tell"
    if waits:
        return "answer"
    ours = promise.side == Promise.Side.OURS
    return "settle" if ours and promise.delivered_on is not None and not promise.satisfaction else ""


def _hint(verb: Verb, promise: Promise, reader: Reader) -> str:
    if verb.name == "tell" and promise.told_at is not None:
        told = _("told on %(day)s %(how)s") % {
            "day": reader.at_day(promise.told_at), "how": promise.get_told_how_display()
        }  # fmt: skip
        return told if not promise.to_tell else str(verb.does)
    return str(verb.does)


@dataclass(frozen=True)
class NotNow:
    """Verbs that are refused for one and the same reason: said once."""

    verbs: str
    refused: Refused


def not_now(offered: Iterable[Offer]) -> list[NotNow]:
    """What cannot be done now, gathered by reason, in the order of the verbs."""
    reasons: dict[str, list[Offer]] = {}
    for offer in offered:
        if offer.refused is not None:
            reasons.setdefault(offer.refused.message, []).append(offer)
    return [
        NotNow(", ".join(str(offer.verb.label) for offer in same), same[0].refused)
        for same in reasons.values()
        if same[0].refused is not None
    ]


def done_words(verb: Verb, promise: Promise, reader: Reader) -> str:
    """One sentence that says what stands now."""
    standing = [said.text for said in stands(promise, reader)]
    said = (
        str(verb.done)
        or {
            "tell": _("they were told."),
            "hand_over": _("%(name)s keeps it now.") % {"name": promise.owner.name if promise.owner else ""},
            "settle": " ".join(standing[1:]),
        }.get(verb.name)
        or _moved(verb, promise)
        or standing[0]
    )
    return _("%(what)s: %(said)s") % {"what": promise.text, "said": said}


def _moved(verb: Verb, promise: Promise) -> str:
    last = promise.renegotiations.last() if verb.name in ("move", "answer") else None
    if last is None or last.answer == Renegotiation.Answer.AGREED:
        return ""
    if last.answer == Renegotiation.Answer.DECLINED:
        return _("they declined, so the old day stands.")
    return _("another day was asked for; until they answer, the old one stands.")
