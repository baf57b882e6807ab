"""What trust gives to Today: of everything it is asked in one query whether there is any, and only then it is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.counting import count_of
from mainstay.kit.plug import Lines
from mainstay.promises.queries.words import Reader
from mainstay.trust.queries import ours, service
from mainstay.trust.queries.usual import following, lists
from mainstay.trust.queries.usual import today as usual
from mainstay.trust.queries.word import today as word


def lines(person: User, at: datetime) -> Lines:
    """What this person must do: where clients get less, what must be told before it ends, what trust waits for.

    One query where nothing is, one more for each sort that there is; whoever heads others is told in the same how
    many exceptions there are.
    """
    reader = Reader.of(person, at)
    sorts: dict[str, usual.Sort] = {}
    if person.may(rights.KEEP_WORD):
        sorts = {**usual.sorts(person, reader), **word.sorts(person, reader)}
    sorts |= {**ours.sorts(person, reader), **service.sorts(person, reader)}
    asked: dict[str, Any] = {name: Exists(rows.order_by()) for name, (rows, _tell) in sorts.items()}
    if person.is_head:
        asked["led"] = count_of(lists.below(person, whose="led")) + count_of(following.led(person, reader.today))
    if not asked:
        return Lines()
    found: dict[str, Any] = {**User.objects.filter(pk=person.pk).values(**asked).get()}
    told = Lines(line for name, (rows, tell) in sorts.items() if found[name] for line in tell(rows, reader))
    told.led = found.get("led")
    return told
