"""What somebody of a client sees who was given a link: one day or one delivery, and how to answer it (R-B-50).

Whoever has the link is taken for whom it was made. It shows what was promised and for which day, nothing else of the
client or the house; it is signed, ends by itself, can be ended, and takes one answer.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mainstay.house import clock
from mainstay.house.models import house
from mainstay.kit import throttle, times
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.forms.before import ByLink, OfDelivery
from mainstay.promises.models import AnswerLink
from mainstay.promises.queries import linking
from mainstay.promises.rules import linking as rules
from mainstay.theme import waiting
from mainstay.theme.forms import refuse

OPENED = throttle.Limit(times=30, seconds=600)
GONE = (rules.ENDED, rules.EXPIRED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question of a link and its answer; a link that has ended, or is none of ours, is not there."""
    link, at = linking.opened(token), clock.now()
    if link is None or linking.standing(link, at) in GONE:
        raise Http404
    if throttle.too_often(f"answer-{link.pk}", OPENED):
        return waiting.too_often(request, OPENED.seconds)
    with override(_language(request, link)):
        kind = OfDelivery if link.about == AnswerLink.About.DELIVERY else ByLink
        form = kind(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                actions.answer_by_link(link=link, at=at, **form.cleaned_data)
                return redirect(request.path)
            except Refused as refused:
                refuse(form, refused)
        page = render(
            request, "promises/answer_open.html", _shown(link, form, at), status=422 if form.is_bound else 200
        )
    page["X-Robots-Tag"] = "noindex"
    return page


def _language(request: HttpRequest, link: AnswerLink) -> str:
    """Theirs, unless they chose another one at the foot of the page; what their browser speaks where none is told."""
    spoken = get_language() or "en"
    return spoken if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else linking.language_of(link) or spoken


def _shown(link: AnswerLink, form: ByLink | OfDelivery, at: Any) -> dict[str, Any]:
    language, asked = get_language() or "en", link.renegotiation
    stands = linking.standing(link, at)
    return {
        "house": house().name,
        "promise": link.promise,
        "ours": link.promise.side == link.promise.Side.OURS,
        "first": times.date_words(asked.from_on, language, year=True) if asked is not None else "",
        "day": times.date_words(link.due_on, language, year=True),
        "given": link.about == AnswerLink.About.DELIVERY,
        "asked": asked,
        "owner": link.by.name,
        "until": times.date_words(times.local_day(link.expires_at, link.promise.client.zone), language, year=True),
        "form": form if stands == rules.OPEN else None,
        "said": linking.said(link, language) if link.answer else "",
        "overtaken": stands == rules.OVERTAKEN,
    }
