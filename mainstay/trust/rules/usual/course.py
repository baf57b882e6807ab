"""How a stream of one client runs: values and decisions are read in order, and what comes of them stands in a course.

Nothing is kept between two readings: the same values and decisions give the same course, whenever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo

from mainstay.trust.rules.usual.chart_course import ChartCourse, CountCourse
from mainstay.trust.rules.usual.habit_course import PriceCourse, ThreeCourse
from mainstay.trust.rules.usual.streams import CHART, COUNT, PRICE, THREE, Stream
from mainstay.trust.rules.usual.telling import Course, Turn, Value, by_week, left_out

_COURSES: dict[str, type[ChartCourse | CountCourse | ThreeCourse | PriceCourse]] = {
    CHART: ChartCourse, COUNT: CountCourse, THREE: ThreeCourse, PRICE: PriceCourse,
}  # fmt: skip


def read(
    stream: Stream,
    values: Iterable[Value],
    turns: Iterable[Turn] = (),
    *,
    at: datetime,
    zone: tzinfo = UTC,
    spans: Sequence[tuple[date, date]] = (),
) -> Course:
    """The course of one stream up to ``at`` (rulebook 2, R-A-13).

    ``spans`` are stretches, in days of ``zone``, that were announced as special and teach nothing. Of one instant
    an occurrence is read before a decision; order among equal occurrences never matters to what stands in the end.
    """
    known = [each for each in values if each.at <= at]
    told = left_out(known, spans, zone)
    course = _COURSES[stream.detector](stream)
    steps: list[tuple[datetime, int, Value | Turn]] = [(each.at, 0, each) for each in told]
    if stream.weekly:
        steps += [(each.at, 1, each) for each in by_week(told, zone, at)]
    steps += [(turn.at, 2, turn) for turn in turns if turn.at <= at]
    for _when, place, step in sorted(steps, key=lambda each: (each[0], each[1], _size(each[2]))):
        if isinstance(step, Turn):
            course.turn(step)
        elif place == 1:
            course.take(step)
        else:
            course.occur(step)
            if not stream.weekly:
                course.take(step)
            course.judge(step)
    course.once([each for each in known if each.once])
    return course.told(at)


def _size(step: Value | Turn) -> float:
    return step.value if isinstance(step, Value) else 0.0
