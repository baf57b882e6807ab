"""The portfolio report: each client’s counts on a page and as a file (R-A-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.desk.queries import report as queries
from mainstay.desk.queries.report import Row, Wanted
from mainstay.house import clock
from mainstay.house.queries.taking_out import links
from mainstay.house.views import taking_out
from mainstay.house.views.asked import Asked, refusal_page
from mainstay.kit.paging import Page
from mainstay.kit.refusals import Refused
from mainstay.promises.rules import Counts
from mainstay.theme.filters import Choice, Group, said


@require_safe
@login_required
def report(request: Asked) -> HttpResponse:
    """The clients one may see, with what was promised them and what became of it."""
    wanted = wanted_of(request.GET)
    found, rows = queries.page(request.user, wanted, clock.now(), cursor=request.GET.get("cursor", ""))
    groups = _groups(request.user, wanted)
    shown = [_shown(row) for row in rows]
    context = {
        "rows": shown,
        "rarely": any(row.rare for row in shown),
        "words": list(_words().values()),
        "groups": groups,
        "said": said(groups),
        "take_out": links(request.user, "desk:report", query=_query(wanted), there=bool(rows)),
        **_pager(found, wanted),
    }
    return render(request, "desk/report.html", context)


@require_safe
@login_required
def taken_out(request: Asked, form: str) -> HttpResponseBase:
    """The same rows as a file; whoever may not take lists out is told so."""
    outgoing = queries.outgoing(request.user, wanted_of(request.GET), clock.now())
    try:
        return taking_out.answer(request, outgoing, form, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("desk:report"))


@dataclass(frozen=True)
class Cell:
    """One count; its word stands beside it on a phone."""

    count: int
    word: str
    tone: str


@dataclass(frozen=True)
class Shown:
    """One client of the page: what is usual in columns, what is rare in words."""

    client: Client
    cells: list[Cell]
    rare: str
    work: Sequence[str]


_TONES = {"kept_late": "care", "broken": "gone"}


def _words() -> dict[str, str]:
    """The counts that have a column, in order, as they are called."""
    return {
        "made": _("made"),
        "kept": _("kept"),
        "kept_late": _("late"),
        "moved": _("moved"),
        "broken": _("broken"),
        "open": _("open"),
        "run_since_last_miss": _("since the last miss"),
    }


def _rarely(counts: Counts) -> str:
    """“1 withdrawn, 1 over budget”: what most clients have none of."""
    said = (
        ngettext("%(n)d withdrawn", "%(n)d withdrawn", counts.withdrawn) % {"n": counts.withdrawn},
        ngettext("%(n)d released", "%(n)d released", counts.released) % {"n": counts.released},
        ngettext("%(n)d over budget", "%(n)d over budget", counts.over_budget) % {"n": counts.over_budget},
        ngettext("%(n)d not accepted", "%(n)d not accepted", counts.not_accepted) % {"n": counts.not_accepted},
    )
    numbers = (counts.withdrawn, counts.released, counts.over_budget, counts.not_accepted)
    return ", ".join(words for words, number in zip(said, numbers, strict=True) if number)


def _shown(row: Row) -> Shown:
    told = row.as_dict()
    cells = [Cell(told[name], word, _TONES.get(name, "")) for name, word in _words().items()]
    return Shown(row.client, cells, _rarely(row.tally.counts), row.work)


def wanted_of(query: QueryDict) -> Wanted:
    """What the address asks for; what makes no sense there is left out."""
    return Wanted(query.get("whose") == "mine", _uuid(query.get("unit")), _uuid(query.get("manager")))


def _uuid(told: str | None) -> UUID | None:
    try:
        return UUID(told) if told else None
    except ValueError:
        return None


def address(wanted: Wanted, *, cursor: str = "") -> str:
    """The address of this report."""
    query = _query(wanted, cursor)
    return reverse("desk:report") + (f"?{query}" if query else "")


def _query(wanted: Wanted, cursor: str = "") -> str:
    query = QueryDict(mutable=True)
    told = {"whose": "mine" if wanted.mine else "", "unit": wanted.unit, "manager": wanted.manager, "cursor": cursor}
    for name, value in told.items():
        if value:
            query[name] = str(value)
    return query.urlencode()


def _groups(person: Any, wanted: Wanted) -> list[Group]:
    """The filters in the margin; a list of one is none."""
    whose = [
        Choice(_("All I may see"), address(Wanted()), current=wanted == Wanted()),
        Choice(_("Mine"), address(Wanted(mine=True)), current=wanted.mine),
    ]
    units = [
        Choice(unit.name, address(Wanted(unit=unit.pk)), current=wanted.unit == unit.pk, is_name=True)
        for unit in queries.units(person)
    ]
    managers = [
        Choice(user.name, address(Wanted(manager=user.pk)), current=wanted.manager == user.pk, is_name=True)
        for user in queries.managers(person)
    ]
    groups = [Group(_("Whose"), whose)]
    if len(units) > 1:
        groups.append(Group(_("Team"), units))
    if len(managers) > 1:
        groups.append(Group(_("Manager"), managers))
    return groups


def _pager(found: Page[Any], wanted: Wanted) -> dict[str, str]:
    text = ""
    if found.rows and (found.next or found.back):
        text = _("From %(first)s to %(last)s") % {"first": found.rows[0].name, "last": found.rows[-1].name}
    return {
        "range": text,
        "next_url": address(wanted, cursor=found.next) if found.next else "",
        "back_url": address(wanted, cursor=found.back) if found.back else "",
    }
