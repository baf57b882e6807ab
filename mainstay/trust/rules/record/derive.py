"""From promises to evidence: what one promise says of which strand, on which day (rulebook 1.3, TV-10 to 19)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from mainstay.trust.rules.record.days import Workdays
from mainstay.trust.rules.record.policy import (
    BUDGET,
    EXCUSED,
    INPUTS,
    KEPT,
    MISS,
    OURS,
    PAYMENT,
    SATISFACTION,
    SLIP,
    TIME,
    WORD,
)

DELIVERY, MINOR, SMALL = "delivery", "minor", "word"  # the sizes of a promise: TV-17 (d), (a)
WITHDRAWN, RELEASED, BROKEN = "withdrawn", "released", "broken"
ACCEPTED, REMARKS, NOT_ACCEPTED = "accepted", "remarks", "not_accepted"

LEAST_TOLERANCE = 2  # working days, TV-10
ROUNDING, WITHIN = Decimal("0.005"), Decimal("0.10")  # TV-13: over by rounding alone; over, but not by much


class Given(NamedTuple):
    """One promise as evidence is read from it. Days are those of the promise's zone.

    ``due_on`` is the last day agreed in time; ``moves`` how often it was moved in time by agreement, moves that their
    own late input caused left out; ``input_late`` by how many working days that was late (TV-12 b). ``told_on`` is
    the first day on which the other side heard that it would be late, ``asked_for`` the day asked for then.
    ``excused`` and ``halved`` name strands: two people excused the failure (TV-19); its remedy was confirmed in time,
    or it belongs to an incident already counted (TV-17 b, c).
    """

    direction: str
    due_on: date
    size: str = DELIVERY
    payment: bool = False
    made_on: date | None = None
    moves: int = 0
    input_late: int = 0
    told_on: date | None = None
    asked_for: date | None = None
    delivered_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    agreed: Decimal | None = None
    invoiced: Decimal | None = None
    invoiced_on: date | None = None
    comparable: bool = True  # one currency, one tax basis
    satisfaction: str = ""
    settled_on: date | None = None
    annulled: bool = False
    excused: frozenset[str] = frozenset()
    halved: frozenset[str] = frozenset()


class Piece(NamedTuple):
    """What a promise says of one strand."""

    strand: str
    on: date
    outcome: str
    weight: float = 1.0


class Derived(NamedTuple):
    """The evidence of one promise as of a day, and the next day on which silence adds to it, if any."""

    pieces: tuple[Piece, ...] = ()
    wake: date | None = None


def tolerance(given: Given, days: Workdays) -> int:
    """By how many working days a delivery may be late and be a slip: a tenth of those agreed, at least 2 (TV-10)."""
    if given.made_on is None:
        return LEAST_TOLERANCE
    agreed = days.between(given.made_on, given.due_on)
    return max(LEAST_TOLERANCE, (agreed + 5) // 10)


def derive(given: Given, days: Workdays, *, on: date) -> Derived:
    """The evidence of one promise as it stands on a day; nothing of days to come (TV-10 to 19).

    One of time, inputs, payment or word for the day; of a delivery of ours also budget and satisfaction. A promise
    entered in error, or which the other side no longer wants, says nothing.
    """
    if given.annulled or given.ended == RELEASED:
        return Derived()
    small = given.size == SMALL
    found = [_word(given, days) if small else _time(given, days, on)]
    if given.direction == OURS and not small and given.delivered_on is not None:
        found += [_budget(given), _satisfaction(given)]
    whole = [_weighed(piece, given) for piece in found if piece is not None]
    coming = [piece.on for piece in whole if piece.on > on]
    return Derived(tuple(piece for piece in whole if piece.on <= on), min(coming, default=None))


def _strand(given: Given) -> str:
    if given.direction == OURS:
        return TIME
    return PAYMENT if given.payment else INPUTS


def _time(given: Given, days: Workdays, on: date) -> Piece | None:
    """TV-10, 11, 12. Taken back in time with something instead: a slip, as the other side was told before the day."""
    strand = _strand(given)
    if given.ended == WITHDRAWN:
        return Piece(strand, given.ended_on or given.due_on, SLIP)
    due = days.after(given.due_on, given.input_late)
    allowed = tolerance(given, days)
    if given.delivered_on is not None and given.delivered_on <= due:
        return Piece(strand, given.delivered_on, SLIP if given.moves > 1 else KEPT)
    late = days.between(due, given.delivered_on) if given.delivered_on is not None else None
    if late is not None and late <= allowed and given.delivered_on is not None:
        outcome = SLIP if late or given.moves > 1 else KEPT
        return Piece(strand, given.delivered_on, outcome)
    if given.delivered_on is None and not given.ended and on <= due + timedelta(days=allowed):
        return None  # a working day lasts a day at least: it cannot be a miss yet
    return Piece(strand, days.after(due, allowed + 1), MISS)


def _word(given: Given, days: Workdays) -> Piece | None:
    """TV-15: told before the day, late is a slip; untold it is a miss on the next working day."""
    told = given.told_on is not None and given.told_on <= given.due_on
    if given.ended == WITHDRAWN:
        return Piece(WORD, given.ended_on or given.due_on, SLIP)
    if given.delivered_on is not None and given.delivered_on <= given.due_on:
        return Piece(WORD, given.delivered_on, SLIP if given.moves > 1 else KEPT)
    if not told:
        return Piece(WORD, days.after(given.due_on, 1), MISS)
    if given.delivered_on is not None:
        return Piece(WORD, given.delivered_on, SLIP)
    last = max(given.due_on, given.asked_for or days.after(given.due_on, LEAST_TOLERANCE))
    return Piece(WORD, days.after(last, 1), MISS)


def _budget(given: Given) -> Piece | None:
    """TV-13. No agreed amount, or another currency: no evidence."""
    if not given.agreed or given.invoiced is None or not given.comparable or given.delivered_on is None:
        return None
    over = given.invoiced - given.agreed
    on = given.invoiced_on or given.delivered_on
    if over <= given.agreed * ROUNDING:
        return Piece(BUDGET, on, KEPT)
    return Piece(BUDGET, on, SLIP if over <= given.agreed * WITHIN else MISS)


_ANSWERS = {ACCEPTED: KEPT, REMARKS: SLIP, NOT_ACCEPTED: MISS}


def _satisfaction(given: Given) -> Piece | None:
    """TV-14: accepted, accepted with something to mend, not accepted. No answer is no evidence."""
    outcome = _ANSWERS.get(given.satisfaction)
    on = given.settled_on or given.delivered_on
    return Piece(SATISFACTION, on, outcome) if outcome is not None and on is not None else None


def _weighed(piece: Piece, given: Given) -> Piece:
    """TV-17, TV-19."""
    failed = piece.outcome != KEPT
    half = given.size in (SMALL, MINOR) or (failed and piece.strand in given.halved)
    excused = failed and piece.strand in given.excused
    if not half and not excused:
        return piece
    return Piece(piece.strand, piece.on, EXCUSED if excused else piece.outcome, 0.5 if half else 1.0)


def is_small(
    *, ours: bool, taken_in: bool, bound: bool, made_on: date | None, due_on: date, within: int, days: Workdays
) -> bool:
    """Whether a promise nobody said more of is a small word: a recap, a call back, an agenda (rulebook 1.2, ``word``).

    It is when it is ours, was given in talk (not in a list or a contract), for a day at most ``within`` working days
    later, and nothing hangs on it: no price, engagement, reference or test of acceptance (``bound``).
    """
    if not ours or taken_in or bound or made_on is None or within < 1:
        return False
    return days.between(made_on, due_on) <= within
