"""The list of clients."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from mainstay.clients import actions, queries
from mainstay.clients.models import Client
from mainstay.clients.queries import Wanted
from mainstay.house.models import User
from mainstay.kit.plug import Capability, ClientFacts, registry

NAMES = ["Zenit", "Ägypten Reisen", "bolt", "Äther", "Atlas", "Übersee", "Ullmann", "Étoile"]
IN_ORDER = ["Ägypten Reisen", "Äther", "Atlas", "bolt", "Étoile", "Übersee", "Ullmann", "Zenit"]


@pytest.fixture
def many(manager: User, at: datetime) -> list[Client]:
    """Eight clients of Mara's, of several stages and ages."""
    stages = ["active", "prospect", "former", "active"]
    return [
        actions.add(
            name=name,
            by=manager,
            at=at,
            stage=stages[place % 4],
            since_on=date(2020, 1, 1) + timedelta(days=400 * (place % 3)) if place % 4 else None,
        )
        for place, name in enumerate(NAMES)
    ]


def walked(user: User, wanted: Wanted, size: int) -> list[str]:
    """All names, page by page."""
    names: list[str] = []
    cursor = ""
    for _page in range(20):
        page = queries.page(user, wanted, cursor=cursor, size=size)
        names += [client.name for client in page.rows]
        if not (cursor := page.next):
            break
    return names


def test_names_stand_in_the_order_of_their_letters_whatever_accents_they_carry(
    manager: User, many: list[Client]
) -> None:
    assert walked(manager, Wanted(), 50) == IN_ORDER


@pytest.mark.parametrize("size", [1, 3, 8])
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("order", ["name", "stage", "since"])
def test_pages_join_without_gap_or_repetition_in_every_order(
    manager: User, many: list[Client], order: str, down: bool, size: int
) -> None:
    whole = walked(manager, Wanted(order=order, down=down), 50)
    assert sorted(whole) == sorted(NAMES)
    assert walked(manager, Wanted(order=order, down=down), size) == whole
    assert whole == walked(manager, Wanted(order=order, down=not down), 50)[::-1]


def test_stages_stand_in_their_own_order_and_years_with_the_unknown_last(manager: User, many: list[Client]) -> None:
    places = list(Client.Stage.values)
    stages = [places.index(client.stage) for client in queries.page(manager, Wanted(order="stage")).rows]
    assert stages == sorted(stages)
    since = [client.since_on for client in queries.page(manager, Wanted(order="since")).rows]
    assert since[:6] == sorted(day for day in since if day)
    assert since[6:] == [None, None]


def test_back_leads_to_the_page_before(manager: User, many: list[Client]) -> None:
    first = queries.page(manager, Wanted(), size=3)
    second = queries.page(manager, Wanted(), cursor=first.next, size=3)
    assert queries.page(manager, Wanted(), cursor=second.back, size=3).rows == first.rows


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("agypt", ["Ägypten Reisen"]),
        ("REISEN ägy", ["Ägypten Reisen"]),
        ("munchen", ["Zenit"]),
        ("falk", ["bolt"]),
        ("bolt falk", ["bolt"]),
        ("Фальк", ["bolt"]),
        ("nora@", ["bolt"]),
        ("0301234", ["bolt"]),
        ("030 12-34", ["bolt"]),
        ("K-77", ["Atlas"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
    ],
)
def test_found_by_name_town_number_or_person(
    manager: User, many: list[Client], at: datetime, words: str, found: list[str]
) -> None:
    by_name = {client.name: client for client in many}
    actions.change(client=by_name["Zenit"], town="München", by=manager, at=at)
    actions.change(client=by_name["Atlas"], reference="K-77", by=manager, at=at)
    actions.add_contact(
        client=by_name["bolt"], name="Nora Falk", email="nora@bolt.example", phone="030/1234", by=manager, at=at
    )
    assert walked(manager, Wanted(words=words), 50) == found


def test_found_by_the_people_who_are_there_now(manager: User, atlas: Client, at: datetime) -> None:
    def found(words: str) -> list[str]:
        return walked(manager, Wanted(words=words), 50)

    bolt = actions.add(name="Bolt", by=manager, at=at)
    place = actions.add_contact(client=atlas, name="Nora Falk", by=manager, at=at)
    there = actions.affiliate(contact=place.contact, client=bolt, by=manager, at=at)
    assert found("falk") == ["Atlas GmbH", "Bolt"]
    actions.change_contact(affiliation=place, name="Nora Adler", by=manager, at=at)
    assert (found("falk"), found("adler nora")) == ([], ["Atlas GmbH", "Bolt"])
    actions.change(client=atlas, town="Bonn", by=manager, at=at)
    actions.leave(affiliation=there, by=manager, at=at)
    assert found("adler") == ["Atlas GmbH"]


def test_words_that_very_many_hold_are_found_alike_by_walking_the_list(
    manager: User, many: list[Client], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.add_contact(client=many[2], name="Nora Falk", phone="030/1234", by=manager, at=at)
    typed = ["u", "bolt fal", "atlas", "0301234", "ä rei", "Фальк"]
    few = [walked(manager, Wanted(words=words), 50) for words in typed]
    assert few == [["Übersee", "Ullmann"], ["bolt"], ["Atlas"], ["bolt"], ["Ägypten Reisen"], ["bolt"]]
    monkeypatch.setattr("mainstay.finding.queries.clients.MANY", 0)
    assert [walked(manager, Wanted(words=words), 50) for words in typed] == few


def test_the_search_of_the_list_goes_along_the_index_and_scans_nothing(manager: User, many: list[Client]) -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of eight rows is read whole otherwise
        assert [client.name for client in queries.page(manager, Wanted(words="ägypten rei")).rows] == ["Ägypten Reisen"]
    plans = {sql: plan_of(sql) for sql in (one["sql"] for one in asked) if "finding" in sql or '."found_by"' in sql}
    *index, last = plans.values()
    if connection.vendor == "sqlite":
        assert {("VIRTUAL TABLE INDEX" in plan, "SCAN slip" in plan) for plan in index} == {(True, False)}
        assert "SEARCH clients_client USING INDEX sqlite_autoindex_clients_client_1 (id=?)" in last
        assert "SCAN clients_client" not in last
    else:
        assert {"Bitmap Index Scan on finding_slip_words" in plan for plan in index} == {True}
        assert ("= ANY (" in last, "~~" in last) == (True, False)


def plan_of(sql: str) -> str:
    """How the database goes about a query."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_nobody_finds_what_they_may_not_see(stranger: User, many: list[Client]) -> None:
    assert walked(stranger, Wanted(words="atlas"), 50) == []


def test_whose_and_stage_and_laid_aside_filter(
    manager: User, deputy: User, head: User, many: list[Client], at: datetime
) -> None:
    by_name = {client.name: client for client in many}
    actions.assign(client=by_name["bolt"], user=deputy, role="deputy", by=manager, at=at)
    actions.assign(client=by_name["Zenit"], user=deputy, role="helper", by=manager, at=at)
    actions.archive(client=by_name["Atlas"], why="closed", by=manager, at=at)
    assert walked(deputy, Wanted(whose="deputy"), 50) == ["bolt"]
    assert walked(deputy, Wanted(whose="mine"), 50) == ["bolt", "Zenit"]
    assert walked(head, Wanted(whose="mine"), 50) == []
    assert walked(head, Wanted(whose="house"), 50) == [name for name in IN_ORDER if name != "Atlas"]
    assert walked(head, Wanted(archived=True), 50) == ["Atlas"]
    assert walked(manager, Wanted(stage="prospect"), 50) == ["Ägypten Reisen", "Übersee"]


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_words_and_any_cursor_give_a_page(manager: User, atlas: Client, words: str, cursor: str) -> None:
    queries.page(manager, Wanted(words=words), cursor=cursor)


# --- the page ---------------------------------


@pytest.fixture
def facts() -> Iterator[dict[UUID, ClientFacts]]:
    """What a storey above would tell of the clients; it is asked once a page."""
    told: dict[UUID, ClientFacts] = {}
    asked: list[int] = []

    def tell(user: object, clients: Sequence[Client], at: datetime) -> dict[UUID, ClientFacts]:
        asked.append(len(clients))
        return {client.pk: told[client.pk] for client in clients if client.pk in told}

    there = registry.installed()
    registry.register(Capability(name="test_facts", client_facts=tell))
    for plug in there:
        if plug.client_facts is not None:
            registry.remove(plug.name)
    yield told
    registry.remove("test_facts")
    for plug in there:
        registry.remove(plug.name)
    for plug in there:
        registry.register(plug)
    assert len(asked) <= 1


def test_row_says_what_is_due_and_owed(
    atlas: Client, manager: User, signed_in: Any, facts: dict[UUID, ClientFacts], at: datetime
) -> None:
    facts[atlas.pk] = ClientFacts(
        next_due=date(2026, 3, 6),
        next_due_state="parted",
        next_due_what="the plan, late",
        we_owe=2,
        we_late=1,
        they_owe=3,
        they_late=2,
    )
    page = signed_in(manager).get("/clients/").content.decode()
    for words in ("Friday", '<span class="word gone">the plan, late</span>', "1 late", "2 late"):
        assert words in page


def test_list_of_three_costs_what_a_list_of_one_costs(
    manager: User, atlas: Client, signed_in: Any, at: datetime
) -> None:
    browser = signed_in(manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/clients/").status_code == 200
        return len(asked)

    actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    cost()
    one = cost()
    for name in ("Bolt", "Cord"):
        other = actions.add(name=name, by=manager, at=at)
        actions.add_contact(client=other, name=f"{name} Chief", decides=True, by=manager, at=at)
    assert cost() == one


def test_list_opens_on_ones_own_clients_and_else_on_all_one_may_see(
    atlas: Client, manager: User, front: User, signed_in: Any
) -> None:
    assert signed_in(manager).get("/clients/").context["wanted"].whose == "mine"
    assert signed_in(front).get("/clients/").context["wanted"].whose == "house"


def test_client_without_a_manager_says_so(head: User, signed_in: Any, at: datetime) -> None:
    actions.add(name="Bolt", by=head, at=at)
    assert "nobody yet" in signed_in(head).get("/clients/").content.decode()


def test_each_sort_of_nothing_has_its_sentence(
    manager: User, admin: User, atlas: Client, deputy: User, signed_in: Any
) -> None:
    first = signed_in(deputy).get("/clients/").content.decode()
    assert "No clients stand here yet." in first
    assert "/clients/new/" in first
    assert "There is no client here that you may see." in signed_in(admin).get("/clients/").content.decode()
    assert "No client stands in this list." in signed_in(manager).get("/clients/?q=zzz").content.decode()


def test_addresses_keep_what_is_set(many: list[Client], manager: User, signed_in: Any) -> None:
    answer = signed_in(manager).get("/clients/?stage=active&q=t&order=since&down=1&whose=house")
    for group in answer.context["groups"]:
        for choice in group.choices:
            assert "q=t" in choice.url
    assert answer.context["wanted"] == Wanted("house", "active", False, "t", "since", True)


@pytest.mark.parametrize("query", ["?whose=all&stage=lost&order=size&down=x&cursor=x", "?cursor=bm9uc2Vuc2U"])
def test_address_that_makes_no_sense_gives_the_list(query: str, atlas: Client, manager: User, signed_in: Any) -> None:
    assert "Atlas GmbH" in signed_in(manager).get(f"/clients/{query}").content.decode()


def test_address_with_a_sign_that_no_text_has_is_told_to_be_unreadable(manager: User, signed_in: Any) -> None:
    answer = signed_in(manager).get("/clients/?cursor=%00")
    assert (answer.status_code, "nothing was changed" in answer.content.decode()) == (400, True)


# --- taking it out ---------------------------------


def test_file_holds_exactly_what_is_seen(
    many: list[Client], manager: User, deputy: User, signed_in: Any, at: datetime
) -> None:
    actions.change(client=many[0], name="=HYPERLINK(1)", by=manager, at=at)
    answer = signed_in(manager).get("/clients/list.csv?stage=active&down=1&whose=mine")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    seen = signed_in(manager).get("/clients/?stage=active&down=1&whose=mine").context["rows"]
    assert [row["Client"].removeprefix("'") for row in rows] == [row.client.name for row in seen]
    assert "'=HYPERLINK(1)" in [row["Client"] for row in rows]
    assert {row["Manager"] for row in rows} == {"Mara Vogt"}


def test_file_is_refused_to_who_may_not_take_out(atlas: Client, front: User, signed_in: Any) -> None:
    answer = signed_in(front).get("/clients/list.csv")
    assert answer.status_code == 422
    assert "Your roles do not allow you to take lists out." in answer.content.decode()
    assert "list.csv" not in signed_in(front).get("/clients/").content.decode()


# --- API and terminal ---------------------------------


def test_api_lists_by_cursor_and_finds_by_the_whole_name(many: list[Client], manager: User, api: Any) -> None:
    caller = api(manager)
    names: list[str] = []
    cursor = ""
    for _page in range(5):
        body = caller.get("/clients", size=3, cursor=cursor).json()
        names += [item["name"] for item in body["items"]]
        if not (cursor := body["next"]):
            break
    assert names == IN_ORDER
    assert [item["name"] for item in caller.get("/clients", name="ATLAS").json()["items"]] == ["Atlas"]
    assert [item["name"] for item in caller.get("/clients", q="atla").json()["items"]] == ["Atlas"]
    assert caller.get("/clients", name="Atl").json()["items"] == []


@pytest.mark.parametrize(
    "query", [{"whose": "all"}, {"stage": "lost"}, {"order": "size"}, {"size": "many"}, {"down": "perhaps"}]
)
def test_api_refuses_filters_it_does_not_know(query: dict[str, str], manager: User, api: Any) -> None:
    answer = api(manager).get("/clients", **query)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(query)))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"name": "a\x00"}, 400),
        ({"q": "\x00"}, 400),
        ({"cursor": "\x00"}, 400),
        ({"cursor": "WyJuIiwgIlx1MDAwMCIsICIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDEiXQ"}, 200),
    ],
)
def test_api_bears_signs_that_no_database_keeps(
    query: dict[str, str], status: int, manager: User, atlas: Client, api: Any
) -> None:
    answer = api(manager).get("/clients", **query)
    assert (answer.status_code, "detail" in answer.json()) == (status, status == 400)


def test_api_lists_nothing_to_a_stranger(many: list[Client], stranger: User, api: Any) -> None:
    assert api(stranger).get("/clients").json()["items"] == []
    assert api(stranger).get("/contacts").json()["items"] == []


def test_terminal_lists_what_may_be_seen(
    many: list[Client], manager: User, stranger: User, terminal: Callable[..., Any]
) -> None:
    told = terminal(["clients", "list"], by=manager)
    assert [line.split("  ")[0] for line in told.stdout.splitlines()] == IN_ORDER
    assert terminal(["clients", "list"], by=stranger).stdout == "No client stands in this list.\n"
    first = terminal(["clients", "list", "--most", "2"], by=manager)
    assert len(first.stdout.splitlines()) == 2
    assert first.stderr == f"{len(IN_ORDER) - 2} more clients stand in this list; --all shows them too.\n"
    whole = terminal(["clients", "list", "--all"], by=manager)
    assert (whole.stdout, whole.stderr) == (told.stdout, "")
