"""The terminal speaks one language: click's own words too."""

from __future__ import annotations

import gettext

import click
import pytest
from click.testing import CliRunner

from mainstay.config import cli


@click.command()
@click.argument("text")
def said(text: str) -> None:
    """Anything."""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Aufruf: said [OPTIONS] TEXT", "Hilfe: said --help", "", "Fehler: Es fehlt das Argument 'TEXT'."]),
        ("ms", ["Cara guna: said [OPTIONS] TEXT", "Bantuan: said --help", "", "Ralat: Argumen tiada: 'TEXT'."]),
        ("ru", ["Вызов: said [OPTIONS] TEXT", "Справка: said --help", "", "Ошибка: Не указан аргумент 'TEXT'."]),
        (
            "en",
            [
                "Usage: said [OPTIONS] TEXT",
                "Try 'said --help' for help.",
                "",
                "Error: Missing argument 'TEXT'.",
            ],
        ),
    ],
)
def test_clicks_own_words_are_in_the_language_of_the_terminal(
    language: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "")  # put back afterwards, as is where the words are looked for
    monkeypatch.setattr(gettext, "_localedirs", {})
    cli._speak(language)
    assert CliRunner().invoke(said, []).output.splitlines() == words
