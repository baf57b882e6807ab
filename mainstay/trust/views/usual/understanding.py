"""What is understood though it stands nowhere, thought over once a quarter; and the lessons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import Refused
from mainstay.promises.queries.words import Reader
from mainstay.theme import say
from mainstay.theme.filters import Choice, Group
from mainstay.trust.actions.usual import understanding as verbs
from mainstay.trust.forms import usual as forms
from mainstay.trust.models import Lesson, Understanding
from mainstay.trust.queries.usual import used
from mainstay.trust.queries.usual.today import for_review
from mainstay.trust.views.record.asked import may_not
from mainstay.trust.views.usual.asked import reader_of, understanding_of, usual_url

State = Understanding.State
WHICH = ("due", "unwritten", "to_write", "all")


@require_safe
@login_required
def understandings(request: Asked) -> HttpResponse:
    """What is merely understood: those to think over first; each with its three buttons."""
    reader = reader_of(request)
    told = request.GET.get("client", "")
    which = request.GET.get("which", "all" if told else "due")
    which = which if which in WHICH else "due"
    rows = _rows(request, which, told, reader).select_related("client")
    found = page_of(rows, by=("reviewed_at", "id"), cursor=request.GET.get("cursor", ""))
    here = reverse("trust:understandings")
    labels = {
        "due": _("To think over"), "unwritten": _("Not in writing"), "to_write": _("To be put in writing"),
        "all": _("All that hold"),
    }  # fmt: skip
    query = urlencode({"which": which, "client": told} if told else {"which": which})
    context = {
        "rows": [_row(one, reader, may=request.user.may(rights.KEEP_WORD)) for one in found.rows],
        "groups": [
            Group(_("Which"), [Choice(text, f"{here}?which={key}", key == which) for key, text in labels.items()])
        ],
        "said": labels[which],
        "next_url": f"{here}?{query}&cursor={found.next}" if found.next else "",
        "back_url": f"{here}?{query}&cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/usual/understandings.html", context)


def _rows(request: Asked, which: str, client: str, reader: Reader) -> Any:
    if which == "due":
        return for_review(request.user, reader.at)
    rows = Understanding.objects.visible_to(request.user).kept().filter(client__archived_at=None)
    if which in (State.UNWRITTEN, State.TO_WRITE):
        rows = rows.filter(state=which)
    try:
        return rows.filter(client=UUID(client)) if client else rows
    except ValueError:
        return rows


def _row(one: Understanding, reader: Reader, *, may: bool) -> dict[str, Any]:
    """One understanding with what can be done."""
    decided = one.state == State.WRITTEN
    reduce_url = (
        f"{reverse('trust:reduce', args=[one.client_id])}?{urlencode({'kind': used.UNDERSTANDING, 'key': str(one.pk)})}"
    )
    return {
        "text": one.text,
        "client": one.client.name,
        "client_url": usual_url(one.client_id),
        "since": reader.on(one.since_on),
        "evidence": one.evidence,
        "state": one.get_state_display(),
        "write_url": reverse("trust:put_in_writing", args=[one.pk]) if may and one.state == State.UNWRITTEN else "",
        "leave_url": reverse("trust:leave_unwritten", args=[one.pk]) if may and not decided else "",
        "end_url": reduce_url if may else "",
        "confirm_url": reverse("trust:confirm", args=[one.pk]) if may and one.state == State.TO_WRITE else "",
    }


@both
@login_required
def understand(request: Asked, client_id: UUID) -> HttpResponse:
    """Write down what is merely understood."""
    client, by = client_of(request, client_id), request.user
    form = forms.UnderstandingForm(request.POST or None)
    made = attempt(form, lambda told: verbs.note(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("“%(what)s” stands here now.") % {"what": made.text})
        return redirect(usual_url(client.pk))
    return form_page(
        request,
        form,
        heading=_("What is understood with %(client)s") % {"client": client.name},
        lead=_("What holds between us though no contract says so."),
        button=_("Write it down"),
        back=usual_url(client.pk),
        back_to=client.name,
    )


@require_POST
@login_required
def put_in_writing(request: Asked, understanding_id: UUID) -> HttpResponse:
    """It goes into the next letter."""
    return _decided(request, understanding_id, verbs.put_in_writing, _("“%(what)s” goes into the next letter to them."))


@require_POST
@login_required
def leave(request: Asked, understanding_id: UUID) -> HttpResponse:
    """It stays as it is."""
    return _decided(request, understanding_id, verbs.leave, _("“%(what)s” stays as it is for another quarter."))


def _decided(request: Asked, understanding_id: UUID, verb: Any, words: str) -> HttpResponse:
    found = understanding_of(request, understanding_id)
    here = reverse("trust:understandings")
    try:
        verb(understanding=found, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=here, back_to=_("What is understood"))
    say.done(request, words % {"what": found.text})
    return redirect(here)


@both
@login_required
def confirm(request: Asked, understanding_id: UUID) -> HttpResponse:
    """Somebody there confirmed it in writing."""
    found, by = understanding_of(request, understanding_id), request.user
    form = forms.ConfirmForm(request.POST or None, client=found.client)
    kept = attempt(form, lambda told: verbs.confirm(understanding=found, by=by, at=clock.now(), **told))
    here = reverse("trust:understandings")
    if kept is not None:
        say.done(request, _("“%(what)s” stands in writing.") % {"what": found.text})
        return redirect(here)
    return form_page(
        request, form, heading=_("It stands in writing"), lead=found.text, button=_("It is confirmed"), back=here,
        back_to=_("What is understood"),
    )  # fmt: skip


# --- lessons ---------------------------------


@both
@login_required
def lessons(request: Asked) -> HttpResponse:
    """What went wrong once, shown where it applies."""
    if refused := may_not(request, rights.GIVE_WORD, reverse("trust:lessons")):
        return refused
    form = forms.LessonForm(request.POST or None)
    made = attempt(form, lambda told: verbs.learn(by=request.user, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("The lesson is shown where it applies."))
        return redirect(reverse("trust:lessons"))
    found = page_of(
        Lesson.objects.filter(laid_aside_at=None),
        by=("noted_at", "id"),
        cursor=request.GET.get("cursor", ""),
        descending=True,
    )
    here = reverse("trust:lessons")
    context = {
        "lessons": [(one, reverse("trust:lesson_aside", args=[one.pk])) for one in found.rows],
        "form": form if request.user.may(rights.GIVE_WORD) else None,
        "next_url": f"{here}?cursor={found.next}" if found.next else "",
        "back_url": f"{here}?cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/usual/lessons.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def lesson_aside(request: Asked, lesson_id: UUID) -> HttpResponse:
    """It applies no more."""
    found = get_object_or_404(Lesson, pk=lesson_id)
    try:
        verbs.lay_aside(lesson=found, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("trust:lessons"), back_to=_("Lessons"))
    say.done(request, _("The lesson was laid aside."))
    return redirect(reverse("trust:lessons"))
