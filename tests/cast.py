"""The cast of most tests, made once: level upon level, each in a savepoint, every test in one of its own above them.

A test that asks for ``head`` begins where house, admin, team, manager and head stand; one that asks for ``house``
alone begins where nobody else is there. Tests come in the order of what they ask for, so that a level is made a few
times in a run and not once a test. What a test changes ends with its own savepoint.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone, translation

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import House, Unit, User
    from tests.browser.world import World

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOST = 40  # tests above one ground: what a database notes for taking a savepoint back grows with each, and slows it


def make_house(at: datetime, _made: Mapping[str, Any]) -> House:
    """A test house in Berlin; its first person has kept the administrator's post alone."""
    from mainstay.house import actions
    from mainstay.house.models import Post

    opened, first = actions.open_house(
        name="Brückner & Partner",
        kind="test",
        country="DE",
        zone="Europe/Berlin",
        language="en",
        currency="EUR",
        admin_name="Ada Winter",
        admin_email="ada@house.example",
        password=None,
        at=at,
    )
    Post.objects.filter(user=first).exclude(role="admin").delete()
    return opened


def make_admin(_at: datetime, _made: Mapping[str, Any]) -> User:
    """Ada Winter runs the house and sees no client."""
    from mainstay.house.models import User

    return User.objects.get(email="ada@house.example")


def make_team(at: datetime, made: Mapping[str, Any]) -> Unit:
    """The team of Mara, Deniz and Helga."""
    from mainstay.house import actions

    return actions.add_unit(name="Berlin", by=made["admin"], at=at)


def make_manager(at: datetime, made: Mapping[str, Any]) -> User:
    """Mara Vogt serves Atlas."""
    return take_in("Mara Vogt", "manager", made["team"], by=made["admin"], at=at)


def make_head(at: datetime, made: Mapping[str, Any]) -> User:
    """Helga Brandt heads the team."""
    return take_in("Helga Brandt", "head", made["team"], by=made["admin"], at=at)


def make_atlas(at: datetime, made: Mapping[str, Any]) -> Client:
    """Atlas GmbH, a firm in Berlin, served by Mara alone."""
    from mainstay.clients import actions

    return actions.add(
        name="Atlas GmbH",
        unit=made["team"],
        zone="Europe/Berlin",
        country="DE",
        manager=made["manager"],
        by=made["head"],
        at=at,
    )


def make_deputy(at: datetime, made: Mapping[str, Any]) -> User:
    """Deniz Aydin, a manager of the same team; serves Atlas only where a test assigns him."""
    return take_in("Deniz Aydin", "manager", made["team"], by=made["admin"], at=at)


def make_world(at: datetime, made: Mapping[str, Any]) -> World:
    """Something on every page; for the tests in the browser."""
    from tests.browser.world import Builder

    named = {name: made[name] for name in ("admin", "manager", "head", "team", "atlas")}
    return Builder(**named, at=at).build(made["deputy"])


def take_in(
    name: str, role: str, unit: Unit | None = None, *, home: Unit | None = None, by: User, at: datetime
) -> User:
    """Somebody new in the house, who signs in by first name; as the tables have them."""
    from mainstay.house import actions
    from mainstay.house.models import User as Person

    email = f"{name.split(maxsplit=1)[0].lower()}@house.example"
    person = actions.add_person(name=name, email=email, roles=[(role, unit)], unit=home or unit, by=by, at=at)
    return Person.objects.get(pk=person.pk)


MAKERS: dict[str, Callable[[datetime, Mapping[str, Any]], Any]] = {
    "house": make_house,
    "admin": make_admin,
    "team": make_team,
    "manager": make_manager,
    "head": make_head,
    "atlas": make_atlas,
    "deputy": make_deputy,
    "world": make_world,
}
PLACES = {"world": "tests/browser"}  # where a fixture is told; the others in the root conftest.py


def wanted(item: pytest.Item) -> list[str]:
    """The levels a test may begin above: as far as it asks for them without a gap, and has none of its own."""
    known: Mapping[str, Sequence[Any]] = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})

    def ours(name: str) -> bool:
        return name in known and all(each.baseid == PLACES.get(name, "") for each in known[name])

    levels = []
    for name in MAKERS:
        if not (ours(name) and ours("at")):
            break
        levels.append(name)
    return levels


@dataclass(frozen=True)
class Level:
    """One level: the savepoint it stands in, and all that was made up to here."""

    name: str
    around: transaction.Atomic
    made: bytes


def _made(name: str, below: Mapping[str, Any]) -> Any:
    from mainstay.house import clock

    with pytest.MonkeyPatch.context() as patch, translation.override("en"), timezone.override(None):
        patch.setattr(clock, "real_now", lambda: AT)
        return MAKERS[name](AT, below)


@dataclass
class Cast:
    """The levels that stand now, the lowest first."""

    levels: list[Level] = field(default_factory=list)
    asked: int = 0
    copies: dict[tuple[str, ...], tuple[sqlite3.Connection, bytes]] = field(default_factory=dict)
    copied: bytes = b""

    def stand(self, names: Sequence[str]) -> None:
        """Let just these levels stand: those too many fall, those missing are made; all anew now and then."""
        self.asked, self.copied = self.asked + 1, b""
        same = 0
        while self.levels and self.asked > MOST:
            self._fall()
        if not self.levels:
            self.asked = 0
        while same < min(len(self.levels), len(names)) and self.levels[same].name == names[same]:
            same += 1
        while len(self.levels) > same:
            self._fall()
        for name in names[same:]:
            self._rise(name)

    def copy(self, names: Sequence[str]) -> None:
        """Let these be in the tables for good, from a copy of them that is made once; on SQLite, in memory."""
        self.stand([])
        connection = transaction.get_connection()
        if not names or connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        if (key := tuple(names)) not in self.copies:
            made: dict[str, Any] = {}
            for name in names:
                made[name] = _made(name, made)
            self.copies[key] = (sqlite3.connect(":memory:"), pickle.dumps(made))
            connection.connection.backup(self.copies[key][0])
        else:
            self.copies[key][0].backup(connection.connection)
        self.copied = self.copies[key][1]

    def check(self) -> None:
        """Fail where a test took its own ground away, by closing the connection, say; nothing stands then."""
        if len(transaction.get_connection().atomic_blocks) != len(self.levels):
            self.levels.clear()
            pytest.fail("This test ended the transaction in which the cast of all tests stands.")

    def made(self) -> dict[str, Any]:
        """What stands, in copies that a test may change."""
        kept = self.levels[-1].made if self.levels else self.copied
        return dict(pickle.loads(kept)) if kept else {}  # noqa: S301 (what was made here)

    def _rise(self, name: str) -> None:
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # as Django marks those of its tests
        around.__enter__()
        try:
            made = self.made()
            made[name] = _made(name, made)
        except BaseException as wrong:
            around.__exit__(type(wrong), wrong, wrong.__traceback__)
            raise
        self.levels.append(Level(name, around, pickle.dumps(made)))

    def _fall(self) -> None:
        transaction.set_rollback(True)
        self.levels.pop().around.__exit__(None, None, None)
