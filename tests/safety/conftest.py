"""Whom and what the tests of safety ask: everybody by the word of the deeds' head, something of every sort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.template.base import Template

from tests.journeys.deeds import HEAD
from tests.journeys.matters import Builder

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates render as in the house: where no test asks for their contexts, copying them costs much."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture
def people(manager: User, front: User, head: User, stranger: User, admin: User) -> dict[str, User]:
    """Everybody by the word of the deeds' head."""
    return dict(zip(HEAD, (manager, front, head, stranger, admin), strict=True))


@pytest.fixture
def ids(
    atlas: Client, manager: User, deputy: User, head: User, admin: User, take_in: Callable[..., User], at: datetime
) -> dict[str, Any]:
    """Something of every sort at Atlas."""
    return Builder(atlas, manager, deputy, head, admin, take_in, at).ids()
