"""How words are compared, asked, and answered by a slip."""

from __future__ import annotations

import pytest

from mainstay.finding import rules
from mainstay.finding.rules.asking import asked
from mainstay.finding.rules.sounds import sounds

HALE = rules.slip_words(
    "p", name="Margaret Hale", turned=True, texts=["m.hale@thornton.example"], phones=["+442079460991"]
)


def near(typed: str, words: str, *, sort: str = "p", named: bool = True) -> int | None:
    """How near a slip answers: 0 begins so, 1 whole words, 2 beginnings of words, 3 from afar; None not at all."""
    each = asked(typed, sort, named=named)
    question = rules.together(each)
    found = rules.nearness(words, each)
    assert rules.matches(words, question) == (found is not None)  # all ways at once
    light = rules.lean(question, {part for every in question for part in every[1:]})
    assert rules.matches(words, light) or found is None
    return found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Hale", 0),
        ("margaret h", 0),
        ("m", 0),
        ("hale margaret", 0),
        ("HALE thornton", 1),
        ("Маргарет", 0),
        ("Хейл", 3),
        ("thornt", 2),
        ("m.hale@thornton.example", 1),
        ("+44 20 7946 0991", 2),
        ("0044 (0)20 7946-0991", 2),
        ("020 7946 0991", 2),
        ("7946 0991", 2),
        ("argaret", None),
        ("020 7946 0992", None),
        ("Hale Smith", None),
    ],
)
def test_a_person_is_found_in_every_spelling(typed: str, expected: int | None) -> None:
    assert near(typed, HALE) == expected


@pytest.mark.parametrize(
    ("text", "typed", "language", "expected"),
    [
        ("Send the brochure", "brochures", "", 3),
        ("Two deliveries", "delivery", "", 2),
        ("Die Verträge prüfen", "Vertrag", "", 2),
        ("Den Vertrag prüfen", "Verträge", "", 3),
        ("отправить план", "плана", "", 3),
        ("surat penghantaran", "hantar", "ms", 1),
        ("surat penghantaran", "menghantar", "ms", 3),
        ("surat penghantaran", "menghantar", "", None),
        ("A-4711", "a-4711", "", 1),
        ("Send it", "end", "", None),
    ],
)
def test_one_form_of_a_word_finds_the_others(text: str, typed: str, language: str, expected: int | None) -> None:
    words = rules.slip_words("w", texts=[text], language=language)
    assert near(typed, words, sort="w", named=False) == expected


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Hale", "Хейл"), ("Smith", "Смит"), ("Johnson", "Джонсон"), ("William", "Уильям"), ("Knight", "Найт"),
        ("Neumann", "Нойман"), ("Schäfer", "Шефер"), ("Stein", "Штайн"), ("Müller", "Мюллер"), ("Meier", "Meyer"),
    ],
)  # fmt: skip
def test_a_name_sounds_as_it_is_written_in_cyrillic(latin: str, other: str) -> None:
    assert sounds(latin) & sounds(other)


@pytest.mark.parametrize(("one", "other"), [("Hale", "Hall"), ("Meier", "Miller"), ("Смит", "Шмидт")])
def test_names_that_sound_otherwise_stay_apart(one: str, other: str) -> None:
    assert not sounds(one) & sounds(other)


def test_what_nobody_can_ask_is_no_question() -> None:
    assert asked(" %'\"*()-", "p", named=True) == asked("", "p", named=True)
    assert rules.in_fts(asked("O'Hara* OR \"x", "p", named=True).parts).count('"') % 2 == 0


def test_common_words_are_left_out_where_others_are_left() -> None:
    question = asked("hale gmbh", "p", named=True).parts
    hale, firm = question[0]
    assert rules.lean(question, {firm}) == ((hale,),)
    assert rules.lean(asked("hale gmbh", "p", named=True).whole, {firm}) == asked("hale", "p", named=True).whole
    assert rules.lean(question, {hale, firm}) == question
    assert rules.together(asked("gmbh", "e", named=False)) == asked("gmbh", "e", named=False).parts
