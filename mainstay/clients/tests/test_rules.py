"""How names are compared, put in order and found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.clients.rules import digits, findable, folded, in_order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hale & Co", "hale  &  CO "),
        ("Hale & Co", "Hale\x00&\ud800Co"),
        ("Straße", "STRASSE"),
        ("ﬁne", "FINE"),
        ("Ёлка", "ёлка"),
    ],
)
def test_folded_makes_one_name_of_case_and_spaces(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_folded_keeps_accents_apart() -> None:
    assert folded("Müller") != folded("Muller")


@pytest.mark.parametrize(
    ("name", "ordered"),
    [("Ägypten", "agypten"), ("München", "munchen"), ("Йод", "йод"), ("Ёлка", "елка"), ("Ålesund", "alesund")],
)
def test_in_order_takes_accents_off_latin_letters_and_leaves_short_i(name: str, ordered: str) -> None:
    assert in_order(name) == ordered


@given(st.text(max_size=300))
def test_names_settle_at_once_and_stay_within_200(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert in_order(in_order(name)) == in_order(name)
    assert len(folded(name)) <= 200
    assert len(in_order(name)) <= 200


def test_findable_leaves_out_what_is_empty() -> None:
    assert findable("Käte", "", " ", "Bonn") == "kate\nbonn"


def test_digits_find_a_phone_however_it_is_written() -> None:
    assert digits("+49 (0)30/1234-5") == "49030123 45".replace(" ", "")
