"""Who is below custom, and one notice with its three answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients.forms import attempt
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.promises.queries.words import Reader
from mainstay.theme import say
from mainstay.theme.filters import Choice, Group
from mainstay.trust.actions import usual
from mainstay.trust.forms import usual as forms
from mainstay.trust.models import Notice
from mainstay.trust.queries.usual import chart, lists, reading, words
from mainstay.trust.views.usual.asked import notice_of, reader_of


@require_safe
@login_required
def below(request: Asked) -> HttpResponse:
    """The clients who get less than they are used to, the longest standing first."""
    reader = reader_of(request)
    usual_choice = "led" if request.user.is_head else "all"
    whose = request.GET.get("whose", usual_choice)
    whose = whose if whose in lists.WHOSE else usual_choice
    found = lists.page(request.user, whose=whose, cursor=request.GET.get("cursor", ""))
    here = reverse("trust:below")
    labels = {"led": _("Those I head"), "mine": _("Those I serve"), "all": _("All I may see")}
    context = {
        "rows": lists.rows(found.rows, reader),
        "groups": [
            Group(_("Whose"), [Choice(label, f"{here}?whose={name}", name == whose) for name, label in labels.items()])
        ],
        "said": labels[whose],
        "next_url": f"{here}?whose={whose}&cursor={found.next}" if found.next else "",
        "back_url": f"{here}?whose={whose}&cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/usual/below.html", context)


@require_safe
@login_required
def notice(request: Asked, notice_id: UUID) -> HttpResponse:
    """One notice: before, now, agreed; how it ran; the three answers."""
    return _show(request, notice_of(request, notice_id))


def _show(request: Asked, found: Notice, bound: tuple[str, Any] | None = None) -> HttpResponse:
    reader = reader_of(request)
    course = reading.one(found.client_id, found.stream, found.series, reader.at)
    context = {
        "notice": found,
        "heading": words.heading(found.stream, found.name),
        "said": words.whole(found, reader),
        "ended": words.how_it_ended(found, reader) if found.closed_at else "",
        "terms": _terms(found, reader),
        "chart": chart.draw(course, reader, since=found.since_at),
        "answers": _answers(request, found, bound),
        "react": _react(request, found, bound),
        "back": reverse("trust:usual", args=[found.client_id]),
    }
    return render(request, "trust/usual/notice.html", context, status=422 if bound else 200)


def _terms(found: Notice, reader: Reader) -> list[tuple[str, str]]:
    """What was, what is, what was promised, what they said, what we did."""
    told = []
    if found.way in (Notice.Way.WORSE, Notice.Way.BETTER, Notice.Way.SILENCE):
        span = {"from": reader.at_day(found.known_from), "to": reader.at_day(found.known_to)}
        before = words.amount(found.stream, found.before)
        told += [(_("Before"), _("%(usual)s, from %(from)s to %(to)s") % {"usual": before, **span})]
        told += [(_("Now"), words.amount(found.stream, found.now))]
    told += [(_("Since"), reader.at_day(found.since_at))]
    told += [(_("Agreed"), words.amount(found.stream, found.agreed) if found.agreed is not None else _("nothing"))]
    if found.is_below:
        told += [(_("What they say"), words.reaction(found))]
    if found.answer:
        told += [(_("Our answer"), found.words)]
    if found.agreed_with is not None:
        told += [(_("Agreed with"), found.agreed_with.address)]
    return told


def _answers(request: Asked, found: Notice, bound: tuple[str, Any] | None) -> list[dict[str, Any]]:
    """The answers that can be given, each with its form."""
    if found.closed_at is not None or not request.user.may(rights.KEEP_WORD):
        return []
    offered = [
        ("restore", _("Restore it"), _("It becomes a promise, with a day."), _("Promise it")),
        ("tell", _("Tell them"), _("Write down what they were told."), _("They were told")),
        ("agree", _("Agree something else"), _("With their consent it is the new usual."), _("It is agreed")),
    ]
    if found.way == Notice.Way.PROPOSED:
        offered[2] = ("agree", _("From now on"), _("It ends only with notice."), _("It is a custom"))
        offered[1] = ("tell", _("It was for once"), _("Write down what they were told."), _("They were told"))
    if not found.is_below:
        offered = offered[1:]
    return [
        {
            "name": name, "label": label, "hint": hint, "button": button,
            "form": bound[1] if bound and bound[0] == name else form_for(name, found),
            "url": reverse("trust:answer", args=[found.pk, name]),
            "open": bool(bound and bound[0] == name),
        }
        for name, label, hint, button in offered
    ]  # fmt: skip


def _react(request: Asked, found: Notice, bound: tuple[str, Any] | None) -> dict[str, Any] | None:
    if found.closed_at is not None or not found.is_below or not request.user.may(rights.KEEP_WORD):
        return None
    form = bound[1] if bound and bound[0] == "react" else form_for("react", found)
    return {"form": form, "url": reverse("trust:answer", args=[found.pk, "react"]), "open": form.is_bound}


def form_for(name: str, found: Notice, data: Any = None) -> Any:
    """The form of one answer, with what is known already."""
    prefix: dict[str, Any] = {"auto_id": f"{name}-%s"}
    if name == "restore":
        told = {"text": _("It is again as it was: %(what)s") % {"what": words.heading(found.stream, found.name)}}
        return forms.RestoreForm(data, initial=told, **prefix)
    if name == "tell":
        return forms.TellForm(data, initial={"words": words.draft(found)}, **prefix)
    if name == "react":
        return forms.ReactForm(data, initial={"reaction": found.reaction, "words": found.reaction_words}, **prefix)
    if found.way == Notice.Way.PROPOSED:
        return forms.StandForm(data, **prefix)
    return forms.AgreeForm(data, client=found.client, **prefix)


_VERBS: dict[str, Callable[..., Notice]] = {
    "restore": usual.restore, "tell": usual.tell, "agree": usual.agree, "react": usual.react,
}  # fmt: skip


@both
@login_required
def answer(request: Asked, notice_id: UUID, verb: str) -> HttpResponse:
    """One answer. A refusal comes back into its form; without a deed, the notice with that form open."""
    found = notice_of(request, notice_id)
    if verb not in _VERBS:
        raise Http404
    if request.method != "POST":
        return redirect(f"{lists.page_url(found)}#{verb}")
    form = form_for(verb, found, request.POST)
    at = clock.now()
    kept = attempt(form, lambda told: _VERBS[verb](notice=found, by=request.user, at=at, **told))
    if kept is None:
        return _show(request, notice_of(request, notice_id), (verb, form))
    say.done(request, _done_words(kept, reader_of(request)))
    return redirect(lists.page_url(kept))


def _done_words(kept: Notice, reader: Reader) -> str:
    if kept.closed_at is None:
        return _("It is noted what they say.")
    return words.how_it_ended(kept, reader)
