"""Which passwords will do: the same answer on the page, over the API and in the terminal (R-X-17)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions
from mainstay.house.models import User
from mainstay.house.queries import leaked
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


def listed(folder: Path, *held: str, end: str = "\r\n") -> str:
    """A list of leaked passwords, as it is handed out: among a thousand others."""
    digests = {
        hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()
        for word in (*held, *map(str, range(1000)))
    }
    file = folder / "leaked.txt"
    file.write_text(
        "".join(f"{digest}:{len(digest) ** (place % 9)}{end}" for place, digest in enumerate(sorted(digests)))
    )
    return str(file)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_of_a_list_of_leaked_passwords_is_found_and_no_other(tmp_path: Path, end: str) -> None:
    file = listed(tmp_path, end=end)
    assert [word for word in map(str, range(1000)) if not leaked.is_leaked(word, file)] == []
    assert [word for word in map(str, range(1000, 2000)) if leaked.is_leaked(word, file)] == []
    assert (leaked.is_such_a_list(file), leaked.is_leaked("1", "")) == (True, False)


@pytest.mark.parametrize("told", ["a list\nof words\n", "B" * 40 + ":1\n" + "A" * 40 + ":1\n", "a" * 40 + "\n"])
def test_what_is_no_list_of_leaked_passwords_is_known(tmp_path: Path, told: str) -> None:
    (tmp_path / "leaked.txt").write_text(told)
    assert not leaked.is_such_a_list(str(tmp_path / "leaked.txt"))


@pytest.mark.django_db
def test_a_password_that_leaked_is_refused_where_the_house_has_a_list(
    manager: User, admin: User, at: datetime, tmp_path: Path, settings: Any
) -> None:
    settings.LEAKED_PASSWORDS = listed(tmp_path, "a fence of old oak")
    with pytest.raises(Refused, match="This password was stolen somewhere"):
        actions.set_password(person=manager, password="a fence of old oak", by=admin, at=at)
    actions.set_password(person=manager, password="a fence of new oak", by=admin, at=at)
    for gone in (tmp_path / "gone", tmp_path / "empty"):
        (tmp_path / "empty").touch()
        settings.LEAKED_PASSWORDS = str(gone)
        with pytest.raises(Refused, match="The list of leaked passwords cannot be read"):
            actions.set_password(person=manager, password="a fence of old oak", by=admin, at=at)


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
