"""Every piece of advice is listed; what is claimed stands on code and on a test that exist (docs/advice.md, R-X-20)."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import translation

from mainstay.config import advice
from mainstay.kit.advice import BUILT, NOT_YET, PART, Advice
from tests import tree

PAGE = tree.ROOT / "docs" / "advice.md"
CHANGES = tree.ROOT / "CHANGELOG.md"
HEAD = ["number", "what it says", "where it lives", "held by"]
NUMBER = re.compile(r"R-[A-Z]-\d+")
QUOTED = re.compile(r"`([^`]+)`")
LAST = {"A": 43, "B": 88, "C": 66, "X": 20}  # how far each letter of the scheme goes
EVERY = [f"R-{letter}-{number}" for letter, last in LAST.items() for number in range(1, last + 1)]
LATER, COMES = "not yet", "comes with "


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    line: int
    number: str
    says: str
    where: tuple[str, ...]
    held: tuple[str, ...]
    later: str = ""  # what it comes with, where it is not carried out yet


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows(text: str) -> list[Row]:
    """The table of the page; raises ValueError where it is not as it should be."""
    table = [(place, cells(line)) for place, line in enumerate(text.splitlines(), 1) if line.startswith("|")]
    if not table or table[0][1] != HEAD:
        raise ValueError(f"The table begins with | {' | '.join(HEAD)} |")
    found = []
    for place, row in table[2:]:
        if len(row) != len(HEAD) or not NUMBER.fullmatch(row[0]):
            raise ValueError(f"line {place}: four cells, the first a number such as R-A-1")
        where, held = (tuple(QUOTED.findall(cell)) for cell in row[2:])
        later = row[3].removeprefix(COMES) if row[2] == LATER and row[3].startswith(COMES) else ""
        found.append(Row(place, row[0], row[1], where, held, later))
    return found


def named(body: list[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """The functions and classes of a body, each with its own body."""
    return {
        node.name: node.body for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def exists(node: str) -> bool:
    """Whether ``path`` or ``path::name`` or ``path::Class::name`` stands in the tree."""
    name, *inside = node.split("::")
    path = tree.ROOT / name
    if not inside:
        return path.is_file() or (path.is_dir() and any(path.iterdir()))
    if path.suffix != ".py" or not path.is_file():
        return False
    body = tree.parsed(path).body
    for part in inside:
        if part not in named(body):
            return False
        body = named(body)[part]
    return True


def is_test(node: str) -> bool:
    """Whether a node is a test that pytest would take up."""
    path, *inside = node.split("::")
    file = path.rsplit("/", 1)[-1]
    return bool(inside) and file.startswith("test_") and inside[-1].startswith("test_") and exists(node)


def faults(text: str) -> Iterator[str]:
    """What the page claims and cannot show."""
    seen: set[str] = set()
    for row in rows(text):
        place = f"docs/advice.md:{row.line} {row.number}"
        if row.number in seen:
            yield f"{place} stands twice"
        seen.add(row.number)
        if not row.says:
            yield f"{place} does not say what it says"
        if row.later and (row.where or row.held):
            yield f"{place} is not carried out yet and names code or a test"
        if not row.later and (not row.where or not row.held):
            yield f"{place} names no code or no test, in `backquotes`; else “{LATER}” and “{COMES}…”"
        yield from (f"{place} lives in {node}, which is not there" for node in row.where if not exists(node))
        yield from (f"{place} is held by {node}, which is no test" for node in row.held if not is_test(node))


def test_advice_that_is_claimed_stands_on_code_and_on_a_test() -> None:
    found = list(faults(PAGE.read_text()))
    assert found == [], tree.listed(found, "A claim needs both; else it is no claim yet.")


def test_the_page_lists_every_number_once() -> None:
    assert [row.number for row in rows(PAGE.read_text())] == EVERY
    assert list(advice.ADVICE) == EVERY


def test_the_numbers_are_those_of_the_requirements() -> None:
    shared = os.environ.get("MAINSTAY_SHARED")
    if not shared:
        pytest.skip("MAINSTAY_SHARED names no folder with requirements.md")
    text = (Path(shared) / "requirements.md").read_text()
    required = re.findall(r"^### (R-[ABC]-\d+) ", text, re.MULTILINE) + re.findall(
        r"^\| (R-X-\d+) \|", text, re.MULTILINE
    )
    assert required == EVERY


def test_what_the_changelog_claims_is_claimed_here() -> None:
    claimed = set(NUMBER.findall(CHANGES.read_text()))
    listed = {row.number for row in rows(PAGE.read_text()) if not row.later}
    assert sorted(claimed - listed) == [], "CHANGELOG.md claims what docs/advice.md does not show"


SHOWN = re.compile(r'rule="(R-[A-Z]-\d+)"')


def shown_numbers() -> set[str]:
    """Every number that a refusal, a line of Today or a “why?” of the house names."""
    files = [path for path in tree.tracked() if "mainstay" in path.parts and "tests" not in path.parts]
    asts = (tree.parsed(path) for path in files if path.suffix == ".py" and path.name != "advice.py")
    texts = (node.value for tree_of in asts for node in ast.walk(tree_of) if isinstance(node, ast.Constant))
    pages = (SHOWN.findall(path.read_text()) for path in files if path.suffix == ".html")
    return {text for text in texts if isinstance(text, str) and NUMBER.fullmatch(text)} | {n for p in pages for n in p}


def test_every_number_that_is_shown_has_its_line() -> None:
    lacking = sorted(shown_numbers() - set(advice.LINES))
    assert lacking == [], tree.listed(lacking, "Say in mainstay/config/advice.py what it says, as docs/advice.md does.")


def told(one: Advice) -> tuple[str, str]:
    """What a piece of advice says with its part, and what it comes with."""
    return f"{one.says} In part: {one.part}" if one.built == PART else str(one.says), str(one.comes_with)


def test_what_the_house_says_of_a_number_is_what_the_page_says() -> None:
    with translation.override("en"):
        said = {number: told(one) for number, one in advice.ADVICE.items()}
    page = {row.number: (row.says, row.later) for row in rows(PAGE.read_text())}
    assert said == page, "docs/advice.md and mainstay/config/advice say the same: change both."


def test_what_is_built_lives_somewhere_and_what_is_not_built_nowhere() -> None:
    for number, one in advice.ADVICE.items():
        assert one.built in BUILT
        assert bool(one.lives) == (one.built != NOT_YET) == (not one.comes_with), number
        assert bool(one.part) == (one.built == PART), number
        assert set(one.lives) <= set(advice.PLACES), number
    assert {name for one in advice.ADVICE.values() for name in one.lives} == set(advice.PLACES)


TABLE = "| number | what it says | where it lives | held by |\n| --- | --- | --- | --- |\n"
GOOD = "| R-A-1 | x | `tests/tree.py::listed` | `tests/test_advice.py::test_claim_without_ground_is_found` |\n"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (GOOD, []),
        (GOOD + GOOD, ["stands twice"]),
        ("| R-A-1 | x | not yet | comes with letters |", []),
        ("| R-A-1 | x | not yet | comes with `tests/tree.py` |", ["names code or a test", "is no test"]),
        ("| R-A-1 | x | not yet | |", ["names no code"]),
        ("| R-A-1 | x | `tests/gone.py` | `tests/test_advice.py::test_gone` |", ["not there", "no test"]),
        ("| R-A-1 | x | `tests/tree.py::gone` | `tests/tree.py::listed` |", ["not there", "no test"]),
        ("| R-A-1 |  | nothing | nothing |", ["does not say", "names no code"]),
    ],
)
def test_claim_without_ground_is_found(line: str, fault: list[str]) -> None:
    said = list(faults(TABLE + line))
    assert len(said) == len(fault)
    assert all(part in sentence for part, sentence in zip(fault, said, strict=True))


@pytest.mark.parametrize("text", ["", "| a | b |\n", TABLE + "| one | x | y | z |\n", TABLE + "| R-A-1 | x |\n"])
def test_a_table_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"begins with|four cells"):
        rows(text)
