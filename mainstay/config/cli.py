"""The ``mainstay`` command: finds the commands of every capability, and says refusals as page and API do."""

from __future__ import annotations

import contextlib
import gc
import gettext
import locale
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import click

LANGUAGES = ("en", "de", "ms", "ru")
OURS = {
    "serve": "mainstay.config.run:serve",
    "work": "mainstay.config.run:work",
    "migrate": "mainstay.config.run:migrate",
    "doctor": "mainstay.config.doctor:doctor",
}
OTHERS = Path(__file__).resolve().parents[1] / "locale" / "others"


def _language() -> str:
    told = os.environ.get("MAINSTAY_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    told = told or os.environ.get("LANG") or ""
    return told[:2].lower() if told[:2].lower() in LANGUAGES else "en"


def _speak(language: str) -> None:
    """Click’s own words too: it asks the standard library, in its domain “messages”, for the machine’s language."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(OTHERS))


class Commands(MutableMapping[str, click.Command]):
    """The commands by their words; a command is imported only when its word is asked for."""

    def __init__(self, told: Iterable[tuple[str, str]]) -> None:
        self._imported: dict[str, click.Command] = {}
        self._told: dict[str, list[str]] = {}  # where each stands; two folders may share a group such as “import”
        for word, address in told:
            self._told.setdefault(word, []).append(address)

    def __getitem__(self, word: str) -> click.Command:
        if word not in self._imported:
            first, *more = map(pkgutil.resolve_name, self._told[word])
            for group in more:
                for sub in group.commands.values():
                    first.add_command(sub)
            self._imported[word] = first
        return self._imported[word]

    def __setitem__(self, word: str, command: click.Command) -> None:
        self._told[word] = []
        self._imported[word] = command

    def __delitem__(self, word: str) -> None:
        del self._told[word]
        self._imported.pop(word, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


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
    from mainstay.kit.plug import registry

    told = [*OURS.items(), *(each for plug in registry.installed() for each in plug.commands.items())]
    words = _("Keeps your word to your clients, and theirs to you.")
    group = Terminal(name="mainstay", commands=Commands(told), help=words)
    click.version_option(__version__, prog_name="mainstay")(group)
    return group


def main(args: Sequence[str] | None = None) -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.config.settings")
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    import django
    from django.utils import translation

    gc.disable()  # nothing of what is imported now is given up again
    django.setup()
    gc.freeze()
    gc.enable()
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
