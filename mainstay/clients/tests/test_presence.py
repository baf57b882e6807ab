"""Who is there for whom: counted in the query that asks for the lines, read from an index (R-A-34)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions
from mainstay.clients.actions import looking, serve
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import lines, presence
from mainstay.house import actions as house
from mainstay.house.models import User

pytestmark = pytest.mark.django_db


def test_today_tells_a_head_how_many_exceptions_there_are_in_the_query_that_finds_them(
    atlas: Client, manager: User, head: User, team: Any, at: datetime
) -> None:
    for name in ("Borea", "Cirrus", "Delta"):
        actions.add(name=name, unit=team, manager=manager, by=head, at=at)
    Assignment.objects.filter(client__name__in=("Cirrus", "Delta")).delete()
    with CaptureQueriesContext(connection) as asked:
        quiet = lines.today(manager, at)
    assert (quiet, quiet.led, len(asked)) == ([], 0, 2)  # whose posts, then everything
    house.note_absence(person=manager, from_on=at.date(), to_on=at.date(), by=manager, at=at)
    told = lines.today(head, at)  # one for Mara with two clients, one for the two that nobody manages
    assert [line.code for line in told] == ["nobody_there"] * 2
    assert (told.led, lines.exceptions_count(head, at), len(lines.exceptions(head, at))) == (2, 2, 2)


def test_those_nobody_looks_after_in_the_whole_house_are_sought_among_the_few_that_may_be(
    take_in: Callable[..., User],
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL joins what small tables hold without any index")
    plan = presence.unmanaged(take_in("Wanda Roth", "head")).order_by().explain()
    assert "USING INDEX clients_client_nobody" in plan.replace("COVERING ", "")
    assert "USING INDEX clients_one_manager (client_id=?)" in plan.replace("COVERING ", "")


def known() -> dict[str, bool]:
    """Of each client, whether it is known to have somebody."""
    return dict(Client.objects.values_list("name", "looked_after"))


def test_the_worker_notes_who_is_looked_after_and_whoever_has_nobody_is_always_found(
    atlas: Client, manager: User, deputy: User, head: User, team: Any, at: datetime
) -> None:
    for name in ("Borea", "Cirrus"):
        actions.add(name=name, unit=team, manager=manager, by=head, at=at)
    borea = Client.objects.get(name="Borea")
    Assignment.objects.filter(client__name="Cirrus").delete()
    assert (set(known().values()), looking.look(at=at), looking.look(at=at)) == ({False}, 2, 0)
    assert known() == {atlas.name: True, "Borea": True, "Cirrus": False}
    assert [one.name for one in presence.unmanaged(head)] == ["Cirrus"]
    [first] = borea.assignments.all()
    serve.take_first_back(assignment=first, by=head, at=at)
    assert sorted(one.name for one in presence.unmanaged(head)) == ["Borea", "Cirrus"]
    given = actions.assign(client=borea, user=deputy, role="deputy", by=head, at=at)
    assert (looking.look(at=at), known()["Borea"]) == (1, True)
    actions.unassign(assignment=given, by=head, at=at)
    assert (looking.look(at=at), known()["Borea"]) == (0, False)


def test_a_client_handed_over_is_asked_for_anew(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    looking.look(at=at)
    actions.assign(client=atlas, user=deputy, role="manager", by=head, at=at, untold_why="Tells them herself")
    assert (known()[atlas.name], list(presence.unmanaged(head))) == (False, [])
    assert (looking.look(at=at), known()[atlas.name]) == (1, True)
