"""The columns of the list of promises: what each says on the page, and in the file that shows what is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights
from mainstay.kit.listings import Cell, Shown, chosen, file_name, in_file
from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.promises.models import Promise
from mainstay.promises.queries import choices, listing, out
from mainstay.promises.queries.listing import Row, Wanted
from mainstay.promises.queries.words import Reader, money

if TYPE_CHECKING:
    from mainstay.house.models import User

OWNER = "owner"
Filed = Mapping[str, Column[Row]]


def usual(told: Mapping[str, str]) -> Sequence[str]:
    """Those that stand there unasked; whose they are is said where they are not all mine."""
    return ("title", "stands", "client") if told.get("whose") == "mine" else ("title", "stands", "client", OWNER)


def shown(user: User, at: datetime) -> tuple[Shown[Row], ...]:
    """Every column this person may see (R-X-3): the first names the promise."""
    reader = Reader.of(user, at)
    filed = {column.code: _of_row(column) for column in out.columns(user, at)}
    amounts = (_amount("budget", filed), _amount("cost", filed)) if user.may(rights.SEE_MONEY) else ()
    return (*_seen(filed), *_more(reader, filed), *amounts)


def of(user: User, wanted: Wanted, at: datetime) -> list[Shown[Row]]:
    """The columns that are wanted, in their order."""
    return chosen(shown(user, at), wanted.columns, usual(vars(wanted)))


def as_seen(user: User, wanted: Wanted, at: datetime, *, view: str = "") -> Outgoing:
    """The list as it is seen, on all its pages: its columns, its order; its name says whose, and by which view."""
    found, reader = wanted.in_order(user, at), Reader.of(user, at)
    client = choices.client_of(wanted, user)
    return listed(
        file_name("promises", wanted.whose, view, unsaid="all", client=client.name if client else ""),
        in_file(of(user, wanted, at)),
        lambda: (listing.row(promise, reader) for promise in found.iterator(chunk_size=out.CHUNK)),
        count=found.count,
        ics=lambda: out.calendar(found.iterator(chunk_size=out.CHUNK), at),
    )


def _of_row(column: Column[Promise]) -> Column[Row]:
    return Column(column.code, column.label, lambda row: column.of(row.promise))


def _seen(filed: Filed) -> tuple[Shown[Row], ...]:
    return (
        Shown(
            "title",
            _("What"),
            lambda row: Cell(row.text, url=row.url, beneath=row.side if row.theirs else ""),
            (filed["title"], filed["side"]),
            width="",
        ),
        Shown(
            "stands",
            _("How it stands"),
            lambda row: Cell(row.said.text, tone=row.said.tone or "plain", title=row.exact, css="full"),
            (filed["stands"], filed["due"], filed["days_late"]),
            width="wide",
        ),
        Shown("client", _("Client"), lambda row: Cell(row.client, url=row.client_url), (filed["client"],)),
        Shown(OWNER, _("Owner"), lambda row: Cell(row.owner, css="last"), (filed["owner"],)),
    )


def _more(reader: Reader, filed: Filed) -> tuple[Shown[Row], ...]:
    return (
        _day("due", reader, filed, lambda promise: promise.due_on),
        _words(filed["kind"]),
        _words(filed["contact"]),
        _words(filed["reference"]),
        _words(filed["engagement"]),
        _day("made", reader, filed, lambda promise: promise.made_on),
        _day("first_due", reader, filed, lambda promise: promise.first_due_on),
        _day("delivered", reader, filed, lambda promise: promise.delivered_on),
        Shown(
            "accepted",
            filed["accepted"].label,
            lambda row: Cell(
                str(row.promise.get_satisfaction_display()) if row.promise.satisfaction else "",
                phone=str(filed["accepted"].label),
            ),
            (filed["accepted"],),
        ),
        _words(filed["outcome"]),
        _words(filed["good_when"]),
        _words(filed["ended_why"]),
    )


def _words(column: Column[Row]) -> Shown[Row]:
    """A column that says on the page what stands in the file."""
    return Shown(
        column.code, column.label, lambda row: Cell(str(column.of(row) or ""), phone=str(column.label)), (column,)
    )


def _day(code: str, reader: Reader, filed: Filed, of: Callable[[Promise], date | None]) -> Shown[Row]:
    """A day in the reader’s words; in the file as a day."""

    def cell(row: Row) -> Cell:
        day = of(row.promise)
        said, exact = (reader.on(day), day.isoformat()) if day else ("", "")
        return Cell(said, phone=str(filed[code].label), tone="plain", title=exact)

    return Shown(code, filed[code].label, cell, (filed[code],))


def _amount(code: str, filed: Filed) -> Shown[Row]:
    """An amount as the reader writes it; in the file a number, and its currency."""
    return Shown(
        code,
        filed[code].label,
        lambda row: Cell(
            money(getattr(row.promise, code), row.promise.currency), phone=str(filed[code].label), css="r num"
        ),
        (filed[code], filed["currency"]),
        right=True,
    )
