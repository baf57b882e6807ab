"""Every command that the documents name can be typed: it exists, with these options, and takes so many words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mainstay.config import cli
from tests import tree

PAGES = [path for path in tree.tracked() if path.suffix == ".md" or path.name in {"compose.yaml", "Dockerfile"}]
IN_BLOCK = re.compile(r"^[ \t#$]*(?:sudo -u mainstay |docker compose (?:exec|run --rm)(?: -\w+)* mainstay )?"
                      r"(?:/opt/mainstay/bin/|\.venv/bin/)?mainstay +(?P<told>[^\n]*)$", re.MULTILINE)  # fmt: skip
INLINE = re.compile(r"`mainstay +(?P<told>[^`]+)`")
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def typed(path: Path) -> Iterator[tuple[str, bool]]:
    """What follows the word mainstay, and whether it stands as a line to type and so must be whole."""
    text = path.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text) if path.suffix == ".md" else [text]
    for block in blocks:
        yield from ((told, True) for told in IN_BLOCK.findall(block.replace("\\\n", " ")))
    yield from ((re.sub(r"\|\s+", "|", " ".join(told.split())), False) for told in INLINE.findall(BLOCK.sub("", text)))


def fault(told: str, *, whole: bool, group: click.Command) -> str:
    """Why this cannot be typed, empty where it can."""
    words = shlex.split(told.partition("  #")[0].partition(" > ")[0], comments=True)
    ctx, command = click.Context(group, info_name="mainstay"), group
    while isinstance(command, click.Group) and words and words[0][0] not in "-…[":
        names = words[0].rstrip("…").split("|")  # “list|show|add” are three
        found = [command.get_command(ctx, name) for name in names]
        if found[0] is None or None in found:
            return f"there is no command {words[0]}"
        ctx, command, words = click.Context(found[0], info_name=names[0], parent=ctx), found[0], words[1:]
    if set("…[|") & set("".join(words)) or (isinstance(command, click.Group) and not whole):
        return ""
    try:
        values, left, _order = command.make_parser(ctx).parse_args(words)
    except click.UsageError as error:
        return error.format_message()
    given = {name for name, value in values.items() if isinstance(value, (str, tuple, bool, int)) and value != ()}
    missing = [each.name for each in command.params if each.required and each.name not in given]
    if left and not isinstance(command, click.Group):
        return f"{left} is too much"
    return f"{missing} is missing" if whole and missing and "--help" not in words else ""


@pytest.mark.parametrize("path", PAGES, ids=tree.says)
def test_what_a_document_says_to_type_can_be_typed(path: Path) -> None:
    group = cli.build()
    said = {told: fault(told, whole=whole, group=group) for told, whole in typed(path)}
    faults = [f"mainstay {told}: {why}" for told, why in said.items() if why]
    assert faults == []


def test_the_check_finds_what_cannot_be_typed() -> None:
    group = cli.build()
    for told in ("dance", "serve --loudly", "init", "doctor now", "import undo"):
        assert fault(told, whole=True, group=group), told
    assert fault("init --house X --admin x@y.example  # once", whole=True, group=group) == ""
    assert fault("init", whole=False, group=group) == ""
