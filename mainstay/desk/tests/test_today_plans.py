"""Today and the report ask what can be a line first: along an index, however many clients the house has."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.queries import presence
from mainstay.desk.queries import report
from mainstay.followups.queries import today as followups
from mainstay.house.models import User
from mainstay.promises.queries import cracks
from mainstay.promises.queries.today import whose

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows, and here there are none"),
]


def plan_of(sql: str, values: Any = ()) -> str:
    """How SQLite reads it, a line a step."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(row[-1].replace("COVERING ", "") for row in cursor.fetchall())


def plan(rows: Any) -> str:
    """The same of a query set."""
    return plan_of(*rows.query.sql_with_params())


def test_follow_ups_of_nobody_are_sought_with_the_few_clients_nobody_looks_after(head: User, at: datetime) -> None:
    found = plan(followups.of_head(head, at.date()))
    assert ("INDEX followups_of_client (client_id=? AND due_on<?)" in found, "followups_open" in found) == (True, False)


def test_clients_nobody_looks_after_are_sought_among_those_of_nobody_and_of_who_is_away(
    take_in: Callable[..., User], at: datetime
) -> None:
    found = plan(presence.unattended(take_in("Wanda Roth", "head"), at.date()).order_by())
    assert "SEARCH clients_client USING INDEX sqlite_autoindex_clients_client_1 (id=?)" in found
    assert "INDEX clients_assigned_now (user_id=?)" in found


def test_early_warnings_are_sought_by_owner_and_by_client(head: User, at: datetime) -> None:
    found = plan(whose._of_person(head, at))
    assert ("promises_owed_by (owner_id=? AND due_at>?)" in found, "promises_owed_due" in found) == (True, False)


def test_teams_and_managers_of_the_report_ask_for_one_client_each(take_in: Callable[..., User]) -> None:
    person = take_in("Wanda Roth", "head")
    with CaptureQueriesContext(connection) as caught:
        report.units(person)
        report.managers(person)
    plans = [plan_of(query["sql"]) for query in caught.captured_queries if "LIMIT 30" in query["sql"]]
    found = [re.findall(r"(clients_\w+?)(?:_id_\w+)? \((\w+=\?)", one) for one in plans]
    assert found == [[("clients_client_unit", "unit_id=?")], [("clients_assigned_now", "user_id=?")]]


def test_remarks_without_an_answer_are_read_from_the_oldest_on(take_in: Callable[..., User], at: datetime) -> None:
    [found] = [plan(rows) for order, rows, _say in cracks._kinds(take_in("Wanda Roth", "head"), at) if order == 3]
    assert ("INDEX promises_remark_waits (raised_at<?)" in found, "TEMP B-TREE" in found) == (True, False)
