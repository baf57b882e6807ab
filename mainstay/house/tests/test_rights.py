"""Roles as named rights, posts in teams, and who stays (R-X-3, R-X-15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions
from mainstay.house.models import Unit, User
from mainstay.house.rules import rights
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused

# The table of requirements section 8, role by role, in the order of ROLES; the one place it is written down twice.
TABLE = {
    rights.SEE_ALL: "..f..",
    rights.WRITE_CLIENTS: "mh...",
    rights.ASSIGN: ".h...",
    rights.DECLARE: ".h...",
    rights.GIVE_WORD: "mhfs.",
    rights.KEEP_WORD: "mh.s.",
    rights.DELIVER: "mhfs.",
    rights.ANNUL: "mh...",
    rights.SEE_MONEY: "mh.s.",
    rights.TAKE_IN: "mh...",
    rights.TAKE_OUT: "mh...",
    rights.RUN_HOUSE: "....a",
}


@pytest.mark.parametrize("right", sorted(TABLE))
def test_a_right_is_held_by_the_roles_of_the_table(right: str) -> None:
    holders = [role[0] if right in rights.RIGHTS[role] else "." for role in rights.ROLES]
    assert "".join(holders) == TABLE[right]


def test_the_table_names_every_right() -> None:
    assert set(TABLE) == set().union(*rights.RIGHTS.values())


@given(st.lists(st.sampled_from([*rights.ROLES, "stranger"])))
def test_roles_together_give_what_each_gives(roles: list[str]) -> None:
    assert rights.rights_of(roles) == frozenset().union(*(rights.rights_of([role]) for role in roles))


@pytest.mark.django_db
def test_a_head_of_the_whole_house_sees_every_client_a_head_of_a_team_only_its_own(
    head: User, team: Unit, admin: User, at: datetime
) -> None:
    assert (head.may(rights.SEE_ALL), head.units_led) == (False, [team.pk])
    actions.give_post(person=head, role="head", by=admin, at=at)
    assert (head.may(rights.SEE_ALL), head.units_led) == (True, [team.pk])


@pytest.mark.django_db
def test_whoever_was_let_go_holds_no_right(manager: User, admin: User, at: datetime) -> None:
    assert manager.may(rights.GIVE_WORD)
    actions.let_go(person=manager, by=admin, at=at)
    assert not manager.may(rights.GIVE_WORD)


@pytest.mark.django_db
def test_a_post_is_given_once(manager: User, team: Unit, admin: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Mara Vogt holds this post already"):
        actions.give_post(person=manager, role="manager", unit=team, by=admin, at=at)
    actions.give_post(person=manager, role="manager", by=admin, at=at)
    with pytest.raises(Refused, match="holds this post already"):
        actions.give_post(person=manager, role="manager", by=admin, at=at)
    with pytest.raises(Refused, match="“king” is none of these: manager, head, front, sponsor, admin"):
        actions.give_post(person=manager, role="king", by=admin, at=at)


@pytest.mark.django_db
def test_the_last_administrator_stays_and_a_second_may_relieve_the_first(
    admin: User, manager: User, at: datetime
) -> None:
    with pytest.raises(Refused, match="Ada Winter is the last administrator") as refused:
        actions.take_post(post=admin.posts.get(), by=admin, at=at)
    assert refused.value.rule == "R-X-15"
    actions.give_post(person=manager, role="admin", by=admin, at=at)
    actions.take_post(post=admin.posts.get(), by=manager, at=at)
    with pytest.raises(Refused, match="Mara Vogt is the last administrator"):
        actions.let_go(person=manager, by=manager, at=at)


@pytest.mark.django_db
def test_an_administrator_who_cannot_sign_in_does_not_count(admin: User, manager: User, at: datetime) -> None:
    actions.change_person(person=manager, email=None, by=admin, at=at)
    actions.give_post(person=manager, role="admin", by=admin, at=at)
    with pytest.raises(Refused, match="Ada Winter is the last administrator"):
        actions.let_go(person=admin, by=admin, at=at)


@pytest.mark.django_db
def test_somebody_without_the_right_changes_nothing_of_the_house(
    manager: User, deputy: User, team: Unit, at: datetime
) -> None:
    before = Line.objects.count()
    acts: list[Callable[[], object]] = [
        lambda: actions.add_person(name="New", by=manager, at=at),
        lambda: actions.change_person(person=deputy, name="New", by=manager, at=at),
        lambda: actions.change_person(person=manager, email="new@house.example", by=manager, at=at),
        lambda: actions.set_password(person=deputy, password="a fence of old oak", by=manager, at=at),
        lambda: actions.let_go(person=deputy, by=manager, at=at),
        lambda: actions.let_in_again(person=deputy, by=manager, at=at),
        lambda: actions.give_post(person=manager, role="admin", by=manager, at=at),
        lambda: actions.take_post(post=deputy.posts.get(), by=manager, at=at),
        lambda: actions.add_unit(name="New", by=manager, at=at),
        lambda: actions.rename_unit(unit=team, name="New", by=manager, at=at),
        lambda: actions.add_calendar(name="New", zone="UTC", by=manager, at=at),
        lambda: actions.make_token(person=deputy, name="New", by=manager, at=at),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        told = (refused.value.message, refused.value.rule, refused.value.lifted_by)
        assert told == (
            "Only an administrator runs the house; ask one.",
            "R-X-3",
            "an administrator, by giving you the role",
        )
    assert Line.objects.count() == before


@pytest.mark.django_db
def test_an_import_takes_in_a_bare_name_and_nothing_more(head: User, front: User, at: datetime) -> None:
    run = UUID(int=7)
    taken = actions.add_person(name="Margaret Peacock", run_id=run, by=head, at=at)
    assert (taken.email, taken.roles, taken.has_usable_password()) == (None, [], False)
    with pytest.raises(Refused, match="Your roles do not allow you to take lists in"):
        actions.add_person(name="Anne", run_id=run, by=front, at=at)
    with pytest.raises(Refused, match="Only an administrator runs the house"):
        actions.add_person(name="Anne", roles=[("admin", None)], run_id=run, by=head, at=at)


@pytest.mark.django_db
def test_what_is_changed_stands_in_the_journal_and_the_password_does_not(
    manager: User, admin: User, at: datetime
) -> None:
    actions.change_person(person=manager, name="Mara Lind", email="Mara.Lind@House.example", by=admin, at=at)
    actions.set_password(person=manager, password="a fence of old oak", by=admin, at=at)
    line, secret = Line.objects.order_by("-pk")[1], Words.objects.order_by("-pk")[0]
    said = Words.objects.get(pk=line.pk)
    assert (line.kind, line.by_name, line.about_id) == ("house.person_changed", "Ada Winter", manager.pk)
    assert said.changes == {
        "name": ["Mara Vogt", "Mara Lind"],
        "email": ["mara@house.example", "mara.lind@house.example"],
    }
    everything = " ".join(f"{words.text} {words.changes}" for words in Words.objects.all())
    assert "fence" not in everything
    assert "argon2" not in everything
    assert secret.changes == {"password": ["***", "***"]}


@pytest.mark.django_db
def test_absences_do_not_overlap(manager: User, at: datetime) -> None:
    first = actions.note_absence(person=manager, from_on=date(2026, 3, 5), to_on=date(2026, 3, 8), by=manager, at=at)
    with pytest.raises(Refused, match="already noted as away from Thursday 5\xa0March 2026 to Sunday 8\xa0March 2026"):
        actions.note_absence(person=manager, from_on=date(2026, 3, 8), to_on=date(2026, 3, 9), by=manager, at=at)
    actions.note_absence(person=manager, from_on=date(2026, 3, 9), to_on=date(2026, 3, 9), by=manager, at=at)
    actions.cancel_absence(absence=first, by=manager, at=at)
    assert [row.from_on for row in manager.absences.all()] == [date(2026, 3, 9)]
