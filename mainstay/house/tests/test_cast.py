"""What every test stands on: the cast, the clock, and a journal that can be emptied after a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from click.testing import Result
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import clock
from mainstay.house.models import House, User
from mainstay.journal import triggers
from mainstay.journal.models import Line


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_flushes_leaves_an_empty_guarded_journal(turn: int, house: House) -> None:
    assert triggers.missing() == []
    assert Line.objects.count() == 2  # the house and its first person, of this turn alone
    with pytest.raises(DatabaseError, match="The journal is only added to"), transaction.atomic():
        Line.objects.all().delete()


@pytest.mark.django_db
def test_the_clock_of_a_test_stands_still(house: House, at: datetime) -> None:
    assert [clock.now(), clock.now()] == [at, at]


@pytest.mark.django_db
def test_page_api_and_terminal_act_as_whom_they_are_told(
    signed_in: Callable[[User], Browser],
    api: Callable[..., Any],
    terminal: Callable[..., Result],
    admin: User,
    manager: User,
) -> None:
    assert "Mara Vogt" in signed_in(manager).get(reverse("house:me")).content.decode()
    assert api(manager).get("/me").json()["name"] == "Mara Vogt"
    refused = terminal(["team", "add", "New"], by=manager)
    assert (refused.exit_code, terminal(["team", "add", "New"], by=admin).exit_code) == (1, 0)
