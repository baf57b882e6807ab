"""Today in the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.desk.queries import today as queries
from mainstay.desk.queries.today import Gathered
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import person_called
from mainstay.kit.plug import TodayLine
from mainstay.kit.refusals import Refused

NARROWEST, WIDEST, SHORTEST = 60, 120, 12  # characters: of a line, and of a promise in it


@click.command(help=_("What must be done for clients today, the most harmful if left first."))
@click.option("--for", "whose", metavar="USER", help=_("Whose Today, by mail address or name; else your own."))
@click.option("--house", is_flag=True, help=_("The exceptions of the house or the teams you head."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def today(by: User, at: datetime, whose: str | None, house: bool, as_json: bool) -> None:
    """Today of oneself, or of somebody one heads."""
    found = gathered(by, at, whose=whose, house=house)
    if as_json:
        from mainstay.desk.api import line_out

        echo_json([line_out(line) for line in found.lines])
    else:
        for line in text(found):
            click.echo(line)


def gathered(by: User, at: datetime, *, whose: str | None = None, house: bool = False) -> Gathered:
    """What the command shows. Raises NotFound for nobody of that name, Refused for somebody one does not head."""
    person = person_called(whose) if whose else by
    if person.pk == by.pk:
        return queries.gather(by, at, house=house)
    if not by.heads(person):
        raise Refused(
            _("Today of %(name)s is for them, and for whoever heads their team. You may see your own.")
            % {"name": person.name},
            rule="R-X-3",
            field="for",
            lifted_by=_("an administrator, by giving you the role"),
        )
    return queries.only_seen_by(queries.gather(person, at, house=house), by)


def text(found: Gathered) -> Iterable[str]:
    """The sentence, then one line each, under their kinds; no line is wider than the terminal."""
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    yield found.heading
    for kind, lines in groupby(found.lines, key=lambda line: str(line.kind)):
        yield ""
        yield kind
        for line in lines:
            yield _one_line(line, width)
    foot = [queries.more_words(found), queries.others_words(found.others)]
    if found.led is not None and not found.house:
        foot.append(_("%(words)s (mainstay today --house)") % {"words": queries.led_words(found)})
    if said := [words for words in foot if words]:
        yield ""
        yield from said


def _one_line(line: TodayLine, width: int) -> str:
    """Client, promise, how late or when, owner; where the terminal is narrow, the promise is shortened first."""
    late = ngettext("%(n)d day late", "%(n)d days late", line.days_late) % {"n": line.days_late}
    standing = " · ".join(part for part in (late if line.days_late else line.when, line.owner) if part)
    whom = line.client or line.who
    room = max(width - len(f"  {whom} ·  · {standing}"), SHORTEST)
    return _cut(f"  {whom} · {_cut(line.about, room)} · {standing}", width)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
