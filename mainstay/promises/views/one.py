"""The page of one promise, and its verbs: on that page, and each standing alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, retarget

from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, forms
from mainstay.promises.models import Promise, Remark
from mainstay.promises.queries import exchange, one, warned
from mainstay.promises.queries.words import Reader, cable, money, over_words, stands
from mainstay.promises.views import between
from mainstay.promises.views.asked import onward, page_url, promise_of, remark_of
from mainstay.promises.views.ending import EXCHANGING
from mainstay.promises.views.verbs import DAILY, VERBS, Offer, done_words, form_for, not_now, offers, refusal
from mainstay.theme import say
from mainstay.theme.forms import refuse

PART = "promise"
T = TypeVar("T")


@require_safe
@login_required
def page(request: Asked, promise_id: UUID) -> HttpResponse:
    """What was agreed, what can be done now, what happened."""
    promise = promise_of(request, promise_id)
    return render(request, "promises/promise.html", whole(request, promise, _reader(request)))


def _reader(request: Asked) -> Reader:
    return Reader.of(request.user, clock.now())


def whole(
    request: Asked, promise: Promise, reader: Reader, *, bound: Any = None, refused: Refused | None = None
) -> dict[str, Any]:
    """Everything the page of a promise shows; ``bound`` is a form that was refused."""
    asked = one.asked_of(promise)
    askings = one.askings(asked, reader)
    remarks = one.remarks_of(promise)
    offered = offers(
        promise, request.user, reader, waits=any(asking.open for asking in askings) and promise.is_owed,
        bound=bound if isinstance(bound, forms.Act) else None,
    )  # fmt: skip
    stands_between = between.shown(request, promise, reader, asked)
    return {
        **stands_between,
        "promise": promise,
        "stands": stands(promise, reader),
        "warnings": warned.sentences(promise, reader),
        "instead_url": page_url(promise.instead) if promise.instead else "",
        "exchange": exchange.shown(promise, reader, request.user),
        "terms": [
            *one.terms(promise, reader, request.user),
            (_("Working time left"), stands_between["between"].hours_left),
            (_("Both sides"), " ".join(stands_between["between"].agreed)),
        ],
        "askings": askings,
        "state": cable(promise, reader, settled=True),
        **_sorted_out(promise, offered),
        "at_once": _at_once(offered),
        "settling": settling(promise, reader, request.user),
        "remarks": [_remark(remark, request, reader, bound) for remark in remarks],
        "story": one.story(promise, remarks, request.user, reader),
        "take_back_url": _take_back_url(request, promise, reader),
        "refused": refused,
    }


def _sorted_out(promise: Promise, offered: list[Offer]) -> dict[str, Any]:
    """What is done daily, what less often, and what cannot be done now: of a closed promise that is said once."""
    closed = bool(promise.ended) or promise.annulled_at is not None
    given = [offer for offer in offered if offer.verb.name in EXCHANGING]
    offered = [offer for offer in offered if offer not in given]
    aside = [offer for offer in offered if offer.refused and (closed or offer.verb.name not in DAILY)]
    left = [offer for offer in offered if offer not in aside]
    return {
        "daily": sorted(
            (offer for offer in left if offer.verb.name in DAILY), key=lambda offer: DAILY.index(offer.verb.name)
        ),
        "rarely": [offer for offer in left if offer.verb.name not in DAILY],
        "not_now": not_now(aside),
        "given": [offer for offer in given if offer.form],
    }


def _at_once(offered: list[Offer]) -> str:
    """Where one press says that it is done, while it is owed."""
    return next((offer.url for offer in offered if offer.verb.name == "deliver" and offer.form), "")


def _take_back_url(request: Asked, promise: Promise, reader: Reader) -> str:
    can = actions.can_take_back(promise, by=request.user, at=reader.at)
    return reverse("promises:take_back", args=[promise.pk]) if can else ""


def settling(promise: Promise, reader: Reader, person: Any) -> list[tuple[str, str]]:
    """The two answers that follow from days and amounts, stated and not asked (R-A-10)."""
    if promise.delivered_on is None:
        return []
    said = {"due": reader.on(promise.judged_on), "day": reader.on(promise.delivered_on)}
    if promise.days_late:
        on_time = _("No. Due %(due)s, delivered %(day)s.")
    else:
        on_time = _("Yes. Due %(due)s, delivered %(day)s.")
    return [(_("On time?"), on_time % said), (_("On budget?"), _on_budget(promise, sees=person.may(rights.SEE_MONEY)))]


def _on_budget(promise: Promise, *, sees: bool) -> str:
    if promise.budget is None:
        return _("No price was agreed.")
    over = promise.over_budget
    if not sees:
        return {True: over_words(promise) + ".", False: _("Yes."), None: _("Not known yet.")}[over]
    agreed = {"agreed": money(promise.budget, promise.currency)}
    if over is None:
        return _("Agreed %(agreed)s. Say below what is charged.") % agreed
    both_amounts = agreed | {"charged": money(promise.cost, promise.currency)}
    if over:
        return _("No. Agreed %(agreed)s, charged %(charged)s: %(over)s.") % (
            both_amounts | {"over": over_words(promise).lower()}
        )
    return _("Yes. Agreed %(agreed)s, charged %(charged)s.") % both_amounts


# --- the verbs ---------------------------------


@both
@login_required
def act(request: Asked, promise_id: UUID, verb: str) -> HttpResponse:
    """One verb: its form alone, or the deed. A refusal comes back into the form (R-X-14)."""
    promise, reader = promise_of(request, promise_id), _reader(request)
    chosen = VERBS[verb]
    form = form_for(chosen, promise, request.user, reader, request.POST if request.method == "POST" else None)

    def deed(told: dict[str, Any]) -> Promise:
        return chosen.act(promise=promise, by=request.user, at=reader.at, **told)

    kept = attempt(form, deed)
    if kept is not None:
        return _done(request, kept, done_words(chosen, kept, reader), undo=chosen.undo)
    if request.htmx and request.htmx.target == PART:
        return _part(request, promise, bound=form, status=422)
    context = {
        "promise": promise,
        "advice": chosen.advice() if chosen.advice else (),
        "heading": chosen.label,
        "stands": stands(promise, reader),
        "form": form,
        "button": chosen.button,
        "settling": settling(promise, reader, request.user) if verb == "settle" else [],
        "refused": None if form.is_bound else refusal(chosen, promise, request.user, reader),
    }
    return _alone(request, context)


@require_POST
@login_required
def take_back(request: Asked, promise_id: UUID) -> HttpResponse:
    """Undo one's own last act; what was before stands again (R-X-2)."""
    promise, reader = promise_of(request, promise_id), _reader(request)
    try:
        kept = actions.take_back(promise=promise, by=request.user, at=reader.at)
    except Refused as refused:
        context = whole(request, promise, reader, refused=refused)
        return render(request, "promises/promise.html", context, status=422)
    words = _("%(what)s: taken back. %(said)s") % {"what": kept.text, "said": stands(kept, reader)[0].text}
    return _done(request, kept, words, undo=False)


def attempt(form: django_forms.Form, deed: Callable[[dict[str, Any]], T]) -> T | None:
    """What the deed gives; None where the form or the deed refuses, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return deed(form.cleaned_data)
    except Refused as refused:
        refuse(form, refused)
        return None


def _done(request: Asked, promise: Promise, words: str, *, undo: bool = True) -> HttpResponse:
    """Say what was done, with the way back, and go on: to ``next``, else the promise's page or its part."""
    target = onward(request)
    back = reverse("promises:take_back", args=[promise.pk])
    if target:
        back = f"{back}?{urlencode({'next': target})}"
    say.done(request, words, undo=back if undo else "")
    if target:
        return redirect(target)
    if request.htmx and request.htmx.target == PART:
        part = _part(request, promise_of(request, promise.pk))
        part["HX-Reswap"] = "outerHTML show:window:top"
        return part
    return redirect(page_url(promise))


def _part(request: Asked, promise: Promise, *, bound: Any = None, status: int = 200) -> HttpResponse:
    context = whole(request, promise, _reader(request), bound=bound)
    return render(request, f"promises/promise.html#{PART}", context, status=status)


def _alone(request: Asked, context: dict[str, Any]) -> HttpResponse:
    """The form as a page of its own; asked for by htmx from elsewhere, it takes the place of that page."""
    bound = context["form"].is_bound
    context |= {"next": onward(request), "url": request.path}
    response = render(request, "promises/act.html", context, status=422 if bound else 200)
    if request.htmx:
        response["HX-Reswap"] = "innerHTML show:window:top"
        return push_url(retarget(response, "body"), request.path)
    return response


# --- remarks ---------------------------------


@both
@login_required
def answer_remark(request: Asked, remark_id: UUID) -> HttpResponse:
    """Say how a remark was answered."""
    remark, reader = remark_of(request, remark_id), _reader(request)
    form = forms.AnswerRemark(request.POST if request.method == "POST" else None, auto_id=f"a-{remark.pk}-%s")
    kept = attempt(form, lambda told: actions.answer_remark(remark=remark, by=request.user, at=reader.at, **told))
    if kept is not None:
        words = _("The remark is answered: “%(text)s”.") % {"text": kept.text}
        return _done(request, remark.promise, words, undo=False)
    return _remark_refused(request, remark, form, _("Answer the remark"), _("It is answered"))


@both
@login_required
def promise_remark(request: Asked, remark_id: UUID) -> HttpResponse:
    """Turn a remark into a promise with a day."""
    remark, reader = remark_of(request, remark_id), _reader(request)
    data = request.POST if request.method == "POST" else None
    form = forms.PromiseRemark(data, remark=remark, auto_id=f"p-{remark.pk}-%s")
    made = attempt(form, lambda told: actions.promise_remark(remark=remark, by=request.user, at=reader.at, **told))
    if made is not None:
        said = _("Promised: %(what)s. %(said)s") % {"what": made.text, "said": stands(made, reader)[0].text}
        say.done(request, said, undo=reverse("promises:take_back", args=[made.pk]))
        return redirect(onward(request) or page_url(remark.promise))
    return _remark_refused(request, remark, form, _("Promise it"), _("Promise it"))


def _remark_refused(request: Asked, remark: Remark, form: django_forms.Form, heading: str, button: str) -> HttpResponse:
    if request.htmx and request.htmx.target == PART:
        return _part(request, promise_of(request, remark.promise_id), bound=form, status=422)
    context = {
        "promise": remark.promise,
        "heading": heading,
        "remark": remark,
        "form": form,
        "button": button,
        "refused": None if form.is_bound else _closed(remark),
    }
    return _alone(request, context)


def _closed(remark: Remark) -> Refused | None:
    return None if remark.closed_at is None else Refused(_("This remark was answered already."), rule="R-A-10")


def _remark(remark: Remark, request: Asked, reader: Reader, bound: Any) -> dict[str, Any]:
    """A remark on its promise's page: open with its two forms, or how it was answered."""
    shown: dict[str, Any] = {
        "text": one.quoted(remark.text),
        "said": _remark_said(remark, reader),
        "became_url": page_url(remark.became) if remark.became else "",
    }
    if remark.closed_at is not None or not request.user.may(rights.KEEP_WORD):
        return shown
    answer = forms.AnswerRemark(auto_id=f"a-{remark.pk}-%s")
    promise = forms.PromiseRemark(remark=remark, auto_id=f"p-{remark.pk}-%s")
    mine = bound is not None and str(remark.pk) in str(bound.auto_id)
    forms_of = [bound if mine and type(bound) is type(form) else form for form in (answer, promise)]
    urls = [reverse(f"promises:{name}", args=[remark.pk]) for name in ("answer_remark", "promise_remark")]
    names = ("answer_form", "promise_form", "answer_url", "promise_url")
    return shown | dict(zip(names, (*forms_of, *urls), strict=True))


def _remark_said(remark: Remark, reader: Reader) -> str:
    raised = _("remarked on %(day)s") % {"day": reader.at_day(remark.raised_at)}
    if remark.closed_at is None:
        return _("%(raised)s; open") % {"raised": raised}
    if remark.became is not None:
        return _("%(raised)s; promised") % {"raised": raised}
    return _("%(raised)s; answered: %(answer)s") % {"raised": raised, "answer": remark.answer}
