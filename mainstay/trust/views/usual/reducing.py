"""Ending something they are used to: the form that asks for the announcement, and how it goes on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.promises.queries.words import Reader
from mainstay.theme import say
from mainstay.trust.actions.usual import reducing
from mainstay.trust.forms import usual as forms
from mainstay.trust.models import Lesson, Reduction
from mainstay.trust.queries.usual import used
from mainstay.trust.views.record.asked import may_not
from mainstay.trust.views.usual.asked import reader_of, reduction_of, usual_url

LESSONS = {used.MANAGER: Lesson.About.MANAGER}


@both
@login_required
def reduce(request: Asked, client_id: UUID) -> HttpResponse:
    """What they are used to, what was learnt, and what they are told before it ends."""
    client, at = client_of(request, client_id), clock.now()
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    item = used.find(client, kind, key, at)
    if item is None:
        raise Http404
    form = forms.ReduceForm(request.POST or None, client=client, manager=key if kind == used.MANAGER else "")
    made = attempt(
        form, lambda told: reducing.reduce(client=client, kind=kind, key=key, by=request.user, at=at, **_dated(told))
    )
    if made is not None:
        say.done(request, _("“%(what)s” ends once they were told.") % {"what": made.what})
        return redirect(reverse("trust:reduction", args=[made.pk]))
    context = {
        "client": client,
        "item": item,
        "heading": _heading(kind, item.what),
        "form": form,
        "lessons": list(Lesson.objects.filter(about=LESSONS.get(kind, Lesson.About.REDUCING), laid_aside_at=None)[:5]),
        "others": [one for one in used.others(item, Client.objects.visible_to(request.user)) if one != client],
        "back": usual_url(client.pk),
    }
    return render(request, "trust/usual/reduce.html", context, status=422 if form.is_bound else 200)


def _heading(kind: str, what: str) -> str:
    if kind == used.MANAGER:
        return _("Somebody else than %(name)s") % {"name": what}
    return _("End “%(what)s”") % {"what": what}


def _dated(told: Any) -> dict[str, Any]:
    if told["ends_on"] is None:
        raise Refused(
            _("Say from which day on it ends, so that they can be told in time."), rule="R-A-14", field="ends_on"
        )
    return dict(told)


@require_safe
@login_required
def reduction(request: Asked, reduction_id: UUID) -> HttpResponse:
    """How it goes on: told or not, when it ends, or why it stays."""
    return _show(request, reduction_of(request, reduction_id))


def _show(
    request: Asked, found: Reduction, *, form: Any = None, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    reader = reader_of(request)
    open_ = found.done_at is None and found.called_off_at is None and request.user.may(rights.KEEP_WORD)
    context = {
        "one": found,
        "stands": _stands(found, reader),
        "terms": _terms(found, reader),
        "tell_url": reverse("trust:reduction_told", args=[found.pk]) if open_ and _untold(found) else "",
        "call_off": (form or forms.WhyForm(auto_id="off-%s")) if open_ else None,
        "call_off_url": reverse("trust:call_off", args=[found.pk]),
        "refused": refused,
        "back": usual_url(found.client_id),
    }
    return render(request, "trust/usual/reduction.html", context, status=status)


def _untold(found: Reduction) -> bool:
    return bool(found.text) and found.told_at is None


def _stands(found: Reduction, reader: Reader) -> str:
    words = {"day": reader.on(found.ends_on), "name": found.what}
    if found.called_off_at is not None:
        return _("It stays as it was: %(why)s") % {"why": found.called_off_why}
    if found.done_at is not None:
        return _("It ended on %(day)s, as announced.") % words
    if _untold(found):
        return _("They have not been told yet. Until they are, it does not end.")
    if found.kind == used.MANAGER and found.successor is None:
        return _("They know. Nobody follows yet: %(name)s stays until somebody is named, also after %(day)s.") % words
    return _("They know. It ends on %(day)s.") % words


def _terms(found: Reduction, reader: Reader) -> list[tuple[str, str]]:
    told = [(_("What they are used to"), found.used or found.what)]
    if found.text:
        told += [(_("What they are told"), found.text)]
        told += [(_("How they are told"), found.get_channel_display())]
        told += [(_("Who tells them"), found.teller.name if found.teller else "")]
        told += [(_("Told on"), _day(found, reader))]
    if found.substitute:
        told += [(_("What they get instead"), found.substitute)]
    if found.kind == used.MANAGER:
        told += [(_("Who follows"), found.successor.name if found.successor else _("nobody yet"))]
    return told


def _day(found: Reduction, reader: Reader) -> str:
    if found.told_at is not None:
        return reader.at_day(found.told_at)
    return _("to be told on %(day)s") % {"day": reader.on(found.tell_on)} if found.tell_on else ""


@require_POST
@login_required
def told(request: Asked, reduction_id: UUID) -> HttpResponse:
    """They were told."""
    found = reduction_of(request, reduction_id)
    try:
        kept = reducing.tell(reduction=found, by=request.user, at=clock.now())
    except Refused as refused:
        return _show(request, found, refused=refused, status=422)
    say.done(request, _stands(kept, reader_of(request)))
    return redirect(reverse("trust:reduction", args=[found.pk]))


@require_POST
@login_required
def call_off(request: Asked, reduction_id: UUID) -> HttpResponse:
    """It stays as it was."""
    found = reduction_of(request, reduction_id)
    if refused := may_not(request, rights.KEEP_WORD, reverse("trust:reduction", args=[found.pk])):
        return refused
    form = forms.WhyForm(request.POST, auto_id="off-%s")
    at = clock.now()
    kept = attempt(form, lambda said: reducing.call_off(reduction=found, by=request.user, at=at, **said))
    if kept is None:
        return _show(request, found, form=form, status=422)
    say.done(request, _("It stays as it was."))
    return redirect(usual_url(found.client_id))
