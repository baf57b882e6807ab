"""The journal in the terminal."""

from __future__ import annotations

import json

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.journal import actions


@click.group(help=_("The journal of the house."))
def journal() -> None:
    """The journal of the house."""


@journal.command(help=_("Prove that no line of the journal was altered."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
def verify(as_json: bool) -> None:
    """Prove that no line was altered; exit code 1 if one was."""
    proof = actions.verify()
    if as_json:
        body = {
            "holds": proof.holds,
            "lines": proof.lines,
            "chains": proof.chains,
            "faults": list(proof.faults),
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    elif proof.holds:
        click.echo(
            ngettext(
                "The journal holds: %(n)d line, nothing altered.",
                "The journal holds: %(n)d lines, nothing altered.",
                proof.lines,
            )
            % {"n": proof.lines}
        )
    else:
        click.echo(_("The journal does not hold:"))
        for fault in proof.faults:
            click.echo(f"  {fault}")
    if not proof.holds:
        raise SystemExit(1)
