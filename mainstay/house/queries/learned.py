"""What is asked for one person at one moment, by statements that are compiled once (see ``kit.learned``).

The statement is learned with people who do not exist. They hold the same posts, in other teams; all else about them
differs from each other, so that nothing of anybody can be kept in a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mainstay.house.models import Post, User
from mainstay.kit import learned
from mainstay.kit.times import local_day

Ask = Callable[..., QuerySet[Any, Any]]  # of a person, a moment and, where one row is asked for, its id
More = Callable[[date], Mapping[str, Any]]
_FIRST = UUID("5f0e8a4c-1d7b-4c36-9e21-000000000000")


def rows_for(
    name: str,
    ask: Ask,
    person: User,
    at: datetime,
    *,
    like: Sequence[Any] = (),
    on: int = 5,
    more: More | None = None,
    of: UUID | None = None,
) -> list[Any]:
    """The rows of ``ask(person, at)``, which may depend on who it is, which posts they hold, the moment, their day.

    What else decides how the statement reads stands in ``like``; ``on`` is a day of the month (4 to 28) on which, as
    two days before it, it reads the same; ``more`` gives further values that follow from the day. Where ``of`` is the
    id of a row, ``ask`` is given it too.
    """
    posts = sorted(person.posts_held, key=lambda post: (post.role, post.unit_id is None))
    held = tuple((post.role, post.unit_id is None) for post in posts)
    units = [post.unit_id for post in posts if post.unit_id is not None]
    told = _told(person, at, units, more, of)
    alike = partial(_probes, ask, held, on, more, active=person.is_active, one=of is not None)
    build = partial(ask, person, at) if of is None else partial(ask, person, at, of)
    return learned.read((name, person.is_active, held, *like), told, build, alike)


def _told(person: User, at: datetime, units: Sequence[UUID], more: More | None, of: UUID | None) -> dict[str, Any]:
    day = local_day(at, person.zone)
    teams = {f"team {place}": unit for place, unit in enumerate(units)}
    row = {} if of is None else {"of": of}
    return {"person": person.pk, "at": at, "day": day, **row, **teams, **(more(day) if more is not None else {})}


def _probes(
    ask: Ask, held: Sequence[tuple[str, bool]], on: int, more: More | None, *, active: bool, one: bool
) -> list[learned.Probe]:
    """The same question for two who hold these posts, 120 years and a day of the world apart."""
    moments = (
        (datetime(1971, 3, on + 1, 3, 7, 11, 357, tzinfo=UTC), "Pacific/Pago_Pago"),  # where it is the day before
        (datetime(2091, 8, on - 3, 20, 41, 37, 951, tzinfo=UTC), "Pacific/Kiritimati"),  # where it is the day after
    )
    probes: list[learned.Probe] = []
    for number, (at, zone) in enumerate(moments, 1):
        ids = [UUID(int=_FIRST.int + number * 1000 + place) for place in range(4 + len(held))]
        person = User(
            pk=ids[0], name=f"probe {number}", email=f"{number}@probe.example", zone=zone, unit_id=ids[1],
            calendar_id=ids[2], run_id=ids[3], joined_at=at, recovery_until=at, is_active=active,
        )  # fmt: skip
        places = zip(held, ids[4:], strict=True)
        posts = [Post(user=person, role=role, unit_id=None if whole else unit) for (role, whole), unit in places]
        person.__dict__["posts_held"] = posts
        units = [post.unit_id for post in posts if post.unit_id is not None]
        of = UUID(int=_FIRST.int + number * 1000 + 999) if one else None
        build = partial(ask, person, at) if of is None else partial(ask, person, at, of)
        probes.append((_told(person, at, units, more, of), build))
    return probes
