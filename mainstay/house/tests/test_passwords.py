"""Which passwords will do: the same answer on the page, over the API and in the terminal (R-X-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions
from mainstay.house.models import User
from mainstay.house.queries.passwords import _listed
from mainstay.house.rules import passwords
from mainstay.kit.refusals import Refused

KNOWN = ("Mainstay", "Brückner & Partner", "Mara Vogt", "mara@house.example")


def judged(password: str) -> str:
    return passwords.weakness(password, known=KNOWN, listed=_listed().__contains__)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("eleven char", "short"),
        ("x" * 129, "long"),
        ("aaaaaaaaaaaa", "few"),
        ("abababababab", "few"),
        ("qwertzuiopasdf", "few"),
        ("123456789012", "few"),
        ("zyxwvutsrqpo", "few"),
        ("password1234", "listed"),
        ("!!Password2026!!", "listed"),
        ("p455w0rd!!!!", "listed"),
        ("sunshinesunshine", "listed"),
        ("Brückner2026!", "names"),
        ("mara.vogt.1984", "names"),
        ("MainstayMara77", "names"),
        ("a fence of old oak", ""),
        ("hold-the-cable", ""),
        ("Mara keeps nine bees", ""),
        ("четыре старых дуба", ""),
        ("kT9#vLq2$wXz", ""),
    ],
)
def test_weakness_names_the_fault(password: str, fault: str) -> None:
    assert judged(password) == fault


@given(password=st.text(max_size=140))
def test_every_text_is_judged(password: str) -> None:
    assert judged(password) in {"", "short", "long", "few", "names", "listed"}
    assert (judged(password) == "short") == (len(password) < passwords.SHORTEST)


SENTENCE = "This password stands in the list of those that everybody uses. Four words in a row will do."


@pytest.mark.django_db
def test_the_same_sentence_on_page_api_and_terminal(
    manager: User, admin: User, at: datetime, api: Callable[..., Any], terminal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=SENTENCE):
        actions.set_password(person=manager, password="password1234", by=admin, at=at)
    told = api(admin).post(f"/people/{manager.pk}/password", {"password": "password1234"})
    assert (told.status_code, told.json()["detail"], told.json()["rule"]) == (422, SENTENCE, "R-X-17")
    monkeypatch.setenv("MAINSTAY_PASSWORD", "password1234")
    assert terminal(["person", "password", "Mara Vogt"]).output.startswith(SENTENCE)
    actions.set_password(person=manager, password="a fence of old oak", by=admin, at=at)
    browser = Browser()
    browser.post(reverse("account_login"), {"login": "mara@house.example", "password": "a fence of old oak"})
    form = {"oldpassword": "a fence of old oak", "password1": "password1234", "password2": "password1234"}
    assert SENTENCE in browser.post(reverse("account_change_password"), form).content.decode()
