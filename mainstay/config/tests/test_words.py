"""A command is told by its word and imported when the word is typed: the words are those there are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import click

from mainstay.config import cli
from mainstay.kit.plug import registry

first = click.Group("import", commands=[click.Command("list")])
second = click.Group("import", commands=[click.Command("undo")])


def under(command: click.Command) -> Iterator[click.Command]:
    """A command and all that stand under it."""
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from under(each)


def modules() -> Iterator[str]:
    """Every module in which commands of a switched-on capability may stand."""
    for plug in registry.installed():
        if plug.commands:
            home = import_module(f"mainstay.{plug.name}.cli")
            yield home.__name__
            yield from (found.name for found in walk_packages(getattr(home, "__path__", []), f"{home.__name__}."))


def test_every_word_is_the_name_of_its_command() -> None:
    commands = cli.build().commands
    assert {word: command.name for word, command in commands.items()} == {word: word for word in commands}


def test_no_command_is_left_without_a_word() -> None:
    reached = {id(each) for each in under(cli.build())}
    written = [each for name in modules() for each in vars(import_module(name)).values()]
    lost = [str(each.name) for each in written if isinstance(each, click.Command) and id(each) not in reached]
    assert (lost, len(reached) > 200) == ([], True)


def test_two_folders_may_share_a_group() -> None:
    shared = cli.Commands([("import", f"{__name__}:first"), ("import", f"{__name__}:second")])["import"]
    assert isinstance(shared, click.Group)
    assert shared.list_commands(click.Context(shared)) == ["list", "undo"]


def test_a_word_imports_its_own_module_alone() -> None:
    """Over all of them a command took two seconds of a core before it began."""
    asked = """if True:
        import sys, django
        django.setup()
        from mainstay.config import cli
        cli.build().commands["today"]
        doors = {"api", "cli", "views"}
        print(*sorted(each for each in sys.modules if each.startswith("mainstay.") and doors & {*each.split(".")}))
    """
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    ours = ["mainstay.config.cli", "mainstay.desk.cli", "mainstay.desk.cli.today"]
    assert said.split() == [*ours, "mainstay.house.cli", "mainstay.house.cli.acting"]
