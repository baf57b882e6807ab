"""How one promise weighs: its evidence, and what people say of it (TV-17, TV-19)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.forms import attempt
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.promises.models import Promise
from mainstay.theme import say
from mainstay.trust.actions.record import people
from mainstay.trust.forms import record as forms
from mainstay.trust.models.weighing import Weighing
from mainstay.trust.queries.record import pages
from mainstay.trust.queries.record.words import day, strand_words
from mainstay.trust.views.record.asked import Verb, may_not, promise_of, verb_of


@both
@login_required
def weighs(request: Asked, promise_id: UUID) -> HttpResponse:
    """The page; a POST says one thing of the promise, named by ``verb``."""
    promise = promise_of(request, promise_id)
    known = pages.weighed(promise)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    right = rights.GIVE_WORD if verb == "size" else rights.KEEP_WORD
    if refused := may_not(request, right, reverse("trust:weighs", args=[promise.pk])):
        return refused
    verbs = _verbs(request, promise, known)
    chosen = next((one for one in verbs if one.name == verb), None)
    if chosen is not None and _said(request, promise, chosen) is not None:
        say.done(request, _("Noted. The record was worked out anew."))
        return redirect("trust:weighs", promise_id=promise.pk)
    context = {
        "promise": promise,
        "rows": [
            {"words": pages.outcome_words(row), "on": day(row.on), "struck": row.annulled_at, "why": row.annulled_why}
            for row in known.rows
        ],
        "said": [_shown(row) for row in known.said],
        "verbs": verbs,
    }
    return render(request, "trust/record/weighs.html", context, status=422 if verb else 200)


def _shown(row: Weighing) -> dict[str, Any]:
    parts = [str(row.get_what_display())]
    if row.strand:
        parts.append(strand_words(row.strand))
    if row.other is not None:
        parts.append(f"“{row.other.text}”")
    if row.reason:
        parts.append(row.reason)
    names = row.by.name if row.agreed_by is None else _("%(one)s and %(two)s") % {"one": row.by, "two": row.agreed_by}
    waits = row.what == "excused" and row.agreed_at is None
    return {"id": row.pk, "words": ", ".join(parts), "by": names, "waits": waits, "fixed": row.what in Weighing.SIZES}


def _verbs(request: Asked, promise: Promise, known: pages.Weighed) -> list[Verb]:
    """What may be said now; the one that was sent is bound."""
    may = request.user.may(rights.KEEP_WORD)

    found = []
    if known.failing and may:
        found.append(verb_of(request, "excuse", *_excuse(), forms.ExcuseForm, strands=known.failing))
        found.append(verb_of(request, "made_good", *_made_good(), forms.OtherForm, promises=known.others))
    if known.earlier and may:
        found.append(verb_of(request, "same_incident", *_same_incident(), forms.OtherForm, promises=known.earlier))
    if promise.is_owed and request.user.may(rights.GIVE_WORD):
        told = (_("What it is"), _("Said on the day it is agreed, not afterwards."), _("Keep this"))
        found.append(verb_of(request, "size", *told, forms.SizeForm))
    return found


def _excuse() -> tuple[str, str, str]:
    return _("Excuse it"), _("Nobody of us could help it. A second person must agree."), _("Ask for it")


def _made_good() -> tuple[str, str, str]:
    hint = _("By another promise. It weighs half once the client accepted that in time.")
    return _("It was made good"), hint, _("Note it")


def _same_incident() -> tuple[str, str, str]:
    hint = _("It failed together with one of the thirty days before: it weighs half.")
    return _("The same incident"), hint, _("Note it")


def _said(request: Asked, promise: Promise, verb: Verb) -> Weighing | None:
    given: dict[str, Any] = {"promise": promise, "by": request.user, "at": clock.now()}

    def other(told: Any) -> Promise:
        return promise_of(request, UUID(told["other"]))

    acts: dict[str, Callable[[Any], Weighing]] = {
        "excuse": lambda told: people.ask_to_excuse(**given, **told),
        "made_good": lambda told: people.made_good(remedy=other(told), **given),
        "same_incident": lambda told: people.same_incident(first=other(told), **given),
        "size": lambda told: people.say_size(size=told["size"], **given),
    }
    return attempt(verb.form, acts[verb.name])
