"""One matter as it happened: who said, sent, received, confirmed what and when, in neutral words (R-B-54).

A matter is a promise with what it needed, its remarks, what was given for it and what took its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.queries.chronicle import in_words
from mainstay.journal.models import Line
from mainstay.kit.times import date_words
from mainstay.promises.models import Exchange, Need, Promise, Remark
from mainstay.promises.queries.words import Reader

if TYPE_CHECKING:
    from mainstay.clients.queries.chronicle import Told
    from mainstay.house.models import User

MOST = 400  # lines of one matter; more are said to be left out


@dataclass(frozen=True)
class Days:
    """One promise of the matter by its days."""

    id: UUID
    text: str
    whose: str
    first: str
    due: str
    came: str
    said: str


@dataclass(frozen=True)
class Happened:
    """One thing that happened, with what it says in days where it was a delivery."""

    at: datetime
    exact: str
    text: str
    beneath: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Matter:
    """A promise and all that belongs to it, from the beginning."""

    promise: Promise
    days: list[Days]
    lines: list[Happened]
    left_out: int


def of(promise: Promise, user: User, reader: Reader) -> Matter:
    """The whole of one matter, the earliest first: six queries, whatever it holds."""
    promises = _promises(promise)
    ids = {one.pk: one for one in promises}
    about: list[UUID] = [*ids, *_beside(ids)]
    rows = Line.objects.filter(about_id__in=about).order_by("at", "id")
    found = list(rows[: MOST + 1])
    told = in_words(found[:MOST], user, reader.at)
    lines = [_happened(line, said, ids, reader) for line, said in zip(found, told, strict=False)]
    days = [_days(one, reader) for one in promises]
    return Matter(promise, days, lines, rows.count() - MOST if len(found) > MOST else 0)


def _promises(promise: Promise) -> list[Promise]:
    """The promise, what it needed, their payment, what was promised in its place; in the order of their days."""
    needed = Need.objects.filter(promise=promise).values_list("on_id", flat=True)
    wanted = {promise.pk, *needed}
    found = Exchange.objects.filter(promise=promise).values_list("payment_id", flat=True).first()
    wanted |= {pk for pk in (found, promise.instead_id) if pk is not None}
    rows = Promise.objects.filter(pk__in=wanted, client=promise.client_id)
    return list(rows.select_related("client", "owner", "owner_contact").order_by("due_at", "id"))


def _beside(promises: Iterable[UUID]) -> list[UUID]:
    wanted = list(promises)
    remarks = Remark.objects.filter(promise__in=wanted).values_list("pk", flat=True)
    return [*remarks, *Exchange.objects.filter(promise__in=wanted).values_list("pk", flat=True)]


def _happened(line: Line, said: Told, promises: dict[UUID, Promise], reader: Reader) -> Happened:
    about = promises.get(line.about_id)
    more = (in_days(about, reader),) if about is not None and line.kind == "promises.delivered" else ()
    beneath = [words for words in said.beneath if words.split(": ", 1)[-1] not in said.text]  # said already
    return Happened(line.at, said.exact, said.text, (*beneath, *(words for words in more if words)), said.by)


def in_days(promise: Promise, reader: Reader) -> str:
    """“Due 10 March, came 14 March: 4 days after.” Neither side is named; nobody is blamed."""
    if promise.delivered_on is None:
        return ""
    values = {"due": reader.on(promise.judged_on), "came": reader.on(promise.delivered_on), "days": _between(promise)}
    return _("Due %(due)s, came %(came)s: %(days)s.") % values


def _between(promise: Promise) -> str:
    """“4 days after”, “3 days before”, “on that day”."""
    days = ((promise.delivered_on or promise.judged_on) - promise.judged_on).days
    if days > 0:
        return ngettext("%(n)d day after", "%(n)d days after", days) % {"n": days}
    if days < 0:
        return ngettext("%(n)d day before", "%(n)d days before", -days) % {"n": -days}
    return _("on that day")


def _days(promise: Promise, reader: Reader) -> Days:
    def day(told: date | None) -> str:
        return date_words(told, reader.language, year=True) if told is not None else ""

    moved = promise.first_due_on != promise.due_on
    return Days(
        id=promise.pk,
        text=promise.text,
        whose=_whose(promise),
        first=day(promise.first_due_on) if moved else "",
        due=day(promise.due_on),
        came=day(promise.delivered_on),
        said=_between(promise) if promise.delivered_on else str(promise.get_outcome_display()),
    )


def _whose(promise: Promise) -> str:
    side = str(promise.get_side_display())
    return f"{side}: {promise.owner_words}" if promise.owner_words else side


def as_dict(matter: Matter) -> dict[str, object]:
    """As API and terminal give it."""
    return {
        "promise": matter.promise.pk,
        "client": matter.promise.client.name,
        "text": matter.promise.text,
        "days": [vars(one) for one in matter.days],
        "lines": [{"at": one.at, "by": one.by, "text": one.text, "beneath": list(one.beneath)} for one in matter.lines],
        "left_out": matter.left_out,
    }


def texts(matter: Matter) -> Sequence[str]:
    """The lines in plain words, for the terminal."""
    return [f"{one.exact}  {' '.join([one.text, *one.beneath])}" for one in matter.lines]
