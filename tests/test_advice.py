"""Every requirement that is claimed done stands on code and on a test that exist (docs/advice.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import translation

from mainstay.config import advice
from tests import tree

PAGE = tree.ROOT / "docs" / "advice.md"
CHANGES = tree.ROOT / "CHANGELOG.md"
HEAD = ["number", "what it says", "where it lives", "held by"]
NUMBER = re.compile(r"R-[A-Z]-\d+")
QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    line: int
    number: str
    says: str
    where: tuple[str, ...]
    held: tuple[str, ...]


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
        found.append(Row(place, row[0], row[1], tuple(QUOTED.findall(row[2])), tuple(QUOTED.findall(row[3]))))
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
        if not row.where or not row.held:
            yield f"{place} names no code or no test, in `backquotes`"
        yield from (f"{place} lives in {node}, which is not there" for node in row.where if not exists(node))
        yield from (f"{place} is held by {node}, which is no test" for node in row.held if not is_test(node))


def test_advice_that_is_claimed_stands_on_code_and_on_a_test() -> None:
    found = list(faults(PAGE.read_text()))
    assert found == [], tree.listed(found, "A claim needs both; else it is no claim yet.")


def test_advice_is_listed_in_the_order_of_its_numbers() -> None:
    numbers = [row.number for row in rows(PAGE.read_text())]
    assert numbers == sorted(numbers, key=lambda number: (number[2], int(number[4:])))


def test_what_the_changelog_claims_is_listed() -> None:
    claimed = set(NUMBER.findall(CHANGES.read_text()))
    listed = {row.number for row in rows(PAGE.read_text())}
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


def test_the_line_of_a_number_is_what_the_page_says() -> None:
    page = {row.number: row.says.partition(" In part: ")[0] for row in rows(PAGE.read_text())}
    with translation.override("en"):
        lines = {number: str(said) for number, said in advice.LINES.items()}
    assert {number: page.get(number, "is not there") for number in lines} == lines


TABLE = "| number | what it says | where it lives | held by |\n| --- | --- | --- | --- |\n"
GOOD = "| R-A-1 | x | `tests/tree.py::listed` | `tests/test_advice.py::test_claim_without_ground_is_found` |\n"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (GOOD, []),
        (GOOD + GOOD, ["stands twice"]),
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
