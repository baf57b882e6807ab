"""Clients that pass from one of us to another: chosen, foreseen, handed over, answered; who stands in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients import forms
from mainstay.clients.actions import handing as actions
from mainstay.clients.actions import may
from mainstay.clients.actions.handing.over import role_of
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.clients.queries import handing as queries
from mainstay.clients.queries import saying, standing_in
from mainstay.clients.views.asked import page_url
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.theme import say
from mainstay.theme.forms import refuse

MOST = 200  # clients to tick one by one; the others go along by one tick


@both
@login_required
def hand_over(request: Asked) -> HttpResponse:
    """Choose clients of one of us, see what would pass, hand them over."""
    by, at = request.user, clock.now()
    giver = giver_of(request)
    if not may.may_hand_over(giver=giver, by=by):
        raise Http404
    found = queries.given_by(giver, by).order_by("order_name", "pk")
    count, shown = found.count(), list(found[:MOST])
    told = request.POST or None
    form = forms.HandOverForm(
        told,
        giver=giver,
        clients=queries.with_what_is_open(giver, shown),
        more=max(0, count - MOST),
        initial=first_answers(request, giver),
    )
    context = {"giver": giver, "form": form, "count": count, "givers": givers(by, giver), "back": came_from(request)}
    if told is None or "change" in told or not form.is_valid():
        status = 422 if told is not None and "change" not in told else 200
        return render(request, "clients/hand_over.html", context, status=status)
    clients = list(found) if form.cleaned_data.get("every") else chosen(shown, form)
    terms, taker = form.terms, form.cleaned_data["taker"]
    if "sure" in told:
        try:
            rows = actions.hand_over(clients=clients, giver=giver, taker=taker, by=by, at=at, terms=terms)
        except Refused as refused:
            refuse(form, refused)
            return render(request, "clients/hand_over.html", context, status=422)
        return handed(request, rows)
    foreseen = queries.foresee(clients=clients, giver=giver, taker=taker, terms=terms, by=by, at=at)
    refused_first = first_refusal(foreseen)
    if refused_first is not None:
        refuse(form, refused_first)
        return render(request, "clients/hand_over.html", context, status=422)
    context |= {"foreseen": [saying.foreseen(one) for one in foreseen], "taker": taker, "kept": kept(request)}
    return render(request, "clients/hand_over_foreseen.html", context)


def first_refusal(foreseen: list[queries.Foreseen]) -> Refused | None:
    """Why it cannot be done so; where nothing was chosen, that."""
    if not foreseen:
        return Refused(_("Choose at least one client."), rule="R-A-34", field="clients")
    return next((one.refused for one in foreseen if one.refused is not None), None)


def chosen(shown: list[Client], form: forms.HandOverForm) -> list[Client]:
    """The clients that were ticked."""
    wanted = set(form.cleaned_data["clients"])
    return [client for client in shown if str(client.pk) in wanted]


def kept(request: Asked) -> list[tuple[str, str]]:
    """What was answered, to be sent again with the yes."""
    asked = ("csrfmiddlewaretoken", "sure", "change")
    return [(name, value) for name, values in request.POST.lists() if name not in asked for value in values]


def handed(request: Asked, rows: list[HandOver]) -> HttpResponse:
    """Say what was done, with the way back."""
    one, batch = rows[0], rows[0].batch
    undo = reverse("clients:take_hand_over_back", args=[batch])
    say.done(request, saying.done(one, len(rows)), undo=undo)
    return redirect("clients:hand_over_done", batch)


def giver_of(request: Asked) -> User:
    """Whose clients are handed over: whoever is named, else the client’s manager if one may, else oneself."""
    told = request.POST.get("giver") or request.GET.get("giver", "")
    try:
        if told:
            return get_object_or_404(User, pk=UUID(told))
        client = UUID(request.GET.get("client", ""))
    except ValueError:
        return request.user
    rows = Assignment.objects.visible_to(request.user).now().filter(client=client, role=Assignment.Role.MANAGER)
    manages = rows.select_related("user").first()
    if manages is not None and may.may_hand_over(giver=manages.user, by=request.user):
        return manages.user
    return request.user


def givers(by: User, giver: User) -> list[tuple[str, str, bool]]:
    """Whose clients this person may hand over, to choose from: id, name, whether it is this one."""
    people = [person for person in forms.people_of_ours().values() if may.may_hand_over(giver=person, by=by)]
    return [(str(one.pk), one.name, one.pk == giver.pk) for one in people] if len(people) > 1 else []


def first_answers(request: Asked, giver: User) -> dict[str, Any]:
    """The client the reader came from is ticked, and whoever follows most naturally is proposed."""
    try:
        client = UUID(request.GET.get("client", ""))
    except ValueError:
        return {}
    now = queries.serving_now([client]).get(client, [])
    proposed = queries.proposed(now, giver, role_of(now, giver))
    return {"clients": [str(client)], "taker": str(proposed.pk) if proposed else ""}


def came_from(request: Asked) -> str:
    """Back to the client the reader came from, else to the list."""
    try:
        client = Client.objects.visible_to(request.user).filter(pk=UUID(request.GET.get("client", ""))).first()
    except ValueError:
        client = None
    return page_url(client) if client is not None else reverse("clients:list")


# --- what was handed over ---


@require_safe
@login_required
def hand_overs(request: Asked) -> HttpResponse:
    """What was handed to me, by me, and at clients I head."""
    found = queries.page_of(request.user, cursor=request.GET.get("cursor", ""))
    context = {
        "rows": saying.all_handed(found.rows, request.user),
        "next": f"?cursor={found.next}" if found.next else "",
        "back": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "clients/hand_overs.html", context)


def batch_of(request: Asked, batch: UUID) -> list[HandOver]:
    """What was handed over in one act, as far as one may see it; 404 for nothing."""
    rows = queries.of_batch(batch, request.user)
    if not rows:
        raise Http404
    return rows


@require_safe
@login_required
def hand_over_done(request: Asked, batch: UUID) -> HttpResponse:
    """One hand-over: its clients, what went along, how they were told, and the answer."""
    return done_page(request, batch_of(request, batch), forms.DeclineForm())


def done_page(
    request: Asked, rows: list[HandOver], form: forms.DeclineForm, refused: Refused | None = None
) -> HttpResponse:
    """The page of a batch, with a refusal where there is one."""
    by, at = request.user, clock.now()
    waits = [row for row in rows if row.accepted_at is None and row.taken_back_at is None]
    stands = [row for row in rows if row.taken_back_at is None]
    context = {
        "batch": rows[0].batch,
        "heading": saying.heading(rows),
        "facts": saying.facts(rows, by, at),
        "rows": saying.all_handed(rows, by),
        "answers": any(row.taker_id == by.pk and row.role == Assignment.Role.MANAGER for row in waits),
        "takes_back": saying.may_take_back(stands, by, at),
        "form": form,
        "refused": refused,
    }
    return render(request, "clients/hand_over_done.html", context, status=422 if refused or form.is_bound else 200)


@require_POST
@login_required
def accept(request: Asked, batch: UUID) -> HttpResponse:
    """I have them."""
    rows = [row for row in batch_of(request, batch) if row.accepted_at is None and row.taken_back_at is None]
    try:
        actions.accept(rows=rows, by=request.user, at=clock.now())
    except Refused as refused:
        return done_page(request, batch_of(request, batch), forms.DeclineForm(), refused)
    say.done(request, _("Accepted."))
    return redirect("clients:hand_over_done", batch)


@require_POST
@login_required
def decline(request: Asked, batch: UUID) -> HttpResponse:
    """It cannot be me."""
    every = batch_of(request, batch)
    rows = [row for row in every if row.accepted_at is None and row.taken_back_at is None]
    form = forms.DeclineForm(request.POST)
    by, at = request.user, clock.now()
    if not form.is_valid():
        return done_page(request, every, form)
    try:
        actions.decline(rows=rows, why=form.cleaned_data["why"], by=by, at=at)
    except Refused as refused:
        return done_page(request, every, form, refused)
    say.done(request, _("They went back to %(name)s.") % {"name": every[0].giver.name})
    return redirect("clients:hand_overs")


@require_POST
@login_required
def take_back(request: Asked, batch: UUID) -> HttpResponse:
    """Take a hand-over back within a day."""
    every = batch_of(request, batch)
    rows = [row for row in every if row.taken_back_at is None]
    try:
        actions.take_back(rows=rows, by=request.user, at=clock.now())
    except Refused as refused:
        return done_page(request, every, forms.DeclineForm(), refused)
    say.done(request, _("Taken back: everything stands with %(name)s again.") % {"name": every[0].giver.name})
    return redirect("clients:hand_overs")


# --- who is there ---


@require_safe
@login_required
def stands_in(request: Asked) -> HttpResponse:
    """The clients one stands in for now, each with what is open, how people wish to be met, the last words."""
    rows, found = standing_in.page(request.user, clock.now(), cursor=request.GET.get("cursor", ""))
    context = {
        "rows": rows,
        "next": f"?cursor={found.next}" if found.next else "",
        "back": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "clients/standing_in.html", context)


@require_safe
@login_required
def unattended(request: Asked) -> HttpResponse:
    """Clients one heads with nobody there, and why."""
    rows, found = standing_in.alone(request.user, clock.now(), cursor=request.GET.get("cursor", ""))
    context = {
        "rows": rows,
        "next": f"?cursor={found.next}" if found.next else "",
        "back": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "clients/unattended.html", context)
