"""``{% lines rows %}``: the lines of Today, fifty on a page, written at once.

As ``<c-line>`` with a menu and a why writes one; component by component they took most of the page's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mainstay.kit.refusals import advice_of
from mainstay.theme.templatetags import theme
from mainstay.theme.writing import said

if TYPE_CHECKING:
    from mainstay.desk.views.today import Act, Shown

register = template.Library()
_TONES = {"parted": " gone", "frayed": " care", "theirs": " care"}


@register.simple_tag(takes_context=True)
def lines(context: template.Context, rows: Sequence[Shown], first: bool = False) -> SafeString:
    """Each line; with ``first`` the button of the first is the filled one. ``here``: where their forms come back."""
    token = str(context.get("csrf_token", ""))
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{said(token)}">' if token else ""
    hidden += f'<input type="hidden" name="next" value="{said(str(context.get("here", "")))}">'
    writer = _Writer(hidden)
    written = [writer.line(row, first=first and place == 0) for place, row in enumerate(rows)]
    return mark_safe("\n".join(written))  # noqa: S308 (every value is escaped where it is set in)


class _Writer:
    """Writes lines; what all of them say is looked up once."""

    def __init__(self, hidden: str) -> None:
        self._hidden = hidden
        self._icons: dict[str, str] = {}
        self._rules: dict[str, str] = {}
        self._dots, self._why, self._label = self._icon("dots"), said(_("why?")), _("%(who)s: move, hand over, why")
        asked = f"{self._icon('ask')}<span>{said(_('Why is it here?'))}</span>"
        self._asked = f'<li class="scripted"><button type="button" data-why>{asked}</button></li>'

    def line(self, row: Shown, *, first: bool) -> str:
        """One line."""
        line = row.line
        key, who, when = said(line.key), said(line.who), said(line.when)
        name = f'<a href="{said(line.url)}"><b>{who}</b></a>' if line.url else f"<b>{who}</b>"
        title = f' title="{said(line.exact)}"' if line.exact else ""
        at = f'<span class="at"{title}>{when}</span>' if when else ""
        kind = f'<span class="kind{_TONES.get(line.state, " ")}">{said(line.kind)}</span>'
        main = self._act(row.main, key, f'class="btn{" first" if first else ""}"') if row.main else ""
        return (
            f'<li class="row line {said(line.state)}" id="line-{key}">\n'
            f'  <div class="in-margin">{kind} {at}</div>\n'
            f'  <div class="cell"><div><p class="who">{name} <span>{said(row.firm)}</span></p>'
            f'<p class="what">{said(line.what)}</p>{self._because(line.why, line.rule)}</div>'
            f'<div class="do">{main}</div>{self._menu(row, key)}</div>\n</li>'
        )

    def _menu(self, row: Shown, key: str) -> str:
        if not row.moves:
            return ""
        label = said(self._label % {"who": row.line.who})
        acts = "".join([f"<li>{self._act(act, key)}</li>" for act in row.moves])
        summary = f'<summary class="more" aria-label="{label}">{self._dots}</summary>'
        return f'<details class="menu">{summary}<ul>{acts}{self._asked if row.line.why else ""}</ul></details>'

    def _act(self, act: Act, key: str, look: str = "") -> str:
        """A link, or a form of one button whose answer takes the line's place; in the menu with icon and letter."""
        move = act.move
        url, label, letter = said(move.url), said(move.label), said(move.key)
        if not look:
            shown = f'<kbd aria-hidden="true">{letter}</kbd>' if letter else ""
            label = f"{self._icon(act.icon)}<span>{label}</span>{shown}"
        told = (f" {look}" if look else "") + (f' data-key="{letter}"' if letter else "")
        if not move.post:
            return f'<a href="{url}"{told}>{label}</a>'
        target = f'hx-post="{url}" hx-target="#line-{key}" hx-swap="outerHTML"'
        return f'<form method="post" action="{url}" {target}>{self._hidden}<button{told}>{label}</button></form>'

    def _because(self, why: Any, rule: str) -> str:
        if not why:
            return ""
        if rule not in self._rules:
            self._rules[rule] = _of_rule(rule)
        told = f'<div class="rule"><p>{said(why)}</p>{self._rules[rule]}</div>'
        return f'<details class="why"><summary>{self._why}</summary>{told}</details>'

    def _icon(self, name: str) -> str:
        if name not in self._icons:
            self._icons[name] = theme.icon(name)
        return self._icons[name]


def _of_rule(number: str) -> str:
    if not number:
        return ""
    advice = advice_of(number)
    return f"{f'<p>{said(advice)}</p>' if advice else ''}<cite> {theme.rule(number)}</cite>"
