"""The courses of customs, people and prices: rules, no statistics (DR-21, DR-22, R-A-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mainstay.trust.rules.usual import habits
from mainstay.trust.rules.usual.streams import CUSTOMS, POLICY, PRICE, THREE, Stream
from mainstay.trust.rules.usual.telling import (
    AGREE,
    ANSWERED,
    BACK,
    BETTER,
    ENDS,
    MISSING,
    PROPOSED,
    RESET,
    STANDS,
    WORSE,
    Course,
    Episode,
    Mark,
    Turn,
    Value,
)


class Habit:
    """What both share: values in order, and what stands by its way."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.course = Course(stream)
        self.values: list[Value] = []
        self.open: dict[str, Episode] = {}
        self.answered: set[str] = set()

    def take(self, value: Value) -> None:
        """Nothing is smoothed."""

    def judge(self, value: Value) -> None:
        """Judged as it occurs."""

    def close(self, way: str, at: datetime, how: str) -> None:
        """What stood is over, and stays in the history."""
        if way in self.open:
            self.course.over.append(self.open.pop(way).ended(at, how))

    def turn(self, turn: Turn) -> None:
        """An answer closes what it answers; a new agreement begins everything anew."""
        for way in [*self.open]:
            if turn.how == RESET or way == turn.way:
                self.close(way, turn.at, ANSWERED)
        self.answered.add(turn.way)
        if turn.how == RESET:
            self.values, self.answered = [], set()

    def once(self, values: Sequence[Value]) -> None:
        """One-offs teach nothing."""

    def told(self, at: datetime) -> Course:
        """The course as it stands."""
        self.course.standing = list(self.open.values())
        self.course.learning = len(self.values) < POLICY.latest
        return self.course


class ThreeCourse(Habit):
    """Granted or not on each occasion of its kind (DR-21); of customs, the third alike is proposed (R-A-14)."""

    stands = False  # by our own word (R-A-14)

    @property
    def granted(self) -> list[bool]:
        """The occasions so far."""
        return [each.value > 0 for each in self.values]

    @property
    def is_custom(self) -> bool:
        """Whether they are used to it."""
        return self.stands or habits.is_customary(self.granted)

    def occur(self, value: Value) -> None:
        """One occasion: missed where it is a custom, noticed at once."""
        self.course.marks.append(Mark(value.at, value.value, learnt=len(self.values) < POLICY.latest))
        was = self.is_custom
        given = value.value > 0
        if given:
            self.close(MISSING, value.at, BACK)
        elif was and MISSING not in self.open:
            last = self.values[-4:] or [value]
            self.open[MISSING] = Episode(
                MISSING, THREE, value.at, value.at, sum(self.granted[-4:]), 0, 1, last[0].at, last[-1].at
            )
        self.values.append(value)
        if not was and self.is_custom:
            self.propose(self.values[-4:], value.at)

    def propose(self, values: Sequence[Value], third: datetime) -> None:
        """Given three times alike: is it a custom from now on, or was it said to be for once?"""
        if self.stream is not CUSTOMS or self.stands or PROPOSED in self.answered or PROPOSED in self.open:
            return
        count = sum(each.value > 0 for each in values)
        first, last = values[0].at, values[-1].at
        self.open[PROPOSED] = Episode(PROPOSED, THREE, third, first, 0, count, count, first, last)

    def turn(self, turn: Turn) -> None:
        """Whoever agreed to go without is used to it no longer; nor is one to whom its end was announced."""
        super().turn(turn)
        if turn.how == STANDS:
            self.stands = True
            self.close(PROPOSED, turn.at, ANSWERED)
        elif turn.how == ENDS or (turn.way == MISSING and turn.how == AGREE):
            self.close(MISSING, turn.at, ANSWERED)
            self.values, self.stands = [], False

    def once(self, values: Sequence[Value]) -> None:
        """Each said to be for once, and yet given three times: that is proposed too (T-4)."""
        if len(values) >= POLICY.latest:
            given = sorted(values, key=lambda each: each.at)
            self.propose(given, given[POLICY.latest - 1].at)

    def told(self, at: datetime) -> Course:
        """The course, and whether it is a custom."""
        course = super().told(at)
        course.habit = self.is_custom
        course.usual = float(sum(self.granted[-4:])) if course.habit else None
        course.now = float(self.granted[-1]) if self.values else None
        return course


class PriceCourse(Habit):
    """The discount in percent on each comparable invoice (DR-22), and mirrored.

    Where there was none, the first is for once; from the third alike on it is on its way to being usual.
    """

    @property
    def discounts(self) -> list[float]:
        """The discounts so far."""
        return [each.value for each in self.values]

    def occur(self, value: Value) -> None:
        """One invoice against the customary discount."""
        self.course.marks.append(Mark(value.at, value.value, learnt=len(self.values) < POLICY.latest))
        self.go_on(value)
        usual = habits.customary_discount(self.discounts)
        if usual is not None and not self.open:
            if habits.is_less(usual, value.value):
                self.begin(WORSE, value, usual)
            elif usual > 0 and habits.is_less(value.value, usual) and value.value - usual >= POLICY.part * usual:
                self.begin(BETTER, value, usual)
        self.values.append(value)

    def go_on(self, value: Value) -> None:
        """What stands ends once the discount is where it was."""
        for way, episode in [*self.open.items()]:
            short = habits.is_less(episode.before, value.value) if way == WORSE else value.value > episode.before
            if not short:
                self.close(way, value.at, BACK)

    def begin(self, way: str, value: Value, usual: float) -> None:
        """A discount that is less, or more, than customary."""
        last = self.values[-4:]
        self.open[way] = Episode(way, PRICE, value.at, value.at, usual, value.value, 1, last[0].at, last[-1].at)

    def turn(self, turn: Turn) -> None:
        """The customary discount moves to what the client agreed to."""
        super().turn(turn)
        if turn.how == AGREE and turn.level is not None:
            self.values = [Value(turn.at, turn.level)] * POLICY.latest

    def told(self, at: datetime) -> Course:
        """The course, and the customary discount."""
        course = super().told(at)
        course.usual = habits.customary_discount(self.discounts)
        course.now = self.discounts[-1] if self.values else None
        for episode in self.open.values():
            course.usual, course.now = episode.before, self.discounts[-1]
        return course
