"""``mainstay doctor`` looks whether the house is well, and says of what is not what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click
from django.utils.translation import gettext as _

from mainstay.config.doctor import doors, inside, machine
from mainstay.config.doctor.found import Finding
from mainstay.house.cli import echo_json

_OUTSIDE = (
    machine.python, machine.folder, machine.room, machine.private, machine.zones, machine.languages, machine.styles,
    doors.locks, doors.address, doors.database, doors.passwords,
)  # fmt: skip
_FIRST = (inside.base, inside.tables, inside.house)  # without one of these nothing below can be asked
_THEN = (inside.guard, inside.second_steps, inside.index, inside.time, inside.tasks, inside.reminders)
_LONG = (inside.file, inside.proof)


def findings(*, quick: bool, port: int) -> Iterator[Finding]:
    """Everything the doctor looks at, in the order in which one would put it right."""
    yield from (look() for look in _OUTSIDE)
    for look in _FIRST:
        found = look()
        yield found
        if not found.well:
            break
    else:
        then: tuple[Callable[[], Finding], ...] = _THEN if quick else _LONG + _THEN
        yield from (each() for each in then)
    yield machine.port(port)


@click.command(help=_("Look whether the house is well; exit code 1 if something is to be put right."))
@click.option("--quick", is_flag=True, help=_("Leave out what reads everything: the journal’s proof, the whole file."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help=_("The port the house is served on; else PORT."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@click.pass_context
def doctor(ctx: click.Context, quick: bool, port: int, as_json: bool) -> None:
    """Look whether the house is well."""
    found = []
    for each in findings(quick=quick, port=port):
        found.append(each)
        if not as_json:
            click.echo(("  " if each.well else "! ") + each.said)
    if as_json:
        echo_json([{"what": each.what, "well": each.well, "said": each.said} for each in found])
    ctx.exit(0 if all(each.well for each in found) else 1)
