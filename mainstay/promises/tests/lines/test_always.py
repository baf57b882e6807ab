"""What holds for every line: never an exception, nothing lost, read back the same, in any mix of tongues."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.kit.wall import instant
from mainstay.promises.rules import capture
from mainstay.promises.rules.capture import Understood
from mainstay.promises.tests.lines import test_english, test_german, test_malay, test_russian
from mainstay.promises.tests.lines.house import AT, BERLIN, CLIENTS, said, understand

TABLES = {
    "en": test_english.LINES,
    "de": test_german.LINES,
    "ms": test_malay.LINES,
    "ru": test_russian.LINES,
}
ALL = [(line, wanted, language) for language, lines in TABLES.items() for line, wanted in lines]
CLEAR = [one for one in ALL if not one[1].startswith("?")]
PIECES = [word for line, _wanted, _language in ALL for word in line.split()]
words = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map(" ".join)
languages = st.sampled_from(sorted(TABLES))


def letters(text: str) -> str:
    """What of a text may not be lost: letters and figures, in small."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def within(part: str, whole: str) -> bool:
    """Whether these signs stand in the other in this order."""
    left = iter(whole)
    return all(sign in left for sign in part)


def check(line: str, told: Understood) -> None:
    """What is true of anything that was understood."""
    assert told.line == capture.tidied(line)[: capture.LONGEST]
    assert within(letters(told.text), letters(told.line)), (line, told.text)
    for spans in told.spans.values():
        assert all(0 <= span.start < span.end <= len(told.line) for span in spans), told
    for question in told.questions:
        assert len(set(question.choices)) == len(question.choices)
    if told.whole:
        assert told.text
        assert told.client is not None
        assert told.due_on is not None
        clock = told.due_time
        minute = 1440 if clock is None else clock.hour * 60 + clock.minute
        assert instant(told.due_on, minute, ZoneInfo(told.zone)) > AT


@given(line=st.text(max_size=80), language=languages)
def test_any_text_is_understood_or_asked(line: str, language: str) -> None:
    check(line, understand(line, language))


@given(line=words, language=languages)
def test_any_words_are_understood_or_asked(line: str, language: str) -> None:
    check(line, understand(line, language))


@given(line=words, language=languages, days=st.integers(0, 3000), hour=st.integers(0, 23))
def test_on_any_day_of_eight_years(line: str, language: str, days: int, hour: int) -> None:
    at = datetime.fromtimestamp(1_700_000_000 + days * 86_400 + hour * 3_600, UTC)
    told = capture.understand(line, on=at, zone=BERLIN, language=language, clients=CLIENTS)
    for question in told.questions:
        if question.about == "due_on":
            assert all(day >= f"{at.astimezone(ZoneInfo(BERLIN)):%Y-%m-%d}" for day in question.choices), question


def test_an_answer_is_taken_and_asked_no_more() -> None:
    for line, wanted, language in ALL[::3]:
        told = understand(line, language)
        for question in told.questions:
            for choice in question.choices:
                if choice == capture.NEW:
                    continue
                again = understand(line, language, answers={question.about: choice})
                asked = again.question(question.about)
                assert asked is None or asked.kind != question.kind, (line, wanted, choice)
                break


def test_an_answer_to_what_is_not_asked_changes_nothing() -> None:
    answers = {"due_on": "2026-05-05", "due_time": "03:00", "side": "theirs", "client": "Orion Ltd"}
    for line, wanted, language in CLEAR[::5]:
        assert said(understand(line, language, answers=answers)) == wanted


@pytest.mark.parametrize(("line", "wanted", "language"), CLEAR[::3])
def test_what_was_understood_written_down_is_understood_the_same(line: str, wanted: str, language: str) -> None:
    told = understand(line, language)
    again = understand(capture.written(told), "en")
    if told.contact is None:
        assert said(again) == wanted
    assert again.mark.split("|")[3:] == told.mark.split("|")[3:]


@pytest.mark.parametrize(("line", "wanted", "language"), [one for one in CLEAR if "/3" not in one[0]][::4])
def test_the_language_of_the_page_changes_nothing(line: str, wanted: str, language: str) -> None:
    assert {said(understand(line, other)) for other in TABLES if other != "de"} == {wanted}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("bis Friday 5pm Plan kepada Atlas", "ours | Atlas GmbH | Plan | 2026-03-06 17:00"),
        ("до Freitag 17 Uhr send план в Atlas GmbH", "ours | Atlas GmbH | Send план | 2026-03-06 17:00"),
        ("hantar Angebot an Веге by 12 Mac", "ours | АО Вега | hantar Angebot | 2026-03-12"),
        ("send plan to Северный Ветер bis Freitag", "ours | ООО «Северный Ветер» | send plan | 2026-03-06"),
        ("Severny Veter: akt by Wed", "theirs | ООО «Северный Ветер» | Akt | 2026-03-04"),
        ("ATLAS: LOGO BY WED", "theirs | Atlas GmbH | LOGO | 2026-03-04"),
        ("call atlas tomorrow", "ours | Atlas GmbH | call atlas | 2026-03-03"),
        ("send plan to Mueller und Soehne by Fri", "ours | Müller & Söhne | send plan | 2026-03-06"),
    ],
)
def test_tongues_and_writings_may_be_mixed(line: str, wanted: str) -> None:
    assert said(understand(line, "en")) == wanted


def test_the_client_of_the_page_is_meant_where_the_line_names_nobody() -> None:
    here = CLIENTS[1]
    assert said(understand("send plan by Fri", "en", here=here)) == "ours | Hale & Co | send plan | 2026-03-06"
    assert said(understand("send plan to Atlas by Fri", "en", here=here)).startswith("ours | Atlas GmbH")
    assert said(understand("they: logo by Fri", "en", here=here)) == "theirs | Hale & Co | Logo | 2026-03-06"
    assert said(understand("Borealis: logo by Fri", "en", here=here)) == "? side who_is"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("send plan to Borealis & Sons by Fri", "Borealis & Sons"),
        ("Plan an Borealis Nord bis Freitag 17 Uhr", "Borealis Nord"),
        ("hantar pelan kepada Borealis Sdn Bhd Jumaat 5 petang", "Borealis Sdn Bhd"),
        ("отправить план в Бореалис Пятницу", "Бореалис"),
        ("Plan an Nord Sonntag GmbH bis 12.3.", "Nord Sonntag GmbH"),
    ],
)
def test_name_nobody_knows_ends_before_its_date(line: str, name: str) -> None:
    told = understand(line, "en")
    asked = told.question("client")
    assert (asked.words if asked else "", told.words("client")) == (name, name)


def test_day_and_time_are_those_of_the_client() -> None:
    told = understand("today 5pm send menu to Kampung Kuali", "en")
    assert (told.zone, said(told)) == ("Asia/Kuala_Lumpur", "? due_on time_passed")
    close = understand("Fri close of business send menu to Kampung Kuali", "en")
    assert said(close) == "ours | Kampung Kuali | Send menu | 2026-03-07 00:30"


def test_a_long_line_is_refused_and_an_empty_one_asked() -> None:
    assert said(understand("x" * 401, "en")) == "? line too_long"
    assert said(understand("", "en")) == said(understand(" \t\x00", "en")) == "? line empty"
    assert "? text too_long" in said(understand("send " + "word " * 70 + "to Atlas by Fri", "en"))


def naughty() -> Iterator[str]:
    """The strings that break programs."""
    folder = os.environ.get("MAINSTAY_SHARED")
    if not folder:
        pytest.skip("MAINSTAY_SHARED names no folder: the naughty strings are there")
    for path in sorted(Path(folder, "data", "import", "blns").rglob("*.json")):
        yield from json.loads(path.read_text("utf-8"))


def test_naughty_strings_do_no_harm() -> None:
    seen = 0
    for text in naughty():
        check(text, understand(text, "en"))
        check(f"Fri {text} to Atlas", understand(f"Fri {text} to Atlas", "en"))
        seen += 1
    assert seen > 100
