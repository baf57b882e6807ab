"""Advice given to one client: the list, and one piece of it with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from mainstay.clients.forms import attempt
from mainstay.clients.views.asked import client_of, page_url
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.theme import say
from mainstay.trust.actions import advised as verbs
from mainstay.trust.forms import advised as forms
from mainstay.trust.forms.word import PlainForm
from mainstay.trust.models.advised import Advice
from mainstay.trust.queries import advised as queries
from mainstay.trust.views.record.asked import Verb, may_not, verb_of


@both
@login_required
def advice(request: Asked, client_id: UUID) -> HttpResponse:
    """What we advised this client, the latest first; a POST adds one."""
    client = client_of(request, client_id)
    if refused := may_not(request, rights.KEEP_WORD, page_url(client)):
        return refused
    form = forms.AdviseForm(request.POST or None, client=client)
    by, at = request.user, clock.now()
    if attempt(form, lambda told: verbs.advise(client=client, by=by, at=at, **told)) is not None:
        say.done(request, _("Noted."))
        return redirect("trust:advice", client.pk)
    found = queries.page(client, cursor=request.GET.get("cursor", ""))
    context = {
        "client": client,
        "told": queries.in_words(queries.listened(client)),
        "rows": queries.said(found.rows),
        "form": form if by.may(rights.KEEP_WORD) and not client.archived else None,
        "next_url": f"?cursor={found.next}" if found.next else "",
        "back_url": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/advised/advice.html", context, status=422 if form.is_bound else 200)


@both
@login_required
def one(request: Asked, advice_id: UUID) -> HttpResponse:
    """One piece of advice; a POST says what became of it, named by ``verb``."""
    rows = Advice.objects.visible_to(request.user).counted().select_related("client", "contact", "by")
    row = get_object_or_404(rows, pk=advice_id)
    if refused := may_not(request, rights.KEEP_WORD, page_url(row.client)):
        return refused
    sent = request.POST.get("verb", "") if request.method == "POST" else ""
    offered = list(_verbs(request, row, sent))
    chosen = next((each for each in offered if each.name == sent), None)
    if chosen is not None and _done(request, row, chosen) is not None:
        say.done(request, _("Noted."))
        return redirect("trust:advice", row.client_id)
    told = queries.one(row)
    terms = [(_("Advised"), told.when), (_("By"), row.by.name), (_("Whom there"), told.whom)]
    terms += [(_("What they did with it"), told.answer), (_("What came of it"), told.came_of)]
    context = {
        "client": row.client,
        "advice": told,
        "terms": [(word, value) for word, value in terms if value],
        "verbs": offered,
    }
    return render(request, "trust/advised/one.html", context, status=422 if sent else 200)


def _verbs(request: Asked, row: Advice, sent: str) -> Iterator[Verb]:
    """What may be said now; the one that was sent is bound."""
    if not request.user.may(rights.KEEP_WORD) or row.client.archived:
        return

    one = partial(verb_of, request, client=row.client)
    answer = one("answer", _("What they did with it"), _("It may be said anew."), _("Note it"), forms.AnswerForm)
    if row.answer == Advice.Answer.OPEN:
        yield answer if sent else answer._replace(open=True)
    else:
        yield answer
        yield one("came_of", _("What came of it"), _("Whichever way it went."), _("Note it"), forms.CameOfForm)
    yield one("annul", _("Entered in error"), _("It counts no more."), _("It was an error"), PlainForm)


def _done(request: Asked, row: Advice, chosen: Verb) -> Any:
    act: Callable[..., Any] = getattr(verbs, chosen.name)
    return attempt(chosen.form, lambda told: act(advice=row, by=request.user, at=clock.now(), **told))
