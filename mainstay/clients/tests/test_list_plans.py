"""The list of clients goes along an index in every order, however many clients there are."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.models import QuerySet

from mainstay.clients.models import Client
from mainstay.clients.queries.listing import ORDERS, Wanted
from mainstay.house.models import User

ONLY = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows, and here there are none")
ALONG = {
    Wanted(): "order",
    Wanted(down=True): "order",
    Wanted(order="stage"): "stage",
    Wanted(order="since"): "since",
    Wanted(stage="prospect"): "stage",
    Wanted(archived=True): "aside",
}


def plan_of(rows: QuerySet[Client]) -> str:
    """How SQLite goes about a query."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(row[-1] for row in cursor.fetchall())


@ONLY
def test_list_is_read_along_the_index_of_its_order(front: User) -> None:
    for wanted, index in ALONG.items():
        by = [f"-{name}" if wanted.down else name for name in ORDERS[wanted.order]]
        plan = plan_of(wanted.in_order(front).order_by(*by)[:51])
        assert re.findall(r"clients_client USING INDEX (\w+)", plan) == [f"clients_client_{index}"]
        assert "TEMP B-TREE" not in plan


@ONLY
def test_who_was_merged_into_a_client_is_found_without_reading_all(atlas: Client) -> None:
    assert "clients_client_merged (merged_into_id=?)" in plan_of(Client.objects.filter(merged_into=atlas).order_by())


def test_stages_have_the_places_that_the_index_says() -> None:
    assert list(Client.Stage.values) == ["prospect", "active", "former"]
