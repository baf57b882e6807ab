"""The table of docs/security.md is whole, and what it names is there."""

from __future__ import annotations

import re

import pytest

from tests import tree

DOCUMENT = tree.ROOT / "docs" / "security.md"
# OWASP ASVS 5.0.0: the requirements of levels 1 (*) and 2, section by section.
ASKED = {
    "1.1": "1 2",
    "1.2": "1* 2* 3* 4* 5* 6 7 8 9",
    "1.3": "1* 2* 3 4 5 6 7 8 9 10 11",
    "1.4": "1 2 3",
    "1.5": "1* 2",
    "2.1": "1* 2 3",
    "2.2": "1* 2* 3",
    "2.3": "1* 2 3 4",
    "2.4": "1",
    "3.2": "1* 2*",
    "3.3": "1* 2 3 4",
    "3.4": "1* 2* 3 4 5 6",
    "3.5": "1* 2* 3* 4 5",
    "3.7": "1 2",
    "4.1": "1* 2 3",
    "4.2": "1",
    "4.3": "1 2",
    "4.4": "1* 2 3 4",
    "5.1": "1",
    "5.2": "1* 2* 3",
    "5.3": "1* 2*",
    "5.4": "1 2 3",
    "6.1": "1* 2 3",
    "6.2": "1* 2* 3* 4* 5* 6* 7* 8* 9 10 11 12",
    "6.3": "1* 2* 3 4",
    "6.4": "1* 2* 3 4",
    "6.5": "1 2 3 4 5",
    "6.6": "1 2 3",
    "6.8": "1 2 3 4",
    "7.1": "1 2 3",
    "7.2": "1* 2* 3* 4*",
    "7.3": "1 2",
    "7.4": "1* 2* 3 4 5",
    "7.5": "1 2",
    "7.6": "1 2",
    "8.1": "1* 2",
    "8.2": "1* 2* 3",
    "8.3": "1*",
    "8.4": "1",
    "9.1": "1* 2* 3*",
    "9.2": "1* 2 3 4",
    "10.1": "1 2",
    "10.2": "1 2",
    "10.3": "1 2 3 4",
    "10.4": "1* 2* 3* 4* 5* 6 7 8 9 10 11",
    "10.5": "1 2 3 4 5",
    "10.6": "1 2",
    "10.7": "1 2 3",
    "11.1": "1 2",
    "11.2": "1 2 3",
    "11.3": "1* 2* 3",
    "11.4": "1* 2 3 4",
    "11.5": "1",
    "11.6": "1",
    "12.1": "1* 2 3",
    "12.2": "1* 2*",
    "12.3": "1 2 3 4",
    "13.1": "1",
    "13.2": "1 2 3 4 5",
    "13.3": "1 2",
    "13.4": "1* 2 3 4 5",
    "14.1": "1 2",
    "14.2": "1* 2 3 4",
    "14.3": "1* 2 3",
    "15.1": "1* 2 3",
    "15.2": "1* 2 3",
    "15.3": "1* 2 3 4 5 6 7",
    "16.1": "1",
    "16.2": "1 2 3 4 5",
    "16.3": "1 2 3 4",
    "16.4": "1 2 3",
    "16.5": "1 2 3",
    "17.1": "1",
    "17.2": "1 2 3 4",
    "17.3": "1 2",
}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (met|not applicable|not met): (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
SECTION = re.compile(r"section “(.+?)”")


def asked() -> list[tuple[str, str]]:
    """Number and level of each, in order."""
    return [
        (f"{section}.{number.rstrip('*')}", "1" if number.endswith("*") else "2")
        for section, numbers in ASKED.items()
        for number in numbers.split()
    ]


def unfounded(answer: str, text: str) -> list[str]:
    """What “met” names and is not there; or that it names nothing."""
    tests, sections = NAMED.findall(answer), SECTION.findall(answer)
    faults = [
        f"{file}::{name}"
        for file, name in tests
        if not (path := tree.ROOT / file).is_file()
        or not re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    faults += [section for section in sections if f"\n## {section}\n" not in text]
    return faults if tests or sections else [answer]


def test_every_requirement_has_its_line() -> None:
    rows = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert [(number, level) for number, level, *_rest in rows] == asked()
    assert (len(rows), sum(level == "1" for _number, level in asked())) == (253, 70)


def test_what_is_met_is_held_by_tests_that_are_there() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    faults = {
        number: gone
        for number, _level, _gist, state, answer in ROW.findall(text)
        if state == "met" and (gone := unfounded(answer, text))
    }
    assert faults == {}


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        ("`tests/safety/test_asvs.py::test_every_requirement_has_its_line`", []),
        ("`tests/safety/test_asvs.py::test_of_nobody`", ["tests/safety/test_asvs.py::test_of_nobody"]),
        ("`tests/safety/test_nobody.py::test_x`", ["tests/safety/test_nobody.py::test_x"]),
        ("section “Keys”", []),
        ("section “Locks”", ["Locks"]),
        ("surely", ["surely"]),
    ],
)
def test_an_empty_claim_is_found(answer: str, faults: list[str]) -> None:
    assert unfounded(answer, DOCUMENT.read_text(encoding="utf-8")) == faults
