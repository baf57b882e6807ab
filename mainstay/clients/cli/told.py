"""How days are typed in the terminal, and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click
from django.utils.translation import gettext as _


class Day(click.ParamType[date]):
    """A day as 2026-03-31."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(_("“%(told)s” is no day; write for example 2026-03-31.") % {"told": value}, param, ctx)


DAY = Day()


def options(*given: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Several options at once, in the order given."""

    def put(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(given):
            command = option(command)
        return command

    return put


def only_told(told: dict[str, Any]) -> dict[str, Any]:
    """What was typed, without what was left out."""
    return {name: value for name, value in told.items() if value is not None and value != ()}


as_json = click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
