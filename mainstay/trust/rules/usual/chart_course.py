"""The courses of streams with charts: EWMA with the quick rule before it, and the count of deliveries kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean

from mainstay.trust.rules.usual import charts, habits
from mainstay.trust.rules.usual.charts import Baseline
from mainstay.trust.rules.usual.streams import POLICY, Stream
from mainstay.trust.rules.usual.telling import (
    AGREE,
    ANSWERED,
    BACK,
    BETTER,
    HELD,
    QUICK,
    RESET,
    SILENCE,
    WORSE,
    Course,
    Episode,
    Mark,
    Turn,
    Value,
)


class Side:
    """One side of the watch, for worse or for better: where its chart stands and what it has found."""

    def __init__(self, way: str) -> None:
        self.way = way
        self.e = self.r = 0.0
        self.run: list[Value] = []  # the values of the present run, while E is above 0
        self.held: list[Value] = []  # those read while it stood beyond the limit
        self.open: Episode | None = None

    def restart(self) -> None:
        """Begin again at nothing."""
        self.e = self.r = 0.0
        self.run, self.held, self.open = [], [], None


class Watch(ABC):
    """What both kinds of chart share: learning, the quick rule, notices that open and close."""

    limit = POLICY.limit

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.course = Course(stream)
        self.raw: list[Value] = []
        self.learning: list[Value] = []
        self.base: Baseline | None = None
        self.worse, self.better = Side(WORSE), Side(BETTER)
        self.level: float | None = None  # what the client agreed to while too little was known
        self.answered_at: datetime | None = None

    # --- what is read ---------------------------------

    def occur(self, value: Value) -> None:
        """An occurrence, as the quick rule reads it."""
        self.raw.append(value)

    def take(self, value: Value) -> None:
        """A value, as the chart reads it: learnt from, or judged."""
        quick = self.worse.open
        noticed = self.base is None and quick is not None and value.at >= quick.since
        self.course.marks.append(Mark(value.at, value.value, learnt=self.base is None and not noticed))
        if self.base is not None:
            self.step(value, self.base)
            return
        if noticed:
            return  # a drop that was noticed is not learnt from (DR-3)
        self.learning.append(value)
        if len(self.learning) == POLICY.learn:
            self.freeze(charts.learn(self.stream, [(each.at, each.value) for each in self.learning]))

    def freeze(self, base: Baseline) -> None:
        """From here on this is what they are used to."""
        self.base = base
        self.worse.restart()
        self.better.restart()

    def judge(self, value: Value) -> None:
        """The quick rule, while too little is known for the chart (R-A-13)."""
        standing = self.worse.open
        if standing is not None and standing.found_by == QUICK:
            now = habits.quick(self.stream, [each.value for each in self.raw[-3:]], usual=standing.before)
            if now is not None and not habits.is_worse(self.stream, standing.before, now[1]):
                self.close(self.worse, value.at, BACK)
            elif now is not None:
                self.worse.open = replace(standing, now=now[1], count=standing.count + 1)
            return
        if standing is None and self.is_early():
            self.look(value)

    def is_early(self) -> bool:
        """Whether the last three occurrences reach back into what is learnt from, and none of them was answered."""
        if len(self.raw) < POLICY.latest:
            return False
        first = self.raw[-POLICY.latest].at
        if self.answered_at is not None and first <= self.answered_at:
            return False
        return self.base is None or first <= self.base.last

    def look(self, value: Value) -> None:
        """Compare the last three with those before them."""
        found = habits.quick(self.stream, [each.value for each in self.raw], usual=self.level)
        if found is None or not habits.is_worse(self.stream, *found):
            return
        usual, now = found
        last = self.raw[-POLICY.latest :]
        bad = [each for each in last if habits.is_worse(self.stream, usual, each.value)] or last
        base = self.base
        if base is not None and any(each not in bad for each in last if each.at <= base.last):
            return  # it began after the learning: the chart’s matter
        before = self.raw[: -POLICY.latest] or self.raw[:1]
        since = bad[0].at
        self.worse.open = Episode(WORSE, QUICK, value.at, since, usual, now, len(bad), before[0].at, before[-1].at)
        self.learning = [each for each in self.learning if each.at < since]
        self.course.marks = [replace(each, learnt=each.learnt and each.at < since) for each in self.course.marks]
        if base is not None and base.last >= since:
            self.base = None

    def turn(self, turn: Turn) -> None:
        """An answer: what stands is answered, and the chart begins at nothing; where they agreed, the usual moves."""
        if turn.how == RESET:
            self.raw, self.learning, self.base, self.level = [], [], None, None
        for side in (self.worse, self.better):
            if turn.how == RESET or side.way == turn.way or (turn.way == SILENCE and side is self.worse):
                self.close(side, turn.at, ANSWERED)
        self.answered_at = turn.at
        if turn.how == AGREE and turn.level is not None:
            self.agree(turn.level, turn.at)

    def agree(self, level: float, at: datetime) -> None:
        """The usual moves to what the client agreed to; how much it varies stays as it was learnt (DR-2)."""
        if self.base is None:
            self.raw, self.learning, self.level = [], [], level
        else:
            self.base = replace(self.base, mean=self.stream.x(level), last=at)

    # --- the chart ---------------------------------

    @abstractmethod
    def step(self, value: Value, base: Baseline) -> None:
        """One value against what is usual."""

    def advance(self, side: Side, value: Value, e: float, r: float, *, speaks: bool) -> None:
        """Move one side on: it opens a notice where it speaks, closes it where it is back at nothing."""
        side.e, side.r = e, r
        side.run = [*side.run, value] if e > 0 else []
        if side.open is not None and side.open.found_by != QUICK:
            side.open = replace(side.open, now=self.level_now(side), count=len(side.run))
            side.held = [*side.held, value] if e > self.limit else []
            if e <= 0 or self.is_back(side):
                self.close(side, value.at, BACK)
        elif side.open is None and speaks and self.base is not None:
            side.open = Episode(
                side.way,
                self.stream.detector,
                value.at,
                side.run[0].at,
                self.usual_now(),
                self.level_now(side),
                len(side.run),
                self.base.first,
                self.base.last,
            )

    def close(self, side: Side, at: datetime, how: str) -> None:
        """What stood is over, and stays in the history."""
        if side.open is not None:
            self.course.over.append(side.open.ended(at, how))
        side.restart()

    def rise(self, value: Value) -> None:
        """An improvement that held for twelve values is what they are used to from now on (DR-30)."""
        if self.better.open is None or len(self.better.held) < POLICY.hold or self.base is None:
            return
        before, held = self.usual_now(), self.better.held
        self.close(self.better, value.at, HELD)
        self.freeze(charts.learn(self.stream, [(each.at, each.value) for each in held]))
        self.course.raised.append((value.at, before, self.usual_now()))

    def is_back(self, side: Side) -> bool:
        """Whether it returned, though the chart has not run out yet."""
        return False

    def usual_now(self) -> float:
        """What is usual, in the unit."""
        return 0.0 if self.base is None else self.stream.natural(self.base.mean)

    def level_now(self, side: Side) -> float:
        """What it is now, in the unit: the smoothed level."""
        if self.base is None:
            return 0.0
        sign = self.stream.sign if side is self.worse else -self.stream.sign
        return self.stream.natural(self.base.mean + sign * side.r)

    # --- what is told ---------------------------------

    def once(self, values: Sequence[Value]) -> None:  # noqa: B027 (nothing is what a chart does with them)
        """One-offs teach a chart nothing."""

    def told(self, at: datetime) -> Course:
        """The course as it stands."""
        course = self.course
        course.learning = self.base is None
        if self.stream.weekly and course.learning:  # while weeks are few, each occurrence is shown
            since = self.worse.open.since if self.worse.open is not None else at
            course.marks = [Mark(each.at, each.value, learnt=each.at < since) for each in self.raw]
        values = [each.value for each in self.raw]
        found = habits.quick(self.stream, values, usual=self.level)
        if self.base is not None:
            course.usual, course.now = self.usual_now(), self.level_now(self.worse)
        elif self.worse.open is not None:
            course.usual, course.now = self.worse.open.before, self.worse.open.now
        elif found is not None:
            course.usual, course.now = found
        elif self.level is not None:
            course.usual = self.level
        course.standing = [side.open for side in (self.worse, self.better) if side.open is not None]
        return course


class ChartCourse(Watch):
    """EWMA against a learnt baseline (DR-10 to 14)."""

    def step(self, value: Value, base: Baseline) -> None:
        """Both sides of the chart move by the same value."""
        z, by = charts.score(self.stream, base, value.value), charts.shift(self.stream, base, value.value)
        for side, turned in ((self.worse, 1), (self.better, -1)):
            e, r = charts.smooth(side.e, side.r, turned * z, turned * by)
            self.advance(side, value, e, r, speaks=charts.is_notice(self.stream, e, r))
        self.rise(value)

    def is_back(self, side: Side) -> bool:
        """Three values running within half a deviation of the usual, or beyond it on the good side (R-A-13)."""
        if self.base is None or len(side.run) <= POLICY.latest:
            return False
        turned = 1 if side is self.worse else -1
        near = [turned * charts.score(self.stream, self.base, each.value) for each in side.run[-POLICY.latest :]]
        return max(near) <= POLICY.near

    def occur(self, value: Value) -> None:
        """A contact ends a silence."""
        self.hush(value.at)
        super().occur(value)

    def hush(self, at: datetime) -> None:
        """A silence that lasted longer than usual before ``at`` is told once (DR-14)."""
        after = self.quiet_from()
        if after is not None and at > after:
            self.course.over.append(self.silence(after, at).ended(at, BACK))

    def quiet_from(self) -> datetime | None:
        """From when silence is unusual; None where nobody watches it or too little is known."""
        if not self.stream.watches_silence or self.base is None or not self.raw:
            return None
        return charts.silent_after(self.base, self.raw[-1].at)

    def silence(self, after: datetime, at: datetime) -> Episode:
        """The silence that began with the last contact."""
        last, base = self.raw[-1].at, self.base
        known = (base.first, base.last) if base is not None else (last, last)
        days = (at - last).total_seconds() / 86400
        return Episode(SILENCE, self.stream.detector, after, last, self.usual_now(), days, 1, *known)

    def told(self, at: datetime) -> Course:
        """The course, its band of usual values, and a silence that lasts."""
        course = super().told(at)
        if self.base is not None:
            low, high = self.base.mean - self.base.sd, self.base.mean + self.base.sd
            course.band = (self.stream.natural(low), self.stream.natural(high))
        course.silent_after = after = self.quiet_from()
        answered = self.answered_at is not None and after is not None and self.answered_at > after
        if after is not None and at > after and not answered:
            course.standing.append(self.silence(after, at))
        return course


class CountCourse(Watch):
    """Deliveries kept or not, by Bernoulli CUSUM (DR-20)."""

    limit = POLICY.count_limit

    def freeze(self, base: Baseline) -> None:
        """The share kept is learnt from the same twelve."""
        kept = round(base.mean * base.n)
        super().freeze(replace(base, mean=charts.share(kept, base.n)))

    def step(self, value: Value, base: Baseline) -> None:
        """Both sides count the same delivery."""
        kept, p0 = value.value > 0, base.mean
        for side, p1 in ((self.worse, charts.worse_share(p0)), (self.better, charts.better_share(p0))):
            c = charts.count(side.e, kept=kept, p0=p0, p1=p1)
            self.advance(side, value, c, 0.0, speaks=c >= POLICY.count_limit)
        self.rise(value)

    def is_back(self, side: Side) -> bool:
        """As many kept in a row as were learnt from."""
        last = side.run[-POLICY.learn :]
        return side is self.worse and len(last) == POLICY.learn and all(each.value > 0 for each in last)

    def level_now(self, side: Side) -> float:
        """The share kept since the run began."""
        return fmean(each.value for each in side.run) if side.run else self.usual_now()
