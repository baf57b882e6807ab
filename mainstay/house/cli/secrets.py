"""A password for the terminal: from the environment, or asked for twice where nobody sees it."""

from __future__ import annotations

import os
import warnings
from getpass import GetPassWarning

import click
from django.utils.translation import gettext as _


def password(variable: str, prompt: str) -> str:
    """The password the variable holds, or the one that is typed; exit 2 with a sentence where nobody can type it."""
    if told := os.environ.get(variable):
        return told
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            asked: str = click.prompt(prompt, hide_input=True, confirmation_prompt=_("The same password again"))
        except GetPassWarning:
            sentence = _("Nobody can be asked for a password here. Set %(variable)s, or run this in a terminal.")
            click.echo(sentence % {"variable": variable}, err=True)
            raise SystemExit(2) from None
    return asked
