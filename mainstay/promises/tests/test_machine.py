"""Any sequence of verbs: the counts add up, the journal verifies, nothing is deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, queries, rules
from mainstay.promises.models import Promise

pytestmark = pytest.mark.django_db
TELLINGS: dict[str, dict[str, Any]] = {
    "deliver": {},
    "tell": {"how": "phone"},
    "withdraw": {"reason": "r", "substitute": "s"},
    "release": {"known_from": "k"},
    "own_up": {"reason": "r"},
    "annul": {"reason": "r"},
    "take_back": {},
    "accept": {"satisfaction": "accepted", "known_from": "k"},
    "remark": {"satisfaction": "remarks", "known_from": "k", "remark": "m"},
    "reject": {"satisfaction": "not_accepted", "known_from": "k"},
    "wait": {"satisfaction": "no_answer"},
    "move": {"reason": "r"},
}
step = st.tuples(
    st.sampled_from(["make", "make", *TELLINGS, "deliver", "deliver"]),
    st.integers(0, 5),
    st.integers(0, 4),
    st.sampled_from(["agreed", "agreed", "not_yet", "declined"]),
)


def check(made: int) -> None:
    """What holds after every act."""
    rows = list(Promise.objects.all())
    assert len(rows) == made
    counted = [row for row in rows if row.annulled_at is None]
    counts = rules.count((row.outcome, row.over_budget, row.satisfaction) for row in counted)
    assert queries.tallies(Promise.objects.all())["ours"].counts == counts
    for row in rows:
        assert row.outcome == rules.outcome(row.facts)
        assert row.is_owed == (row.delivered_on is None and not row.ended and row.annulled_at is None)
    events = [
        rules.Event(
            row.closed_on,
            row.outcome == rules.KEPT,
            rules.is_miss(row.outcome, row.over_budget, row.satisfaction),
        )
        for row in counted
        if row.closed_on is not None
    ]
    assert queries.tallies(Promise.objects.all())["ours"].run == rules.run_since_last_miss(events)


@given(steps=st.lists(step, max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_ledger_holds_after_any_sequence(
    steps: list[tuple[str, int, int, str]], atlas: Client, manager: User, at: datetime
) -> None:
    with transaction.atomic():
        now = at
        mine: list[Promise] = []
        for verb, which, days, answer in steps:
            now += timedelta(days=days, minutes=1)
            if verb == "make" or not mine:
                due = now.date() + timedelta(days=1 + which)
                mine.append(actions.make(client=atlas, text="word", due_on=due, by=manager, at=now))
            else:
                _act(verb, mine[which % len(mine)], answer, manager, now)
            check(len(mine))
        assert journal.verify().holds
        transaction.set_rollback(True)


def _act(verb: str, promise: Promise, answer: str, by: User, at: datetime) -> None:
    told = dict(TELLINGS[verb])
    if verb == "move":
        day: date = at.date() + timedelta(days=3)
        told |= {"to_on": day, "answer": answer}
    name = "settle" if "satisfaction" in told else verb
    before = Promise.objects.values().get(pk=promise.pk)
    refusal: Refused | None = None
    try:
        getattr(actions, name)(promise=promise, by=by, at=at, **told)
    except Refused as refused:
        refusal = refused
    if refusal is not None:
        assert (bool(refusal.message), bool(refusal.rule)) == (True, True)
        assert Promise.objects.values().get(pk=promise.pk) == before
