"""The control chart of a stream: the usual as a line, its band, the values as points; and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from mainstay.promises.queries.words import Reader
from mainstay.trust.queries.usual import words
from mainstay.trust.rules.usual import Course

WIDE, HIGH, EDGE = 600, 160, 12
MOST = 60  # values shown; the table has the same


@dataclass(frozen=True)
class Point:
    """One value: where it stands, whether it belongs to what the notice is about."""

    x: float
    y: float
    when: str
    value: str
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing in a box of 600 × 160, and what it says in words."""

    points: Sequence[Point]
    path: str
    usual_y: float | None = None
    band: tuple[float, float] | None = None  # upper edge and height
    top: str = ""
    bottom: str = ""
    said: str = ""
    usual: str = ""
    spread: str = ""
    rows: Sequence[Point] = field(default_factory=list)


def draw(course: Course, reader: Reader, *, since: datetime | None = None) -> Chart | None:
    """The last sixty values; those from ``since`` on are marked. None where there are fewer than two."""
    marks = course.marks[-MOST:]
    if len(marks) < 2 or course.stream.unit == "times":
        return None
    stream = course.stream.name
    known = [mark.value for mark in marks]
    lines = [course.usual] if course.usual is not None else []
    low, high = min([*known, *lines, *(course.band or ())]), max([*known, *lines, *(course.band or ())])
    reach = (high - low) or 1.0

    def y(value: float) -> float:
        return float(round(EDGE + (HIGH - 2 * EDGE) * (1 - (value - low) / reach), 1))

    step = (WIDE - 2 * EDGE) / (len(marks) - 1)
    points = [
        Point(
            round(EDGE + step * place, 1),
            y(mark.value),
            words.moment(mark.at, reader),
            words.amount(stream, mark.value),
            "care" if since is not None and mark.at >= since else "",
        )
        for place, mark in enumerate(marks)
    ]
    return Chart(
        points=points,
        path=" ".join(f"{point.x},{point.y}" for point in points),
        usual_y=y(course.usual) if course.usual is not None else None,
        band=(y(course.band[1]), round(y(course.band[0]) - y(course.band[1]), 1)) if course.band else None,
        top=words.amount(stream, high),
        bottom=words.amount(stream, low),
        said=_("%(what)s: %(n)d values from %(first)s to %(last)s")
        % {"what": words.heading(stream), "n": len(points), "first": points[0].when, "last": points[-1].when},
        usual=words.amount(stream, course.usual) if course.usual is not None else "",
        spread=_spread(course, stream),
        rows=points[::-1],
    )


def _spread(course: Course, stream: str) -> str:
    if course.band is None:
        return ""
    low, high = (words.amount(stream, value) for value in course.band)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
