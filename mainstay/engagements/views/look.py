"""Reading engagements: the page of one, the list of all, how long and how far with each client."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mainstay.clients.models import Assignment, Client
from mainstay.engagements import forms, queries, rules
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import facts, listing, page
from mainstay.engagements.queries.listing import Wanted
from mainstay.engagements.queries.words import Said, capital, question
from mainstay.engagements.views.keep import one_of
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked
from mainstay.kit.times import local_day
from mainstay.theme.filters import Choice, Group, said

CHOICES = 30  # managers one may choose from


@require_safe
@login_required
def engagement(request: Asked, engagement_id: UUID) -> HttpResponse:
    """One engagement: the outcome first, then what was promised under it (R-A-35)."""
    one, at = one_of(request, engagement_id), clock.now()
    there, today = facts.deliverables([one.pk], at)[one.pk], local_day(at, request.user.zone)
    stands, found = queries.standing(one, there, today), question(one, there, today)
    context = {
        "engagement": one,
        "lead": _("“%(words)s”") % {"words": one.outcome},
        "said": Said(f"{capital(stands.text)}.", stands.tone),
        "facts": [words for words in (capital(str(one.get_state_display())), page.times_of(one, today)) if words],
        "moves": page.moves(request.user, one, at),
        "acts": acts(request.user, one),
        "terms": page.terms(one, today)[1:],  # the outcome itself stands above
        "state": "frayed" if found in (rules.ASKED, rules.BY_DAY, rules.MISSED) else "",
        "panels": facts.parts(request.user, one, at),
        "others": page.others(one),
        "story": page.story(one, request.user, at),
        "change_url": reverse("engagements:change", args=[one.pk]) if may_write(request.user, one) else "",
        **_asking(request.user, one, found),
    }
    return render(request, "engagements/page.html", context)


def _asking(user: User, one: Engagement, found: str) -> dict[str, Any]:
    """The form for what the client says, open where that is the question."""
    if not one.outcome or not user.may(rights.KEEP_WORD) or one.client.archived:
        return {}
    hints = {
        rules.ASKED: _("everything is delivered; whether it helped is for them to say"),
        rules.BY_DAY: _("the day by which it was to show has passed"),
        rules.DONE: _("said already; it may be said again"),
        rules.MISSED: _("said already; it may be said again"),
    }
    return {
        "ask": forms.OutcomeForm(client=one.client),
        "ask_hint": hints.get(found, _("whenever they say something of it")),
        "ask_open": found in (rules.ASKED, rules.BY_DAY),
        "outcome_url": reverse("engagements:outcome", args=[one.pk]),
    }


def may_write(user: User, one: Engagement) -> bool:
    """Whether this person may correct it now."""
    return user.may(rights.WRITE_CLIENTS) and not one.client.archived


def acts(user: User, one: Engagement) -> list[tuple[str, str, str]]:
    """What the small menu offers: words, address, icon."""
    if not may_write(user, one):
        return []
    follow = f"{reverse('engagements:begin', args=[one.client_id])}?follow_of={one.pk}"
    return [
        (_("Correct"), reverse("engagements:change", args=[one.pk]), "edit"),
        (_("Where it stands"), reverse("engagements:state", args=[one.pk]), "adjust"),
        (_("Work that follows on it"), follow, "right"),
    ]


# --- the list ---------------------------------


@require_safe
@login_required
def engagements(request: Asked) -> HttpResponse:
    """What we do for clients, by what it is to do for them (R-A-35)."""
    user, at = request.user, clock.now()
    whose = "mine" if Client.objects.served_by(user).kept().exists() else "all"
    wanted = Wanted.told(request.GET.dict(), whose=whose)
    found = listing.page(user, wanted, cursor=request.GET.get("cursor", ""))
    groups = _groups(wanted)
    here = reverse("engagements:list")
    context = {
        "rows": listing.rows(found.rows, at, local_day(at, user.zone)),
        "groups": groups,
        "said": said(groups),
        "range": _range(found.rows),
        "next_url": f"{here}?{wanted.query(cursor=found.next)}" if found.next else "",
        "back_url": f"{here}?{wanted.query(cursor=found.back)}" if found.back else "",
    }
    return render(request, "engagements/list.html", context)


def _range(rows: list[Any]) -> str:
    names = {"first": rows[0].name, "last": rows[-1].name} if rows else {}
    return _("From %(first)s to %(last)s") % names if names else ""


def _groups(wanted: Wanted) -> list[Group]:
    states = {listing.RUNNING: pgettext("work", "Running"), **dict(Engagement.State.choices), listing.ANY: _("All")}
    outcomes = {
        "": _("Every outcome"),
        listing.OPEN: _("Not yet confirmed"),
        Engagement.OutcomeSaid.REACHED.value: _("Confirmed"),
        Engagement.OutcomeSaid.MISSED.value: _("Not reached"),
    }
    whose = {"mine": _("Mine"), "all": _("All I may see")}
    return [
        Group(_("Whose"), [_choice(wanted, label, whose=code) for code, label in whose.items()]),
        Group(_("Where it stands"), [_choice(wanted, label, state=code) for code, label in states.items()]),
        Group(_("Outcome"), [_choice(wanted, label, outcome=code) for code, label in outcomes.items()]),
    ]


def _choice(wanted: Wanted, label: Any, **change: str) -> Choice:
    name, value = next(iter(change.items()))
    url = f"{reverse('engagements:list')}?{wanted.query(**change)}"
    return Choice(capital(str(label)), url, current=getattr(wanted, name) == value)


# --- together ---------------------------------


@require_safe
@login_required
def together(request: Asked) -> HttpResponse:
    """Years together and work that follows on, client by client and manager by manager (R-B-3)."""
    user, at = request.user, clock.now()
    manager = _uuid(request.GET.get("manager"))
    mine = manager is None and request.GET.get("whose") == "mine"
    today = local_day(at, user.zone)
    found, rows = listing.together_page(
        user, today=today, mine=mine, manager=manager, cursor=request.GET.get("cursor", "")
    )
    groups = _together_groups(user, at, mine=mine, manager=manager)
    here = _together_url(mine=mine, manager=manager)
    joint = "&" if "?" in here else "?"
    context = {
        "rows": rows,
        "groups": groups,
        "said": said(groups),
        "range": _range(found.rows),
        "next_url": f"{here}{joint}cursor={found.next}" if found.next else "",
        "back_url": f"{here}{joint}cursor={found.back}" if found.back else "",
    }
    return render(request, "engagements/together.html", context)


def _uuid(told: str | None) -> UUID | None:
    try:
        return UUID(told) if told else None
    except ValueError:
        return None


def _together_url(*, mine: bool = False, manager: UUID | None = None) -> str:
    here = reverse("engagements:together")
    if manager is not None:
        return f"{here}?manager={manager}"
    return f"{here}?whose=mine" if mine else here


def _together_groups(user: User, at: datetime, *, mine: bool, manager: UUID | None) -> list[Group]:
    now = Assignment.objects.visible_to(user).filter(to_on=None, role=Assignment.Role.MANAGER)
    people = list(User.objects.filter(pk__in=now.values("user_id")).order_by("name")[:CHOICES])
    whose = [
        Choice(_("All I may see"), _together_url(), current=not mine and manager is None),
        Choice(_("Mine"), _together_url(mine=True), current=mine),
    ]
    managers = [Choice(one.name, _together_url(manager=one.pk), manager == one.pk, is_name=True) for one in people]
    return [Group(_("Whose"), whose)] + ([Group(_("Manager"), managers)] if len(people) > 1 else [])
