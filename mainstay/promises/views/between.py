"""What stands between promises, on the page of one: what it needs, its new day, both sides, contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients.models import Contact
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit import times
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.forms.before import BothStand
from mainstay.promises.models import Clash, Finding, Promise, Renegotiation
from mainstay.promises.queries import agreed, clashes, linking
from mainstay.promises.queries import between as read
from mainstay.promises.queries.words import Reader
from mainstay.promises.views.asked import as_seen, onward, page_url, promise_of
from mainstay.theme import say
from mainstay.theme.forms import refuse


def shown(request: Asked, promise: Promise, reader: Reader, asked: Sequence[Renegotiation]) -> dict[str, Any]:
    """What the page of a promise says of it."""
    found = read.between(promise, reader, asked)
    may = request.user.may(rights.KEEP_WORD)
    return {
        "between": found,
        "needs": [_need(need, reader, may=may and promise.is_owed) for need in found.needs],
        "propose_url": _propose_url(promise, found, may=may),
        "accepting": _accepting(promise, found, reader) if may else None,
        "links": [linking.shown(link, reader, may=may) for link in linking.links_of(promise)],
        "clashes": [_clash(one, promise, reader, may=may) for one in found.clashes],
    }


def _need(need: Any, reader: Reader, *, may: bool) -> dict[str, Any]:
    said, tone = read.need_said(need, reader)
    return {
        "text": need.on.text,
        "url": page_url(need.on),
        "said": said,
        "tone": tone,
        "drop_url": reverse("promises:drop_need", args=[need.pk]) if may else "",
    }


def _propose_url(promise: Promise, found: read.Between, *, may: bool) -> str:
    ready = may and found.new_day is not None and found.new_day.can_be_proposed
    return reverse("promises:propose", args=[promise.pk]) if ready else ""


def _accepting(promise: Promise, found: read.Between, reader: Reader) -> dict[str, Any] | None:
    """The day the other side could manage, to accept with one press; ours by whoever there said so."""
    for finding in (found.standing.theirs, found.standing.ours):
        if promise.is_owed and finding is not None and finding.other_on is not None:
            day = times.date_words(finding.other_on, reader.language, year=False)
            theirs = finding.side == Finding.Side.THEIRS
            words = _("We accept %(day)s") if theirs else _("They accept %(day)s")
            people = [] if theirs else _people(promise)
            url = reverse("promises:accept_day", args=[finding.pk])
            return {"url": url, "words": words % {"day": day}, "people": people}
    return None


def _people(promise: Promise) -> list[Contact]:
    there = Contact.objects.filter(affiliations__client=promise.client_id, affiliations__to_on=None)
    return list(there.order_by("sort_name")[:200])


def _clash(clash: Clash, promise: Promise, reader: Reader, *, may: bool) -> dict[str, Any]:
    other = clash.other if clash.one_id == promise.pk else clash.one
    words = _("%(owner)s promised them “%(text)s” for %(day)s. Two days for one thing: agree between you which holds.")
    day = times.date_words(other.due_on, reader.language, year=other.due_on.year != reader.today.year)
    return {
        "text": words % {"owner": other.owner_words or other.client.name, "text": other.text, "day": day},
        "url": page_url(other),
        "settle_url": reverse("promises:both_stand", args=[clash.pk]) if may else "",
        "form": BothStand(auto_id=f"c-{clash.pk}-%s"),
    }


# --- deeds ---------------------------------


def _gone_on(request: Asked, promise: Promise, words: str, *, undo: bool = True) -> HttpResponse:
    back = reverse("promises:take_back", args=[promise.pk]) if undo else ""
    say.done(request, words, undo=back)
    return redirect(onward(request) or page_url(promise))


def _refused(request: Asked, promise: Promise, refused: Refused) -> HttpResponse:
    """The page of the promise with the refusal at its head."""
    from mainstay.promises.views.one import whole

    context = whole(request, promise, Reader.of(request.user, clock.now()), refused=refused)
    return render(request, "promises/promise.html", context, status=422)


@require_POST
@login_required
def propose(request: Asked, promise_id: UUID) -> HttpResponse:
    """The new day was proposed to the client; or they agreed to it already (R-B-46)."""
    promise, told = promise_of(request, promise_id), request.POST.get("answer", "not_yet")
    try:
        kept = actions.propose_new_day(promise=promise, by=request.user, at=clock.now(), answer=told[:20])
    except Refused as refused:
        return _refused(request, promise, refused)
    if kept.due_on != promise.due_on:
        words = _("%(what)s: moved, because of their input.")
    else:
        words = _("%(what)s: the new day was proposed; until they answer, the old one stands.")
    return _gone_on(request, kept, words % {"what": kept.text})


@require_POST
@login_required
def drop_need(request: Asked, need_id: UUID) -> HttpResponse:
    """It is not needed any more."""
    need = read.need_seen(need_id, request.user)
    if need is None:
        raise Http404
    as_seen(request, need.promise)
    try:
        kept = actions.drop_need(need_of=need, by=request.user, at=clock.now())
    except Refused as refused:
        return _refused(request, promise_of(request, need.promise_id), refused)
    words = _("%(what)s no longer needs “%(input)s”.") % {"what": kept.text, "input": need.on.text}
    return _gone_on(request, kept, words, undo=False)


@require_POST
@login_required
def accept_day(request: Asked, finding_id: UUID) -> HttpResponse:
    """The other side's day is accepted (R-B-50)."""
    finding = agreed.finding_seen(finding_id, request.user)
    if finding is None:
        raise Http404
    as_seen(request, finding.promise)
    try:
        kept = actions.accept_other_day(
            finding=finding, by=request.user, at=clock.now(), contact=_contact(request, finding.promise)
        )
    except Refused as refused:
        return _refused(request, promise_of(request, finding.promise_id), refused)
    return _gone_on(request, kept, _("%(what)s: moved, and agreed by both sides.") % {"what": kept.text})


@require_POST
@login_required
def end_link(request: Asked, link_id: UUID) -> HttpResponse:
    """The link leads nowhere from now on."""
    link = linking.link_seen(link_id, request.user)
    if link is None:
        raise Http404
    try:
        actions.end_link(link=link, by=request.user, at=clock.now())
    except Refused as refused:
        return _refused(request, promise_of(request, link.promise_id), refused)
    return _gone_on(request, link.promise, _("The link leads nowhere now."), undo=False)


def _contact(request: Asked, promise: Promise) -> Contact | None:
    try:
        pk = UUID(request.POST.get("contact", ""))
    except ValueError:
        return None
    return Contact.objects.filter(affiliations__client=promise.client_id, pk=pk).first()


@both
@login_required
def both_stand(request: Asked, clash_id: UUID) -> HttpResponse:
    """Say why two promises do not contradict each other (R-B-38)."""
    clash = clashes.clash_seen(clash_id, request.user)
    if clash is None:
        raise Http404
    form = BothStand(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.settle_clash(clash=clash, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            return _gone_on(request, clash.other, _("Both promises stand."), undo=False)
    context = {
        "promise": clash.other,
        "heading": _("Both stand"),
        "form": form,
        "button": _("Both stand"),
        "next": onward(request),
        "url": request.path,
    }
    return render(request, "promises/act.html", context, status=422 if form.is_bound else 200)
