"""What a workbook holds as a number or a day, not as text: nobody needs to find out how it is written."""

from __future__ import annotations


class Number(str):
    """A number as text, always with a point before its decimals and nothing between its thousands."""

    __slots__ = ()


class Day(str):
    """A day as ISO text, with its time behind it where it has one: “2026-05-01”, “2026-05-01 13:00”."""

    __slots__ = ()
