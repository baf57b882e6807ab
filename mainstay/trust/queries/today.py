"""What trust gives to Today: of everything it is asked in one query whether there is any, and only then it is read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, QuerySet

from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.house.rules import rights
from mainstay.kit.counting import count_of
from mainstay.kit.plug import Lines
from mainstay.promises.queries.words import Reader
from mainstay.trust.queries import ours, service
from mainstay.trust.queries.usual import following, lists
from mainstay.trust.queries.usual import today as usual
from mainstay.trust.queries.word import today as word
from mainstay.trust.rules.ours import asked_on, month_of

# On these days of the month, and two days before, the month’s question does not stand, and does.
NOT_ASKED, ASKED = 5, 28


def lines(person: User, at: datetime) -> Lines:
    """What this person must do: where clients get less, what must be told before it ends, what trust waits for.

    One query where nothing is, one more for each sort that there is; whoever heads others is told in the same how
    many exceptions there are.
    """
    reader = Reader.of(person, at)
    month_ends = asked_on(reader.today)
    if not (month_ends or person.is_head or person.may(rights.KEEP_WORD)):
        return Lines()
    [found] = rows_for(
        "trust.today", _asked, person, at, like=(month_ends,), on=ASKED if month_ends else NOT_ASKED, more=_month
    )
    led = found.pop("led", None)
    sorts = _sorts(person, reader) if any(found.values()) else {}
    told = Lines(line for name, (rows, tell) in sorts.items() if found[name] for line in tell(rows, reader))
    told.led = led
    return told


def _sorts(person: User, reader: Reader) -> dict[str, usual.Sort]:
    sorts: dict[str, usual.Sort] = {}
    if person.may(rights.KEEP_WORD):
        sorts = {**usual.sorts(person, reader), **word.sorts(person, reader)}
    return {**sorts, **ours.sorts(person, reader), **service.sorts(person, reader)}


def _asked(person: User, at: datetime) -> QuerySet[Any, Any]:
    reader = Reader.of(person, at)
    asked: dict[str, Any] = {name: Exists(rows.order_by()) for name, (rows, _tell) in _sorts(person, reader).items()}
    if person.is_head:
        asked["led"] = count_of(lists.below(person, whose="led")) + count_of(following.led(person, reader.today))
    return User.objects.filter(pk=person.pk).order_by().values(**asked)


def _month(day: date) -> dict[str, date]:
    return {"month": month_of(day)}
