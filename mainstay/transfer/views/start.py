"""Where bringing in begins: what the list holds, which file; the runs so far and the maps kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.house import clock
from mainstay.house.queries.taking_out import links
from mainstay.house.views.asked import Asked, both
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Unreadable
from mainstay.kit.times import local_day, time_words
from mainstay.theme import say
from mainstay.theme.forms import refuse
from mainstay.transfer import actions, queries
from mainstay.transfer.forms import Start
from mainstay.transfer.models import KeptMap, Run
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.views import told
from mainstay.transfer.views.asked import page_url, taking_in, way

MOST = 20


@both
@taking_in
def start(request: Asked) -> HttpResponse:
    """Take a file; the runs and maps there are."""
    kept = list(queries.maps(request.user))
    form = Start(request.POST or None, request.FILES or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(page_url(_receive(request, form), "columns"))
        except Refused as refused:
            refuse(form, refused)
        except Unreadable as unreadable:
            refuse(form, Refused(str(unreadable), rule="R-X-10", field="file"))
    context = {"form": form, "steps": way(), "kept": _kept(request, kept), "example": example(), **_runs(request)}
    return render(request, "transfer/start.html", context, status=422 if form.is_bound else 200)


def _receive(request: Asked, form: Start) -> Run:
    given = form.cleaned_data
    chosen = form.kept.get(given.get("map", ""))
    file = given["file"]
    return actions.receive(
        kind=given["kind"],
        file_name=file.name,
        file=file,
        by=request.user,
        at=clock.now(),
        map_text=chosen.text if chosen else "",
    )


@require_POST
@taking_in
def forget(request: Asked, map_id: UUID) -> HttpResponse:
    """Forget a kept map; runs taken in by it keep their own."""
    kept = get_object_or_404(KeptMap, pk=map_id)
    actions.forget_map(kept=kept, by=request.user, at=clock.now())
    say.done(request, _("The map “%(name)s” was forgotten. Runs that were read by it still hold it.") % {"name": kept})
    return redirect("transfer:start")


@dataclass(frozen=True)
class ShownRun:
    """One run in the list."""

    file: str
    kind: str
    url: str
    state: str
    tone: str
    who: str
    when: str
    counts: list[tuple[int, str]]


@dataclass(frozen=True)
class ShownMap:
    """One kept map in the list."""

    name: str
    kind: str
    who: str
    when: str
    forget_url: str


def _when(request: Asked, at: Any) -> str:
    zone = request.user.zone
    return time_words(at, zone, None, get_language() or "en", local_day(clock.now(), zone))


def _runs(request: Asked) -> dict[str, Any]:
    by = ("started_at", "id")
    found = page_of(queries.runs(request.user), by=by, cursor=request.GET.get("cursor", ""), size=MOST, descending=True)
    here = reverse("transfer:start")
    return {
        "runs": [_shown(request, run) for run in found.rows],
        "counted": list(told.whats().values()),
        "take_out": links(request.user, "transfer:runs", there=bool(found.rows)),
        "next_url": f"{here}?cursor={found.next}" if found.next else "",
        "back_url": f"{here}?cursor={found.back}" if found.back else "",
    }


def _shown(request: Asked, run: Run) -> ShownRun:
    words = told.whats()
    numbers = {what: getattr(run, what) for what in words} | {"refused": told.left_out(run)}
    return ShownRun(
        file=run.file_name,
        kind=told.kind_words(run.kind),
        url=page_url(run),
        state=told.state_words(run),
        tone="care" if run.state == Run.State.FAILED else "muted" if run.state == Run.State.UNDONE else "",
        who=run.by.name,
        when=_when(request, run.started_at),
        counts=[(numbers[what], word) for what, word in words.items()],
    )


def _kept(request: Asked, kept: list[KeptMap]) -> list[ShownMap]:
    return [
        ShownMap(
            each.name,
            told.kind_words(each.kind),
            each.by.name,
            _when(request, each.at),
            reverse("transfer:forget_map", args=[each.pk]),
        )
        for each in kept
        if each.kind in SORTS
    ]


def example() -> dict[str, list[Any]]:
    """What a list may look like, for whoever never brought one in."""
    return {
        "heads": [_("Client"), _("Number"), _("Town"), _("A client since")],
        "rows": [
            ["Atlas GmbH", "1047", "Berlin", "2019-04-01"],
            ["Quiet & Söhne", "1048", "Kuala Lumpur", "2021-11-15"],
        ],
    }
