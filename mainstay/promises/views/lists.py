"""The ledger: across all clients I may see, as a file, and of one client as both sides read it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.models import house
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.times import date_words
from mainstay.promises.models import Promise
from mainstay.promises.queries import bands, listing
from mainstay.promises.queries.listing import Wanted
from mainstay.promises.queries.words import Reader, capital
from mainstay.promises.views.asked import Asked


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """One filter."""

    label: str
    choices: list[Choice]


@require_safe
@login_required
def promises(request: Asked) -> HttpResponse:
    """The ledger across the clients this person may see, fifty at a time."""
    return _list(request)


def _list(request: Asked, refused: Refused | None = None) -> HttpResponse:
    at, wanted = clock.now(), _wanted(request)
    reader = Reader.of(request.user, at)
    found = listing.page(request.user, wanted, at, cursor=request.GET.get("cursor", ""))
    here = reverse("promises:list")
    may_take_out = bool(found.rows) and request.user.may(rights.TAKE_OUT)
    context = {
        "rows": listing.rows(found.rows, reader),
        "groups": _groups(wanted),
        "said": _said(wanted),
        "owners": wanted.whose != "mine",
        "refused": refused,
        "next_url": f"{here}?{wanted.query(cursor=found.next)}" if found.next else "",
        "back_url": f"{here}?{wanted.query(cursor=found.back)}" if found.back else "",
        "range": _range(found.rows, reader),
        "csv_url": f"{reverse('promises:csv')}?{wanted.query()}" if may_take_out else "",
        "make_url": reverse("promises:make") if request.user.may(rights.GIVE_WORD) else "",
    }
    return render(request, "promises/list.html", context, status=422 if refused else 200)


def _wanted(request: Asked) -> Wanted:
    whose = "mine" if request.user.may(rights.KEEP_WORD) else "all"
    return Wanted.told(request.GET.dict(), whose=whose)


def _range(found: list[Promise], reader: Reader) -> str:
    if not found:
        return ""
    days = {"first": reader.on(found[0].due_on), "last": reader.on(found[-1].due_on)}
    return _("Due from %(first)s to %(last)s") % days


def _labels() -> dict[str, dict[str, str]]:
    """The words of the filters, in their order."""
    states = {listing.OWED: _("owed"), listing.LATE: _("late"), listing.TO_TELL: _("to tell")}
    outcomes = {name: str(Promise.Outcome(name).label) for name in listing.DONE}
    return {
        "whose": {"mine": _("mine"), "all": _("all I may see")},
        "side": {"": _("both sides"), "ours": _("we owe"), "theirs": _("they owe"), "third": _("third parties")},
        "state": states | outcomes | {listing.ANNULLED: _("entered in error"), listing.ANY: _("any")},
        "period": {
            "": _("any time"), "week": _("this week"), "month": _("this month"),
            "last_month": _("last month"), "year": _("this year"), "last_year": _("last year"),
        },
    }  # fmt: skip


def _groups(wanted: Wanted) -> list[Group]:
    headings = {"whose": _("Whose"), "side": _("Side"), "state": _("How it stands"), "period": _("Promised for")}
    here = reverse("promises:list")
    return [
        Group(
            headings[name],
            [
                Choice(capital(label), f"{here}?{wanted.query(**{name: value})}", getattr(wanted, name) == value)
                for value, label in values.items()
            ],
        )
        for name, values in _labels().items()
    ]


def _said(wanted: Wanted) -> str:
    """What is set, in a few words: “Mine, both sides, owed, any time”."""
    return capital(", ".join(values[getattr(wanted, name)] for name, values in _labels().items()))


# --- the file ---------------------------------


class _Line:
    """What csv writes a line into: the line comes back."""

    def write(self, text: str) -> str:
        """One line."""
        return text


@require_safe
@login_required
def taken_out(request: Asked) -> HttpResponseBase:
    """The whole list as it is filtered, as a file; whoever may not take lists out is told who may."""
    if refused := gate.lacking(request.user, rights.TAKE_OUT):
        return _list(request, refused)
    at, wanted = clock.now(), _wanted(request)
    order = ("-due_at", "-id") if wanted.newest_first else ("due_at", "id")
    rows = wanted.among(request.user, at).order_by(*order).iterator(chunk_size=1000)
    response = StreamingHttpResponse(_lines(rows, request, at), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="promises-{at:%Y-%m-%d}.csv"'
    return response


def _lines(rows: Iterator[Promise], request: Asked, at: datetime) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield "\ufeff"  # spreadsheets know the encoding by it
    for cells in listing.cells(rows, request.user, at):
        yield writer.writerow(cells)


# --- one client, both sides ---------------------------------


@require_safe
@login_required
def ledger(request: Asked, client_id: UUID) -> HttpResponse:
    """What we owe each other, as both sides read it; to be printed too (R-B-45)."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
    reader = Reader.of(request.user, clock.now())
    sheet = bands.sheet(client, reader)
    home = house().name
    context = {
        "client": client,
        "home": home,
        "as_of": date_words(reader.today, reader.language, year=True),
        "sheet": sheet,
        "us": ", ".join(name for name in (home, sheet.us) if name),
        "them": ", ".join(name for name in (client.name, sheet.them) if name),
    }
    return render(request, "promises/ledger.html", context)
