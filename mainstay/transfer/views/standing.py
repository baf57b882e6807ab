"""How a run stands, what can be done with it, and what undoing it would do: in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.kit.times import exact_words
from mainstay.theme.filters import Choice, Group
from mainstay.transfer.actions.claims import DEAD
from mainstay.transfer.models import Run
from mainstay.transfer.views import told
from mainstay.transfer.views.asked import page_url

BAD = "bad"  # the filter for cells that cannot be read
PASSED = "passed"  # the filter for rows that name no day


@dataclass(frozen=True)
class Verb:
    """One thing that can be done with the run."""

    label: str
    url: str
    look: str = ""
    post: bool = False
    skip_bad: bool = False
    download: bool = False


@dataclass
class Standing:
    """A run that rests: what its page says above the rows."""

    heading: str
    counted: str
    facts: list[str]
    said: list[str] = field(default_factory=list)
    said_heading: str = ""
    said_state: str = ""
    verbs: list[Verb] = field(default_factory=list)
    begins_with: str = ""
    kept: bool = False


@dataclass(frozen=True)
class GoingOn:
    """A run that is at work: how far it is."""

    heading: str
    lead: str
    sentence: str
    done: int
    all: int
    late: str


def going_on(run: Run, now: datetime) -> GoingOn:
    """How far a run is; ``now`` is of the real clock, as its last sign of life is."""
    about = {"file": run.file_name}
    headings = {
        Run.State.CHECKING: _("%(file)s is being tried") % about,
        Run.State.RUNNING: _("%(file)s is being taken in") % about,
        Run.State.UNDOING: _("%(file)s is being taken back") % about,
    }
    lead = _("You may close this page: it goes on by itself, and waits for you under “Bring in”.")
    numbers = {"done": told.number(run.done_rows), "all": told.number(run.total)}
    sentence = _("%(done)s of %(all)s") % numbers if run.total else _("It is about to begin.")
    late = ""
    if run.message:
        late = run.message
    elif run.beat_at is not None and now - run.beat_at > DEAD:
        late = _(
            "It has stood still for some minutes. It is taken up again by itself where it stopped; nothing is lost."
        )
    return GoingOn(headings[Run.State(run.state)], lead, sentence, run.done_rows, max(run.total, 1), late)


def standing(run: Run, person: User, at: datetime) -> Standing:
    """What the page of a run at rest says."""
    found = {
        Run.State.CHECKED: _checked,
        Run.State.DONE: _taken_in,
        Run.State.UNDONE: _taken_back,
        Run.State.FAILED: _stopped,
    }[Run.State(run.state)](run)
    found.facts = _facts(run, person)
    found.counted = " ".join(filter(None, (found.counted, told.passed_over(run.report), told.beside(run))))
    return found


def _facts(run: Run, person: User) -> list[str]:
    when = run.ended_at or run.started_at
    who = run.by.name
    if run.state == Run.State.UNDONE and (undone_by := run.report.get("undone_by")):
        who = User.objects.filter(pk=undone_by).values_list("name", flat=True).first() or who
    return [told.kind_words(run.kind), who, exact_words(when, person.zone, None, get_language() or "en")]


def _first_shown(run: Run) -> str:
    """What is left out stands first: it is what somebody has to look at."""
    return BAD if run.report.get("problem_count") else "refused" if run.refused else ""


def _checked(run: Run) -> Standing:
    out, new = told.left_out(run), run.made + run.changed
    about = {"file": run.file_name, "n": told.number(out)}
    verbs = [_begin(run, out)] if new else []
    verbs.append(Verb(_("Change the columns"), page_url(run, "columns"), "" if new else "first"))
    if out:
        heading = ngettext("%(file)s: %(n)s row cannot be taken in", "%(file)s: %(n)s rows cannot be taken in", out)
        verbs.append(Verb(_("These rows as a file"), page_url(run, "left_out_csv"), download=True))
    else:
        heading = _("%(file)s: every row can be taken in") if new else _("%(file)s: nothing would change")
        if run.report.get("passed_over"):
            verbs.append(Verb(_("The rows passed over, as a file"), page_url(run, "left_out_csv"), download=True))
    verbs.append(Verb(_("Throw the file away"), page_url(run, "discard"), "plain", post=True))
    return Standing(
        heading % about,
        f"{told.counted(run)} {_('Nothing is written yet.')}",
        [],
        said=[_("Mend them in the file and choose it again, change the columns, or take in the rest without them.")]
        if out
        else [],
        said_heading=_("Left out"),
        said_state="frayed",
        verbs=verbs,
        begins_with=_first_shown(run),
    )


def _begin(run: Run, out: int) -> Verb:
    url = page_url(run, "begin")
    if not out:
        return Verb(_("Take it in"), url, "first", post=True)
    label = ngettext("Leave out %(n)s row and take in the rest", "Leave out %(n)s rows and take in the rest", out)
    return Verb(label % {"n": told.number(out)}, url, "first", post=True, skip_bad=True)


def _taken_in(run: Run) -> Standing:
    verbs = [Verb(_("Bring in another file"), reverse("transfer:start"))]
    if run.made or run.changed:
        verbs.append(Verb(_("Undo the whole run"), page_url(run, "undo"), "plain"))
    if told.left_out(run) or run.report.get("passed_over"):
        verbs.append(Verb(_("What was left out, as a file"), page_url(run, "left_out_csv"), "plain", download=True))
    return Standing(
        _("%(file)s was taken in") % {"file": run.file_name},
        told.counted(run),
        [],
        verbs=verbs,
        kept=True,
    )


def _taken_back(run: Run) -> Standing:
    found = Standing(
        _("%(file)s was taken back") % {"file": run.file_name},
        _("What it had brought: %(counted)s") % {"counted": told.counted(run)},
        [],
        verbs=[Verb(_("Bring in another file"), reverse("transfer:start"))],
        kept=True,
    )
    if run.stayed:
        said = ngettext(
            "%(n)s thing could not be undone, because somebody acted on it since. It stands in the list below.",
            "%(n)s things could not be undone, because somebody acted on them since. They stand in the list below.",
            run.stayed,
        ) % {"n": told.number(run.stayed)}
        found.said, found.said_heading, found.said_state = [said], _("What stays"), "frayed"
        found.begins_with = "stayed"
    return found


def _stopped(run: Run) -> Standing:
    begun = bool(run.made or run.changed)
    if begun:
        kept = _("What was taken in before stands and can be undone: %(counted)s") % {"counted": told.counted(run)}
        verbs = [
            Verb(_("Go on where it stopped"), page_url(run, "begin"), "first", post=True, skip_bad=run.skip_bad),
            Verb(_("Undo what was taken in"), page_url(run, "undo")),
        ]
    else:
        kept = _("Nothing was written.")
        verbs = [
            Verb(_("Look at the columns"), page_url(run, "columns"), "first"),
            Verb(_("Try again"), page_url(run, "check"), post=True),
            Verb(_("Throw the file away"), page_url(run, "discard"), "plain", post=True),
        ]
    return Standing(
        _("%(file)s stopped") % {"file": run.file_name},
        kept,
        [],
        said=[run.message or _("It stopped without saying why. The log of the house may tell more.")],
        said_heading=_("What happened"),
        said_state="frayed",
        verbs=verbs,
        kept=begun,
    )


# --- filters ----------------------------------------------------------------------------------------------------


def whats_of(run: Run) -> list[tuple[str, str]]:
    """What the rows of this run may be filtered by, with how many there are."""
    words = told.whats()
    found = [(code, f"{word}, {told.number(n)}") for code, word in words.items() if (n := getattr(run, code))]
    if n := run.report.get("problem_count"):
        found.append((BAD, f"{_('cannot be read')}, {told.number(n)}"))
    if run.report.get("passed_over"):
        found.append((PASSED, f"{_('passed over')}, {told.number(told.passed_many(run))}"))
    if run.stayed:
        found.append(("stayed", f"{_('could not be undone')}, {told.number(run.stayed)}"))
    return found


def groups(run: Run, what: str) -> list[Group]:
    """The filter by what becomes of a row."""
    url = page_url(run)
    every = Choice(_("All rows"), f"{url}?what=", current=not what)
    choices = [Choice(words, f"{url}?what={code}", current=code == what) for code, words in whats_of(run)]
    return [Group(_("Show"), [every, *choices])]


# --- undoing ----------------------------------------------------------------------------------------------------


def undoing(run: Run) -> dict[str, Any]:
    """Exactly what undoing does, and what stays."""
    goes = []
    if run.made:
        goes.append(_made_goes(run))
    if run.changed:
        goes.append(
            ngettext(
                "%(n)s thing that it changed gets back what stood there before.",
                "%(n)s things that it changed get back what stood there before.",
                run.changed,
            )
            % {"n": told.number(run.changed)}
        )
    stays = [
        _("Whatever somebody has acted on since: it is left as it is now, and the report names it."),
        _("The report of this run, and the journal: both then say that it was taken back, when and by whom."),
    ]
    if newcomers := run.report.get("newcomers"):
        stays.append(_("Colleagues it named and who cannot sign in: %(names)s.") % {"names": ", ".join(newcomers)})
    heading = _("Undo %(file)s?") % {"file": run.file_name}
    return {"goes": goes, "stays": stays, "heading": heading}


def _made_goes(run: Run) -> str:
    n = {"n": told.number(run.made)}
    if run.kind == "clients":
        return ngettext("%(n)s new client is laid aside.", "%(n)s new clients are laid aside.", run.made) % n
    if run.kind == "promises":
        return (
            ngettext(
                "%(n)s new promise is marked as entered in error.",
                "%(n)s new promises are marked as entered in error.",
                run.made,
            )
            % n
        )
    if run.kind == "assignments":
        return (
            ngettext(
                "%(n)s new assignment ends as if it had never begun.",
                "%(n)s new assignments end as if they had never begun.",
                run.made,
            )
            % n
        )
    return ngettext("%(n)s new entry is taken back.", "%(n)s new entries are taken back.", run.made) % n
