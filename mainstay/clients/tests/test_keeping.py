"""Writing down clients, correcting them, laying them aside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions
from mainstay.clients.models import Affiliation, Assignment, Client, Contact
from mainstay.house.models import Unit, User
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused


def kinds(client: Client) -> list[str]:
    """What the chronicle of a client tells, the oldest first."""
    return list(Line.objects.of_client(client.pk).order_by("seq").values_list("kind", flat=True))


def test_client_written_down_by_its_manager_is_his_in_his_team_and_the_houses_zone(
    manager: User, team: Unit, at: datetime
) -> None:
    client = actions.add(name="  Hale & Co ", by=manager, at=at)
    assert (client.name, client.unit, client.zone) == ("Hale & Co", team, "Europe/Berlin")
    assert [(one.user, one.role) for one in Assignment.now_for(client)] == [(manager, "manager")]
    assert kinds(client) == ["clients.added", "clients.assigned"]


def test_client_written_down_by_a_head_has_nobody_until_somebody_is_named(head: User, team: Unit, at: datetime) -> None:
    client = actions.add(name="Hale & Co", by=head, at=at)
    assert Assignment.now_for(client) == []
    assert client.unit == team


def test_same_name_is_refused_until_it_is_said_to_be_another(manager: User, atlas: Client, at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        actions.add(name="ATLAS  gmbh", by=manager, at=at)
    assert (caught.value.rule, caught.value.field) == ("R-B-6", "name")
    assert caught.value.lifted_by
    assert actions.add(name="ATLAS  gmbh", anyway="Two firms of one name", by=manager, at=at).pk != atlas.pk


def test_same_name_of_a_client_one_may_not_see_is_told_to_nobody(stranger: User, atlas: Client, at: datetime) -> None:
    assert actions.add(name=atlas.name, by=stranger, at=at).pk != atlas.pk


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"country": "Germany"}, "country"),
        ({"language": "xx"}, "language"),
        ({"kind": "club"}, "kind"),
        ({"stage": "lost"}, "stage"),
        ({"town": "x" * 121}, "town"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_value_that_cannot_be_kept_is_refused_and_nothing_is_written(
    manager: User, at: datetime, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.add(by=manager, at=at, **{"name": "Hale", **values})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Client.objects.exists()


def test_change_tells_old_and_new_and_keeps_the_finding_columns_in_step(
    manager: User, atlas: Client, at: datetime
) -> None:
    actions.change(client=atlas, name="Ätna GmbH", town="Köln", by=manager, at=at)
    atlas.refresh_from_db()
    assert (atlas.sort_name, atlas.order_name, atlas.found_by) == ("ätna gmbh", "atna gmbh", "atna gmbh\nkoln")
    line = Line.objects.of_client(atlas.pk).latest("id")
    assert line.kind == "clients.changed"
    assert Words.objects.get(pk=line.pk).changes == {"name": ["Atlas GmbH", "Ätna GmbH"], "town": ["", "Köln"]}


def test_change_that_changes_nothing_tells_nothing(manager: User, atlas: Client, at: datetime) -> None:
    before = kinds(atlas)
    actions.change(client=atlas, name=atlas.name, country="de", by=manager, at=at)
    assert kinds(atlas) == before


def test_stage_is_set_with_its_reason(manager: User, atlas: Client, at: datetime) -> None:
    actions.set_stage(client=atlas, stage="former", why="moved away", by=manager, at=at)
    atlas.refresh_from_db()
    assert atlas.stage == "former"
    said = Words.objects.get(pk=Line.objects.of_client(atlas.pk).latest("id").pk)
    assert (said.text, said.changes) == ("moved away", {"stage": ["active", "former"]})


def test_client_laid_aside_leaves_the_lists_and_takes_nothing_until_taken_up(
    manager: User, deputy: User, atlas: Client, at: datetime
) -> None:
    actions.archive(client=atlas, why="closed its doors", by=manager, at=at)
    assert not Client.objects.visible_to(manager).kept().exists()
    assert Client.objects.visible_to(manager).get() == atlas
    for act in (
        lambda: actions.change(client=atlas, town="Bonn", by=manager, at=at),
        lambda: actions.set_stage(client=atlas, stage="former", by=manager, at=at),
        lambda: actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at),
        lambda: actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.rule == "R-X-2"
    actions.restore(client=atlas, by=manager, at=at)
    assert Client.objects.visible_to(manager).kept().get() == atlas
    assert kinds(atlas)[-2:] == ["clients.archived", "clients.restored"]


def test_client_is_laid_aside_once_and_only_with_a_reason(manager: User, atlas: Client, at: datetime) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.archive(client=atlas, why=" ", by=manager, at=at)
    actions.archive(client=atlas, why="closed", by=manager, at=at)
    with pytest.raises(Refused, match="already"):
        actions.archive(client=atlas, why="again", by=manager, at=at)
    actions.restore(client=atlas, by=manager, at=at)
    with pytest.raises(Refused, match="not laid aside"):
        actions.restore(client=atlas, by=manager, at=at)


def test_who_may_not_write_is_refused_by_every_verb(
    front: User, sponsor: User, admin: User, atlas: Client, manager: User, at: datetime
) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    for by in (front, sponsor, admin):
        for act in (
            lambda by=by: actions.add(name="New", by=by, at=at),
            lambda by=by: actions.change(client=atlas, town="Bonn", by=by, at=at),
            lambda by=by: actions.set_stage(client=atlas, stage="former", by=by, at=at),
            lambda by=by: actions.archive(client=atlas, why="x", by=by, at=at),
            lambda by=by: actions.restore(client=atlas, by=by, at=at),
            lambda by=by: actions.add_contact(client=atlas, name="X", by=by, at=at),
            lambda by=by: actions.change_contact(affiliation=place, phone="1", by=by, at=at),
            lambda by=by: actions.affiliate(contact=place.contact, client=atlas, by=by, at=at),
            lambda by=by: actions.leave(affiliation=place, by=by, at=at),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.rule == "R-X-3"
            assert caught.value.lifted_by == "a head of client service"


# --- what the database itself refuses ---------------------------------


def _refused_by_the_database(save: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        save()  # type: ignore[operator]


def test_database_refuses_two_managers_and_the_same_assignment_twice(
    atlas: Client, manager: User, deputy: User, at: datetime
) -> None:
    day = at.date()
    _refused_by_the_database(lambda: Assignment.objects.create(client=atlas, user=deputy, role="manager", from_on=day))
    Assignment.objects.create(client=atlas, user=deputy, role="deputy", from_on=day)
    _refused_by_the_database(lambda: Assignment.objects.create(client=atlas, user=deputy, role="deputy", from_on=day))


def test_database_refuses_what_ends_before_it_begins(atlas: Client, deputy: User, at: datetime) -> None:
    day, before = at.date(), at.date() - timedelta(days=1)
    _refused_by_the_database(
        lambda: Assignment.objects.create(client=atlas, user=deputy, role="helper", from_on=day, to_on=before)
    )
    someone = Contact.objects.create(name="Ute Roth")
    _refused_by_the_database(
        lambda: Affiliation.objects.create(contact=someone, client=atlas, from_on=day, to_on=before)
    )


def test_database_refuses_a_client_laid_aside_without_a_reason(atlas: Client, at: datetime) -> None:
    atlas.archived_at = at
    _refused_by_the_database(atlas.save)


def test_database_refuses_belonging_twice_at_once(atlas: Client) -> None:
    someone = Contact.objects.create(name="Ute Roth")
    Affiliation.objects.create(contact=someone, client=atlas)
    _refused_by_the_database(lambda: Affiliation.objects.create(contact=someone, client=atlas))


# --- many at once ---------------------------------


def test_taking_in_makes_each_in_order_with_a_line_in_its_own_chronicle(head: User, at: datetime) -> None:
    run = uuid4()
    made = actions.take_in(
        names=[{"name": "Ärzte & Co", "town": "Köln", "since_on": date(1996, 7, 4)}, {"name": "Bolt", "country": "my"}],
        run_id=run,
        by=head,
        at=at,
    )
    found = list(Client.objects.filter(run_id=run).order_by("order_name"))
    assert found == made
    assert [client.order_name for client in found] == ["arzte & co", "bolt"]
    assert (found[0].found_by, found[1].country) == ("arzte & co\nkoln", "MY")
    assert [kinds(client) for client in found] == [["clients.taken_in"], ["clients.taken_in"]]


def test_taking_in_costs_the_same_queries_for_two_and_for_forty(head: User, at: datetime) -> None:
    def cost(number: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            made = actions.take_in(
                names=[{"name": f"Firm {number}-{place}"} for place in range(number)], run_id=None, by=head, at=at
            )
            actions.assign_many(pairs=[(client, head) for client in made], by=head, at=at)
        return len(asked)

    cost(1)  # her rights are read once
    assert cost(2) == cost(40)


def test_assigning_many_keeps_a_manager_who_is_there(
    head: User, manager: User, deputy: User, atlas: Client, at: datetime
) -> None:
    bolt = actions.take_in(names=[{"name": "Bolt"}], run_id=None, by=head, at=at)[0]
    given = actions.assign_many(pairs=[(atlas, deputy), (bolt, deputy), (bolt, manager)], by=head, at=at)
    assert [(one.client, one.user) for one in given] == [(bolt, deputy)]
    assert [one.user for one in Assignment.now_for(atlas)] == [manager]


def test_undoing_a_run_lays_its_clients_aside(head: User, atlas: Client, at: datetime) -> None:
    made = actions.take_in(names=[{"name": "Bolt"}, {"name": "Cord"}], run_id=uuid4(), by=head, at=at)
    actions.archive(client=made[0], why="by hand", by=head, at=at)
    assert actions.archive_many(clients=made, why="wrong file", by=head, at=at) == 1
    assert [client.archived_why for client in Client.objects.filter(pk__in=[one.pk for one in made])] == [
        "by hand",
        "wrong file",
    ]
    assert Client.objects.kept().get() == atlas


def test_only_who_may_take_in_takes_in(front: User, at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        actions.take_in(names=[{"name": "Bolt"}], run_id=None, by=front, at=at)
    assert caught.value.rule == "R-X-3"
