"""The eight streams in which a client gets used to us (rulebook 2.1), and the numbers of the watch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

CHART, COUNT, THREE, PRICE = "chart", "count", "three", "price"


@dataclass(frozen=True)
class Policy:
    """The numbers of the watch, each with its source."""

    learn: int = 12  # DR-1: the first twelve values are learnt from
    weight: float = 0.2  # DR-11: λ
    limit: float = 3.2 * math.sqrt(0.2 / 1.8)  # DR-12: 1.066667
    clip: float = 3.0  # DR-10: one odd value cannot alarm
    hold: int = 12  # DR-30: an improvement that stood this long is what they are used to
    silence: float = 2.326  # DR-14: the 99th of a hundred pauses
    count_limit: float = 3.5  # DR-20
    least: float = 0.80  # DR-20: p0 stays between these
    most: float = 0.98
    odds: float = 4.0  # DR-20: failing four times as likely
    earlier: int = 5  # R-A-13: at least five earlier values
    latest: int = 3  # R-A-13: against the last three
    factor: float = 2.0  # R-A-13: worse by this factor
    near: float = 0.5  # in standard deviations: so near to the usual, three times running, it is back (R-A-13)
    points: float = 1.0  # DR-22: percentage points of discount
    part: float = 0.20  # DR-22: of the customary discount
    answer_within: int = 10  # 2.6: working days until the lead sees a notice
    fresh: timedelta = timedelta(days=90)  # a drop found in history older than this is not news
    review_after: timedelta = timedelta(days=91)  # R-A-24: once a quarter


POLICY = Policy()


@dataclass(frozen=True)
class Stream:
    """What one stream is made of.

    ``unit`` is what a value is told in: minutes (of working time), days, working_days, rating, share, percent, times.
    ``weekly`` says that one value is the median of an ISO week. ``floor`` is the least standard deviation and
    ``minimum`` the practical minimum of R, both in x (logarithms where ``logs``); ``quick`` is the stated minimum of
    the quick rule, in the unit.
    """

    name: str
    code: str
    detector: str
    unit: str
    larger_is_worse: bool = False
    logs: bool = False
    weekly: bool = False
    watches_silence: bool = False
    floor: float = 0.0
    minimum: float = 0.0
    quick: float = 0.0

    @property
    def sign(self) -> int:
        """+1 where a larger value is worse, else −1."""
        return 1 if self.larger_is_worse else -1

    def x(self, value: float) -> float:
        """A value as it is reckoned with; of answers and pauses its logarithm, nothing below a minute or a tenth."""
        return math.log(max(value, 0.1)) if self.logs else value

    def natural(self, x: float) -> float:
        """Back from ``x`` to the unit."""
        return math.exp(x) if self.logs else x


ANSWERS = Stream(
    "answers", "DR-A", CHART, "minutes", larger_is_worse=True, logs=True, weekly=True, floor=0.25,
    minimum=math.log(1.25), quick=60,
)  # fmt: skip
CONTACT = Stream(
    "contact", "DR-B", CHART, "days", larger_is_worse=True, logs=True, watches_silence=True, floor=0.25,
    minimum=math.log(1.25), quick=3,
)  # fmt: skip
EARLINESS = Stream("earliness", "DR-C", CHART, "working_days", floor=0.5, minimum=1.0, quick=1)
RATING = Stream("rating", "DR-D", CHART, "rating", floor=0.5, minimum=0.3, quick=1)
PUNCTUALITY = Stream("punctuality", "DR-E", COUNT, "share", quick=0.5)
PRICES = Stream("price", "DR-F", PRICE, "percent")
CUSTOMS = Stream("customs", "DR-G", THREE, "times")
PERSON = Stream("person", "DR-H", THREE, "times")

STREAMS = {each.name: each for each in (ANSWERS, CONTACT, EARLINESS, RATING, PUNCTUALITY, PRICES, CUSTOMS, PERSON)}
