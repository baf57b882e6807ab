"""Views of a list: kept, shared with a team by its head, opened, renamed, dropped; by page, API and terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists import actions
from mainstay.lists.models import SavedView
from mainstay.lists.queries import listing_called, view_called, views_of

if TYPE_CHECKING:
    from datetime import datetime

    from mainstay.clients.models import Client
    from mainstay.house.models import Unit, User

KEEP = "/lists/clients/keep/?whose=house&stage=active&columns=client,town&order=since"


def names(user: User) -> list[str]:
    """The views of the list of clients that somebody sees, in the order of their keys."""
    return [view.name for view in views_of(user, "clients")]


def test_view_keeps_what_the_list_shows_and_opens_with_it(
    signed_in: Any, manager: User, deputy: User, atlas: Client
) -> None:
    mara = signed_in(manager)
    assert mara.get(KEEP).status_code == 200
    answer = mara.post(KEEP, {"name": " Active  "})
    view = SavedView.objects.get()
    assert answer.url == f"/clients/?view={view.pk}"
    assert (view.name, view.owner, view.unit) == ("Active", manager, None)
    assert view.told == {"whose": "house", "stage": "active", "order": "since", "columns": "client,town"}
    page = mara.get(answer.url)
    assert [head.link or head.label for head in page.context["table"].heads] == ["Client", "Town"]
    assert (page.context["view"], page.context["view_changed"]) == (view, False)
    first = page.context["groups"][0]
    assert [(choice.label, choice.current, choice.key) for choice in first.choices] == [("Active", True, "1")]
    changed = mara.get(f"/clients/?view={view.pk}&whose=house&stage=former")
    assert changed.context["view_changed"] is True
    assert [head.link or head.label for head in changed.context["table"].heads][1:] != ["Town"]
    others = signed_in(deputy)
    assert others.get(answer.url).context["view"] is None
    assert others.post(f"/lists/views/{view.pk}/drop/").status_code == 404
    assert [line.kind for line in Line.objects.filter(about_id=view.pk)] == ["lists.view_kept"]


def test_view_of_the_same_name_is_kept_anew_and_the_first_stands_first(manager: User, at: datetime) -> None:
    clients = listing_called("clients")
    by: dict[str, Any] = {"listing": clients, "by": manager, "at": at}
    one = actions.keep_view(name="One", told={"stage": "active"}, **by)
    two = actions.keep_view(name="Two", told={}, **by)
    assert names(manager) == ["One", "Two"]
    actions.put_first(view=two, by=manager, at=at)
    assert names(manager) == ["Two", "One"]
    again = actions.keep_view(name="One", told={"stage": "former"}, **by)
    assert (again.pk, again.told["stage"]) == (one.pk, "former")
    with pytest.raises(Refused) as refused:
        actions.rename_view(view=two, name="One", by=manager, at=at)
    assert (refused.value.rule, refused.value.field) == ("R-X-11", "name")
    with pytest.raises(Refused):
        actions.keep_view(name="  ", told={}, **by)
    actions.rename_view(view=two, name="Three", by=manager, at=at)
    actions.drop_view(view=one, by=manager, at=at)
    assert names(manager) == ["Three"]


def test_team_sees_what_its_head_shares_and_mine_is_whoever_reads(
    head: User, manager: User, stranger: User, team: Unit, other_team: Unit, signed_in: Any, atlas: Client, at: datetime
) -> None:
    clients = listing_called("clients")
    view = actions.keep_view(listing=clients, name="Ours", told={"whose": "mine"}, unit=team, by=head, at=at)
    assert (names(manager), names(stranger)) == (["Ours"], [])
    mara = signed_in(manager)
    assert [row.client.name for row in mara.get(f"/clients/?view={view.pk}").context["rows"]] == ["Atlas GmbH"]
    assert signed_in(head).get(f"/clients/?view={view.pk}").context["rows"] == []
    refused = mara.post(f"/lists/views/{view.pk}/drop/")
    assert (refused.status_code, refused.context["refused"].lifted_by) == (422, "the head of the team")
    for person, unit in ((manager, team), (head, other_team)):
        with pytest.raises(Refused, match="is kept by its head"):
            actions.keep_view(listing=clients, name="X", told={}, unit=unit, by=person, at=at)
    with pytest.raises(NotFound):
        actions.rename_view(view=view, name="X", by=stranger, at=at)
    assert names(head) == ["Ours"]


def test_head_of_the_whole_house_keeps_a_view_for_any_team(
    take_in: Any, manager: User, other_team: Unit, team: Unit, at: datetime
) -> None:
    hanna = take_in("Hanna Moll", "head")
    clients = listing_called("clients")
    view = actions.keep_view(listing=clients, name="All", told={"q": "a\0b"}, unit=team, by=hanna, at=at)
    assert (names(hanna), names(manager), view.told["q"]) == (["All"], ["All"], "ab")
    with pytest.raises(NotFound):
        view_called(manager, "clients", "\0")
    actions.drop_view(view=view, by=hanna, at=at)


def test_columns_are_chosen_with_their_places_without_a_script(signed_in: Any, manager: User, atlas: Client) -> None:
    mara = signed_in(manager)
    here = "/lists/clients/columns/?whose=house&stage=active"
    assert [shown for _column, shown, _place in mara.get(here).context["rows"]][:2] == [True, True]
    places = {"place-town": "1", "place-since": "2", "place-manager": "x"}
    answer = mara.post(here, {"show": ["since", "town", "manager", "strange"], **places})
    assert answer.url == "/clients/?whose=house&stage=active&columns=town%2Csince%2Cmanager"
    heads = mara.get(answer.url).context["table"].heads
    assert [str(head.link or head.label) for head in heads] == ["Client", "Town", "Since", "stage"]
    assert mara.get("/lists/strange/columns/").status_code == 404


def test_views_at_api_and_terminal_as_on_the_page(
    api: Any, terminal: Any, manager: User, stranger: User, atlas: Client
) -> None:
    caller = api(manager)
    made = caller.post("/lists/clients/views", {"name": "Near", "told": {"columns": "client,town", "whose": "house"}})
    assert made.status_code == 201
    body = made.json()
    assert (body["told"], body["said"]) == ({"whose": "house", "columns": "client,town"}, "Whom you may see, by name")
    assert caller.get("/lists/clients/views").json() == [body]
    rows = caller.get("/lists/clients/rows", view=body["id"]).json()
    assert [column["code"] for column in rows["columns"]] == ["client", "town", "person"]
    assert rows["rows"] == [{"id": str(atlas.pk), "client": "Atlas GmbH", "town": "", "person": ""}]
    strange = caller.get("/lists/clients/rows", columns="client,secret")
    assert (strange.status_code, strange.json()["field"]) == (422, "columns")
    told = terminal(["clients", "list", "--view", "Near", "--columns", "team,client"], by=manager)
    assert [line.split()[:3] for line in told.output.splitlines()][1] == ["Atlas", "GmbH", "Berlin"]
    filed = json.loads(terminal(["clients", "list", "--view", "Near", "--json"], by=manager).output)
    assert filed == rows["rows"]
    assert caller.patch(f"/lists/views/{body['id']}", {"name": "Far"}).json()["name"] == "Far"
    assert caller.post(f"/lists/views/{body['id']}/first").status_code == 200
    assert terminal(["lists", "keep", "clients", "Old", "stage=former"], by=manager).exit_code == 0
    assert terminal(["lists", "first", "clients", "Old"], by=manager).exit_code == 0
    assert terminal(["lists", "rename", "clients", "Old", "Gone"], by=manager).exit_code == 0
    seen = terminal(["lists", "views", "clients"], by=manager).output.splitlines()
    assert [line.split("  ")[:2] for line in seen] == [["1", "Gone"], ["2", "Far"]]
    assert terminal(["lists", "drop", "clients", "Far"], by=stranger).exit_code == 1
    assert terminal(["lists", "drop", "clients", "Gone"], by=manager).exit_code == 0
    assert caller.delete(f"/lists/views/{body['id']}").status_code == 204
    assert names(manager) == []


def test_views_cost_the_same_for_one_and_for_three(signed_in: Any, manager: User, atlas: Client, at: datetime) -> None:
    mara, counted = signed_in(manager), []
    mara.get("/clients/")
    for number in range(3):
        actions.keep_view(listing=listing_called("clients"), name=str(number), told={}, by=manager, at=at)
        with CaptureQueriesContext(connection) as asked:
            mara.get("/clients/")
            mara.get("/lists/clients/views/")
        counted.append(len(asked))
    assert counted == [counted[0]] * 3
    assert view_called(manager, "clients", "1").name == "1"
