"""What the page of one promise shows: what was agreed, what was asked since, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment
from mainstay.clients.queries.chronicle import in_words
from mainstay.house.rules import rights
from mainstay.journal.models import Line
from mainstay.kit import learned
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Promise, PromiseQuerySet, Remark, Renegotiation
from mainstay.promises.queries.ended import guarded_by, missing_costs, more_than_kept
from mainstay.promises.queries.words import Reader, due_exact, money

if TYPE_CHECKING:
    from mainstay.clients.queries.chronicle import Told
    from mainstay.house.models import User

MOST_LINES = 60
Own = TypeVar("Own", Remark, Renegotiation)


def with_people(promises: PromiseQuerySet) -> PromiseQuerySet:
    """With everybody named on a promise, so that it is one query."""
    return promises.select_related(
        "client", "kind", "owner", "owner_contact", "made_to", "engagement", "second", "instead", "exchange__payment"
    )


def terms(promise: Promise, reader: Reader, user: User) -> list[tuple[str, str]]:
    """What was agreed, as pairs of word and value; amounts only for whoever may see them."""
    said = [
        *_people(promise, reader),
        (_("Kind"), promise.kind.name if promise.kind else ""),
        (_("Due"), due_exact(promise, reader)),
        *_first_day(promise, reader),
        (_("So that"), quoted(promise.outcome_wanted)),
        (_("Good when"), quoted(promise.acceptance)),
        (_("Engagement"), promise.engagement.name if promise.engagement else ""),
        (_("Reference"), promise.reference),
        (
            _("Offered instead"),
            _joined(promise.substitute, reader.on(promise.instead_on) if promise.instead_on else ""),
        ),
        (_("How we know"), promise.known_from),
        (_("Why"), promise.ended_why),
        (_("Missing it costs"), missing_costs(promise, user)),
        (_("Guarded by"), guarded_by(promise)),
        *((_("More than kept"), words) for words in more_than_kept(promise, reader)),
    ]
    if user.may(rights.SEE_MONEY):
        said += [
            (_("Price"), money(promise.budget, promise.currency)),
            (_("Used so far"), money(promise.spent, promise.currency) if promise.is_owed else ""),
            (_("Charged"), money(promise.cost, promise.currency)),
        ]
    return [(word, value) for word, value in said if value]


def _offered(promise: Promise, reader: Reader) -> str:
    return _joined(promise.substitute, reader.on(promise.instead_on) if promise.instead_on else "")


def _people(promise: Promise, reader: Reader) -> list[tuple[str, str]]:
    given = _said_where(promise, reader)
    if promise.side == Promise.Side.OURS:
        return [
            (_("Promised to"), _joined(promise.made_to.address if promise.made_to else promise.client.name, given)),
            (_("Kept by"), _kept_by(promise)),
        ]
    return [
        (_("Promised by"), _joined(promise.owner_words, given)),
        (_("Promised to"), promise.made_to.address if promise.made_to else ""),
        (_("Watched by"), _kept_by(promise)),
    ]


def _said_where(promise: Promise, reader: Reader) -> str:
    words = [_("on %(day)s") % {"day": reader.on(promise.made_on)}] if promise.made_on else []
    words += [promise.get_said_display()] if promise.said else []
    said = " ".join(words)
    return ": ".join(part for part in (said, promise.said_note) if part)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _kept_by(promise: Promise) -> str:
    owner = promise.owner.name if promise.owner else ""
    names = [name for name in _deputies(client=promise.client_id) if name != owner]
    if not names:
        return owner
    return _("%(owner)s; deputy %(deputy)s") % {"owner": owner, "deputy": ", ".join(names)}


@prepared(client=UUIDField())
def _deputies(client: Slot) -> QuerySet[Assignment, str]:
    rows = Assignment.objects.filter(client=client, to_on=None, role=Assignment.Role.DEPUTY)
    return rows.values_list("user__name", flat=True)


def asked_of(promise: Promise) -> list[Renegotiation]:
    """Every asking for another day, the earliest first: one query."""
    return _of(promise, _asked(promise=promise.pk))


def remarks_of(promise: Promise) -> list[Remark]:
    """Every remark with what it became, the earliest first: one query."""
    return _of(promise, _remarks(promise=promise.pk))


@prepared(promise=UUIDField())
def _asked(promise: Slot) -> QuerySet[Renegotiation]:
    return Renegotiation.objects.filter(promise=promise)


@prepared(promise=UUIDField())
def _remarks(promise: Slot) -> QuerySet[Remark]:
    return Remark.objects.filter(promise=promise).select_related("became")


def _of(promise: Promise, rows: list[Own]) -> list[Own]:
    for row in rows:
        row.promise = promise
    return rows


def _first_day(promise: Promise, reader: Reader) -> list[tuple[str, str]]:
    if promise.first_due_on == promise.due_on:
        return []
    return [(_("At first"), reader.on(promise.first_due_on))]


def quoted(words: str) -> str:
    """The client's own words, in the reader's quotation marks."""
    return _("“%(words)s”") % {"words": words} if words else ""


@dataclass(frozen=True)
class Asking:
    """One asking for another day, in sentences."""

    id: UUID
    text: str
    why: str
    open: bool


def askings(asked: Sequence[Renegotiation], reader: Reader) -> list[Asking]:
    """Every asking for another day, the earliest first."""
    return [_asking(one, reader) for one in asked]


def _asking(one: Renegotiation, reader: Reader) -> Asking:
    days = {
        "asked": reader.at_day(one.asked_at),
        "first": _moment(one.from_on, one.from_time, reader),
        "second": _moment(one.to_on, one.to_time, reader),
    }
    if one.taken_back_at is not None:
        text = _("%(asked)s: %(second)s instead of %(first)s. Taken back.")
    elif one.answer == Renegotiation.Answer.NOT_YET:
        text = _("%(asked)s: asked for %(second)s instead of %(first)s. No answer yet.")
    elif one.answer == Renegotiation.Answer.DECLINED:
        text = _("%(asked)s: asked for %(second)s instead of %(first)s. Declined.")
    elif one.in_time:
        text = _("%(asked)s: moved from %(first)s to %(second)s, agreed in time.")
    else:
        text = _("%(asked)s: moved from %(first)s to %(second)s, agreed after its day.")
    why = [one.reason]
    if one.cause:
        why.append(_("Cause: %(cause)s") % {"cause": one.get_cause_display()})
    if one.substitute:
        why.append(_("Meanwhile: %(substitute)s") % {"substitute": one.substitute})
    waits = one.answer == Renegotiation.Answer.NOT_YET and one.taken_back_at is None
    return Asking(one.pk, text % days, " ".join(_closed(part) for part in why), waits)


def _moment(day: date, clock: time | None, reader: Reader) -> str:
    return f"{reader.on(day)} {clock:%H:%M}" if clock is not None else reader.on(day)


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def story(promise: Promise, remarks: Sequence[Remark], user: User, reader: Reader) -> list[Told]:
    """What happened to a promise and its remarks, newest first, in neutral sentences: two queries (R-X-2)."""
    exchange = getattr(promise, "exchange", None)
    ids = [promise.pk, *(remark.pk for remark in remarks), *([exchange.pk] if exchange is not None else [])]
    return in_words(learned.of_ids("promises.story", _lines, ids), user, reader.at)


def _lines(ids: list[UUID], _at: datetime) -> QuerySet[Any, Any]:
    """Of two chains, where its client was merged."""
    return Line.objects.filter(about_id__among=ids).order_by("-id")[:MOST_LINES]
