"""The fold a second time, in the database itself: balance and state of every strand (TV-62).

One recursive query over the numbered evidence, the same text on SQLite and PostgreSQL but for two functions. It is
no way to serve pages; it is here so that a fault in one of the folds shows.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from mainstay.trust.rules.record.fold import Strand
from mainstay.trust.rules.record.policy import EPS, KEPT, MISS, SLIP, Policy

_NEW = "{least}({top}, {greatest}(-{bottom}, f.l * power(2.0, -(e.d - f.d) / {half}) + e.w))"
_STATE = (
    "CASE WHEN {days} >= {min_days} AND {l} >= {enough} - {eps} THEN 'holds'"
    " WHEN {days} >= {min_days} AND {l} <= -{little} + {eps} THEN 'broken'"
    " WHEN {mem} = 'holds' AND {l} >= -{eps} THEN 'holds'"
    " WHEN {mem} = 'broken' AND {l} <= {eps} THEN 'broken'"
    " WHEN {l} < -{eps} THEN 'frayed' ELSE 'unproven' END"
)
_TEXT = """
WITH RECURSIVE told AS (
  SELECT client_id AS c, strand AS s, {day_on} AS d, 0 AS wipe,
    CASE outcome WHEN '{miss}' THEN 0 WHEN '{slip}' THEN 1 ELSE 2 END AS rank, weight,
    weight * CASE outcome WHEN '{miss}' THEN {m} WHEN '{slip}' THEN {p} ELSE {k} END AS w
  FROM trust_evidence
  WHERE annulled_at IS NULL AND direction = %s AND outcome <> 'excused' AND "on" <= %s AND strand IN ({strands})
), first AS (SELECT c, s, min(d) AS d FROM told GROUP BY c, s), every AS (
  SELECT c, s, d, wipe, rank, weight, w FROM told
  UNION ALL
  SELECT b.client_id, first.s, {day_closed}, 1, 9, 0, 0 FROM trust_breach b JOIN first ON first.c = b.client_id
  WHERE b.annulled_at IS NULL AND b.closed_on IS NOT NULL AND b.closed_on <= %s AND {day_closed} >= first.d
    AND %s = 'ours' AND first.s IN ({deciding})
), ev AS MATERIALIZED (
  SELECT c, s, d, wipe, w, row_number() OVER (PARTITION BY c, s ORDER BY d, rank, weight DESC) AS n FROM every
), f (c, s, n, d, l, days, st) AS (
  SELECT c, s, n, d, {start}, 1, {first_state} FROM ev WHERE n = 1
  UNION ALL
  SELECT e.c, e.s, e.n, CASE WHEN e.wipe = 1 THEN f.d ELSE e.d END,
    CASE WHEN e.wipe = 1 THEN {least}(f.l, 0.0) ELSE {new} END,
    CASE WHEN e.wipe = 1 THEN f.days ELSE f.days + CASE WHEN e.d <> f.d THEN 1 ELSE 0 END END,
    CASE WHEN e.wipe = 1 AND (f.st = 'lapsed' OR e.d - f.d > {lapse}) THEN 'lapsed'
      WHEN e.wipe = 1 THEN {wiped} ELSE {state} END
  FROM f JOIN ev e ON e.c = f.c AND e.s = f.s AND e.n = f.n + 1
)
SELECT f.c, f.s, f.d, f.l, f.days, CASE WHEN {day_end} - f.d > {lapse} THEN 'lapsed' ELSE f.st END
FROM f JOIN (SELECT c, s, max(n) AS n FROM ev GROUP BY c, s) z ON z.c = f.c AND z.s = f.s AND z.n = f.n
"""


def strands_in_sql(policy: Policy, direction: str, as_of: date) -> dict[tuple[UUID, str], Strand]:
    """Every strand of every client on a day, by the database alone."""
    with connection.cursor() as cursor:
        cursor.execute(_text(policy), [direction, as_of, as_of, direction, as_of])
        rows = cursor.fetchall()
    return {
        (_uuid(client), strand): Strand(float(balance), _day(last), int(days), state)
        for client, strand, last, balance, days, state in rows
    }


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _day(number: int) -> date:
    return date.fromordinal(date(2000, 1, 1).toordinal() + int(number))


def _text(policy: Policy) -> str:
    """The query for a policy: its numbers are written into it, to the last digit."""
    lite = connection.vendor == "sqlite"
    words: dict[str, Any] = {
        "least": "min" if lite else "least",
        "greatest": "max" if lite else "greatest",
        "k": repr(policy.steps[KEPT]),
        "p": repr(policy.steps[SLIP]),
        "m": repr(policy.steps[MISS]),
        "kept": KEPT,
        "slip": SLIP,
        "miss": MISS,
        "top": repr(policy.cap_top),
        "bottom": repr(policy.cap_bottom),
        "half": f"{policy.half_life}.0",
        "lapse": policy.lapse,
        "min_days": policy.min_days,
        "enough": repr(policy.enough),
        "little": repr(policy.too_little),
        "eps": f"{EPS:.12f}",
        "strands": ", ".join(f"'{strand}'" for strand in policy.strands),
        "deciding": ", ".join(f"'{strand}'" for strand in policy.deciding),
    }
    number = "CAST(julianday({0}) - 2451544.5 AS INTEGER)" if lite else "(({0})::date - DATE '2000-01-01')"
    words |= {
        "day_on": number.format('"on"'),
        "day_closed": number.format("b.closed_on"),
        "day_end": number.format("%s"),
    }
    new, seen = _NEW.format(**words), "(f.days + CASE WHEN e.d <> f.d THEN 1 ELSE 0 END)"
    start = "{least}({top}, {greatest}(-{bottom}, w))".format(**words)
    memory = f"CASE WHEN f.st = 'lapsed' OR e.d - f.d > {policy.lapse} THEN 'unproven' ELSE f.st END"
    words |= {
        "new": new,
        "start": start,
        "state": _STATE.format(**words, days=seen, l=new, mem=f"({memory})"),
        "wiped": _STATE.format(**words, days="f.days", l="{least}(f.l, 0.0)".format(**words), mem="'unproven'"),
        "first_state": _STATE.format(**words, days="1", l=start, mem="'unproven'"),
    }
    return _TEXT.format(**words)
