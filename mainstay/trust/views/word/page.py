"""The word of one client: what holds and why, what the record proposes, what can be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.promises.models import Promise
from mainstay.theme import say
from mainstay.trust.actions import word as verbs
from mainstay.trust.forms import word as forms
from mainstay.trust.queries.record.reading import record_of
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.word.proposals import Proposal, proposal_of
from mainstay.trust.queries.word.said import STATES, Said, proposed, said
from mainstay.trust.rules import word as rules
from mainstay.trust.views.record.asked import Verb, may_not, verb_of

SHOWN = 8


@both
@login_required
def word(request: Asked, client_id: UUID) -> HttpResponse:
    """The page; a POST says one thing, named by ``verb``."""
    client = client_of(request, client_id)
    if refused := may_not(request, rights.KEEP_WORD, reverse("trust:word", args=[client.pk])):
        return refused
    told, proposal = said(client), proposal_of(client)
    sent = request.POST.get("verb", "") if request.method == "POST" else ""
    offered = list(_verbs(request, client, told, proposal))
    chosen = next((one for one in offered if one.name == sent), None)
    if chosen is not None and _done(request, client, chosen) is not None:
        say.done(request, _("Noted."))
        return redirect("trust:word", client_id=client.pk)
    reasons = record_of(client, at=clock.now()).ours.why[1:] if proposal is not None else ()
    context = {
        "client": client,
        "told": told,
        "state": STATES.get(told.word, ""),
        "stones": [(one, day(one.on)) for one in told.grounds],
        "proposal": proposed(proposal) if proposal is not None else "",
        "proposal_reasons": [line.words for line in reasons],
        "verbs": offered,
    }
    return render(request, "trust/word/word.html", context, status=422 if sent else 200)


def _verbs(request: Asked, client: Client, told: Said, proposal: Proposal | None) -> Iterator[Verb]:
    """What may be said now; the one that was sent is bound."""
    if not request.user.may(rights.KEEP_WORD) or client.archived:
        return

    one = partial(verb_of, request, client=client)
    if proposal is not None:
        yield one("accept", _("Accept it"), _("Trust becomes what the record says."), _("Accept it"), forms.PlainForm)
        hint = _("With a reason. It comes up again when the record changes.")
        yield one("keep", _("Leave trust as it is"), hint, _("Keep this"), forms.ReasonForm)
    hint = _("With the reason. What stood before stays to be seen.")
    yield one("say", _("Say what they believe"), hint, _("Keep this"), forms.SayForm, promises=_ended(client))
    if told.word == rules.INSUFFICIENT and told.row is not None:
        hint = _("From then on the question is whether they decided.")
        yield one("give", _("They were given something"), hint, _("Note it"), forms.GiveForm)
    yield one("notice", _("Something was noticed"), _("It becomes evidence."), _("Note it"), forms.NoticeForm)
    if told.not_asked:
        yield one("ask", _("We asked"), _("What they said becomes evidence."), _("Note it"), forms.AskForm)
    else:
        hint = _("We do not know what they think. It changes nothing and becomes work.")
        yield one("not_asked", _("We have not asked"), hint, _("Note it"), forms.PlainForm)


def _ended(client: Client) -> list[Promise]:
    """The latest of ours that came to an end: what a word may rest on."""
    rows = Promise.objects.filter(client=client, side=Promise.Side.OURS, closed_on__isnull=False, annulled_at=None)
    return list(rows.order_by("-closed_on", "-id")[:SHOWN])


def _done(request: Asked, client: Client, verb: Verb) -> Any:
    act: Callable[..., Any] = getattr(verbs, verb.name)
    return attempt(verb.form, lambda told: act(client=client, by=request.user, at=clock.now(), **told))
