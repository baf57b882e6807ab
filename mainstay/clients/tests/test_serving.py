"""Who of us serves a client, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients import actions
from mainstay.clients.models import Assignment, Client
from mainstay.house import actions as house_actions
from mainstay.house.models import Unit, User
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused


def serving(client: Client) -> list[tuple[str, str]]:
    """Who serves now, as what."""
    return [(one.user.name, one.role) for one in Assignment.now_for(client)]


def test_new_manager_ends_the_time_of_the_one_before(
    head: User, manager: User, deputy: User, atlas: Client, at: datetime
) -> None:
    actions.assign(client=atlas, user=deputy, role="manager", told_on=at.date(), by=head, at=at + timedelta(days=9))
    assert serving(atlas) == [("Deniz Aydin", "manager")]
    before = Assignment.objects.get(user=manager)
    assert before.to_on == at.date() + timedelta(days=9)
    told = Line.objects.of_client(atlas.pk).order_by("seq").values_list("kind", flat=True)
    assert list(told)[-2:] == ["clients.unassigned", "clients.assigned"]


def test_deputy_who_becomes_manager_is_deputy_no_longer(
    head: User, manager: User, deputy: User, atlas: Client, at: datetime
) -> None:
    actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    actions.assign(client=atlas, user=deputy, role="manager", untold_why="An accident", by=head, at=at)
    assert serving(atlas) == [("Deniz Aydin", "manager")]


def test_a_client_is_told_before_another_manager_is_named(
    head: User, deputy: User, atlas: Client, at: datetime, signed_in: Any, api: Any, terminal: Any
) -> None:
    """R-A-14, R-A-34: the same at every door; a first manager follows nobody."""
    sent = {"role": "manager", "user": str(deputy.pk)}
    typed = ["clients", "assign", "Atlas GmbH", "Deniz Aydin", "manager"]
    for told in ({}, {"told_on": (at + timedelta(days=1)).date()}, {"untold_why": " "}):
        with pytest.raises(Refused, match="told before, not after") as caught:
            actions.assign(client=atlas, user=deputy, role="manager", by=head, at=at, **told)
        assert (caught.value.rule, caught.value.field) == ("R-A-34", "told_on")
    page = signed_in(head).post(f"/clients/{atlas.pk}/served-by/", sent)
    assert (page.status_code, "told before, not after" in page.content.decode()) == (422, True)
    assert api(head).post(f"/clients/{atlas.pk}/assignments", sent).json()["rule"] == "R-A-34"
    assert "told before, not after" in terminal(typed, by=head).stderr
    assert serving(atlas) == [("Mara Vogt", "manager")]
    assert terminal([*typed, "--untold", "She is in hospital"], by=head).exit_code == 0
    chronicle = signed_in(head).get(f"/clients/{atlas.pk}/chronicle/").content.decode()
    assert "why the client is not told first: She is in hospital" in chronicle
    bolt = actions.add(name="Bolt", by=head, at=at)
    Assignment.objects.filter(client=bolt).delete()
    actions.assign(client=bolt, user=deputy, role="manager", by=head, at=at)
    assert serving(bolt) == [("Deniz Aydin", "manager")]


def test_manager_names_deputies_and_helpers_of_her_own_clients_and_nobody_else(
    manager: User, deputy: User, stranger: User, atlas: Client, at: datetime
) -> None:
    actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    actions.assign(client=atlas, user=stranger, role="helper", by=manager, at=at)
    for role in ("manager", "sponsor"):
        with pytest.raises(Refused) as caught:
            actions.assign(client=atlas, user=deputy, role=role, by=manager, at=at)
        assert (caught.value.rule, caught.value.lifted_by) == ("R-X-3", "a head of client service")
    with pytest.raises(Refused):
        actions.assign(client=atlas, user=stranger, role="deputy", by=deputy, at=at)
    assert serving(atlas) == [("Mara Vogt", "manager"), ("Deniz Aydin", "deputy"), ("Stan Okafor", "helper")]


def test_manager_leaves_only_by_a_successor(head: User, atlas: Client, at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        actions.unassign(assignment=Assignment.objects.get(), by=head, at=at)
    assert caught.value.rule == "R-A-34"
    assert serving(atlas) == [("Mara Vogt", "manager")]


def test_deputy_is_let_go_once(manager: User, deputy: User, atlas: Client, at: datetime) -> None:
    serves = actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    actions.unassign(assignment=serves, why="other work", by=manager, at=at)
    assert serving(atlas) == [("Mara Vogt", "manager")]
    with pytest.raises(Refused, match="already"):
        actions.unassign(assignment=serves, by=manager, at=at)


@pytest.mark.parametrize("role", ["deputy", "helper", "manager"])
def test_manager_is_no_deputy_of_herself(head: User, manager: User, atlas: Client, at: datetime, role: str) -> None:
    with pytest.raises(Refused) as caught:
        actions.assign(client=atlas, user=manager, role=role, by=head, at=at)
    assert caught.value.rule == "R-A-34"


def test_who_was_let_go_serves_nobody(head: User, deputy: User, atlas: Client, at: datetime) -> None:
    deputy.is_active = False
    deputy.save()
    with pytest.raises(Refused, match="no longer signs in"):
        actions.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)


def test_nobody_is_named_for_a_day_that_is_still_to_come(head: User, deputy: User, atlas: Client, at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        actions.assign(client=atlas, user=deputy, role="deputy", from_on=date(2026, 3, 3), by=head, at=at)
    assert caught.value.field == "from_on"


def test_head_alone_names_the_manager_of_a_client_written_down_for_another(
    manager: User, deputy: User, at: datetime
) -> None:
    with pytest.raises(Refused) as caught:
        actions.add(name="Bolt", manager=deputy, by=manager, at=at)
    assert caught.value.rule == "R-X-3"
    assert not Client.objects.filter(name="Bolt").exists()


# --- who sees what ---------------------------------


@pytest.fixture
def seen(atlas: Client) -> Callable[[User], bool]:
    """Whether somebody, freshly read, sees Atlas."""

    def sees(person: User) -> bool:
        return Client.objects.visible_to(User.objects.get(pk=person.pk)).filter(pk=atlas.pk).exists()

    return sees


@pytest.mark.parametrize("role", ["manager", "deputy", "sponsor", "helper"])
def test_whoever_serves_a_client_sees_it_and_no_longer_afterwards(
    head: User, stranger: User, atlas: Client, at: datetime, seen: Callable[[User], bool], role: str
) -> None:
    assert not seen(stranger)
    actions.assign(client=atlas, user=stranger, role=role, untold_why="An accident", by=head, at=at)
    assert seen(stranger)
    Assignment.objects.filter(user=stranger).update(to_on=at.date())
    assert not seen(stranger)


def test_roles_see_what_section_8_says(
    take_in: Callable[..., User],
    manager: User,
    deputy: User,
    head: User,
    front: User,
    sponsor: User,
    admin: User,
    stranger: User,
    other_team: Unit,
    seen: Callable[[User], bool],
) -> None:
    other_head = take_in("Olaf Kern", "head", other_team)
    head_of_house = take_in("Hanna Weiss", "head")
    table = {
        "manager": seen(manager),
        "colleague of the team": seen(deputy),
        "head of the team": seen(head),
        "head of another team": seen(other_head),
        "head of the house": seen(head_of_house),
        "front": seen(front),
        "sponsor of others": seen(sponsor),
        "administrator": seen(admin),
        "stranger": seen(stranger),
    }
    assert [who for who, sees in table.items() if sees] == [
        "manager",
        "head of the team",
        "head of the house",
        "front",
    ]


def test_who_may_no_longer_sign_in_sees_nothing(manager: User, seen: Callable[[User], bool]) -> None:
    assert seen(manager)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert not seen(manager)


def test_client_of_another_team_is_out_of_a_heads_sight(
    head: User, atlas: Client, other_team: Unit, at: datetime, seen: Callable[[User], bool]
) -> None:
    assert seen(head)
    actions.change(client=atlas, unit=other_team, by=head, at=at)
    assert not seen(head)


def test_one_person_house_meets_no_dead_end(at: datetime, admin: User) -> None:
    for role in ("manager", "head"):
        house_actions.give_post(person=admin, role=role, unit=None, by=admin, at=at)
    alone = User.objects.get(pk=admin.pk)
    client = actions.add(name="Bolt", by=alone, at=at)
    assert serving(client) == [("Ada Winter", "manager")]
    actions.assign(client=client, user=alone, role="sponsor", by=alone, at=at)
    actions.archive(client=client, why="test", by=alone, at=at)
    actions.restore(client=client, by=alone, at=at)
