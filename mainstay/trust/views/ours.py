"""How it is for us to work for our clients: my own answers of a month, and what a head sees of all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.times import local_day
from mainstay.theme import say
from mainstay.trust.actions import ours as verbs
from mainstay.trust.forms import ours as forms
from mainstay.trust.models.ours import OurView
from mainstay.trust.queries import ours as queries
from mainstay.trust.rules import ours as rules


def month_now(request: Asked) -> date:
    """The month it is for the reader."""
    return rules.month_of(local_day(clock.now(), request.user.zone))


@require_safe
@login_required
def ours(request: Asked) -> HttpResponse:
    """What I am asked this month, client by client, and what I have said."""
    return _mine(request)


def _mine(request: Asked, bound: tuple[Client, forms.SayForm] | None = None) -> HttpResponse:
    by, month = request.user, month_now(request)
    clients = list(queries.asked_about(by)[: queries.MOST])
    said = queries.said_by(by, clients, month)
    rows = []
    for client in clients:
        row = said.get(client.pk)
        mine = bound is not None and bound[0].pk == client.pk
        form = bound[1] if bound is not None and mine else forms.SayForm(prefix=str(client.pk), initial=_first(row))
        hint = row.get_word_display() if row is not None else ""
        url = reverse("trust:say_ours", args=[client.pk])
        rows.append({"client": client.name, "hint": hint, "url": url, "form": form, "open": mine})
    context = {"rows": rows, "month": queries.month_words(month), "heads": by.is_head, "said": bool(said)}
    return render(request, "trust/ours/mine.html", context, status=422 if bound else 200)


def _first(row: OurView | None) -> dict[str, object]:
    if row is None:
        return {}
    return {"word": row.word, "words": row.words, "abuse": row.abuse, "named": row.named_id is not None}


@require_POST
@login_required
def say_ours(request: Asked, client_id: UUID) -> HttpResponse:
    """Say it of one client."""
    client, by, at = client_of(request, client_id), request.user, clock.now()
    form = forms.SayForm(request.POST, prefix=str(client.pk))
    if refused := verbs.serves_not(by, client):
        return refusal_page(request, refused, back="trust:ours")
    if attempt(form, lambda told: verbs.say(client=client, by=by, at=at, **told)) is None:
        return _mine(request, (client, form))
    say.done(request, _("Kept. You may change it until the month ends."))
    return redirect("trust:ours")


@require_POST
@login_required
def that_is_all(request: Asked) -> HttpResponse:
    """Not to be asked again this month."""
    verbs.answered(by=request.user, at=clock.now())
    say.done(request, _("You are asked again next month."))
    return redirect("desk:today")


# --- the head ---


def _month(request: Asked) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return month_now(request)


@require_safe
@login_required
def team(request: Asked) -> HttpResponse:
    """What was said in a month of the clients one heads; names only where they may be seen."""
    by = request.user
    if refused := verbs.heads_nobody(by):
        return refusal_page(request, refused, back="/", status=403)
    month = _month(request)
    found = queries.page(by, month, cursor=request.GET.get("cursor", ""))
    here = f"?month={month:%Y-%m}"
    context = {
        "month": queries.month_words(month),
        "counts": queries.count_words(queries.counted(by, month)),
        "rows": [queries.seen(row) for row in found.rows],
        "before": f"?month={rules.beside(month, -1):%Y-%m}" if month > date(2000, 1, 1) else "",
        "after": f"?month={rules.beside(month, 1):%Y-%m}" if month < month_now(request) else "",
        "next_url": f"{here}&cursor={found.next}" if found.next else "",
        "back_url": f"{here}&cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/ours/team.html", context)


@both
@login_required
def act_on_view(request: Asked, view_id: UUID) -> HttpResponse:
    """What happened to one of us, and what the head does about it."""
    by, at = request.user, clock.now()
    view = get_object_or_404(queries.abuse_of(by), pk=view_id)
    form = forms.ActForm(request.POST or None, initial={"text": view.done})
    if attempt(form, lambda told: verbs.act(view=view, by=by, at=at, **told)) is not None:
        say.done(request, _("Noted."))
        return redirect(f"{reverse('trust:team')}?month={view.month:%Y-%m}")
    words = {"client": view.client.name, "what": view.abuse, "who": view.named.name if view.named else _("one of us")}
    return form_page(
        request,
        form,
        heading=_("One of us was treated badly"),
        lead=_("%(client)s, told by %(who)s: “%(what)s”") % words,
        button=_("Keep this"),
        back=reverse("trust:team"),
        back_to=_("How it is for us"),
    )
