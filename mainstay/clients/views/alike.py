"""Who looks like the same: the scan over the house, and saying that they are not."""

from __future__ import annotations

from typing import Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients import actions
from mainstay.clients.models import Client, Contact
from mainstay.clients.queries.alike import By, What
from mainstay.clients.queries.scan import Group as Alike
from mainstay.clients.queries.scan import Member, scan
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.theme import say
from mainstay.theme.filters import Choice, Group


def asked(request: Asked) -> tuple[What, By]:
    """Which of the six lists."""
    what, by = request.GET.get("what", ""), request.GET.get("by", "")
    return ("contact" if what == "contact" else "client"), (by if by in get_args(By) else "name")  # type: ignore[return-value]


@require_safe
@login_required
def alike(request: Asked) -> HttpResponse:
    """Those who look like the same."""
    what, by = asked(request)
    if refused := gate.lacking(request.user, rights.WRITE_CLIENTS):
        return refusal_page(request, refused, back=reverse("clients:list"), back_to=_("Clients"))
    found = scan(request.user, what=what, by=by, after=request.GET.get("after", ""))
    context = {
        "by": by,
        "said": said(what, by),
        "groups": groups(what, by),
        "alike": [shown(group, what, by) for group in found.groups],
        "next_url": address(what, by, after=found.next) if found.next else "",
        "first_url": address(what, by) if request.GET.get("after") else "",
    }
    return render(request, "clients/alike.html", context)


def address(what: What, by: By, **more: str) -> str:
    """The address of one of the lists."""
    return f"{reverse('clients:alike')}?{urlencode({'what': what, 'by': by, **more})}"


def said(what: What, by: By) -> str:
    """Which list it is, in words."""
    return str(dict(_lists())[what, by])


def _lists() -> list[tuple[tuple[What, By], str]]:
    return [
        (("client", "name"), _("Clients by name")),
        (("client", "mail"), _("Clients by mail address of their people")),
        (("client", "phone"), _("Clients by phone of their people")),
        (("contact", "name"), _("People by name")),
        (("contact", "mail"), _("People by mail address")),
        (("contact", "phone"), _("People by phone")),
    ]


def groups(what: What, by: By) -> list[Group]:
    """The lists in the margin."""
    choices = [Choice(label, address(*which), current=which == (what, by)) for which, label in _lists()]
    return [Group(_("Look for"), choices)]


def shown(group: Alike, what: What, by: By) -> dict[str, Any]:
    """One group: what they share, who they are, which pairs can be looked at side by side."""
    first, *others = group.members
    return {
        "heading": first.name if by == "name" else group.key,
        "members": [shown_member(member, what, first) for member in group.members],
        "ids": [str(member.id) for member in group.members],
        "apart_url": f"{reverse('clients:apart')}?{urlencode({'what': what, 'by': by})}",
        "several": len(others) > 1,
    }


def shown_member(member: Member, what: What, first: Member) -> dict[str, Any]:
    """One of them: where it leads, and where it is compared with the first of the group."""
    page = member.id if what == "client" else member.client
    compare = "clients:merge" if what == "client" else "clients:merge_people"
    with_first = member.id != first.id and first.id in member.pairs
    return {
        "name": member.name,
        "url": reverse("clients:page", args=[page]) if page else "",
        "said": " · ".join(filter(None, [member.where, member.beneath])),
        "compare_url": reverse(compare, args=[first.id, member.id]) if with_first else "",
    }


def _named(request: Asked, ids: list[str]) -> list[Client] | list[Contact]:
    """Those named that this person may see."""
    wanted: list[UUID] = []
    for told in ids[:100]:
        try:
            wanted.append(UUID(told))
        except ValueError:
            continue
    if asked(request)[0] == "contact":
        return list(Contact.objects.visible_to(request.user).filter(pk__in=wanted))
    return list(Client.objects.visible_to(request.user).filter(pk__in=wanted))


@require_POST
@login_required
def apart(request: Asked) -> HttpResponse:
    """Say that these are not the same."""
    what, by = asked(request)
    ids = request.POST.getlist("id")
    try:
        actions.hold_apart(alike=_named(request, ids), by=request.user, at=clock.now())
    except Refused as refused:
        return _refused(request, refused)
    query = [("what", what), ("by", by), *(("id", one) for one in ids)]
    say.done(
        request,
        _("Kept: they are not the same. Nobody is asked about them again."),
        undo=f"{reverse('clients:ask_again')}?{urlencode(query)}",
    )
    return redirect(address(what, by))


@require_POST
@login_required
def ask_again(request: Asked) -> HttpResponse:
    """Take that back."""
    try:
        actions.ask_again(alike=_named(request, request.GET.getlist("id")), by=request.user, at=clock.now())
    except Refused as refused:
        return _refused(request, refused)
    say.done(request, _("Taken back: they are asked about again."))
    return redirect(address(*asked(request)))


def _refused(request: Asked, refused: Refused) -> HttpResponse:
    return refusal_page(request, refused, back=address(*asked(request)), back_to=_("Looks like the same"))
