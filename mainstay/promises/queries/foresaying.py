"""What is foreseen, in sentences: the same on page, API and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.kit import times
from mainstay.promises.models import Promise
from mainstay.promises.queries.words import Reader
from mainstay.promises.rules import foresight as rules

if TYPE_CHECKING:
    from mainstay.promises.queries.foresight import Foreseen


@dataclass(frozen=True)
class Warned:
    """One thing to know before promising: its kind for programs, the sentence, the promise it speaks of."""

    code: str
    text: str
    promise: Promise | None = None


def warnings(seen: Foreseen, reader: Reader) -> list[Warned]:
    """What stands against the day, the weightiest first; empty where nothing does (R-B-41, R-B-7, R-B-38)."""
    said = [_clash(seen, other, reader) for other in seen.clashes]
    if seen.load is not None:
        said += _away(seen, seen.load, reader)
        said += _load(seen, seen.load)
    if seen.too_short:
        said.append(_too_short(seen))
    if not seen.works and not seen.away:
        words = _("%(day)s is no working day of %(owner)s.")
        said.append(Warned("not_worked", words % {"day": _on(seen.asked.due_on, reader), "owner": _owner(seen)}))
    return said


def realistic(seen: Foreseen, reader: Reader) -> str:
    """“The first realistic day is Monday 25 May.”, or ""."""
    if seen.realistic_on is None:
        return ""
    day = times.date_words(seen.realistic_on, reader.language, year=seen.realistic_on.year != seen.today.year)
    return _("The first realistic day is %(day)s.") % {"day": day}


def _owner(seen: Foreseen) -> str:
    return seen.asked.owner.name if seen.asked.owner else ""


def _on(day: date, reader: Reader) -> str:
    return times.date_words(day, reader.language, year=day.year != reader.today.year)


def _clash(seen: Foreseen, other: Promise, reader: Reader) -> Warned:
    words = _("%(owner)s promised them “%(text)s” for %(day)s. Two days for one thing: agree between you which holds.")
    told = {"owner": other.owner_words or other.client.name, "text": other.text, "day": _on(other.due_on, reader)}
    return Warned("contradicts", words % told, other)


def _week(day: date) -> int:
    return day.isocalendar().week


def _load(seen: Foreseen, load: rules.Load) -> list[Warned]:
    """The week of the day, and the weeks beside it where they are full."""
    said = []
    for shift in (-7, 0, 7):
        day = seen.asked.due_on + timedelta(days=shift)
        count = load.in_week_of(day)
        if load.is_full(day) and rules.monday_of(day) >= rules.monday_of(seen.today):
            words = ngettext(
                "%(owner)s has %(n)d open promise in week %(week)d already.",
                "%(owner)s has %(n)d open promises in week %(week)d already.",
                count,
            )
            said.append(Warned("load", words % {"owner": _owner(seen), "n": count, "week": _week(day)}))
    return said


def _away(seen: Foreseen, load: rules.Load, reader: Reader) -> list[Warned]:
    said = []
    for shift in (-7, 0, 7):
        day = seen.asked.due_on + timedelta(days=shift)
        away = [one for one in load.away_in_week_of(day) if one >= seen.today]
        if away:
            words = _("%(owner)s is away in week %(week)d, from %(first)s to %(last)s.")
            told = {
                "owner": _owner(seen),
                "week": _week(day),
                "first": reader.on(away[0]),
                "last": reader.on(away[-1]),
            }
            said.append(Warned("away", words % told))
    return said


def _too_short(seen: Foreseen) -> Warned:
    pace = seen.pace
    assert pace is not None  # noqa: S101 (only what has a pace can be too short)
    what = seen.asked.kind.name if seen.of_kind and seen.asked.kind else ""
    usual = ngettext("%(n)d day", "%(n)d days", pace.days) % {"n": pace.days}
    gives = ngettext("this gives %(n)d day", "this gives %(n)d days", seen.days) % {"n": seen.days}
    cases = ngettext("median of %(n)d", "median of the last %(n)d", pace.cases) % {"n": pace.cases}
    if seen.asked.side == Promise.Side.THEIRS:
        words = _("They usually take %(usual)s (%(cases)s); %(gives)s.")
        if what:
            words = _("They usually take %(usual)s for “%(what)s” (%(cases)s); %(gives)s.")
        code = "their_pace"
    else:
        code = "own_record"
        words = _("%(owner)s usually takes %(usual)s for “%(what)s” (%(cases)s); %(gives)s.")
        if seen.of_house:
            words = _("We usually take %(usual)s for “%(what)s” (%(cases)s); %(gives)s.")
    told = {"owner": _owner(seen), "usual": usual, "what": what, "cases": cases, "gives": gives}
    said = words % told
    if pace.late:
        late = ngettext("%(n)d of them was late.", "%(n)d of them were late.", pace.late)
        said = f"{said} {late % {'n': pace.late}}"
    return Warned(code, said)


@dataclass(frozen=True)
class Known:
    """What is known even where nothing warns: plain facts."""

    label: str
    value: str


def facts(seen: Foreseen) -> list[Known]:
    """The load of the week and what is usual, as plain figures, whether or not they warn."""
    said = []
    if seen.load is not None:
        count = seen.load.in_week_of(seen.asked.due_on)
        open_words = ngettext("%(n)d open promise", "%(n)d open promises", count) % {"n": count}
        label = _("%(owner)s in week %(week)d") % {"owner": _owner(seen), "week": _week(seen.asked.due_on)}
        said.append(Known(label, open_words))
    if seen.pace is not None:
        usual = ngettext("%(n)d day", "%(n)d days", seen.pace.days) % {"n": seen.pace.days}
        cases = ngettext("median of %(n)d", "median of the last %(n)d", seen.pace.cases) % {"n": seen.pace.cases}
        said.append(Known(_("Usually takes"), f"{usual} ({cases})"))
    return said
