"""The long tables of the record, row by row: for fifty rows a template takes ten times as long."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mainstay.trust.queries.record.pages import Failure, Line

register = template.Library()


@register.simple_tag
def failure_rows(failures: Iterable[Failure]) -> SafeString:
    """What speaks against: the day, what it was, what it says."""
    theirs = f' <span class="muted">{escape(_("theirs"))}</span>'
    return mark_safe(  # noqa: S308 (every word is escaped)
        "".join(
            f'<tr><td>{escape(one.on)}</td><td><a href="{escape(one.url)}">{escape(one.what)}</a>'
            f'{theirs if one.theirs else ""}</td><td class="{one.tone}">{escape(one.says)}</td></tr>'
            for one in failures
        )
    )


@register.simple_tag
def fold_rows(lines: Iterable[Line]) -> SafeString:
    """The record line by line: day, strand, outcome, weight, days since, balance before and after, state, what."""
    return mark_safe("".join(map(_fold_row, lines)))  # noqa: S308 (every word is escaped)


def _fold_row(one: Line) -> str:
    numbers = "".join(f'<td class="num">{value}</td>' for value in (one.weight, one.age, one.before, one.after))
    return (
        f'<tr><td class="nowrap num">{one.on}</td><td>{escape(one.strand)}</td><td>{escape(one.outcome)}</td>{numbers}'
        f'<td>{escape(one.state)}</td><td><a href="{escape(one.url)}">{escape(one.what)}</a></td></tr>'
    )
