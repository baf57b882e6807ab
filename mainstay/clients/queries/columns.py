"""The columns of the list of clients: what each says on the page, and in the file that shows what is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.clients.queries import listing, out
from mainstay.clients.queries.listing import Row, Wanted
from mainstay.kit.countries import country_words
from mainstay.kit.listings import Cell, Shown, chosen, file_name, in_file
from mainstay.kit.lists import Column, Outgoing, listed

if TYPE_CHECKING:
    from mainstay.house.models import User

_FILED: Mapping[str, Column[Row]] = {column.code: column for column in (*out.KEPT, *out.SEEN, *out.FACTS)}


def usual(_told: Mapping[str, str]) -> Sequence[str]:
    """Those that stand there unasked."""
    facts = ("due", "we_owe", "they_owe") if listing.has_facts() else ()
    return ("client", "manager", *facts, "since")


def shown(_user: User, _at: datetime) -> tuple[Shown[Row], ...]:
    """Every column: the first names the client; what is due and owed where a folder above knows it."""
    return (*_SEEN, *(_facts() if listing.has_facts() else ()), _since(), *_MORE)


def of(user: User, wanted: Wanted, at: datetime) -> list[Shown[Row]]:
    """The columns that are wanted, in their order."""
    return chosen(shown(user, at), wanted.columns, usual({}))


def as_seen(user: User, wanted: Wanted, at: datetime, *, view: str = "") -> Outgoing:
    """The list as it is seen, on all its pages: its columns, its order; its name says whose, and by which view."""
    return listed(
        file_name("clients", wanted.whose, view, unsaid="house"),
        in_file(of(user, wanted, at)),
        lambda: listing.rows_of(user, wanted, at),
        count=lambda: wanted.among(user).count(),
    )


def _filed(*codes: str) -> tuple[Column[Row], ...]:
    return tuple(_FILED[code] for code in codes)


def _manager(row: Row) -> Cell:
    beneath = row.stage if row.client.stage != row.client.Stage.ACTIVE else ""
    if not row.manager:
        return Cell(_("nobody yet"), tone="care", beneath=beneath, css="full")
    if row.own:
        return Cell("", beneath=beneath, css="full")
    return Cell(row.manager, phone=_("served by"), beneath=beneath, css="full")


def _due(row: Row) -> Cell:
    if not row.due:
        return Cell(_("nothing due"), tone="nil", css="full")
    return Cell(row.due, beneath=row.due_what, beneath_tone=row.tone, css="full")


def _owed(count: int, late: str, *, phone: str, tone: str) -> Cell:
    if not count:
        return Cell("0", tone="nil", phone=phone, css="r num zero")
    return Cell(str(count), phone=phone, beneath=late, beneath_tone=tone, css="r num")


def _plain(code: str, of: Callable[[Row], str]) -> Shown[Row]:
    """A column of one word, said with its heading where columns have none."""
    label = _FILED[code].label
    return Shown(code, label, lambda row: Cell(of(row), phone=str(label)), _filed(code))


def _facts() -> tuple[Shown[Row], ...]:
    """What is due and owed; the words beside a number are looked up once for all rows."""
    we, they = _("we owe"), _("they owe")
    return (
        Shown("due", gettext_lazy("Next due"), _due, _filed("next_due", "next_due_what")),
        Shown(
            "we_owe",
            gettext_lazy("We owe"),
            lambda row: _owed(row.facts.we_owe, row.we_late, phone=we, tone="gone"),
            _filed("we_owe", "we_owe_late"),
            width="slim",
            right=True,
        ),
        Shown(
            "they_owe",
            gettext_lazy("They owe"),
            lambda row: _owed(row.facts.they_owe, row.they_late, phone=they, tone="care"),
            _filed("they_owe", "they_owe_late"),
            width="slim",
            right=True,
        ),
    )


def _since() -> Shown[Row]:
    words = _("since")
    return Shown(
        "since",
        gettext_lazy("Since"),
        lambda row: Cell(row.since, phone=words, css="" if row.since else "zero"),
        _filed("since"),
        width="",
    )


_SEEN: tuple[Shown[Row], ...] = (
    Shown(
        "client",
        gettext_lazy("Client"),
        lambda row: Cell(row.client.name, url=row.url, beneath=row.under),
        _filed("client", "town", "person"),
        width="wide",
    ),
    Shown("manager", gettext_lazy("Manager"), _manager, _filed("served_by", "stage")),
)
_MORE: tuple[Shown[Row], ...] = (
    _plain("stage", lambda row: row.stage),
    _plain("town", lambda row: row.client.town),
    _plain("person", lambda row: row.person),
    _plain("team", lambda row: row.client.unit.name if row.client.unit else ""),
    _plain("reference", lambda row: row.client.reference),
    _plain("kind", lambda row: row.client.get_kind_display()),
    _plain("country", lambda row: country_words(row.client.country)),
    _plain("zone", lambda row: row.client.zone),
    _plain("language", lambda row: row.client.get_language_display()),
)
