"""Who acts in the terminal, and how answers are printed: shared by the commands of every capability."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.house import clock, queries
from mainstay.house.models import User, house
from mainstay.kit.refusals import Refused


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--by USER`` and hand it ``by`` (a User) and ``at`` (the house's clock).

    Without the option MAINSTAY_USER says who acts; without that, the only administrator does.
    """

    @click.option(
        "--by",
        "by",
        metavar="USER",
        envvar="MAINSTAY_USER",
        help=_("Who acts: a mail address or a name. Else MAINSTAY_USER, else the only administrator."),
    )
    @functools.wraps(command)
    def run(*args: Any, by: str | None, **told: Any) -> Any:
        return command(*args, by=who_acts(by), at=clock.now(), **told)

    return run


def who_acts(told: str | None) -> User:
    """Whoever is named, else the only administrator. Refused for somebody let go, UsageError for a choice."""
    house()  # before it is opened nobody acts: the terminal says how to open it
    if not told:
        return _only_administrator()
    person = queries.person_called(told)
    if not person.is_active:
        sentence = _("%(name)s was let go and acts no more; name somebody else with --by.")
        raise Refused(sentence % {"name": person.name}, rule="R-X-3", field="by")
    return person


def _only_administrator() -> User:
    found = queries.administrators()
    if len(found) == 1:
        return found[0]
    names = ", ".join(str(person.email) for person in found)
    sentence = _("Several people run this house: %(names)s. Say who acts with --by, or set MAINSTAY_USER.")
    if not found:
        sentence = _("Nobody runs this house. Say who acts with --by, or set MAINSTAY_USER.")
    raise click.UsageError(sentence % {"names": names})


def echo_json(body: Any) -> None:
    """Print as JSON that people can read too, in any script."""
    click.echo(json.dumps(body, ensure_ascii=False, indent=2, default=str))


def echo_columns(heads: Sequence[str], groups: Sequence[Sequence[Sequence[str]]]) -> None:
    """Print rows under heads, every column as wide as its widest cell; groups stand a blank line apart."""
    every = [heads, *(row for group in groups for row in group)]
    widths = [max(len(row[place]) for row in every) for place in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

    click.echo(line(heads))
    for number, group in enumerate(groups):
        if number:
            click.echo()
        for row in group:
            click.echo(line(row))
