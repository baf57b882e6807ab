"""Who is there for whom: counted in the query that asks for the lines, read from an index (R-A-34)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions
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


def test_those_nobody_looks_after_in_the_whole_house_are_sought_along_the_index_of_kept_clients(
    take_in: Callable[..., User],
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL joins what small tables hold without any index")
    plan = presence.unmanaged(take_in("Wanda Roth", "head")).order_by().explain()
    assert "USING INDEX clients_client_kept" in plan.replace("COVERING ", "")
    assert "USING INDEX clients_one_manager (client_id=?)" in plan.replace("COVERING ", "")
