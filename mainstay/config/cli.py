"""The ``mainstay`` command: finds the commands of every capability, and says refusals as page and API do."""

from __future__ import annotations

import contextlib
import gettext
import locale
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

LANGUAGES = ("en", "de", "ms", "ru")
OTHERS = Path(__file__).resolve().parents[1] / "locale" / "others"


def _language() -> str:
    told = os.environ.get("MAINSTAY_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    told = told or os.environ.get("LANG") or ""
    return told[:2].lower() if told[:2].lower() in LANGUAGES else "en"


def _speak(language: str) -> None:
    """Click’s own words too: it asks the standard library, in its domain “messages”, for the machine’s language."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(OTHERS))


class Terminal(click.Group):
    """Turns a refusal into its sentence and exit code 1, trouble with input into exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        from django.db.utils import OperationalError, ProgrammingError

        from mainstay.house.models import House, house_kept
        from mainstay.kit.refusals import NotFound, Refused

        try:
            with house_kept():
                return super().invoke(ctx)
        except Refused as refused:
            click.echo(refused.as_text(), err=True)
            ctx.exit(1)
        except NotFound as absent:
            click.echo(absent.message, err=True)
            ctx.exit(1)
        except (House.DoesNotExist, OperationalError, ProgrammingError) as error:
            click.echo(_no_house(error), err=True)
            ctx.exit(2)


def _no_house(error: Exception) -> str:
    from django.db.utils import OperationalError
    from django.utils.translation import gettext as _

    from mainstay.config.busy import is_busy

    words = str(error).lower()
    if is_busy(error):
        return _(
            "Others are writing just now, and this waited too long for its turn. What was not done is left as it was: "
            "give the command again in a moment."
        )
    if isinstance(error, OperationalError) and "no such table" not in words:
        return _("The database does not answer: %(error)s. Nothing was changed.") % {"error": str(error).strip()}
    return _("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL")


def build() -> click.Group:
    """The whole command, with what every switched-on capability brings. Needs Django set up."""
    from django.utils.translation import gettext as _

    from mainstay import __version__
    from mainstay.config import run
    from mainstay.config.doctor import doctor
    from mainstay.kit.plug import registry

    group = Terminal(name="mainstay", help=_("Keeps your word to your clients, and theirs to you."))
    click.version_option(__version__, prog_name="mainstay")(group)
    for command in (*run.commands, doctor):
        group.add_command(command)
    for plug in registry.installed():
        if plug.commands:
            module, name = plug.commands.split(":")
            for command in getattr(import_module(module), name):
                _add(group, command)
    return group


def _add(group: click.Group, command: click.Command) -> None:
    """Two capabilities may share a group such as ``import`` or ``export``."""
    there = group.commands.get(str(command.name))
    if isinstance(there, click.Group) and isinstance(command, click.Group):
        for sub in command.commands.values():
            there.add_command(sub)
    else:
        group.add_command(command)


def main(args: Sequence[str] | None = None) -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.config.settings")
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    import django
    from django.utils import translation

    django.setup()
    language = _language()
    translation.activate(language)
    _speak(language)
    try:
        build().main(args=list(args) if args is not None else None, prog_name="mainstay")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


if __name__ == "__main__":
    main()
