"""A house of two capabilities that exist only here, and someone who is signed in: the theme knows no other folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, include, path

from mainstay.kit.plug import Alarm, Capability, MenuEntry, registry


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


ADDRESSES: tuple[URLPattern | URLResolver, ...] = (
    path("", include(([path("", _page, name="today"), path("search/", _page, name="search")], "desk"))),
    path("clients/", include(([path("", _page, name="list"), path("new/", _page, name="new")], "clients"))),
    path(
        "promises/",
        include(
            (
                [path("", _page, name="list"), path("make/", _page, name="make"), path("line/", _page, name="line")],
                "promises",
            )
        ),
    ),
    path("me/", include(([path("", _page, name="me"), path("as/", _page, name="demo_sign_in")], "house"))),
    path("language/", _page, name="language"),
    path("account/", include("allauth.urls")),
)
MENU = (
    MenuEntry("Today", "desk:today", "today", 1, key="t", dock=True),
    MenuEntry("Clients", "clients:list", "clients", 2, key="c", dock=True),
    MenuEntry("Promises", "promises:list", "promises", 3, key="p"),
    MenuEntry("Appeals", "appeals:list", "appeals", 4, key="a"),  # switched off: no address
    MenuEntry("Settings", "clients:new", "settings", 9, right="run the house"),
)


@dataclass
class Someone:
    """Who is signed in, as far as the ground knows them."""

    name: str = "Janet Leverling"
    language: str = "en"
    zone: str = "UTC"
    rights: frozenset[str] = frozenset()
    pk: UUID = field(default_factory=uuid4)
    is_authenticated: bool = True

    def may(self, right: str) -> bool:
        """Whether the right is among theirs."""
        return right in self.rights


@pytest.fixture
def house(settings: Any) -> Iterator[Callable[..., None]]:
    """Only the capabilities of this file are plugged in; calling it plugs in another."""
    settings.ROOT_URLCONF = ADDRESSES
    kept = registry.installed()
    for plug in kept:
        registry.remove(plug.name)
    registry.register(Capability(name="desk", menu=MENU))
    yield lambda **given: registry.register(Capability(**given))
    for plug in registry.installed():
        registry.remove(plug.name)
    for plug in kept:
        registry.register(plug)


@pytest.fixture
def ask(house: Callable[..., None]) -> Callable[..., HttpRequest]:
    """A request of someone signed in (``user=None``: of a passer-by whom no middleware has met)."""

    def asked(where: str = "/", user: Someone | None = Someone()) -> HttpRequest:  # noqa: B008 (never changed)
        request = RequestFactory().get(where)
        if user is not None:
            request.user = user  # type: ignore[assignment]
        return request

    return asked


@pytest.fixture
def show(ask: Callable[..., HttpRequest]) -> Callable[..., str]:
    """Render a template written in a test, as a page of someone signed in would be."""

    def shown(source: str, request: HttpRequest | None = None, **context: Any) -> str:
        from django_cotton.compiler_regex import CottonCompiler

        template = engines["django"].from_string(CottonCompiler().process(source))
        return str(template.render(context, request or ask()))

    return shown


@pytest.fixture
def alarmed(house: Callable[..., None]) -> None:
    """Reminders have stopped."""
    house(name="mail", alarms=lambda user: [Alarm(f"No reminders for {user.name} since Tuesday.", "/what/")])
