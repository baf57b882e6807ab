"""Which column of the file is what, what is asked, and what the first rows would become (R-X-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRefresh

from mainstay.house import clock
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Unreadable
from mainstay.kit.tables.maps import Field, Map
from mainstay.promises.rules.intake import told_by_people
from mainstay.theme import say
from mainstay.transfer import actions, queries
from mainstay.transfer.models import KeptMap, Run
from mainstay.transfer.queries import Preview
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.views import answers, asking, told
from mainstay.transfer.views.answers import Question
from mainstay.transfer.views.asked import go, page_url, run_of, taking_in, way

if TYPE_CHECKING:
    from mainstay.house.models import User

EXAMPLES = 3
MOST_NAMED = 60  # columns that are left out
MOST = 20  # problems shown before the dry run
OPEN_STATES = (Run.State.MAPPING, Run.State.CHECKED, Run.State.FAILED)


@dataclass
class Told:
    """What the page says beside its selects."""

    heading: str
    rest: str = ""
    nothing: str = ""
    wrong: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    questions_state: str = ""
    left_out: list[str] = field(default_factory=list)
    rows: list[told.Shown] = field(default_factory=list)


@both
@taking_in
def columns(request: Asked, run_id: UUID) -> HttpResponseBase:
    """The columns of a file that is not taken in yet."""
    run = run_of(request, run_id)
    if run.state not in OPEN_STATES:
        return go(request, page_url(run))
    if request.method != "POST":
        return _page(request, run, _map(run, run.map_text))
    return _DOES.get(request.POST.get("do", ""), _look)(request, run)


def _map(run: Run, text: str) -> Map:
    """The map as it is set; where it names no column yet, what the headings suggest."""
    set_ = Map.parse(text, SORTS[run.kind].fields, whole=False)
    if set_.columns or set_.fixed:
        return set_
    try:
        return queries.guessed(run, text)
    except (Refused, Unreadable):
        return set_


def _told_map(request: Asked, run: Run) -> Map:
    return answers.answered(request.POST, _map(run, run.map_text), SORTS[run.kind].fields)


def _look(request: Asked, run: Run) -> HttpResponseBase:
    """Keep what is set, and show what becomes of it."""
    before, now = _map(run, run.map_text), _told_map(request, run)
    try:
        actions.set_map(run=run, map_text=now.toml(), by=request.user, at=clock.now())
    except (Refused, Unreadable) as refused:
        return _page(request, run, now, wrong=str(getattr(refused, "message", refused)))
    if not request.htmx:
        return redirect(page_url(run, "columns"))
    if any(getattr(before, name) != getattr(now, name) for name in ("sheet", "encoding", "delimiter")):
        return HttpResponseClientRefresh()  # the file has other columns then
    return _page(request, run, now)


def _check(request: Asked, run: Run) -> HttpResponseBase:
    """Go through the whole file, writing nothing."""
    now = _told_map(request, run)
    try:
        actions.set_map(run=run, map_text=now.toml(), by=request.user, at=clock.now())
        if queries.preview(run, now.toml(), request.user, at=clock.now()).questions:
            return _page(request, run, now, wrong=_("Answer what is asked below; then all rows can be tried."))
        actions.check(run=run, by=request.user, at=clock.now())
    except (Refused, Unreadable) as refused:
        return _page(request, run, now, wrong=str(getattr(refused, "message", refused)))
    return go(request, page_url(run))


def _keep(request: Asked, run: Run) -> HttpResponseBase:
    """Keep the map by a name."""
    now, name = _told_map(request, run), request.POST.get("map_name", "")
    try:
        actions.set_map(run=run, map_text=now.toml(), by=request.user, at=clock.now())
        kept = actions.keep_map(name=name, kind=run.kind, text=now.toml(), by=request.user, at=clock.now())
    except Refused as refused:
        return _page(request, run, now, name_refused=refused, map_name=name)
    except Unreadable as unreadable:
        return _page(request, run, now, wrong=str(unreadable))
    say.done(request, _("The map is kept as “%(name)s”.") % {"name": kept})
    return go(request, page_url(run, "columns"))


def _use(request: Asked, run: Run) -> HttpResponseBase:
    """Set everything as a kept map has it."""
    kept = {str(each.pk): each for each in queries.maps(request.user, run.kind)}.get(request.POST.get("kept_map", ""))
    return _set(request, run, kept.text) if kept else redirect(page_url(run, "columns"))


def _paste(request: Asked, run: Run) -> HttpResponseBase:
    """Set everything as the text has it."""
    return _set(request, run, request.POST.get("map_text", ""))


def _set(request: Asked, run: Run, text: str) -> HttpResponseBase:
    try:
        actions.set_map(run=run, map_text=text, by=request.user, at=clock.now())
    except (Refused, Unreadable) as refused:
        words = str(getattr(refused, "message", refused))
        return _page(request, run, _told_map(request, run), text_refused=words, map_text=text)
    return go(request, page_url(run, "columns"))


_DOES = {"look": _look, "check": _check, "keep": _keep, "use": _use, "paste": _paste}


def _page(request: Asked, run: Run, now: Map, *, wrong: str = "", **more: Any) -> HttpResponse:
    fields = SORTS[run.kind].fields
    seen = queries.preview(run, now.toml(), request.user, at=clock.now())
    rows = answers.rows(fields, now, _examples(seen))
    kept: Sequence[KeptMap] = queries.maps(request.user, run.kind)
    context: dict[str, Any] = {
        "run": run,
        "steps": way(),
        "here": page_url(run, "columns"),
        "start_url": reverse("transfer:start"),
        "discard_url": page_url(run, "discard"),
        "told": _told(run, now, fields, seen, wrong, request.user),
        "read": _read(seen),
        "columns": [(name, name) for name in seen.headers],
        "rows": [row for row in rows if row.required or row.column or row.is_fixed] if seen.headers else [],
        "further": [row for row in rows if not (row.required or row.column or row.is_fixed)],
        "every_row": rows,
        "map_text": now.toml(),
        "kept": kept,
        **more,
    }
    context["further_label"] = ngettext("%(n)d further field", "%(n)d further fields", len(context["further"])) % {
        "n": len(context["further"])
    }
    template = "transfer/_answers.html" if request.htmx else "transfer/columns.html"
    refused = wrong or "name_refused" in more or "text_refused" in more
    return render(request, template, context, status=422 if refused else 200)


def _examples(seen: Preview) -> dict[str, list[str]]:
    """Some values of each column, each once."""
    found: dict[str, list[str]] = {name: [] for name in seen.headers}
    for _number, cells in seen.rows:
        for name, cell in zip(seen.headers, cells, strict=False):
            values = found[name]
            text = " ".join(cell.split())[:40]
            if text and text not in values and len(values) < EXAMPLES:
                values.append(text)
    return found


def _told(run: Run, now: Map, fields: Sequence[Field], seen: Preview, wrong: str, by: User) -> Told:
    open_ = asking.open_questions(run.kind, now, fields, seen, by)
    names = {each.name for each in open_}
    lacking = [] if not seen.headers else [str(each.label) for each in now.lacking(fields)]
    said = [words for words in (wrong, "" if open_ else run.message) if words]
    if not open_ and not wrong and seen.wrong and not lacking:
        said.append(seen.wrong)
    return Told(
        heading=_heading(run, lacking, len(open_), len(now.columns)),
        rest=" ".join(filter(None, (_rest(seen), _by_invitation(run, now), told.passed_over(seen.summary)))),
        nothing=_nothing(run, lacking, open_, seen),
        wrong=said,
        questions=open_ + answers.settled(now, fields, asked=names),
        questions_state="frayed" if open_ else "",
        left_out=_left_out(run, now, seen),
        rows=_shown(run, seen),
    )


def _left_out(run: Run, now: Map, seen: Preview) -> list[str]:
    """The columns that are not read; of cards what they tell besides, in words."""
    if run.format in ("vcard", "jcard"):
        return list(seen.summary.get("left_out", ()))
    used = set(now.columns.values())
    names = [name for name in seen.headers if name not in used]
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"]


def _shown(run: Run, seen: Preview) -> list[told.Shown]:
    """The first rows in the order of the file: what they would become, or why they cannot be read."""
    placed = [(each.rows[:1], told.step(each, run.kind)) for each in seen.steps]
    placed += [((each.row,), told.problem(each.as_dict())) for each in seen.problems[:MOST]]
    return [shown for _row, shown in sorted(placed, key=lambda pair: pair[0])[:MOST]]


def _heading(run: Run, lacking: list[str], open_: int, n: int) -> str:
    about = {"file": run.file_name, "n": n, "fields": ", ".join(lacking), "open": open_}
    if lacking:
        return (
            ngettext(
                "%(file)s: which column is “%(fields)s”?", "%(file)s: which columns are these? %(fields)s", len(lacking)
            )
            % about
        )
    if open_:
        return ngettext("%(file)s: %(open)d question", "%(file)s: %(open)d questions", open_) % about
    return ngettext("%(file)s: %(n)d column understood", "%(file)s: %(n)d columns understood", n) % about


def _read(seen: Preview) -> str:
    """How the file was read, and how many rows it has."""
    n = seen.summary.get("rows", 0)
    if seen.cut:
        return _("More than %(n)s rows.") % {"n": told.number(n)}
    return ngettext("%(n)s row.", "%(n)s rows.", n) % {"n": told.number(n)} if n else ""


def _rest(seen: Preview) -> str:
    if seen.problem_count:
        return ngettext(
            "%(n)s value in the file cannot be read. The dry run shows its row; you may leave it out.",
            "%(n)s values in the file cannot be read. The dry run shows their rows; you may leave them out.",
            seen.problem_count,
        ) % {"n": told.number(seen.problem_count)}
    return _("These are the first rows of the file.")


def _by_invitation(run: Run, now: Map) -> str:
    if not told_by_people(run.format, now.columns.get("client")):
        return ""
    return _("Whoever is invited says whose an entry is, where their mail address is known here at one client.")


def _nothing(run: Run, lacking: list[str], open_: list[Question], seen: Preview) -> str:
    if lacking:
        said = _("Say first which column holds this: %(fields)s.") % {"fields": ", ".join(lacking)}
        if run.format != "ical":
            return said
        calendar = _("In a calendar the category of an entry is its client; or name one client for every row.")
        return f"{said} {calendar}"
    if open_:
        return _("It shows as soon as the questions are answered.")
    return _("No row can be shown.") if seen.wrong or seen.rows else _("The file holds no rows.")
