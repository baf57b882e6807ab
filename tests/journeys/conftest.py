"""Who tells the stories: the three doors, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.template.base import Template

from tests.journeys.doors import Api, Door, Page, Terminal

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.house.models import User


@pytest.fixture
def doors(
    signed_in: Callable[[User], Browser], api: Callable[..., Caller], terminal: Callable[..., Result]
) -> list[Door]:
    """Page, API, terminal."""
    return [Page(signed_in), Api(api), Terminal(terminal)]


@pytest.fixture
def unwatched_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates render as in the house: where no test asks for their contexts, copying them costs much."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))
