"""One follow-up with its questions, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.engagements.models import Engagement
from mainstay.followups import actions, forms
from mainstay.followups.models import FollowUp
from mainstay.followups.queries import listing
from mainstay.followups.queries.listing import Wanted
from mainstay.followups.queries.one import shown
from mainstay.followups.queries.today import people_of, whom
from mainstay.followups.queries.words import heading, state_words
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.kit.times import local_day
from mainstay.promises.views.asked import onward
from mainstay.theme import say
from mainstay.theme.filters import Choice, Group, said


def one_of(request: Asked, followup_id: UUID) -> FollowUp:
    """The follow-up, or 404 for whoever may not see its client."""
    named = ("client__unit", "promise__made_to", "promise__kind", "engagement", "asked", "repair", "ended_by")
    rows = FollowUp.objects.visible_to(request.user).select_related(*named)
    return get_object_or_404(rows, pk=followup_id)


def here(followup: FollowUp) -> str:
    """Where its page is."""
    return reverse("followups:page", args=[followup.pk])


@both
@login_required
def followup(request: Asked, followup_id: UUID) -> HttpResponse:
    """Ask: whom, what; and write down what they say (R-B-34, R-B-35)."""
    one, at = one_of(request, followup_id), clock.now()
    people = people_of([one.client_id])
    form = _form(request, one, people)
    if form is not None and request.method == "POST":
        kept = attempt(form, lambda _told: actions.answer(followup=one, by=request.user, at=at, **form.told))
        if kept is not None:
            say.done(request, _answered(kept), undo=reverse("followups:take_back", args=[kept.pk]))
            return redirect(onward(request) or here(kept))
    elif request.method == "POST":
        return redirect(here(one))
    context = {
        **shown(one, people, request.user, at),
        "form": form,
        "next": onward(request),
        "take_back_url": _take_back_url(request, one, at),
    }
    return render(request, "followups/page.html", context, status=422 if form is not None and form.is_bound else 200)


def _form(request: Asked, one: FollowUp, people: Any) -> forms.AnswerForm | None:
    if one.state != FollowUp.State.OPEN or not request.user.may(rights.DELIVER):
        return None
    work = one.engagement
    asks = work is not None and bool(work.outcome) and not work.outcome_said and request.user.may(rights.KEEP_WORD)
    there = people.get(one.client_id, [])
    asked = whom(one, people).contact
    initial = {"asked": str(asked.pk)} if asked is not None else {}
    return forms.AnswerForm(request.POST or None, followup=one, people=there, outcome=asks, initial=initial)


def _answered(kept: FollowUp) -> str:
    if kept.repair is not None:
        return _("Written down what they say. Promised: %(what)s.") % {"what": kept.repair.text}
    said = Engagement.objects.filter(pk=kept.engagement_id or UUID(int=0)).exclude(outcome_said="")
    if said.exists():
        return _("Written down what they say, and the outcome with it.")
    return _("Written down what they say.")


def _take_back_url(request: Asked, one: FollowUp, at: datetime) -> str:
    can = actions.can_take_back(followup=one, by=request.user, at=at)
    return reverse("followups:take_back", args=[one.pk]) if can else ""


# --- the other verbs ---------------------------------


def _ask(
    request: Asked, one: FollowUp, form: django_forms.Form, act: Callable[[Any], FollowUp], words: tuple[str, str]
) -> HttpResponse:
    """One form on a page of its own; afterwards back to where it was asked from."""
    button, done = words
    kept = attempt(form, act)
    if kept is not None:
        say.done(request, done, undo=reverse("followups:take_back", args=[one.pk]))
        return redirect(onward(request) or here(one))
    return form_page(
        request, form, heading=heading(one), button=button, back=onward(request) or here(one), back_to=one.client.name
    )


@both
@login_required
def put_off(request: Asked, followup_id: UUID) -> HttpResponse:
    """Ask on a later day."""
    one, by = one_of(request, followup_id), request.user
    form = forms.PutOffForm(request.POST or None)
    words = (_("Ask later"), _("It waits until then."))
    return _ask(request, one, form, lambda told: actions.put_off(followup=one, by=by, at=clock.now(), **told), words)


@both
@login_required
def drop(request: Asked, followup_id: UUID) -> HttpResponse:
    """Give it up."""
    one, by = one_of(request, followup_id), request.user
    form = forms.DropForm(request.POST or None)
    words = (_("Nobody needs to ask"), _("Nobody asks any more."))
    return _ask(request, one, form, lambda told: actions.drop(followup=one, by=by, at=clock.now(), **told), words)


@both
@login_required
def repair(request: Asked, followup_id: UUID) -> HttpResponse:
    """Promise to put right what was wrong."""
    one, by = one_of(request, followup_id), request.user
    form = forms.RepairForm(request.POST or None, initial={"repair_text": one.defect})

    def promised(told: Any) -> Any:
        day, text = told["repair_on"], told["repair_text"]
        return actions.promise_repair(followup=one, due_on=day, text=text, by=by, at=clock.now())

    made = attempt(form, promised)
    if made is not None:
        undo = reverse("promises:take_back", args=[made.pk])
        say.done(request, _("Promised: %(what)s.") % {"what": made.text}, undo=undo)
        return redirect(here(one))
    return form_page(
        request, form, heading=_("Put it right"), button=_("Promise it"), back=here(one), back_to=heading(one)
    )


@require_POST
@login_required
def take_back(request: Asked, followup_id: UUID) -> HttpResponse:
    """Undo one's own last act on it."""
    one = one_of(request, followup_id)
    try:
        kept = actions.take_back(followup=one, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=here(one), back_to=heading(one))
    at = clock.now()
    say.done(request, _("Taken back: %(said)s.") % {"said": state_words(kept, local_day(at, request.user.zone))})
    return redirect(here(one))


# --- the list ---------------------------------


@require_safe
@login_required
def followups(request: Asked) -> HttpResponse:
    """What is to be asked, and what was answered."""
    user, at = request.user, clock.now()
    whose = "mine" if Client.objects.served_by(user).kept().exists() else "all"
    wanted = Wanted.told(request.GET.dict(), whose=whose)
    found = listing.page(user, wanted, at, cursor=request.GET.get("cursor", ""))
    groups, url = _groups(wanted), reverse("followups:list")
    context = {
        "rows": listing.rows(found.rows, local_day(at, user.zone)),
        "groups": groups,
        "said": said(groups),
        "next_url": f"{url}?{wanted.query(cursor=found.next)}" if found.next else "",
        "back_url": f"{url}?{wanted.query(cursor=found.back)}" if found.back else "",
    }
    return render(request, "followups/list.html", context)


def _groups(wanted: Wanted) -> list[Group]:
    whose = {"mine": _("Mine"), "all": _("All I may see")}
    states = {
        listing.DUE: _("To ask now"),
        listing.OPEN: _("Now and to come"),
        FollowUp.State.ANSWERED.value: _("Answered"),
        FollowUp.State.DROPPED.value: _("Given up"),
        listing.ANY: _("All"),
    }
    return [
        Group(_("Whose"), [_choice(wanted, label, whose=code) for code, label in whose.items()]),
        Group(_("Which"), [_choice(wanted, label, state=code) for code, label in states.items()]),
    ]


def _choice(wanted: Wanted, label: str, **change: str) -> Choice:
    name, value = next(iter(change.items()))
    url = f"{reverse('followups:list')}?{wanted.query(**change)}"
    return Choice(label, url, current=getattr(wanted, name) == value)
