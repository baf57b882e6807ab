"""One client: how it stands, in ten seconds; everything that happened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients import queries
from mainstay.clients.models import Client
from mainstay.clients.queries import merged, out
from mainstay.clients.queries.seeing import seen
from mainstay.clients.views.asked import client_of, handed_out, page_url
from mainstay.house import clock
from mainstay.house.queries import taking_out
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked
from mainstay.kit import addresses, times
from mainstay.kit.plug import Move, Panel, registry

if TYPE_CHECKING:
    from mainstay.house.models import User


@require_safe
@login_required
def client(request: Asked, client_id: UUID) -> HttpResponse:
    """The page of one client, put together from what every capability gives."""
    at = clock.now()
    found = seen(request.user, client_id)
    if found is None or found.merged_into_id is not None:
        return redirect(page_url(client_of(request, leads_to(client_id))))
    given = panels(request.user, found, at)
    context = {
        "client": found,
        "facts": facts(found, at),
        "moves": moves(request.user, found, at),
        "acts": acts(request.user, found),
        "panels": [panel for panel in given if not panel.side],
        "sides": [panel for panel in given if panel.side],
        "merged": merged.merged_into([found.pk], request.user).get(found.pk, []),
        "may_part": request.user.may(rights.WRITE_CLIENTS) and not found.archived,
        "aside": aside(request.user, found, at),
        "restore_url": addresses.of("clients:restore", found.pk) if request.user.may(rights.WRITE_CLIENTS) else "",
    }
    return render(request, "clients/page.html", context)


def leads_to(client_id: UUID) -> UUID:
    """The client that stayed, where this one was merged into it. 404 for one that was not."""
    keeper: UUID | None = None
    while (
        on := Client.objects.filter(pk=keeper or client_id).values_list("merged_into", flat=True).first()
    ) is not None:
        keeper = on
    if keeper is None:
        raise Http404
    return keeper


def panels(user: User, found: Client, at: datetime) -> list[Panel]:
    """What every capability shows of this client, in order."""
    hooks = [plug.client_panels for plug in registry.installed() if plug.client_panels is not None]
    return sorted((panel for hook in hooks for panel in hook(user, found, at)), key=lambda panel: panel.order)


def moves(user: User, found: Client, at: datetime) -> list[Move]:
    """The buttons at the head of the page."""
    if found.archived:
        return []
    hooks = [plug.client_moves for plug in registry.installed() if plug.client_moves is not None]
    return [move for hook in hooks for move in hook(user, found, at)]


def facts(found: Client, at: datetime) -> list[str]:
    """A line of plain facts under the name."""
    said = [queries.wall_clock(found, at)]
    if found.since_on:
        said.append(_("A client since %(month)s") % {"month": date_format(found.since_on, "YEAR_MONTH_FORMAT")})
    if found.stage != "active":
        said.append(str(found.get_stage_display()).capitalize())
    return said


def acts(user: User, found: Client) -> list[tuple[str, str, str]]:
    """What the small menu offers: words, address, icon."""
    if not user.may(rights.WRITE_CLIENTS) or found.archived:
        return []
    offered = [
        (_("Correct what is kept"), "clients:change", "edit"),
        (_("How far you are"), "clients:stage", "adjust"),
        (_("Write down a person"), "clients:add_contact", "person"),
        (_("Somebody you know already"), "clients:affiliate", "link"),
        (_("The same as another"), "clients:merge_which", "copy"),
        (_("Lay aside"), "clients:archive", "archive"),
    ]
    given = [(words, addresses.of(name, found.pk), icon) for words, name, icon in offered]
    return [*given, (_("Hand over"), f"{addresses.of('clients:hand_over')}?client={found.pk}", "hand")]


def aside(user: User, found: Client, at: datetime) -> str:
    """When a client was laid aside, and why."""
    if found.archived_at is None:
        return ""
    day = times.local_day(found.archived_at, user.zone)
    return _("Laid aside on %(day)s: %(why)s") % {"day": times.spoken(day, year=True), "why": found.archived_why}


@require_safe
@login_required
def chronicle(request: Asked, client_id: UUID) -> HttpResponse:
    """Everything that happened with a client, newest first; to be read, and printed."""
    found = client_of(request, client_id)
    at = clock.now()
    lines, page = queries.chronicle(found, request.user, at, cursor=request.GET.get("cursor", ""))
    here = addresses.of("clients:chronicle", found.pk)
    context = {
        "client": found,
        "take_out": taking_out.links(request.user, "clients:chronicle", found.pk, there=bool(lines)),
        "lines": lines,
        "back": page_url(found),
        "next_url": f"{here}?cursor={page.next}" if page.next else "",
        "back_url": f"{here}?cursor={page.back}" if page.back else "",
    }
    return render(request, "clients/chronicle.html", context)


@require_safe
@login_required
def chronicle_out(request: Asked, client_id: UUID, form: str) -> HttpResponseBase:
    """All of it as a file."""
    found, at = client_of(request, client_id), clock.now()
    outgoing = out.chronicle(found, request.user, at)
    back = addresses.of("clients:chronicle", found.pk)
    return handed_out(request, outgoing, form, at=at, back=back, back_to=_("Chronicle"), client=found)
