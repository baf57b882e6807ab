"""Runs and steps in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mainstay.kit.tables.maps import Field
from mainstay.kit.times import spoken
from mainstay.transfer import queries
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS, Step
from mainstay.transfer.rules.reading import BLANK

ROWS_NAMED = 3
PAGES = {"clients": "clients:page", "promises": "promises:page"}
TONES = {"refused": "care", "left": "muted", "stayed": "care"}


@dataclass(frozen=True)
class Shown:
    """One step on a page: which rows, what becomes of them, in words."""

    where: str
    name: str
    client: str
    url: str
    word: str
    tone: str
    state: str
    lines: list[str]
    why: str
    rows: tuple[int, ...] = ()


def number(n: int) -> str:
    """A count as it is written here: 12,000."""
    return str(number_format(n, force_grouping=True))


def whats() -> dict[str, str]:
    """What can become of a row, as a column or a filter is called."""
    return {"made": _("new"), "changed": _("changed"), "left": _("left as is"), "refused": _("left out")}


def left_out(run: Run) -> int:
    """How many rows are left out: those that cannot be read, and those that nothing may be made of."""
    return run.refused + int(run.report.get("bad_rows", 0))


def counted(run: Run) -> str:
    """“510 new, 12 changed, 300 left as they are, 2 left out.”"""
    parts = [
        ngettext("%(n)s new", "%(n)s new", run.made) % {"n": number(run.made)},
        ngettext("%(n)s changed", "%(n)s changed", run.changed) % {"n": number(run.changed)},
        ngettext("%(n)s left as it is", "%(n)s left as they are", run.left) % {"n": number(run.left)},
        ngettext("%(n)s left out", "%(n)s left out", left_out(run)) % {"n": number(left_out(run))},
    ]
    numbers = (run.made, run.changed, run.left, left_out(run))
    said = [part for part, n in zip(parts, numbers, strict=True) if n]
    return ", ".join(said) + "." if said else _("Nothing was found in it.")


def passed_over(summary: Mapping[str, Any]) -> str:
    """What is said of rows that hold a word where their day belongs: they can be judged neither way."""
    words: Mapping[str, int] = summary.get("not_judgeable") or {}
    n = sum(words.values())
    if not n:
        return ""
    named = ", ".join(
        _("“%(word)s”") % {"word": word} if word != BLANK else _("nothing") for word in list(words)[:ROWS_NAMED]
    )
    return ngettext(
        "%(n)s row names no day and is passed over; there it says: %(words)s.",
        "%(n)s rows name no day and are passed over; there they say: %(words)s.",
        n,
    ) % {"n": number(n), "words": named}


def beside(run: Run) -> str:
    """What a run made beside its rows, and what went with it when it was taken back."""
    made, aside = int((run.report.get("also") or {}).get("clients", 0)), int(run.report.get("laid_aside", 0))
    said = []
    if made:
        sentence = ngettext(
            "%(n)s client that the list names and that was not here comes with it.",
            "%(n)s clients that the list names and that were not here come with it.",
            made,
        )
        said.append(sentence % {"n": number(made)})
    if newcomers := run.report.get("newcomers"):
        said.append(
            ngettext(
                "Nobody here is called %(names)s: taken in as a colleague who cannot sign in.",
                "Nobody here is called any of these: %(names)s. They are taken in as colleagues who cannot sign in.",
                len(newcomers),
            )
            % {"names": ", ".join(newcomers)}
        )
    if made and run.kind == "promises":
        said.append(_("Whoever took most of the promises to a client that comes with it becomes its manager."))
    if aside:
        sentence = ngettext(
            "%(n)s client that came with it and holds nothing else was laid aside.",
            "%(n)s clients that came with it and hold nothing else were laid aside.",
            aside,
        )
        said.append(sentence % {"n": number(aside)})
    return " ".join(said)


def kind_words(name: str) -> str:
    """What a kind of list is called."""
    return str(SORTS[name].label) if name in SORTS else name


def state_words(run: Run) -> str:
    """Where a run stands, for the list."""
    words = {
        Run.State.MAPPING: _("its columns wait for you"),
        Run.State.CHECKING: _("is being tried"),
        Run.State.CHECKED: _("tried, not taken in yet"),
        Run.State.RUNNING: _("is being taken in"),
        Run.State.DONE: _("taken in"),
        Run.State.UNDOING: _("is being taken back"),
        Run.State.UNDONE: pgettext("a run", "taken back"),
        Run.State.FAILED: _("stopped"),
    }
    return words[Run.State(run.state)]


def step(each: Step, kind: str, *, stayed: bool = False) -> Shown:
    """A step in words."""
    fields = {one.name: one for one in SORTS[kind].fields} if kind in SORTS else {}
    what = "stayed" if stayed else each.what
    words = whats() | {"stayed": _("could not be undone")}
    return Shown(
        where=rows_words(each.rows),
        name=each.name or _("without a name"),
        client=each.client if each.client != each.name else "",
        url=reverse(PAGES[kind], args=[each.id]) if each.id and kind in PAGES else "",
        word=words[what],
        tone=TONES.get(what, ""),
        state="frayed" if what in ("refused", "stayed") else "",
        lines=_changes(_telling(each), fields, new=each.what == "made"),
        why=each.why or (_("Resembles %(names)s.") % {"names": "; ".join(each.alike)} if each.alike else ""),
        rows=each.rows,
    )


def problem(each: Mapping[str, Any]) -> Shown:
    """A cell that cannot be read, in words."""
    value = _("“%(value)s”") % {"value": each["value"]} if each["value"] else _("nothing")
    return Shown(
        where=rows_words([each["row"]]),
        name=f"{each['column']}: {value}" if each["column"] else value,
        client="",
        url="",
        word=_("cannot be read"),
        tone="care",
        state="frayed",
        lines=[],
        why=str(each["reason"]),
        rows=(each["row"],),
    )


def passed(row: int, word: str) -> Shown:
    """A row that names no day, in words."""
    return Shown(
        where=rows_words([row]),
        name=_("“%(word)s”") % {"word": word} if word else _("nothing"),
        client="",
        url="",
        word=_("passed over"),
        tone="muted",
        state="",
        lines=[],
        why=queries.no_day(),
        rows=(row,),
    )


def passed_many(run: Run) -> int:
    """How many rows were passed over."""
    return sum((run.report.get("not_judgeable") or {}).values())


def rows_words(rows: Iterable[int]) -> str:
    """“Row 2”, “Rows 2, 3 and 5”, “Rows 2, 3, 5 and 9 more”."""
    every = list(rows)
    if not every:
        return ""
    named = ", ".join(str(row) for row in every[:ROWS_NAMED])
    rest = len(every) - ROWS_NAMED
    if rest > 0:
        return ngettext("Rows %(rows)s and %(n)d more", "Rows %(rows)s and %(n)d more", rest) % {
            "rows": named,
            "n": rest,
        }
    return ngettext("Row %(rows)s", "Rows %(rows)s", len(every)) % {"rows": named}


def _telling(each: Step) -> dict[str, Any]:
    """What a step changes, without the name that stands before it."""
    return {field: pair for field, pair in each.changes.items() if not (each.what == "made" and pair[1] == each.name)}


def _changes(changes: Mapping[str, Any], fields: Mapping[str, Field], *, new: bool) -> list[str]:
    """“Town: Berlin” of what is new, all in one line; “Town: Bonn → Berlin” of what changes, each in its own."""
    said = []
    for name, (old, now) in changes.items():
        key, _dot, of = name.partition(" · ")  # “role · Atlas”: of one client among several
        field = fields.get(key)
        label = (str(field.label) if field else key) + (f" ({of})" if of else "")
        before, after = value_words(old, field), value_words(now, field)
        if new or not before:
            if after:
                said.append(_("%(field)s: %(value)s") % {"field": label, "value": after})
        else:
            said.append(f"{label}: {before} → {after or _('nothing')}")
    return ["; ".join(said)] if new and said else said


def value_words(value: Any, field: Field | None) -> str:
    """A value of a field for people: the label of a code, a day in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (value_words(one, field) for one in value)))
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (value_words(one, field) for one in value.values())))
    text = str(value)
    if field is not None and field.choices:
        return next((str(label) for code, label in field.choices if code == text), text)
    if field is not None and field.sort in ("day", "moment"):
        day, _blank, clock = text.partition(" ")
        try:
            said = spoken(date.fromisoformat(day), year=True)
            return f"{said}, {time.fromisoformat(clock):%H:%M}" if clock else said
        except ValueError:
            return text
    return text if len(text) <= 200 else text[:199] + "…"
