"""Where a line speaks of a day or a time, what stands together, and which of them is the date of the promise.

Written rules: a day behind “by”, “bis”, “sebelum” or “до” goes before one at an edge of the line, that before one in
the midst of it; of equals, or where a day and the weekday beside it differ, it is asked. A bare hour counts only
beside a day, behind such a word, or at an edge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mainstay.promises.rules.capture import clocks, days
from mainstay.promises.rules.capture import words as w
from mainstay.promises.rules.capture.clocks import Clock
from mainstay.promises.rules.capture.days import Day, On
from mainstay.promises.rules.capture.line import Span

_BY = (
    r"by|until|till?|before|due|(?:at|by) the latest|(?:no|not) later than|latest(?: by)?|bis|sp(?:ä|ae)testens|vor"
    r"|sebelum|selewat-lewatnya|paling lewat|menjelang|hingga|sehingga|sampai|до|ко?|не поздне?е|не позже"
)
_ON = r"on|at|around|the|am|um|zum|gegen|den|dem|der|ca\.?|pada|hari|tarikh|pukul|jam|во?|на|около"
DEADLINE = re.compile(rf"(?<!\w)(?:{_BY})[\s:]*$")
ANY = re.compile(rf"(?<!\w)(?:{_BY}|{_ON})[\s,:]*$")
BEFORE = re.compile(r"(?:before|vor(?: dem)?)$")
AFTER = re.compile(r"\s*(?:at the latest|latest|sp(?:ä|ae)testens|selewat-lewatnya|включительно|inclusive|sharp)(?!\w)")
_OR = "of|or|and|oder|und|atau|dan|или|и"
GLUE = re.compile(rf"[\s,;]*(?:(?:(?:{_BY}|{_ON}|{_OR})[\s,;]+|-)[\s,;]*)*")
STARTS_WITH = re.compile(rf"(?:{_BY})\s")
EDGE = " \t,.;:!-–—"


@dataclass(frozen=True)
class Mention:
    """One place of the line that speaks of a day, a time, or both."""

    span: Span
    day: Day | None = None
    clock: Clock | None = None


@dataclass(frozen=True)
class Group:
    """Mentions that stand together: “by Friday, 6 March, 5pm”. ``rank`` says how surely it is the date."""

    span: Span  # with the words before it that only lead to it
    day: Day | None = None
    clock: Clock | None = None
    rank: int = 0
    before: bool = False
    day_spans: tuple[Span, ...] = field(default=())
    clock_spans: tuple[Span, ...] = field(default=())


def mentions(folded: str, on: On) -> list[Mention]:
    """Every mention, the longest first served where two lie over each other."""
    found: list[Mention] = []
    for pattern, reading in days.patterns():
        found += [Mention(Span(a, b), day) for a, b, day in days.read(pattern, reading, folded, on)]
    for pattern in (clocks.COMPOUND, clocks.THIS_PART):
        for match in pattern.finditer(folded):
            found.append(Mention(Span(*match.span()), _day_of(match, on), clocks.part_of_day(match)))
    for pattern, read_clock in clocks.patterns():
        for match in pattern.finditer(folded):
            if (clock := read_clock(match)) is not None:
                found.append(Mention(Span(*match.span()), None, clock))
    return apart(found)


def apart(found: Sequence[Mention]) -> list[Mention]:
    """Without those that lie over a longer one, in the order of the line; a bare hour yields to everything."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (bool(one.clock and one.clock.bare), one.span.start - one.span.end)):
        if not any(mention.span.start < other.span.end and other.span.start < mention.span.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda one: one.span)


def _day_of(match: re.Match[str], on: On) -> Day:
    told = match.groupdict().get("wd")
    if not told or told in ("heute", "morgen"):
        return Day((on.today + (told == "morgen") * days.DAY,))
    weekday = w.weekday_of(told)
    return Day((days.coming(weekday, on),), weekday=weekday)


def groups(folded: str, found: Sequence[Mention], aside: Sequence[Span] = ()) -> list[Group]:
    """The mentions in groups, ranked. ``aside`` are spans that count as nothing at the edges (names)."""
    together: list[list[Mention]] = []
    for mention in found:
        if together and GLUE.fullmatch(folded, together[-1][-1].span.end, mention.span.start):
            together[-1].append(mention)
        else:
            together.append([mention])
    made = [_group(folded, members, aside) for members in together]
    return [group for group in made if group is not None]


def _group(folded: str, members: list[Mention], aside: Sequence[Span]) -> Group | None:
    told = [mention for mention in members if mention.day is not None]
    clocks_told = [mention for mention in members if mention.clock is not None]
    if not told:
        clocks_told = [one for one in clocks_told if one.clock and one.clock.kind != "part_of_day"]
        if not clocks_told:
            return None
    start, end = _led_to(folded, members[0].span.start), members[-1].span.end
    if tail := AFTER.match(folded, end):
        end = tail.end()
    leading = folded[start : members[0].span.start].strip(" ,:")
    day = _one_day([mention.day for mention in told if mention.day])
    clock = _one_clock([mention.clock for mention in clocks_told if mention.clock])
    if clock is None and day is not None and day.clock is not None:
        clock = Clock((f"{day.clock:%H:%M}",))
    rank = _rank(folded, Span(start, end), leading + " " + folded[members[0].span.start : end], aside)
    if day is None and clock is not None and clock.bare and folded[end:].strip() and folded[end] not in ",.;!":
        return None  # “until 5 drawings are done”
    return Group(
        Span(start, end), day, clock, rank + (day is not None and day.exact), bool(BEFORE.search(leading)),
        tuple(mention.span for mention in told), tuple(mention.span for mention in clocks_told),
    )  # fmt: skip


def _led_to(folded: str, start: int) -> int:
    while found := ANY.search(folded, 0, start):
        start = found.start()
    return start


def _rank(folded: str, span: Span, words: str, aside: Sequence[Span]) -> int:
    if STARTS_WITH.match(words.lstrip()) or AFTER.search(folded, span.start, span.end):
        return 2 * 2
    shown = list(folded)
    for name in aside:
        shown[name.start : name.end] = " " * (name.end - name.start)
    edge = not "".join(shown[: span.start]).strip(EDGE) or not "".join(shown[span.end :]).strip(EDGE)
    return 2 if edge else 0


def _one_day(told: list[Day]) -> Day | None:
    """What several days beside each other say together: “Friday, 6 March” is that Friday."""
    if not told:
        return None
    dates = [day for day in told if day.weekday is None]
    for weekday in (day for day in told if day.weekday is not None):
        if not dates:
            dates = [weekday]
            continue
        agreed = tuple(day for day in dates[0].days if day.weekday() == weekday.weekday)
        if agreed:
            dates[0] = Day(agreed, dates[0].kind, exact=dates[0].exact)
        else:
            dates.append(weekday)
    if len({day.days for day in dates}) == 1:
        return dates[0]
    kind = "which_day" if len({day.weekday is None for day in told}) == 1 else "days_differ"
    return Day(tuple(sorted({day for one in dates for day in one.days})), kind)


def _one_clock(told: list[Clock]) -> Clock | None:
    if len(told) > 1:
        told = [clock for clock in told if clock.times != (clocks.END,) and not clock.bare] or told[:1]
    if not told:
        return None
    times = tuple(dict.fromkeys(time for clock in told for time in clock.times))
    return told[0] if len(told) == 1 else Clock(times)
