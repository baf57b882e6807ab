"""Where others write for too long, page, API and terminal say so; nothing is changed, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from mainstay.clients.models import Client
from mainstay.house.models import User

pytestmark = pytest.mark.django_db
SAID = "Others are writing just now, and this waited too long for its turn."


@contextmanager
def others_writing(word: str = "INSERT INTO ") -> Iterator[None]:
    """The database lets nobody write, as after twenty seconds of waiting."""

    def waited(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(word):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(waited):
        yield


def test_a_page_says_so_and_sends_the_same_again(
    manager: User, atlas: Client, signed_in: Callable[[User], Any]
) -> None:
    browser = signed_in(manager)
    browser.raise_request_exception = False
    told = {"name": "“Kranich” & Co", "kind": "firm", "stage": "active", "zone": "Europe/Berlin", "anyway": "no"}
    with others_writing():
        answer = browser.post("/clients/new/?next=/x", told)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    page = answer.content.decode()
    assert f"{SAID} Nothing was changed; try again in a moment." in page
    assert 'action="/clients/new/?next=/x"' in page
    assert '<input type="hidden" name="name" value="“Kranich” &amp; Co">' in page
    assert not Client.objects.filter(name=told["name"]).exists()


def test_passwords_are_not_put_into_the_page(manager: User, signed_in: Callable[[User], Any]) -> None:
    browser = signed_in(manager)
    browser.raise_request_exception = False
    with others_writing("UPDATE "):
        answer = browser.post("/account/reauthenticate/", {"password": "not this one here"})
        read = browser.get("/clients/?q=a")
    assert "not this one here" not in answer.content.decode()
    assert read.status_code == 200


def test_api_and_terminal_say_it_too(
    manager: User, atlas: Client, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    caller = api(manager)
    caller.browser.raise_request_exception = False
    with others_writing():
        answer = caller.post("/clients", {"name": "Kranich"})
        ended = terminal(["clients", "add", "Kranich"], by=manager)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json() == {"detail": f"{SAID} Nothing was changed; try again in a moment."}
    assert (ended.exit_code, ended.output.strip()) == (
        2,
        f"{SAID} What was not done is left as it was: give the command again in a moment.",
    )
