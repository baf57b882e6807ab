"""Tags of the theme: ``{% icon "dots" %}``, cheap where it stands in every row; ``{% rule number %}``, a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mainstay.kit.listings import Cell, Line
from mainstay.kit.refusals import advice_of
from mainstay.kit.times import spoken
from mainstay.theme.context import Place, advice_address
from mainstay.theme.filters import Group
from mainstay.theme.writing import said

register = template.Library()


@cache
def _sprite(static_url: str) -> str:
    """Where the sprite lies; looked up once, because the hashed name of a file does not change while it is served."""
    return static("theme/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite by its word, always beside a word or inside something that has a name."""
    return _drawn(settings.STATIC_URL, name)


@lru_cache(maxsize=256)
def _drawn(static_url: str, name: str) -> SafeString:
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#i-{}"></use></svg>', _sprite(static_url), name
    )


class Mark(Protocol):
    """One mark of the strip: "ok", "late" or "not"; over budget or not; days late, or nothing; the same in words."""

    state: str
    over: bool
    days: int | str
    words: str


_SHAPES = {"late": "M3 7h10l-5 9z", "not": "M3 7l10 10M13 7L3 17"}
_OVER = '<svg class="o" viewBox="0 0 16 24" aria-hidden="true"><path d="M3 17h10l-5-9z"/></svg>'


@register.simple_tag
def marks(found: Iterable[Mark]) -> SafeString:
    """The marks of a strip: sixty stand on one page, and a template takes ten times as long for them."""
    return mark_safe("".join(map(_mark, found)))  # noqa: S308 (every word is escaped)


def _mark(one: Mark) -> str:
    words, shape = escape(one.words), _SHAPES.get(one.state, "M8 6v12")
    days = f'<small aria-hidden="true">{escape(str(one.days))}</small>' if one.days else ""
    return (
        f'<li class="{escape(one.state)}" title="{words}"><svg class="k" viewBox="0 0 16 24" aria-hidden="true">'
        f'<path d="{shape}"/></svg>{_OVER if one.over else ""}{days}<span class="vh">{words}</span></li>'
    )


@register.simple_tag
def linked_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """The rows of a table: where each leads, its words, further cells. For many, as ``marks``."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308 (every word is escaped)


def _row(row: Sequence[str]) -> str:
    href, words, *cells = map(escape, row)
    return f'<tr><td><a href="{href}">{words}</a></td>{"".join([f"<td>{cell}</td>" for cell in cells])}</tr>'


@register.simple_tag
def happened(lines: Iterable[Any]) -> SafeString:
    """The lines of a chronicle: when, the exact time, a sentence, where it leads; a hundred stand on one page."""
    return mark_safe("".join(map(_happened, lines)))  # noqa: S308 (every word is escaped)


def _happened(line: Any) -> str:
    exact, url, text = getattr(line, "exact", ""), getattr(line, "url", ""), conditional_escape(line.text)
    title = f' title="{conditional_escape(exact)}"' if exact else ""
    said = f'<a href="{conditional_escape(url)}">{text}</a>' if url else text
    return f"<li><time{title}>{conditional_escape(line.when)}</time>{said}</li>"


@register.simple_tag
def list_rows(lines: Iterable[Line], to_pick: object = "") -> SafeString:
    """The rows of a list in the columns that were chosen, fifty a page; with ``to_pick`` each may be picked."""
    return mark_safe("".join([_list_row(line, to_pick=bool(to_pick)) for line in lines]))  # noqa: S308 (all is escaped)


def _list_row(line: Line, *, to_pick: bool) -> str:
    first, pick = line.first, ""
    words = said(first.text)
    if to_pick:
        box = f'<input type="checkbox" name="chosen" value="{line.id}" aria-label="{words}">'
        pick = f'<label class="pick">{box}</label>'
    beneath = f"<span>{said(first.beneath)}</span>" if first.beneath else ""
    return (
        f'<tr class="{said(line.state)}" role="row"><td class="name" role="cell">{pick}'
        f'<a href="{said(first.url)}">{words}</a>{beneath}</td>{"".join(map(_cell, line.cells))}</tr>'
    )


def _cell(cell: Cell) -> str:
    css = f' class="{said(cell.css)}"' if cell.css else ""
    beneath = f'<span class="word {said(cell.beneath_tone)}">{said(cell.beneath)}</span>' if cell.beneath else ""
    if not cell.text:
        return f'<td role="cell"{css}>{beneath}</td>'
    phone, text = f'<span class="pl">{said(cell.phone)} </span>' if cell.phone else "", said(cell.text)
    if cell.url:
        text = f'<a href="{said(cell.url)}">{text}</a>'
    elif cell.tone:
        title = f' title="{said(cell.title)}"' if cell.title else ""
        text = f'<span class="{said(cell.tone)}"{title}>{text}</span>'
    return f'<td role="cell"{css}>{phone}{text}{beneath}</td>'


@register.simple_tag
def filter_groups(groups: Iterable[Group]) -> SafeString:
    """The filters in the margin of a list: forty links stand beside each."""
    return mark_safe("".join([_group(place, group) for place, group in enumerate(groups, 1)]))  # noqa: S308 (as above)


def _group(place: int, group: Group) -> str:
    links = []
    for choice in group.choices:
        current = ' aria-current="true"' if choice.current else ""
        key = said(getattr(choice, "key", ""))
        shown = f'&nbsp;<kbd aria-hidden="true">{key}</kbd>' if key else ""
        key = f' data-key="{key}"' if key else ""
        links.append(f'<li><a href="{said(choice.url)}"{current}{key}>{said(choice.label)}{shown}</a></li>')
    head = f'<h3 id="filter-{place}">{said(group.label)}</h3>'
    return f'{head}<ul aria-labelledby="filter-{place}">{"".join(links)}</ul>'


@register.filter
def day(on: date | datetime) -> str:
    """``{{ key.created_at|day }}``: “Friday 8 May 2026”, as every page says a day."""
    return spoken(timezone.localtime(on).date() if isinstance(on, datetime) else on, year=True)


@register.simple_tag
def place_links(places: Iterable[Place], where: str) -> SafeString:
    """The places of the house in the frame; every page says them four times: in bar, list, dock and keys."""
    return mark_safe("".join(map(_PLACES[where], places)))  # noqa: S308 (every word is escaped)


def _in_bar(place: Place) -> str:
    return f"<a{_leads(place)}{_goes(place)}>{said(place.label)}</a>"


def _in_rest(place: Place) -> str:
    return f"<li><a{_leads(place)}{_goes(place)}>{icon(place.icon)}{said(place.label)}</a></li>"


def _in_sheet(place: Place) -> str:
    return f"<li><a{_leads(place)}>{icon(place.icon)}{said(place.label)}</a></li>"


def _in_dock(place: Place) -> str:
    return f"<a{_leads(place)}>{icon(place.icon)}<span>{said(place.label)}</span></a>"


def _in_keys(place: Place) -> str:
    if not place.key:
        return ""
    return f"<div><dt><kbd>g</kbd> <kbd>{said(place.key)}</kbd></dt><dd>{said(place.label)}</dd></div>"


def _leads(place: Place) -> str:
    return f' href="{said(place.url)}"' + (' aria-current="page"' if place.current else "")


def _goes(place: Place) -> str:
    return f' data-go="{said(place.key)}"' if place.key else ""


_PLACES = {"bar": _in_bar, "rest": _in_rest, "sheet": _in_sheet, "dock": _in_dock, "keys": _in_keys}


@register.filter
def advice(rule: str) -> str:
    """``{{ rule|advice }}``: what the advice behind a number says, in one line; nothing for no number."""
    return advice_of(rule)


@register.simple_tag
def rule(number: str) -> SafeString:
    """“Rule R-A-12.”, which leads to its advice wherever somebody of the house reads it (R-X-14)."""
    words = _("Rule %(rule)s.") % {"rule": number}
    url = advice_address(number)
    return format_html('<a class="above" href="{}">{}</a>', url, words) if url else format_html("{}", words)
