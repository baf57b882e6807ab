"""Who sees and does what: roles by kinds of record, through page and API, in one table (R-X-3, issue 2 section 7).

``see`` it opens · ``act`` it is done · ``no`` told why not · ``404`` not there · ``none`` the list opens without it ·
``door`` must sign in first · ``first`` something else has to be done first, by the row's own rule. Where page and
API differ, both stand: ``page/api`` (a form without a field for amounts leaves out what is sent nevertheless, the
API refuses it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client as Browser

from mainstay.clients import actions as clients
from mainstay.house import actions as house_actions
from mainstay.promises.models import Promise
from tests import headers
from tests.journeys.records import ROWS, Records, Row

if TYPE_CHECKING:
    from datetime import datetime

    from click.testing import Result

    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched_rendering")]

TABLE = """
                     manager deputy helper sponsor front head house_head admin stranger nobody
client               see     see    see    see     see   see  see        404   404      door
chronicle            see     see    see    see     see   see  see        404   404      door
contact              see     see    see    see     see   see  see        404   404      door
engagement           see     see    see    see     see   see  see        404   404      door
promise              see     see    see    see     see   see  see        404   404      door
as_it_happened       see     see    see    see     see   see  see        404   404      door
exchange             see     see    see    see     see   see  see        404   404      door
renegotiation        see     see    see    see     see   see  see        404   404      door
remark               see     see    see    see     see   see  see        404   404      door
ledger               see     see    see    see     see   see  see        404   404      door
amounts              see     see    see    see     none  see  see        404   404      door
cost                 see     see    see    see     none  see  see        404   404      door
cost_in_chronicle    see     see    see    see     none  see  see        404   404      door

clients_list         see     see    see    see     see   see  see        none  none     door
contacts_list        see     see    see    see     see   see  see        none  none     door
engagements_list     see     see    see    see     see   see  see        none  none     door
promises_list        see     see    see    see     see   see  see        none  none     door
report               see     see    see    see     see   see  see        none  none     door
search               see     see    see    see     see   see  see        none  none     door
today                see     see    none   none    none  none none       none  none     door
exceptions           see     see    none   none    none  see  see        none  none     door
advice               see     see    see    see     see   see  see        see   see      door
export_promises      see     see    see    no      no    see  see        no    none     door
export_clients       see     see    see    no      no    see  see        no    none     door
export_contacts      see     see    see    no      no    see  see        no    none     door
export_report        see     see    see    no      no    see  see        no    none     door
export_client        see     see    see    no      no    see  see        404   404      door
export_ledger        see     see    see    no      no    see  see        404   404      door
calendar             see     see    see    no      no    see  see        404   404      door
cards                see     see    see    no      no    see  see        404   404      door
card                 see     see    see    no      no    see  see        404   404      door

add_client           act     act    act    no      no    act  act        no    act      door
change_client        act     act    act    no      no    act  act        404   404      door
archive_client       act     act    act    no      no    act  act        404   404      door
add_contact          act     act    act    no      no    act  act        404   404      door
change_contact       act     act    act    no      no    act  act        404   404      door
begin_engagement     act     act    act    no      no    act  act        404   404      door
change_engagement    act     act    act    no      no    act  act        404   404      door
name_manager         no      no     no     no      no    act  act        404   404      door
name_helper          act     no     no     no      no    act  act        404   404      door
make                 act     act    act    act     act   act  act        404   404      door
make_with_price      act     act    act    act     act/no   act  act        404   404      door
move                 act     act    act    act     no    act  act        404   404      door
withdraw             act     act    act    act     no    act  act        404   404      door
release              act     act    act    act     no    act  act        404   404      door
deliver              act     act    act    act     act   act  act        404   404      door
deliver_with_cost    act     act    act    act     act/no   act  act        404   404      door
settle               act     act    act    act     no    act  act        404   404      door
hand_over            act     act    act    act     no    act  act        404   404      door
annul                act     act    act    no      no    act  act        404   404      door
needs_input          act     act    act    act     no    act  act        404   404      door
find_day             act     act    act    act     no    act  act        404   404      door
be_of_kind           act     act    act    act     no    act  act        404   404      door
enter_duties         act     act    act    act     act   act  act        404   404      door
progress             act     act    act    act     act   act  act        404   404      door
guard                act     act    act    act     no    act  act        404   404      door
exceed               act     act    act    act     no    act  act        404   404      door
acknowledge          act     act    act    act     no    act  act        404   404      door
invoice              act     act    act    act     no    act  act        404   404      door
answer_remark        act     act    act    act     no    act  act        404   404      door
promise_remark       act     act    act    act     no    act  act        404   404      door

people               see     see    see    see     see   see  see        see   see      door
add_person           no      no     no     no      no    no   no         act   no       door
give_post            no      no     no     no      no    no   no         act   no       door
let_go               no      no     no     no      no    no   no         act   no       door
let_go_serving       no      no     no     no      no    no   no         first no       door
set_password         no      no     no     no      no    no   no         act   no       door
note_absence         no      act    no     no      no    act  act        act   no       door
settings             no      no     no     no      no    no   no         act   no       door
clock                no      no     no     no      no    no   no         act   no       door
add_team             no      no     no     no      no    no   no         act   no       door
add_calendar         no      no     no     no      no    no   no         act   no       door
own_token            act     act    act    act     act   act  act        act   act      door
"""
# Doing is judged by one verb beneath both doors: whose cells follow from another's are asked at the API alone.
ONLY_BY_API = {"deputy", "helper", "house_head"}
HEAD, *LINES = [line.split() for line in TABLE.splitlines() if line.strip()]
EXPECTED = {name: dict(zip(HEAD, cells, strict=True)) for name, *cells in LINES}


@pytest.fixture
def people(
    manager: User,
    deputy: User,
    sponsor: User,
    front: User,
    head: User,
    admin: User,
    stranger: User,
    other_team: Unit,
    atlas: Client,
    take_in: Callable[..., User],
    at: datetime,
) -> dict[str, User]:
    """Everybody by the word of the table's head."""
    helper = take_in("Hilde Kern", "manager", other_team)
    for person, role in ((deputy, "deputy"), (helper, "helper"), (sponsor, "sponsor")):
        clients.assign(client=atlas, user=person, role=role, by=head, at=at)
    named = [manager, deputy, helper, sponsor, front, head, take_in("Ruth Kranz", "head"), admin, stranger]
    return dict(zip(HEAD, named, strict=False))


@pytest.fixture
def records(
    atlas: Client, manager: User, deputy: User, head: User, team: Unit, take_in: Callable[..., User], at: datetime
) -> Records:
    """One of each kind, at Atlas; and a colleague who serves nobody."""
    free = take_in("Fred Lohse", "manager", team)
    return Records.build(client=atlas, manager=manager, colleague=deputy, free=free, head=head, at=at)


def of_page(status: int, body: str, row: Row) -> str:
    """What a page's answer means."""
    if status in (404, 403, 422):
        return {404: "404", 403: "no", 422: "no"}[status]
    if row.acts:
        return {302: "act", 200: "act"}.get(status, str(status))
    if status == 302:
        return "door"
    return ("see" if row.shows in body else "none") if row.shows else "see"


def of_api(status: int, body: str, row: Row) -> str:
    """What the API's answer means."""
    if status in (401, 403, 404, 422):
        return {401: "door", 403: "no", 404: "404", 422: "no"}[status]
    if row.acts:
        return "act" if status in (200, 201, 204) else str(status)
    return ("see" if row.shows in body else "none") if row.shows else "see"


def page_says(browser: Browser, row: Row, records: Records, *, inside: bool) -> str:
    """Ask by page; what it did is undone."""
    with transaction.atomic():
        verb: Any = browser.post if row.acts else browser.get
        response = verb(row.url(records), row.form(records) if row.acts else row.query)
        body = response.getvalue().decode(errors="replace") if response.status_code != 302 else ""
        transaction.set_rollback(True)
    assert headers.lacking(response) == [], row.name
    to_the_door = response.status_code == 302 and response.headers["Location"].startswith("/account/login/")
    assert inside or to_the_door or response.status_code != 302, response.headers
    if to_the_door:
        return "door"
    if response.status_code == 422 and "There is no client called" in body:
        return "404"  # of a client that is typed by name
    if response.status_code == 422 and row.first and f"Rule {row.first}." in body:
        return "first"
    if response.status_code == 422 and "Rule R-X-3." not in body:
        return "422 for another reason"
    return of_page(response.status_code, body, row)


def api_says(caller: Any, row: Row, records: Records) -> str:
    """Ask by API; what it did is undone."""
    with transaction.atomic():
        response = getattr(caller, row.method)(row.path(records), **row.told(records))
        body = response.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    assert headers.lacking(response) == [], row.name
    if response.status_code == 422 and row.first and response.json()["rule"] == row.first:
        return "first"
    if response.status_code == 422 and response.json()["rule"] != "R-X-3":
        return f"422 for another reason: {body}"
    return of_api(response.status_code, body, row)


class Outside:
    """A program without a token."""

    def __init__(self) -> None:
        self.browser = Browser()

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def ask(path: str, body: Any = None, **query: Any) -> Any:
            if method == "get":
                return self.browser.get(f"/api/v1{path}", query)
            return getattr(self.browser, method)(f"/api/v1{path}", data=body or {}, content_type="application/json")

        return ask


Cells = dict[str, dict[str, str]]


def differences(found: Cells, expected: Cells) -> list[str]:
    """Every cell that is otherwise than the table says."""
    return [
        f"{name}, {role}: {cells[role]} instead of {expected[name][role]}"
        for name, cells in found.items()
        for role in HEAD
        if role in cells and cells[role] != expected[name][role]
    ]


def test_every_row_of_the_table_is_asked_for() -> None:
    assert list(EXPECTED) == [row.name for row in ROWS]


def test_the_pages_keep_the_table(
    people: dict[str, User], records: Records, signed_in: Callable[[User], Browser]
) -> None:
    browsers = {role: signed_in(person) for role, person in people.items()} | {"nobody": Browser()}
    found: Cells = {}
    expected: Cells = {}
    for row in ROWS:
        if row.page:
            expected[row.name] = {role: cell.split("/")[0] for role, cell in EXPECTED[row.name].items()}
            found[row.name] = {
                role: page_says(browser, row, records, inside=role != "nobody")
                for role, browser in browsers.items()
                if not (row.acts and role in ONLY_BY_API)
            }
    assert not (wrong := differences(found, expected)), "\n".join(wrong)


def test_the_api_keeps_the_table(people: dict[str, User], records: Records, api: Callable[..., Caller]) -> None:
    callers: dict[str, Any] = {role: api(person) for role, person in people.items()} | {"nobody": Outside()}
    found: Cells = {}
    expected: Cells = {}
    for row in ROWS:
        if row.api:
            expected[row.name] = {role: cell.split("/")[-1] for role, cell in EXPECTED[row.name].items()}
            found[row.name] = {role: api_says(caller, row, records) for role, caller in callers.items()}
    assert not (wrong := differences(found, expected)), "\n".join(wrong)


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        (["export", "promises", "-"], {"manager", "deputy", "helper", "head", "house_head", "stranger"}),
        (["report", "--csv"], {"manager", "deputy", "helper", "head", "house_head", "stranger"}),
        (
            ["import", "promises", "{list}", "--map", "{map}"],
            {"manager", "deputy", "helper", "head", "house_head", "stranger"},
        ),
        (["team", "add", "Köln"], {"admin"}),
        (["clock", "--advance", "1d"], {"admin"}),
        (["house", "--name", "Another"], {"admin"}),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_the_terminal_keeps_the_same_rights(
    command: list[str], allowed: set[str], people: dict[str, User], terminal: Callable[..., Result], tmp_path: Any
) -> None:
    (tmp_path / "map.toml").write_text('[columns]\nclient = "Client"\ndue = "Due"\n')
    (tmp_path / "list.csv").write_text("Client,Due\nNeue Firma,2026-03-20\n")
    args = [part.format(list=tmp_path / "list.csv", map=tmp_path / "map.toml") for part in command]
    done = set()
    for role, person in people.items():
        with transaction.atomic():
            result = terminal(args, by=person)
            transaction.set_rollback(True)
        assert result.exit_code == (0 if role in allowed else 1), (role, result.output)
        if result.exit_code == 0:
            done.add(role)
        else:
            assert "Rule R-X-3." in result.output, (role, result.output)
    assert done == allowed


@pytest.mark.parametrize("command", [["search", "atlas"], ["client", "Atlas GmbH"], ["promises", "list"]], ids=" ".join)
def test_the_terminal_shows_what_the_pages_show(
    command: list[str], people: dict[str, User], records: Records, terminal: Callable[..., Result]
) -> None:
    row = {"search": "search", "client": "client", "promises": "promises_list"}[command[0]]
    said = {role: terminal(command, by=person).stdout for role, person in people.items()}
    shown = {role for role, text in said.items() if "Print the catalogue" in text or "Atlas GmbH" in text}
    assert shown == {role for role in people if EXPECTED[row][role] == "see"}


def test_amounts_that_the_front_line_sends_nevertheless_are_not_kept(
    people: dict[str, User], records: Records, signed_in: Callable[[User], Browser]
) -> None:
    rows = {row.name: row for row in ROWS}
    browser = signed_in(people["front"])
    for name in ("make_with_price", "deliver_with_cost"):
        assert browser.post(rows[name].url(records), rows[name].form(records)).status_code == 302
    made = Promise.objects.get(text="Send the plan")
    delivered = Promise.objects.get(pk=records.open.pk)
    assert (made.budget, delivered.cost, delivered.delivered_on is not None) == (None, None, True)


def test_a_file_of_a_stranger_tells_nothing_of_the_client(
    people: dict[str, User], records: Records, terminal: Callable[..., Result]
) -> None:
    assert "Atlas" in terminal(["export", "promises", "-"], by=people["manager"]).stdout
    assert "Atlas" not in terminal(["export", "promises", "-"], by=people["stranger"]).stdout


def test_whoever_no_longer_serves_a_client_finds_nothing(
    people: dict[str, User],
    records: Records,
    atlas: Client,
    at: datetime,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
) -> None:
    browser, caller = signed_in(people["helper"]), api(people["helper"])
    row = next(row for row in ROWS if row.name == "promise")
    assert (page_says(browser, row, records, inside=True), api_says(caller, row, records)) == ("see", "see")
    serving = atlas.assignments.get(user=people["helper"])
    clients.unassign(assignment=serving, by=people["head"], at=at)
    assert (page_says(browser, row, records, inside=True), api_says(caller, row, records)) == ("404", "404")


def test_whoever_left_the_house_stands_before_the_door(
    atlas: Client,
    people: dict[str, User],
    records: Records,
    at: datetime,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
    terminal: Callable[..., Result],
) -> None:
    browser, caller = signed_in(people["deputy"]), api(people["deputy"])
    clients.unassign(assignment=atlas.assignments.get(user=people["deputy"]), by=people["head"], at=at)
    house_actions.let_go(person=people["deputy"], by=people["admin"], at=at)
    for row in ROWS:
        if row.page:
            assert page_says(browser, row, records, inside=False) == "door", row.name
        if row.api:
            assert api_says(caller, row, records) == "door", row.name
    assert terminal(["today"], by=people["deputy"]).exit_code == 1


def test_a_token_that_reads_only_writes_nothing(
    people: dict[str, User], records: Records, api: Callable[..., Caller]
) -> None:
    caller = api(people["manager"], read_only=True)
    said = {row.name: api_says(caller, row, records) for row in ROWS if row.api and (row.acts or row.name == "promise")}
    assert {name for name, answer in said.items() if answer == "act"} == set()
    assert said["promise"] == "see"
