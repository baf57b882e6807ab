"""The ledger across all clients I may see, on a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.queries.taking_out import links
from mainstay.house.rules import rights
from mainstay.house.views import taking_out
from mainstay.house.views.asked import Asked
from mainstay.kit.refusals import Refused
from mainstay.lists.views.around import Told, around, listing_of, table, told_of, views_group
from mainstay.promises.models import Promise
from mainstay.promises.queries import choices, columns, listing
from mainstay.promises.queries.listing import Wanted
from mainstay.promises.queries.words import Reader, capital
from mainstay.theme.filters import Choice, Group

NAME = "promises"


@require_safe
@login_required
def promises(request: Asked) -> HttpResponse:
    """The ledger across the clients this person may see, fifty at a time."""
    return _list(request)


def _list(request: Asked, refused: Refused | None = None) -> HttpResponse:
    at, user, one = clock.now(), request.user, listing_of(NAME)
    told = told_of(request.GET, user, NAME)
    wanted = _wanted(told, request)
    reader = Reader.of(user, at)
    found = listing.page(user, wanted, at, cursor=request.GET.get("cursor", ""))
    rows = listing.rows(found.rows, reader)
    client = choices.client_of(wanted, user)
    here, said = reverse("promises:list"), choices.said(wanted, client)
    context = {
        "rows": rows,
        "table": table(
            columns.of(user, wanted, at), rows, id_of=lambda row: row.promise.pk, state_of=lambda row: row.cable
        ),
        "groups": [*views_group(one, told), *_of_client(wanted, client), *_groups(wanted)],
        "said": said,
        "refused": refused,
        "next_url": f"{here}?{wanted.query(cursor=found.next)}" if found.next else "",
        "back_url": f"{here}?{wanted.query(cursor=found.back)}" if found.back else "",
        "range": _range(found.rows, reader),
        "take_out": links(user, "promises:list", query=wanted.query(), forms=("csv", "xlsx", "ics"), there=bool(rows)),
        "make_url": reverse("promises:make") if user.may(rights.GIVE_WORD) else "",
        **around(one, told, choices.tidy(told.parts, user), user),
    }
    return render(request, "promises/list.html", context, status=422 if refused else 200)


def _wanted(told: Told, request: Asked) -> Wanted:
    view: Mapping[str, str] = {"view": str(told.view.pk) if told.view else ""}
    return choices.wanted_of({**told.parts, **view}, request.user)


def _range(found: list[Promise], reader: Reader) -> str:
    if not found:
        return ""
    days = {"first": reader.on(found[0].due_on), "last": reader.on(found[-1].due_on)}
    return _("Due from %(first)s to %(last)s") % days


def _of_client(wanted: Wanted, client: Client | None) -> list[Group]:
    """Where the list is of one client: whose, and the way back to all."""
    here = reverse("promises:list")
    if client is None:
        return []
    every = Choice(capital(choices.labels()["whose"]["all"]), f"{here}?{wanted.query(client='')}", current=False)
    return [Group(_("Client"), [Choice(client.name, f"{here}?{wanted.query()}", current=True), every])]


def _groups(wanted: Wanted) -> list[Group]:
    headings = {"whose": _("Whose"), "side": _("Side"), "state": _("How it stands"), "period": _("Promised for")}
    every = {**choices.labels(), "order": choices.orders()}
    here = reverse("promises:list")
    return [
        Group(
            {**headings, "order": _("In order of")}[name],
            [
                Choice(capital(label), f"{here}?{wanted.query(**{name: value})}", getattr(wanted, name) == value)
                for value, label in values.items()
            ],
        )
        for name, values in every.items()
    ]


# --- the file ---------------------------------


@require_safe
@login_required
def taken_out(request: Asked, form: str) -> HttpResponseBase:
    """The list as it is seen, all its pages, as a file; whoever may not take lists out is told who may."""
    at, user = clock.now(), request.user
    told = told_of(request.GET, user, NAME)
    outgoing = columns.as_seen(user, _wanted(told, request), at, view=told.view.name if told.view else "")
    try:
        return taking_out.answer(request, outgoing, form, by=user, at=at)
    except Refused as refused:
        return _list(request, refused)
