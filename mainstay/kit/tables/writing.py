"""Cells on their way out: a spreadsheet that opens our file must not run what a client once typed."""

from __future__ import annotations

import re

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number, also a negative one (``-12.5``), stays a number; ``+49 30 1234`` does not, and is text
    anyway.
    """
    start = value.lstrip(" \u00a0\ufeff\u200b")[:1]
    if start not in _STARTS_A_FORMULA or not start or _PLAIN_NUMBER.fullmatch(value):
        return value
    return "'" + value


def write_csv_cell(value: object) -> str:
    """A value in a file we hand out: nothing for None, ISO for days, formulas made harmless."""
    if value is None:
        return ""
    isoformat = getattr(value, "isoformat", None)
    if callable(isoformat):
        return str(isoformat())
    return harmless(str(value))
