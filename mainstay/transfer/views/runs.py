"""One run: tried, being taken in, taken in, taken back, or stopped (R-X-10)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from mainstay.house import clock
from mainstay.house.queries.taking_out import links
from mainstay.house.views.asked import Asked, both, refusal_page
from mainstay.house.views.taking_out import headed
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Unreadable, write_table
from mainstay.kit.tables.maps import Map
from mainstay.theme import filters, say
from mainstay.transfer import actions, queries
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.views import answers, asking, standing, told
from mainstay.transfer.views.asked import go, page_url, run_of, taking_in, way

SIZE = 50


@require_safe
@taking_in
def run(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Wherever the run stands now: its columns, how far it is, what would become of it, what became of it."""
    found = run_of(request, run_id)
    if found.state == Run.State.MAPPING:
        return go(request, page_url(found, "columns"))
    here = page_url(found)
    if found.at_work:
        context = {
            "run": found,
            "here": here,
            "start_url": reverse("transfer:start"),
            "shown": standing.going_on(found, clock.real_now()),
        }
        template = "transfer/running.html#progress" if request.htmx else "transfer/running.html"
        return render(request, template, context)
    if request.htmx and request.htmx.target == "progress":
        return HttpResponseClientRedirect(here)  # it has ended: on to what became of it
    return render(request, "transfer/run.html", _report(request, found))


def _report(request: Asked, found: Run) -> dict[str, Any]:
    shown = standing.standing(found, request.user, clock.now())
    what = request.GET.get("what", shown.begins_with)
    if what not in {code for code, _words in standing.whats_of(found)}:
        what = ""
    rows, on, back = _rows(found, what, request.GET.get("cursor", ""))
    groups = standing.groups(found, what)
    return {
        "run": found,
        "told": _meant(request, found),
        "same_url": page_url(found, "same"),
        "steps": way(),
        "at_step": 3 if found.state == Run.State.CHECKED else 0,
        "start_url": reverse("transfer:start"),
        "shown": shown,
        "rows": rows,
        "take_out": links(
            request.user,
            "transfer:steps",
            found.pk,
            query=urlencode({"what": what}),
            there=bool(rows) and what not in (standing.BAD, standing.PASSED),
        ),
        "filtered": bool(what),
        "groups": groups,
        "filter_said": filters.said(groups),
        "next_url": _address(found, what, on),
        "back_url": _address(found, what, back),
        "range": "",
    }


def _meant(request: Asked, found: Run) -> dict[str, Any]:
    """Who is meant, where a dry run left it open."""
    if found.state != Run.State.CHECKED:
        return {}
    now = Map.parse(found.map_text, SORTS[found.kind].fields, whole=False)
    return {"questions": asking.of_run(found, now, request.user)}


def _rows(found: Run, what: str, cursor: str) -> tuple[list[told.Shown], str, str]:
    """A page of rows, and the cursors that lead on and back."""
    if what in (standing.BAD, standing.PASSED):
        kept = found.report["problems" if what == standing.BAD else "passed_over"]
        at = int(cursor) if cursor.isdecimal() and len(cursor) < 10 else 0
        on, back = str(at + SIZE) if at + SIZE < len(kept) else "", str(max(0, at - SIZE)) if at else ""
        shown = kept[at : at + SIZE]
        return [told.problem(each) if what == standing.BAD else told.passed(*each) for each in shown], on, back
    page = queries.steps(found, what, cursor, SIZE)
    return [told.step(each, found.kind, stayed=what == "stayed") for each in page.steps], page.next, page.back


def _address(found: Run, what: str, cursor: str) -> str:
    if not cursor:
        return ""
    query = QueryDict(mutable=True)
    query.update({"what": what, "cursor": cursor})
    return f"{page_url(found)}?{query.urlencode()}"


@require_POST
@taking_in
def check(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Try all rows, by the map that is set."""
    found = run_of(request, run_id)
    return _done(request, found, lambda: actions.check(run=found, by=request.user, at=clock.now()))


@require_POST
@taking_in
def same(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Say who is meant, and try all rows again."""
    found = run_of(request, run_id)
    fields = SORTS[found.kind].fields

    def act() -> None:
        now = answers.answered(request.POST, Map.parse(found.map_text, fields, whole=False), fields)
        actions.set_map(run=found, map_text=now.toml(), by=request.user, at=clock.now())
        actions.check(run=found, by=request.user, at=clock.now())

    return _done(request, found, act)


@require_POST
@taking_in
def begin(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Take it in, or go on where it stopped."""
    found, skip = run_of(request, run_id), bool(request.POST.get("skip_bad"))
    return _done(request, found, lambda: actions.start(run=found, skip_bad=skip, by=request.user, at=clock.now()))


@both
@taking_in
def undo(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Say exactly what undoing does, and do it."""
    found = run_of(request, run_id)
    if request.method == "POST":
        return _done(request, found, lambda: actions.undo(run=found, by=request.user, at=clock.now()))
    context = {"run": found, "back": page_url(found), **standing.undoing(found)}
    return render(request, "transfer/undo.html", context)


@require_POST
@taking_in
def discard(request: Asked, run_id: UUID) -> HttpResponseBase:
    """Throw away a file that was never taken in."""
    found = run_of(request, run_id)
    name = found.file_name
    try:
        actions.discard(run=found, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=page_url(found))
    say.done(request, _("“%(file)s” was thrown away. Nothing of it was taken in.") % {"file": name})
    return redirect("transfer:start")


def _done(request: Asked, found: Run, act: Any) -> HttpResponseBase:
    try:
        act()
    except Refused as refused:
        return refusal_page(request, refused, back=page_url(found))
    except Unreadable as unreadable:
        return refusal_page(request, Refused(str(unreadable), rule="R-X-10"), back=page_url(found, "columns"))
    return redirect(page_url(found))


@require_safe
@taking_in
def left_out(request: Asked, run_id: UUID) -> HttpResponseBase:
    """The rows that are left out as they stand in the file, with the reason: to be mended and brought in again."""
    heads, lines = queries.left_out(run_of(request, run_id))
    return headed(StreamingHttpResponse(write_table("csv", heads, lines)), "left-out.csv")
