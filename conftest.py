"""The cast of all tests: one house, its people, one client; a page, an API and a terminal to act through.

Monday, 2 March 2026, 09:00 UTC is ``at``; the clock of the house stands there until a test turns it.
Everybody is in Berlin. Mara serves Atlas; Deniz may stand in; Helga heads their team; Stan is of another team
and must see nothing.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings

from tests import cast

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser
    from playwright.sync_api import Browser as Chromium

    from mainstay.clients.models import Client
    from mainstay.house.models import House, Unit, User

settings.register_profile(
    "house",
    deadline=None,  # the machine is shared
    max_examples=int(os.environ.get("MAINSTAY_EXAMPLES", "30")),
    derandomize="MAINSTAY_EXAMPLES" not in os.environ,  # the same every time; new ones where somebody looks for them
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what asks the database: on PostgreSQL nothing else would be told anew. Whoever needs the same cast follow.

    What drives a browser depends on how busy the machine is: it is tried a second time, and told of as tried twice.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")
    yield
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    """The order of tests: by the cast they begin above, then what flushes the tables, then what asks none."""
    if item.get_closest_marker("database") is None:
        return len(cast.MAKERS) + 2
    return len(cast.MAKERS) + 1 if _flushes(item) else len(cast.wanted(item))


def pytest_collection_finish() -> None:
    """Load every address before a test may switch capabilities off; then let nobody look through what stays for good.

    Garbage is found by looking through all that was imported: a third of the work of the tests.
    """
    import_module(django_settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def _flushes(item: pytest.Item) -> bool:
    """Whether a test writes for good, and the tables are emptied after it."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker is not None and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session", autouse=True)
def _light_passwords() -> Iterator[None]:
    """Argon2 as in the house, with parameters that cost a test nothing."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        patch.setattr(Argon2PasswordHasher, "memory_cost", 8)
        patch.setattr(Argon2PasswordHasher, "parallelism", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def _as_often_as_they_like() -> Iterator[None]:
    """The few people of the cast ask thousands of times a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "REQUESTS_A_MINUTE", 0)
        yield


@pytest.fixture(autouse=True)
def _journal_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that ends in a flush takes the journal's triggers down; the flush itself puts them up again."""
    if not _flushes(request.node):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    from mainstay.journal import triggers

    triggers.take_down()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English and in UTC, whatever the last one spoke."""
    from django.utils import timezone, translation

    translation.activate("en")
    timezone.deactivate()
    yield
    translation.activate("en")
    timezone.deactivate()


@pytest.fixture
def at() -> datetime:
    """Monday, 2 March 2026, 09:00 in UTC, 10:00 in Berlin."""
    return cast.AT


@pytest.fixture
def clock_stands(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The world's time stands still at ``at``, so that the house's clock shows what a test expects."""
    from mainstay.house import clock

    monkeypatch.setattr(clock, "real_now", lambda: at)
    return at


@pytest.fixture(scope="session")
def _cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[cast.Cast]:
    """The levels of the cast, which outlast a test."""
    standing = cast.Cast()
    yield standing
    with django_db_blocker.unblock():
        standing.stand([])


@pytest.fixture
def _below(request: pytest.FixtureRequest, _cast: cast.Cast, django_db_blocker: Any) -> Iterator[None]:
    """Before a test opens its own savepoint, the cast that it asks for stands below; it stands there afterwards."""
    with django_db_blocker.unblock():
        (_cast.copy if _flushes(request.node) else _cast.stand)(cast.wanted(request.node))
    yield
    _cast.check()


@pytest.fixture
def _django_db_helper(_below: None, _django_db_helper: None) -> None:
    """As pytest-django does it, above the cast."""


@pytest.fixture
def _stands(db: None, _cast: cast.Cast, clock_stands: datetime) -> Callable[..., Any]:
    """``_stands("team", admin=admin)``: what stands already, else made now, upon those below it."""
    standing = _cast.made()

    def give(name: str, **below: Any) -> Any:
        return standing[name] if name in standing else cast.MAKERS[name](clock_stands, below)

    return give


@pytest.fixture
def house(_stands: Callable[..., House]) -> House:
    """A test house in Berlin; its first person has kept the administrator's post alone."""
    return _stands("house")


@pytest.fixture
def admin(house: House, _stands: Callable[..., User]) -> User:
    """Ada Winter runs the house and sees no client."""
    return _stands("admin", house=house)


@pytest.fixture
def team(admin: User, _stands: Callable[..., Unit]) -> Unit:
    """The team of Mara, Deniz and Helga."""
    return _stands("team", admin=admin)


@pytest.fixture
def other_team(admin: User, at: datetime) -> Unit:
    """Stan's team."""
    from mainstay.house import actions

    return actions.add_unit(name="Hamburg", by=admin, at=at)


@pytest.fixture
def take_in(admin: User, at: datetime) -> Callable[..., User]:
    """Take somebody in: ``take_in("Mara Vogt", "manager", unit)``; signs in as mara@house.example."""
    return partial(cast.take_in, by=admin, at=at)


@pytest.fixture
def manager(admin: User, team: Unit, _stands: Callable[..., User]) -> User:
    """Mara Vogt serves Atlas."""
    return _stands("manager", admin=admin, team=team)


@pytest.fixture
def deputy(admin: User, team: Unit, _stands: Callable[..., User]) -> User:
    """Deniz Aydin, a manager of the same team; serves Atlas only where a test assigns him."""
    return _stands("deputy", admin=admin, team=team)


@pytest.fixture
def stranger(take_in: Callable[..., User], other_team: Unit) -> User:
    """Stan Okafor, a manager of another team."""
    return take_in("Stan Okafor", "manager", other_team)


@pytest.fixture
def head(admin: User, team: Unit, _stands: Callable[..., User]) -> User:
    """Helga Brandt heads the team."""
    return _stands("head", admin=admin, team=team)


@pytest.fixture
def front(take_in: Callable[..., User], team: Unit) -> User:
    """Franka Lindt answers the phone, for the whole house."""
    return take_in("Franka Lindt", "front", home=team)


@pytest.fixture
def sponsor(take_in: Callable[..., User]) -> User:
    """Sigrid Dahl is the face to the very few."""
    return take_in("Sigrid Dahl", "sponsor")


@pytest.fixture
def atlas(manager: User, head: User, team: Unit, _stands: Callable[..., Client]) -> Client:
    """Atlas GmbH, a firm in Berlin, served by Mara alone."""
    return _stands("atlas", manager=manager, head=head, team=team)


def note_signed_in(browser: Browser, person: User) -> None:
    """As the house notes it at the door; whoever has just signed in need not prove it once more."""
    from mainstay.house import actions, clock
    from mainstay.house.views.signed import KEPT

    session, real = browser.session, clock.real_now()
    row = actions.note_sign_in(
        person=person, session_key=str(session.session_key), address="127.0.0.1", browser="", how="password", real=real
    )
    told = {name: real.timestamp() for name in ("since", "noted", "sure")}
    session[KEPT] = {"id": str(row.pk), "person": str(person.pk), "key": session.session_key, **told}
    session.save()


@pytest.fixture
def signed_in() -> Callable[[User], Browser]:
    """``signed_in(manager)`` is a browser in which she has signed in."""
    from django.conf import settings as told
    from django.test import Client as Browser

    def browser(person: User) -> Browser:
        opened = Browser()
        opened.force_login(person, backend=told.AUTHENTICATION_BACKENDS[0])
        note_signed_in(opened, person)
        return opened

    return browser


@dataclass(frozen=True)
class Caller:
    """A program that holds somebody's token: ``caller.post("/promises", {...})`` goes to /api/v1/promises."""

    browser: Browser
    key: str

    def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return self.browser.get(f"/api/v1{path}", query, headers=self._key)

    def post(self, path: str, body: Any = None) -> Any:
        """Act."""
        return self._send("post", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        """Set."""
        return self._send("put", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        """Change."""
        return self._send("patch", path, body)

    def delete(self, path: str, body: Any = None) -> Any:
        """Take away."""
        return self._send("delete", path, body)

    @property
    def _key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def _send(self, verb: str, path: str, body: Any) -> Any:
        send: Callable[..., Any] = getattr(self.browser, verb)
        given = {} if body is None else body
        return send(f"/api/v1{path}", data=given, content_type="application/json", headers=self._key)


@pytest.fixture
def api(at: datetime) -> Callable[..., Caller]:
    """``api(manager)`` calls the API with a fresh token; ``api(manager, read_only=True)`` only reads."""
    from django.test import Client as Browser

    from mainstay.house import actions

    def caller(person: User, *, read_only: bool = False) -> Caller:
        _token, key = actions.make_token(person=person, name="test", by=person, at=at, read_only=read_only)
        return Caller(Browser(), key)

    return caller


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The connection of the test stays open between requests, as Django's own test client keeps it."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    told = (request_started, request_finished)
    for signal in told:
        signal.disconnect(close_old_connections)
    yield
    for signal in told:
        signal.connect(close_old_connections)


@pytest.fixture
def terminal() -> Callable[..., Result]:
    """``terminal(["people"], by=admin)`` runs the mainstay command here; gives exit_code and output."""
    from click.testing import CliRunner

    from mainstay.config import cli

    def run(args: Sequence[str], *, by: User | None = None, **more: Any) -> Result:
        told = {"MAINSTAY_USER": (by.email or by.name) if by is not None else None}
        return CliRunner().invoke(
            cli.build(), list(args), prog_name="mainstay", env=told, catch_exceptions=False, **more
        )

    return run


CHROMIUM = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--lang=en-US",  # the order in which date fields ask for day, month and year; pages have a language of their own
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="session")
def chrome(_cast: cast.Cast, django_db_blocker: Any) -> Iterator[Chromium]:
    """Debian's Chromium, started once: a process has room for one Playwright.

    From then on Django keeps another connection in this thread, so that nothing may stand on the one before.
    """
    from playwright.sync_api import sync_playwright

    from tests.machine import chromium

    path = chromium.find()
    if path is None:
        pytest.fail(chromium.SENTENCE)
    with django_db_blocker.unblock():
        _cast.stand([])
    # Playwright's loop runs in this thread from here on, and Django would take every query for one inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM, *root], env={**os.environ, "LANGUAGE": "en_US"}
        )
        yield started
        started.close()
