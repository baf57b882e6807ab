"""Somebody leaves the house: client by client, then all at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients import forms
from mainstay.clients.actions import handing as actions
from mainstay.clients.actions.handing import leaving as leavings
from mainstay.clients.models import HandOver, Leaving
from mainstay.clients.queries import handing as queries
from mainstay.clients.queries import look, saying
from mainstay.clients.queries.chronicle import latest
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import Refused
from mainstay.theme import say

LAST_WORDS = 3


def leaver_of(request: Asked, person_id: UUID) -> User:
    """Whoever leaves; 404 for a reader who may not prepare that."""
    person = get_object_or_404(User.objects.select_related("unit"), pk=person_id)
    if not leavings.may_prepare(person=person, by=request.user):
        raise Http404
    return person


def open_of(request: Asked, person_id: UUID) -> Leaving:
    """The leaving that is begun; 404 where there is none."""
    found = queries.open_leaving(leaver_of(request, person_id))
    if found is None:
        raise Http404
    return found


def here(person: User) -> str:
    """Where the page of a leaving is."""
    return reverse("clients:leaving", args=[person.pk])


@both
@login_required
def leaving(request: Asked, person_id: UUID) -> HttpResponse:
    """How far it is; begun by the same page."""
    person, by = leaver_of(request, person_id), request.user
    form = forms.BeginLeavingForm(request.POST or None)
    if request.method == "POST":
        begun = forms.attempt(form, lambda told: actions.begin(person=person, by=by, at=clock.now(), **told))
        if begun is not None:
            return redirect(here(person))
    return page(request, person, begin=form)


def page(
    request: Asked,
    person: User,
    *,
    begin: forms.BeginLeavingForm | None = None,
    same: forms.TermsForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page of a leaving: to begin, begun, or done."""
    by, at = request.user, clock.now()
    found = queries.last_leaving(person)
    context: dict[str, Any] = {"person": person, "refused": refused, "begin": begin or forms.BeginLeavingForm()}
    if found is None or (found.done_at is not None and person.is_active and _again(found, person)):
        context["count"] = leavings.stands_with(person).count()
        status = 422 if begin is not None and begin.is_bound else 200
        return render(request, "clients/leaving_begin.html", context, status=status)
    if found.done_at is not None:
        rows = list(
            HandOver.objects.visible_to(by)
            .filter(leaving=found, done_at__isnull=False)
            .select_related("client", "giver", "taker", "done_by")
            .order_by("client__order_name", "pk")[:500]
        )
        context |= {"rows": saying.all_handed(rows, by), "undo": at - found.done_at <= actions.WITHIN}
        context["facts"] = saying.facts(rows, by, at) if rows else []
        context["unseen"] = HandOver.objects.filter(leaving=found, done_at__isnull=False).count() if not rows else 0
        return render(request, "clients/leaving_done.html", context, status=422 if refused else 200)
    context |= _begun(request, found, same)
    bad = refused is not None or (same is not None and same.is_bound) or (begin is not None and begin.is_bound)
    return render(request, "clients/leaving.html", context, status=422 if bad else 200)


def _again(found: Leaving, person: User) -> bool:
    """Whether something stands with somebody whose leaving was done: they came back, or the door was left open."""
    return leavings.stands_with(person).exists()


def _begun(request: Asked, found: Leaving, same: forms.TermsForm | None) -> dict[str, Any]:
    by = request.user
    rows = page_of(
        queries.given_by(found.person, by), by=("order_name", "id"), cursor=request.GET.get("cursor", ""), size=50
    )
    steps = queries.steps(found, by, rows.rows, clock.now())
    how_far = queries.progress(found, by)
    following = next((step.client for step in steps if not step.ready), None)
    return {
        "leaving": found,
        "steps": [saying.planned(step, found.person) for step in steps],
        "how_far": how_far,
        "following": reverse("clients:leaving_step", args=[found.person_id, following.pk]) if following else "",
        "whole": how_far.ready == how_far.all and (not how_far.unseen or by.may(rights.RUN_HOUSE)),
        "finishers": ", ".join(queries.finishers(found.person)) if how_far.unseen else "",
        "same": same or same_form(found),
        "last_on": saying.last_day(found),
        "same_open": same is not None,
        "closes": by.may(rights.RUN_HOUSE),
        "next": f"?cursor={rows.next}" if rows.next else "",
        "back": f"?cursor={rows.back}" if rows.back else "",
    }


@both
@login_required
def step(request: Asked, person_id: UUID, client_id: UUID) -> HttpResponse:
    """One client: who follows, how they are told; beside it what the next one needs to know."""
    found, by, at = open_of(request, person_id), request.user, clock.now()
    client = get_object_or_404(queries.given_by(found.person, by), pk=client_id)
    one = queries.steps(found, by, [client], at)[0]
    form = forms.TermsForm(request.POST or None, giver=found.person, role=one.role, initial=_answers(one))

    def keep(told: Any) -> list[HandOver]:
        taker = told["taker"]
        return actions.plan(leaving=found, clients=[client], taker=taker, by=by, at=at, terms=form.terms)

    if forms.attempt(form, keep) is not None:
        return redirect(_next_step(found, by) or here(found.person))
    lines, _more = latest(client, by, at, most=LAST_WORDS)
    context = {
        "person": found.person,
        "client": client,
        "step": saying.planned(one, found.person),
        "people": [look.person(place) for place in look.places(client) if place.to_on is None],
        "lines": lines,
        "form": form,
    }
    return render(request, "clients/leaving_step.html", context, status=422 if form.is_bound else 200)


def _answers(one: queries.Step) -> dict[str, Any]:
    if one.plan is None:
        return {"taker": str(one.proposed.pk) if one.proposed else ""}
    told = {name: getattr(one.plan, name) for name in ("told_on", "told_how", "untold_why", "why")}
    return {**told, "taker": str(one.plan.taker_id or ""), "deputy": str(one.plan.deputy_id or "")}


def _next_step(found: Leaving, by: User) -> str:
    """The next client that is not ready, by name."""
    client = queries.not_ready(found, by).first()
    return reverse("clients:leaving_step", args=[found.person_id, client.pk]) if client is not None else ""


def same_form(found: Leaving, data: Any = None) -> forms.TermsForm:
    """One answer for all that are not ready."""
    return forms.TermsForm(data, giver=found.person, prefix="same", nobody=_("Whoever is proposed"))


@require_POST
@login_required
def same(request: Asked, person_id: UUID) -> HttpResponse:
    """The same for all clients that are not ready: what is left empty stays, or is as proposed."""
    found, by, at = open_of(request, person_id), request.user, clock.now()
    form = same_form(found, request.POST)
    steps = queries.steps(found, by, list(queries.not_ready(found, by)), at)

    def keep(told: Any) -> list[HandOver]:
        return actions.plan_same(leaving=found, steps=steps, taker=told["taker"], by=by, at=at, terms=form.terms)

    if forms.attempt(form, keep) is None:
        return page(request, found.person, same=form)
    say.done(request, _("Written down. Nothing passes before you say so below."))
    return redirect(here(found.person))


@require_POST
@login_required
def finish(request: Asked, person_id: UUID) -> HttpResponse:
    """Everything passes, in one act."""
    found, by = open_of(request, person_id), request.user
    let_go = "let_go" in request.POST if by.may(rights.RUN_HOUSE) else None
    try:
        actions.finish(leaving=found, by=by, at=clock.now(), let_go=let_go)
    except Refused as refused:
        return page(request, found.person, refused=refused)
    undo = reverse("clients:leaving_undo", args=[found.person_id])
    say.done(request, _("Everything of %(name)s passed on.") % {"name": found.person.name}, undo=undo)
    return redirect(here(found.person))


@require_POST
@login_required
def undo(request: Asked, person_id: UUID) -> HttpResponse:
    """Take it back within a day; or stay after all, before it is done."""
    person = leaver_of(request, person_id)
    found = queries.last_leaving(person)
    if found is None:
        raise Http404
    back = actions.undo if found.done_at is not None else actions.stop
    try:
        back(leaving=found, by=request.user, at=clock.now())
    except Refused as refused:
        return page(request, person, refused=refused)
    say.done(request, _("%(name)s stays; what they look after stands with them.") % {"name": person.name})
    return redirect("house:person", person.pk)
