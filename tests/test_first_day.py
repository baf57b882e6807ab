"""The guide to the first day speaks four languages, and names every button as the page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests import tree

GUIDE = tree.ROOT / "docs" / "guide"
BOLD = re.compile(r"\*\*([^*]+)\*\*")
THE_WORD = {"en": "bold", "de": "fett", "ms": "tebal", "ru": "жирным"}


def bold(language: str) -> list[str]:
    """The words of the page that the guide names, but the word that says so itself."""
    told = (GUIDE / f"first-day.{language}.md").read_text(encoding="utf-8")
    words = [" ".join(each.split()) for each in BOLD.findall(told)]
    assert words[0] == THE_WORD[language]
    return words[1:]


@pytest.mark.parametrize("language", ["de", "ms", "ru"])
def test_the_first_day_names_what_stands_on_the_page(language: str) -> None:
    file: Path = tree.PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as text:
        catalogue = read_po(text)
    entries = {word: catalogue.get(word) for word in bold("en")}
    assert [word for word, entry in entries.items() if entry is None] == []
    wanted = [str(entries[word].string) for word in bold("en")]  # type: ignore[union-attr]  # none is None: see above
    assert sorted(bold(language)) == sorted(wanted)


def test_each_language_leads_to_the_others() -> None:
    for language in THE_WORD:
        told = (GUIDE / f"first-day.{language}.md").read_text(encoding="utf-8")
        assert set(re.findall(r"first-day\.(\w\w)\.md", told)) == set(THE_WORD) - {language}
        assert len(re.findall(r"^\d\. ", told, re.MULTILINE)) == 7
