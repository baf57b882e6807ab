"""One client's record: the word with its reasons, both ways; breaches; excuses that wait; how it came about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.house.queries.people import alone
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.theme import say
from mainstay.trust.actions.record import breaches, people
from mainstay.trust.forms import record as forms
from mainstay.trust.queries.record import pages, replay
from mainstay.trust.queries.record.reading import record_of
from mainstay.trust.rules.record.policy import OURS, THEIRS
from mainstay.trust.views.record.asked import breach_of, record_url, weighing_of


@require_safe
@login_required
def record(request: Asked, client_id: UUID) -> HttpResponse:
    """The word, why, and what would change it."""
    return _show(request, client_of(request, client_id))


def _show(request: Asked, client: Client, **more: Any) -> HttpResponse:
    declared = pages.breaches(client)
    known = record_of(client, at=clock.now(), breaches=declared)
    leads = request.user.may(rights.DECLARE)
    context = {
        "client": client,
        "ours": pages.side(known.ours),
        "theirs": pages.side(known.theirs) if known.theirs.known else None,
        "failures": pages.failures(client),
        "asked": _asked(request.user, client),
        "breaches": [
            {"row": row, "open": leads and row.closed_on is None and row.annulled_at is None, "leads": leads}
            for row in pages.open_first(declared)
        ],
        "breach_form": forms.blank_breach(get_language() or "en") if leads else "",
        "close_form": forms.CloseForm(),
        "annul_form": forms.WhyForm(),
        **more,
    }
    refused = "refused" in more or "declare_open" in more or "close_open" in more
    return render(request, "trust/record/record.html", context, status=422 if refused else 200)


def _asked(person: User, client: Client) -> list[dict[str, Any]]:
    """What is to be excused, and whether this person may agree: somebody else, or somebody alone in the house."""
    rows, keeps = pages.asked(client), person.may(rights.KEEP_WORD)
    by_itself = keeps and any(row.by_id == person.pk for row in rows) and alone(person)
    return [
        {
            "row": row,
            "agrees": keeps and (by_itself or row.by_id != person.pk),
            "alone": by_itself and row.by_id == person.pk,
        }
        for row in rows
    ]


@require_POST
@login_required
def declare(request: Asked, client_id: UUID) -> HttpResponse:
    """Declare a breach."""
    client = client_of(request, client_id)
    if refused := breaches.may_not_lead(request.user):
        return _show(request, client, refused=refused)
    form = forms.BreachForm(request.POST)
    done = attempt(form, lambda told: breaches.declare(client=client, by=request.user, at=clock.now(), **told))
    if done is None:
        return _show(request, client, breach_form=form, declare_open=True)
    say.done(request, _("The breach is open. The record is not trusted until it is closed."))
    return redirect(record_url(client.pk))


@require_POST
@login_required
def close(request: Asked, breach_id: UUID) -> HttpResponse:
    """Close a breach."""
    breach = breach_of(request, breach_id)
    if refused := breaches.may_not_lead(request.user):
        return _show(request, breach.client, refused=refused)
    form = forms.CloseForm(request.POST)
    done = attempt(form, lambda told: breaches.close(breach=breach, by=request.user, at=clock.now(), **told))
    if done is None:
        return _show(request, breach.client, close_form=form, close_open=breach.pk)
    say.done(request, _("The breach is closed. From here on it is to be earned again."))
    return redirect(record_url(breach.client_id))


@require_POST
@login_required
def annul(request: Asked, breach_id: UUID) -> HttpResponse:
    """A breach was declared in error."""
    breach = breach_of(request, breach_id)
    if refused := breaches.may_not_lead(request.user):
        return _show(request, breach.client, refused=refused)
    form = forms.WhyForm(request.POST)
    done = attempt(form, lambda told: breaches.annul_breach(breach=breach, by=request.user, at=clock.now(), **told))
    if done is None:
        return _show(request, breach.client, annul_form=form, close_open=breach.pk)
    say.done(request, _("It counts for nothing now, and stays to be seen."))
    return redirect(record_url(breach.client_id))


@require_POST
@login_required
def agree(request: Asked, weighing_id: UUID) -> HttpResponse:
    """Agree that a failure counts for nothing."""
    row = weighing_of(request, weighing_id)
    try:
        people.excuse(weighing=row, by=request.user, at=clock.now(), reason=request.POST.get("reason", ""))
    except Refused as refused:
        return _show(request, row.promise.client, refused=refused)
    say.done(request, _("Excused: it counts for nothing."))
    return redirect(record_url(row.promise.client_id))


@require_POST
@login_required
def take_back(request: Asked, weighing_id: UUID) -> HttpResponse:
    """Take back what was said of a promise."""
    row = weighing_of(request, weighing_id)
    try:
        people.take_weighing_back(weighing=row, by=request.user, at=clock.now())
    except Refused as refused:
        return _show(request, row.promise.client, refused=refused)
    say.done(request, _("Taken back."))
    return redirect("trust:weighs", promise_id=row.promise_id)


@both
@login_required
def audit(request: Asked, client_id: UUID) -> HttpResponse:
    """How the verdict came about, line by line: the only page on which balances stand (TV-2, TV-51)."""
    client = client_of(request, client_id)
    way = THEIRS if request.GET.get("of") == THEIRS else OURS
    as_of = parse_date(request.GET.get("as-of", "")) if request.GET.get("as-of") else None
    told = replay.explain(client, way, at=clock.now(), as_of=as_of)
    start = request.GET.get("from", "0")
    first = int(start) if start.isdecimal() else 0
    rows, more = pages.table(told, first)
    here = reverse("trust:audit", args=[client.pk])
    query = f"of={way}" + (f"&as-of={as_of.isoformat()}" if as_of else "")
    context = {
        "client": client,
        "told": told,
        "rows": rows,
        "changes": pages.changes(client, way),
        "theirs": way == THEIRS,
        "other_url": f"{here}?of={OURS if way == THEIRS else THEIRS}",
        "next_url": f"{here}?{query}&from={first + pages.SHOWN}" if more else "",
        "back_url": f"{here}?{query}&from={max(0, first - pages.SHOWN)}" if first else "",
        "terms": [
            (_("As of"), told.as_of.isoformat()),
            (_("Policy"), told.policy.label),
            (_("Engine"), told.engine),
            (_("SHA-256 of the evidence"), told.digest),
        ],
    }
    return render(request, "trust/record/audit.html", context)
