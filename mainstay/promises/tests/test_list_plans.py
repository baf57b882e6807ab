"""The list of promises goes along an index in every state, however many promises there are."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import connection

from mainstay.house.models import User
from mainstay.promises.queries.listing import PERIODS, SIDES, STATES, Wanted

WANTED = [
    *[Wanted(whose="all", state=state) for state in STATES],
    *[Wanted(whose="all", side=side) for side in SIDES if side],
    *[Wanted(whose="all", state="any", period=period) for period in PERIODS if period],
]
OF_STATE = {"owed": "owed_due", "late": "owed_due", "to_tell": "to_tell_due", "annulled": "in_error", "any": "by_due"}


def index_of(wanted: Wanted, user: User, at: datetime) -> str:
    """The index by which SQLite reads the first page, and how it begins there."""
    sql, values = wanted.in_order(user, at)[:51].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert "TEMP B-TREE" not in plan
    [found] = re.findall(r"promises_promise USING INDEX promises_(\w+(?: \(.*\))?)", plan)
    return str(found)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows, and here there are none")
def test_list_is_read_along_an_index_that_holds_the_wanted_alone(front: User, at: datetime) -> None:
    found = {wanted: index_of(wanted, front, at) for wanted in WANTED}
    names = {wanted: index.partition(" ")[0] for wanted, index in found.items()}
    assert names == {
        wanted: "owed_side" if wanted.side else OF_STATE.get(wanted.state, "by_outcome") for wanted in WANTED
    }
    assert {index for wanted, index in found.items() if wanted.period} == {"by_due (due_at>? AND due_at<?)"}
