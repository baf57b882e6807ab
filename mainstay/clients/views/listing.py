"""The list of clients, and taking it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients import queries
from mainstay.clients.models import Client
from mainstay.clients.queries import columns, listing
from mainstay.clients.queries.listing import ORDERS, WHOSE, Wanted
from mainstay.clients.views.asked import handed_out
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.house.queries import taking_out
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked
from mainstay.kit import addresses
from mainstay.kit.filtering import ClientFilter
from mainstay.kit.listings import COLUMNS, Head
from mainstay.kit.paging import Page
from mainstay.kit.plug import Words, registry
from mainstay.kit.refusals import Refused
from mainstay.lists.views.around import Told, around, listing_of, table, told_of, views_group
from mainstay.theme.filters import Choice, Group

NAME = "clients"


@require_safe
@login_required
def clients(request: Asked) -> HttpResponse:
    """The clients this person serves, stands in for, or may see."""
    at, user, one = clock.now(), request.user, listing_of(NAME)
    asked = told_of(request.GET, user, NAME)
    wanted = _wanted(asked, user)
    found = queries.page(user, wanted, cursor=request.GET.get("cursor", ""))
    rows = queries.rows(user, found.rows, at)
    context = {
        "rows": rows,
        "table": table(
            columns.of(user, wanted, at),
            rows,
            heads=heads(wanted),
            id_of=lambda row: row.client.pk,
            state_of=lambda _row: "",
        ),
        "wanted": wanted,
        "said": queries.said(wanted),
        "groups": [*views_group(one, asked), *groups(wanted)],
        "empty": "" if rows else emptiness(user, wanted),
        "kept": [(name, value) for name, value in told(wanted).items() if name != "q"],
        "take_out": taking_out.links(user, "clients:list", query=query(wanted), there=bool(rows)),
        "may_add": user.may(rights.WRITE_CLIENTS),
        "may_take_in": user.may(rights.TAKE_IN),
        **pager(found, wanted),
        **around(one, asked, told(replace(wanted, view="")), user),
    }
    return render(request, "clients/list.html", context)


def _wanted(asked: Told, user: User) -> Wanted:
    return replace(wanted_of(asked.parts, user), view=str(asked.view.pk) if asked.view else "")


def tidy(parts: Mapping[str, str], user: User) -> dict[str, str]:
    """What an address says, as the list reads it: what a kept view keeps."""
    return told(replace(wanted_of(parts, user), view=""))


def wanted_of(query: Mapping[str, str], user: User) -> Wanted:
    """What the address asks for; what makes no sense there is left out."""
    whose = query.get("whose", "")
    if whose not in WHOSE:
        whose = "mine" if queries.serves(user) else "house"
    stage, order = query.get("stage", ""), query.get("order", "")
    return Wanted(
        whose=whose,
        stage=stage if stage in Client.Stage.values else "",
        archived=query.get("archived") == "1",
        words=query.get("q", "")[:120],
        order=order if order in ORDERS else "name",
        down=query.get("down") == "1",
        more=_more(query),
        columns=query.get(COLUMNS, "")[:400],
    )


def _more(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    try:
        return listing.more_of(query)
    except Refused:
        return ()


def told(wanted: Wanted) -> dict[str, str]:
    """The address's part that says what is wanted."""
    parts = {"whose": wanted.whose, "stage": wanted.stage, "archived": "1" if wanted.archived else ""}
    parts |= {"q": wanted.words, "order": "" if wanted.order == "name" else wanted.order}
    parts |= {"down": "1" if wanted.down else "", **dict(wanted.more), COLUMNS: wanted.columns, "view": wanted.view}
    return {name: value for name, value in parts.items() if value}


def address(wanted: Wanted, *, cursor: str = "") -> str:
    """The address of this list."""
    return f"{addresses.of('clients:list')}?{query(wanted, cursor=cursor)}"


def query(wanted: Wanted, *, cursor: str = "") -> str:
    """The same without its page, for the addresses of its files."""
    return urlencode({**told(wanted), **({"cursor": cursor} if cursor else {})})


def groups(wanted: Wanted) -> list[Group]:
    """The filters in the margin."""
    whose = {"mine": _("Mine"), "deputy": _("I stand in for"), "house": _("The house")}
    stages = {"": _("Every stage"), **{str(code): str(label) for code, label in Client.Stage.choices}}
    kept = {False: _("Kept"), True: _("Laid aside")}
    orders = {"name": _("Name"), "stage": _("Stage"), "since": _("Years together")}
    further = [
        Group(
            each.label,
            [_choice(wanted, str(label), more=_with(wanted, name, code)) for code, label in _any(each).items()],
        )
        for name, each in registry.client_filters().items()
    ]
    return [
        Group(_("Whose"), [_choice(wanted, label, whose=code) for code, label in whose.items()]),
        Group(_("Stage"), [_choice(wanted, label, stage=code) for code, label in stages.items()]),
        Group(_("Lists"), [_choice(wanted, label, archived=code) for code, label in kept.items()]),
        *further,
        Group(_("In order of"), [_choice(wanted, label, order=code) for code, label in orders.items()]),
    ]


def _any(filter_: ClientFilter) -> dict[str, Words]:
    return {"": _("Any"), **filter_.choices}


def _with(wanted: Wanted, name: str, choice: str) -> tuple[tuple[str, str], ...]:
    """The further filters with one of them set, or left out where nothing is chosen."""
    told = {**dict(wanted.more), name: choice}
    return tuple((each, told[each]) for each in registry.client_filters() if told.get(each))


def _choice(wanted: Wanted, label: str, **change: Any) -> Choice:
    then = replace(wanted, **change)
    if "order" in change:
        then = replace(then, down=False)
        return Choice(label, address(then), current=wanted.order == then.order)
    return Choice(label, address(then), current=then == wanted)


def heads(wanted: Wanted) -> dict[str, Head]:
    """The headings one may sort by: where each leads, and how it is sorted now."""

    def head(code: str, order: str, label: Words, link: Words) -> tuple[str, Head]:
        current = wanted.order == order
        then = replace(wanted, order=order, down=current and not wanted.down)
        state = ("descending" if wanted.down else "ascending") if current else ""
        return code, Head(label, link=link, url=address(then), aria=state)

    return dict(
        (
            head("client", "name", "", _("Client")),
            head("manager", "stage", _("Manager"), _("stage")),
            head("since", "since", "", _("Since")),
        )
    )


def pager(found: Page[Client], wanted: Wanted) -> dict[str, str]:
    """From where to where, and the ways on and back."""
    if not found.rows:
        return {"range": "", "next_url": "", "back_url": ""}
    first, last = found.rows[0].name, found.rows[-1].name
    return {
        "range": _("From %(first)s to %(last)s") % {"first": first, "last": last},
        "next_url": address(wanted, cursor=found.next) if found.next else "",
        "back_url": address(wanted, cursor=found.back) if found.back else "",
    }


def emptiness(user: User, wanted: Wanted) -> str:
    """Which sort of nothing it is: "first" (no clients at all), "none" (none you may see), "filtered"."""
    if wanted != Wanted(whose=wanted.whose, columns=wanted.columns) or Client.objects.visible_to(user).kept().exists():
        return "filtered"
    return "first" if user.may(rights.WRITE_CLIENTS) else "none"


@require_safe
@login_required
def taken_out(request: Asked, form: str) -> HttpResponseBase:
    """The same list as a file: what is seen, on all its pages."""
    at, user = clock.now(), request.user
    asked = told_of(request.GET, user, NAME)
    wanted = _wanted(asked, user)
    listed = columns.as_seen(user, wanted, at, view=asked.view.name if asked.view else "")
    return handed_out(request, listed, form, at=at, back=address(wanted), back_to=_("Clients"))
