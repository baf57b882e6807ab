"""What the tests of the pages share: a promise to Atlas, made by Mara, and what a page says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise


@pytest.fixture
def give(atlas: Client, manager: User, at: datetime) -> Callable[..., Promise]:
    """Give a word to Atlas: ``give("Send the plan", days=4)``."""

    def given(text: str = "Send the plan", *, days: int = 4, made: datetime = at, **word: Any) -> Promise:
        told = {"client": atlas, "by": manager, "due_on": (at + timedelta(days=days)).date(), **word}
        return actions.make(text=text, at=made, **told)

    return given


@pytest.fixture
def buyer(atlas: Client, manager: User, at: datetime) -> Contact:
    """Ms Ortega of Atlas."""
    place = serving.add_contact(client=atlas, name="Inés Ortega", addressed_as="Ms Ortega", by=manager, at=at)
    return place.contact


@pytest.fixture
def words() -> Callable[[Any], str]:
    """The words of an answer, on one line."""

    def read(answer: Any) -> str:
        return " ".join(unescape(answer.content.decode()).split())

    return read
