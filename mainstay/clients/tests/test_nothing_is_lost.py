"""Any sequence of acts: nothing that stood in a table ever leaves it, and the chain still verifies (R-X-2)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.clients import actions
from mainstay.clients.models import Affiliation, Assignment, Client, Contact
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused

TABLES = (Client, Contact, Affiliation, Assignment)


def ids() -> dict[str, set[Any]]:
    """The ids of every row there is."""
    return {table.__name__: set(table._default_manager.values_list("pk", flat=True)) for table in TABLES}


def pick(rows: list[Any], number: int) -> Any:
    """One of them, or the first."""
    return rows[number % len(rows)]


class Cast:
    """Who acts, and on what."""

    def __init__(self, people: list[User], at: datetime) -> None:
        self.people, self.at = people, at

    def act(self, verb: str, who: int, what: int, word: str) -> None:
        """One act of somebody on something; it may well be refused."""
        by = pick(self.people, who)
        client = pick(list(Client.objects.order_by("pk")), what)
        place = Affiliation.objects.order_by("pk").first()
        acts: dict[str, Callable[[], object]] = {
            "add": lambda: actions.add(name=word, by=by, at=self.at),
            "change": lambda: actions.change(client=client, name=word, by=by, at=self.at),
            "stage": lambda: actions.set_stage(client=client, stage=pick(Client.Stage.values, what), by=by, at=self.at),
            "archive": lambda: actions.archive(client=client, why=word, by=by, at=self.at),
            "restore": lambda: actions.restore(client=client, by=by, at=self.at),
            "contact": lambda: actions.add_contact(client=client, name=word, by=by, at=self.at),
            "leave": lambda: place and actions.leave(affiliation=place, by=by, at=self.at),
            "join": lambda: place and actions.affiliate(contact=place.contact, client=client, by=by, at=self.at),
            "assign": lambda: actions.assign(
                client=client,
                user=pick(self.people, what),
                role=pick(Assignment.Role.values, who),
                untold_why=word,
                by=by,
                at=self.at,
            ),
            "unassign": lambda: actions.unassign(
                assignment=pick(list(Assignment.objects.order_by("pk")), what), by=by, at=self.at
            ),
        }
        with contextlib.suppress(Refused):
            acts[verb]()


VERBS = ["add", "change", "stage", "archive", "restore", "contact", "leave", "join", "assign", "unassign"]
ACTS = st.tuples(
    st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 5), st.sampled_from(["Bolt", "Cord", "Ätna", " "])
)


@settings(max_examples=12)
@given(st.lists(ACTS, max_size=14))
def test_no_act_takes_anything_away_and_every_client_kept_keeps_its_manager(
    atlas: Client, manager: User, deputy: User, head: User, front: User, at: datetime, acts: list[Any]
) -> None:
    cast = Cast([manager, deputy, head, front], at)
    managed = {atlas.pk}
    for minute, (verb, who, what, word) in enumerate(acts):
        before, told = ids(), Line.objects.count()
        cast.at = at + timedelta(minutes=minute)
        cast.act(verb, who, what, word)
        after = ids()
        assert all(before[name] <= after[name] for name in before)
        assert Line.objects.count() >= told
        now = Assignment.objects.now().filter(role="manager").values_list("client_id", flat=True)
        assert managed <= set(now)
        assert len(set(now)) == len(now)
        managed = set(now)
    assert journal.verify().holds


def test_even_the_tables_refuse_to_let_go_of_what_others_rest_on(atlas: Client, manager: User, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    for record in (atlas, place.contact):
        with pytest.raises(ProtectedError):
            record.delete()


def test_no_address_and_no_command_deletes(house: Any) -> None:
    from mainstay.clients.api import router
    from mainstay.clients.cli import gathered

    verbs = [
        method for _path, view in router.path_operations.items() for op in view.operations for method in op.methods
    ]
    assert "GET" in verbs
    assert "DELETE" not in verbs
    names = [name for group in (gathered.clients, gathered.contacts) for name in group.commands]
    assert "archive" in names
    assert not {name for name in names if "delete" in name or "remove" in name}
