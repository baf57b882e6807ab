"""Several clients at once: another manager, deputy or team, or laid aside; each by its own verb, and all of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients import actions
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.clients.queries import presence
from mainstay.house.models import Unit, User
from mainstay.kit.refusals import Refused
from mainstay.lists import actions as lists
from mainstay.lists.models import Several
from mainstay.lists.queries import deed_called, listing_called
from mainstay.promises import actions as promises

SEVERAL = "/lists/clients/several/"


@pytest.fixture
def bolt(manager: User, team: Unit, at: datetime) -> Client:
    """A second client of Mara's."""
    return actions.add(name="Bolt", unit=team, manager=manager, by=manager, at=at)


def do(deed: str, clients: list[Client], *, by: User, at: datetime, **told: Any) -> Several:
    """Do it to these."""
    listing = listing_called("clients")
    ids = [client.pk for client in clients]
    return lists.carry_out(listing=listing, deed=deed_called(listing, deed), ids=ids, told=told, by=by, at=at)


def undo(several: Several, *, by: User, at: datetime) -> list[str]:
    """Take it back; the rules of what could not go."""
    listing = listing_called("clients")
    deed = deed_called(listing, several.deed)
    back = lists.take_back(several=several, listing=listing, deed=deed, by=by, at=at)
    return [rule for _pk, _said, rule, _who in back.stayed]


def serving(client: Client) -> set[tuple[str, str]]:
    """Who serves it now, as what."""
    return {(one.user.name.split()[0], one.role) for one in Assignment.now_for(client)}


TERMS = {"told_on": None, "told_how": "", "untold_why": "Both are ill", "why": "Leave"}


def test_manager_of_several_changes_by_a_hand_over_and_comes_back(
    signed_in: Any, manager: User, deputy: User, atlas: Client, bolt: Client, at: datetime
) -> None:
    mara = signed_in(manager)
    told = {"deed": "manager", "chosen": [atlas.pk, bolt.pk], "back": "whose=mine", "go": "1", "to": deputy.pk}
    untold = mara.post(SEVERAL, told, follow=True)
    assert [each.refused.rule for each in untold.context["refused_rows"]] == ["R-A-34", "R-A-34"]
    assert mara.post(SEVERAL, {**told, "untold_why": "Ill"}).url == "/clients/?whose=mine"
    assert (serving(atlas), serving(bolt)) == ({("Deniz", "manager")}, {("Deniz", "manager")})
    assert HandOver.objects.waiting().count() == 2
    kept = Several.objects.get(refused=[])
    assert mara.get("/clients/?whose=mine").context["rows"] == []  # out of her sight, and yet hers to take back
    back = mara.post(reverse("lists:several_take_back", args=[kept.pk]))
    assert back.url == "/clients/"
    assert (serving(atlas), serving(bolt)) == ({("Mara", "manager")}, {("Mara", "manager")})


def test_a_first_manager_is_taken_back_unless_something_stands_with_them(
    head: User, deputy: User, atlas: Client, bolt: Client, at: datetime
) -> None:  # R-X-2
    Assignment.objects.filter(client__in=[atlas, bolt]).delete()
    several = do("manager", [atlas, bolt], to=deputy, by=head, at=at, **TERMS)
    assert (serving(atlas), serving(bolt)) == ({("Deniz", "manager")}, {("Deniz", "manager")})
    promises.make(client=bolt, text="The plan", due_on=date(2026, 3, 9), by=deputy, at=at)
    assert undo(several, by=head, at=at) == ["R-X-2"]
    assert (serving(atlas), serving(bolt)) == (set(), {("Deniz", "manager")})
    assert list(presence.unmanaged(head)) == [atlas]


def test_deputy_takes_the_place_of_the_one_before_and_gives_it_back(
    head: User, manager: User, deputy: User, stranger: User, atlas: Client, bolt: Client, at: datetime
) -> None:
    actions.assign(client=atlas, user=stranger, role="deputy", by=head, at=at)
    several = do("deputy", [atlas, bolt], to=deputy, instead=True, why="", by=manager, at=at)
    now = {("Mara", "manager"), ("Deniz", "deputy")}
    assert (serving(atlas), serving(bolt)) == (now, now)
    actions.unassign(assignment=bolt.assignments.get(user=deputy, to_on=None), by=manager, at=at)
    assert undo(several, by=manager, at=at) == ["R-X-2"]
    assert serving(atlas) == {("Mara", "manager"), ("Stan", "deputy")}
    refused = do("deputy", [atlas], to=manager, instead=False, why="", by=manager, at=at).refused
    assert [rule for _pk, _said, rule, _who in refused] == ["R-A-34"]


def test_a_deed_of_two_verbs_is_done_wholly_or_not_at_all(
    manager: User, deputy: User, atlas: Client, at: datetime
) -> None:
    listing = listing_called("clients")

    def half(row: Client, **told: Any) -> dict[str, str]:
        actions.assign(client=row, user=deputy, role="deputy", by=manager, at=at)
        raise Refused("The second verb does not go.", rule="R-X-2")

    broken = replace(deed_called(listing, "deputy"), each=half)
    several = lists.carry_out(listing=listing, deed=broken, ids=[atlas.pk], told={}, by=manager, at=at)
    assert (several.done, [rule for _pk, _said, rule, _who in several.refused]) == ([], ["R-X-2"])
    assert serving(atlas) == {("Mara", "manager")}


def test_team_and_laying_aside_go_and_come_back(
    head: User, manager: User, team: Unit, other_team: Unit, atlas: Client, bolt: Client, at: datetime
) -> None:
    moved = do("team", [atlas, bolt], unit=other_team, by=head, at=at)
    assert set(Client.objects.values_list("unit__name", flat=True)) == {"Hamburg"}
    assert undo(moved, by=head, at=at) == []  # though Helga sees them no more
    assert set(Client.objects.values_list("unit__name", flat=True)) == {"Berlin"}
    assert [each[2] for each in do("team", [atlas], unit=team, by=head, at=at).refused] == ["R-X-2"]
    laid = do("aside", [atlas, bolt], why="They closed", by=manager, at=at)
    assert list(Client.objects.kept()) == []
    actions.restore(client=bolt, by=head, at=at)
    assert undo(laid, by=manager, at=at) == ["R-X-2"]
    assert Client.objects.kept().count() == 2


def test_nobody_but_who_writes_clients_deals_with_several(
    signed_in: Any, front: User, atlas: Client, api: Any, terminal: Any, manager: User, at: datetime
) -> None:
    assert signed_in(front).get("/clients/").context["deeds"] == []
    with pytest.raises(Refused) as refused:
        do("aside", [atlas], why="x", by=front, at=at)
    assert refused.value.rule == "R-X-3"
    told = {"ids": [str(atlas.pk)], "told": {"why": ""}}
    done = api(manager).post("/lists/clients/several/aside", told).json()
    assert [(row["name"], row["rule"]) for row in done["refused"]] == [("Atlas GmbH", "R-X-2")]
    ran = terminal(["lists", "several", "clients", "team", str(atlas.pk), "--with", "unit=berlin"], by=manager)
    assert (ran.exit_code, "belongs to Berlin already" in ran.output) == (1, True)


def test_file_of_clients_is_what_is_seen_and_says_whose(signed_in: Any, manager: User, atlas: Client) -> None:
    mara = signed_in(manager)
    answer = mara.get("/clients/list.csv?whose=mine&columns=since,team,town")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clients-mine.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Client,Town,Person,Since,Team", "Atlas GmbH,,,,Berlin"]
    page = mara.get("/clients/?whose=mine&columns=since,team,town")
    assert [str(head.link or head.label) for head in page.context["table"].heads] == ["Client", "Since", "Team", "Town"]
