"""The page of one client, and its chronicle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from mainstay.clients import actions, queries
from mainstay.clients.models import Client
from mainstay.house import actions as house_actions
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.plug import Capability, Move, Panel, registry


def read(answer: Any) -> str:
    """The words of a page, on one line."""
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


@pytest.mark.parametrize(("month", "hour"), [(1, "09:00"), (7, "10:00")])
def test_sixteen_oclock_in_kuala_lumpur_is_ours_by_the_season(
    manager: User, house: Any, month: int, hour: str, at: datetime
) -> None:
    client = actions.add(name="Seri Meranti", town="Kuala Lumpur", zone="Asia/Kuala_Lumpur", by=manager, at=at)
    there = datetime(2026, month, 14, 8, 0, tzinfo=UTC)
    assert queries.wall_clock(client, there) == "Kuala Lumpur, now 16:00"
    from zoneinfo import ZoneInfo

    assert f"{there.astimezone(ZoneInfo(manager.zone)):%H:%M}" == hour


def test_place_is_the_zones_city_where_no_town_is_told(atlas: Client, at: datetime) -> None:
    assert queries.wall_clock(atlas, at) == "Berlin, now 10:00"


def test_head_of_the_page_says_where_when_and_since(atlas: Client, manager: User, signed_in: Any, at: datetime) -> None:
    actions.change(client=atlas, town="Potsdam", since_on=date(1996, 9, 1), by=manager, at=at)
    actions.set_stage(client=atlas, stage="former", by=manager, at=at)
    answer = signed_in(manager).get(f"/clients/{atlas.pk}/")
    assert answer.context["facts"] == ["Potsdam, now 10:00", "A client since September 1996", "Former"]


# --- people ---------------------------------


def said_of(client: Client, manager: User, at: datetime) -> list[tuple[str, str]]:
    """What the page says of the people there."""
    panel = next(panel for panel in queries.panels(manager, client, at) if panel.template == "clients/_people.html")
    return [(person.name, person.said) for person in panel.context["people"]]


def test_how_to_address_comes_first_and_not_known_is_said(manager: User, atlas: Client, at: datetime) -> None:
    told: list[dict[str, Any]] = [
        {
            "name": "Patricia McKenna",
            "title": "Ms",
            "addressed_as": "Ms McKenna",
            "salutation": "Dear Ms McKenna",
            "decides": True,
            "channel": "phone",
            "hours": "after 15:00",
        },
        {"name": "Cathal Byrne", "role": "stock room", "salutation": "Dear Cathal Byrne", "channel": "mail"},
        {"name": "Aoife Nolan"},
    ]
    for values in told:
        actions.add_contact(client=atlas, by=manager, at=at, **values)
    assert said_of(atlas, manager, at) == [
        ("Ms McKenna", "Ms Patricia McKenna, decides. “Dear Ms McKenna”. By phone, after 15:00."),
        ("Aoife Nolan", "How they wish to be addressed is not known."),
        ("Cathal Byrne", "Stock room. “Dear Cathal Byrne”; how they wish to be addressed is not known. By mail."),
    ]


def test_fifty_people_without_a_title_are_called_by_their_full_names(
    manager: User, atlas: Client, signed_in: Any, at: datetime
) -> None:
    for number in range(50):
        actions.add_contact(client=atlas, name=f"Kim Roth {number}", by=manager, at=at)
    page = read(signed_in(manager).get(f"/clients/{atlas.pk}/"))
    assert page.count("How they wish to be addressed is not known.") == 50
    for guess in (" Mr ", " Mrs ", " Ms ", " Herr ", " Frau "):
        assert guess not in page


def test_who_left_stands_apart(manager: User, atlas: Client, signed_in: Any, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", from_on=date(2020, 1, 2), by=manager, at=at)
    actions.leave(affiliation=place, by=manager, at=at)
    assert said_of(atlas, manager, at) == []
    page = read(signed_in(manager).get(f"/clients/{atlas.pk}/"))
    assert "from 2\u00a0January 2020 to 2\u00a0March 2026" in page or "from 2 January 2020 to 2 March 2026" in page


# --- who serves ---------------------------------


def test_absence_of_who_serves_is_said(
    manager: User, deputy: User, atlas: Client, signed_in: Any, at: datetime
) -> None:
    actions.assign(client=atlas, user=deputy, role="deputy", why="knows them.", by=manager, at=at)
    house_actions.note_absence(
        person=manager, from_on=at.date(), to_on=at.date() + timedelta(days=4), by=manager, at=at
    )
    panel = next(p for p in queries.panels(manager, atlas, at) if p.template == "clients/_served_by.html")
    now = [(one.name, one.said.replace("\u00a0", " "), one.away.replace("\u00a0", " ")) for one in panel.context["now"]]
    assert now == [
        ("Mara Vogt", "Manager since 2 March 2026.", "Away until Friday 6 March."),
        ("Deniz Aydin", "Deputy since 2 March 2026: knows them.", ""),
    ]


def test_only_who_may_end_it_is_offered_the_end(
    manager: User, deputy: User, sponsor: User, head: User, front: User, atlas: Client, at: datetime
) -> None:
    actions.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    actions.assign(client=atlas, user=sponsor, role="sponsor", by=head, at=at)

    def offered(person: User) -> list[str]:
        panel = next(p for p in queries.panels(person, atlas, at) if p.template == "clients/_served_by.html")
        return [one.assignment.role for one in panel.context["now"] if one.end_url]

    table = [offered(person) for person in (manager, head, deputy, front)]
    assert table == [["deputy"], ["deputy", "sponsor"], [], []]


# --- panels of others ---------------------------------


@pytest.fixture
def guest() -> Iterator[None]:
    """A capability from above that gives a panel at the side, one first of all, and a button."""

    def panels(user: User, client: Client, at: datetime) -> Iterator[Panel]:
        yield Panel("Guest", "clients/_chronicle.html", {"lines": [], "more": False}, order=1, state="frayed")
        yield Panel("Aside", "clients/_chronicle.html", {"lines": [], "more": False}, order=99, side=True)

    def moves(user: User, client: Client, at: datetime) -> Iterator[Move]:
        yield Move("Ring Ms Roth", "/ring/")
        yield Move("Note it", "/note/", post=True)

    registry.register(Capability(name="guest", client_panels=panels, client_moves=moves))
    yield
    registry.remove("guest")


def test_every_capability_has_its_place_on_the_page(
    guest: None, atlas: Client, manager: User, signed_in: Any, at: datetime
) -> None:
    answer = signed_in(manager).get(f"/clients/{atlas.pk}/")
    assert str(answer.context["panels"][0].heading) == "Guest"
    assert [str(panel.heading) for panel in answer.context["sides"]] == ["Chronicle", "Aside"]
    page = read(answer)
    assert '<section class="row sec frayed">' in page
    assert 'href="/ring/">Ring Ms Roth</a>' in page
    assert '<form method="post" action="/note/">' in page
    actions.archive(client=atlas, why="closed", by=manager, at=at)
    page = read(signed_in(manager).get(f"/clients/{atlas.pk}/"))
    assert "/ring/" not in page
    assert "Laid aside on Monday 2\u00a0March 2026: closed" in unescape(
        signed_in(manager).get(f"/clients/{atlas.pk}/").content.decode()
    )


def test_page_costs_the_same_for_one_and_for_three_of_everything(
    atlas: Client, manager: User, take_in: Callable[..., User], team: Any, signed_in: Any, at: datetime
) -> None:
    browser = signed_in(manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/clients/{atlas.pk}/").status_code == 200
        return len(asked)

    def add(name: str) -> None:
        actions.add_contact(client=atlas, name=f"{name} There", by=manager, at=at)
        helper = take_in(f"{name} Here", "manager", team)
        actions.assign(client=atlas, user=helper, role="helper", by=manager, at=at)

    add("One")
    cost()
    one = cost()
    add("Two")
    add("Three")
    assert cost() == one
    assert one <= 28


# --- the chronicle ---------------------------------


def test_chronicle_says_who_did_what_newest_first_with_what_changed_and_why(
    atlas: Client, manager: User, at: datetime
) -> None:
    actions.change(client=atlas, town="Köln", since_on=date(1996, 9, 1), by=manager, at=at)
    actions.set_stage(client=atlas, stage="former", why="moved away", by=manager, at=at + timedelta(days=1))
    lines, _page = queries.chronicle(atlas, manager, at + timedelta(days=2))
    told = [(line.when, line.text, [words.replace("\u00a0", " ") for words in line.beneath]) for line in lines]
    assert told == [
        (
            "Yesterday 10:00",
            "Mara Vogt set how far we are with Atlas GmbH.",
            ["stage: active → former", "moved away"],
        ),
        (
            "Monday 10:00",
            "Mara Vogt corrected what is kept about Atlas GmbH.",
            ["town: Köln", "a client since: Sunday 1 September 1996"],
        ),
        ("Monday 10:00", "Helga Brandt named Mara Vogt to serve Atlas GmbH.", ["role: manager"]),
        ("Monday 10:00", "Helga Brandt wrote down Atlas GmbH.", []),
    ]


def test_forgotten_words_are_said_to_be(atlas: Client, manager: User, at: datetime) -> None:
    actions.archive(client=atlas, why="Mr Falk died", by=manager, at=at)
    line = queries.chronicle(atlas, manager, at)[1].rows[0]
    journal.forget(line_ids=[line.pk], by=manager, at=at, about=atlas, reason="asked")
    assert queries.chronicle(atlas, manager, at)[0][0].text == (
        "Mara Vogt laid Atlas GmbH aside: (the words were forgotten)"
    )


def test_chronicle_is_read_in_the_readers_language_and_zone(atlas: Client, manager: User, at: datetime) -> None:
    manager.zone = "Asia/Kuala_Lumpur"
    with translation.override("de"):
        line = queries.chronicle(atlas, manager, at)[0][0]
    assert line.when.endswith("17:00")
    assert line.exact == "Montag, 2.\u00a0März 2026, 17:00\u00a0(Kuala\u00a0Lumpur)"


def test_chronicle_pages_join_to_the_whole(atlas: Client, manager: User, at: datetime) -> None:
    for number in range(7):
        actions.change(client=atlas, town=f"Town {number}", by=manager, at=at + timedelta(minutes=number // 3))
    whole = [line.pk for line in queries.chronicle(atlas, manager, at)[1].rows]
    walked, cursor = [], ""
    for _page in range(9):
        page = queries.chronicle(atlas, manager, at, cursor=cursor, size=2)[1]
        walked += [line.pk for line in page.rows]
        if not (cursor := page.next):
            break
    assert walked == whole
    assert len(whole) == 9


def test_client_page_shows_the_latest_and_the_chronicle_all(
    atlas: Client, manager: User, signed_in: Any, at: datetime
) -> None:
    for number in range(9):
        actions.change(client=atlas, town=f"Town {number}", by=manager, at=at + timedelta(minutes=number))
    browser = signed_in(manager)
    assert browser.get(f"/clients/{atlas.pk}/").content.decode().count("<time") == 6
    assert browser.get(f"/clients/{atlas.pk}/chronicle/").content.decode().count("<time") == 11


@pytest.mark.parametrize(("strokes", "told"), [(3, ["", "", "", "", ""]), (5, ["and 4 more like it", "", ""])])
def test_what_was_done_at_one_stroke_counts_as_one_among_the_latest(
    atlas: Client, manager: User, at: datetime, strokes: int, told: list[str]
) -> None:
    with transaction.atomic():
        entry = journal.Entry("clients.restored", atlas, atlas, manager)
        journal.note_many([entry] * strokes, at=at + timedelta(hours=1))
    lines, more = queries.latest(atlas, manager, at, most=6)
    assert [line.beneath[0] if line.kind == "clients.restored" and line.beneath else "" for line in lines] == told
    assert more == (strokes == 5)


def test_line_of_a_kind_without_a_sentence_is_told_neutrally(atlas: Client, manager: User, at: datetime) -> None:
    registry.register(Capability(name="mute", tells=("mute.said",)))
    try:
        with transaction.atomic():
            journal.note("mute.said", about=atlas, client=atlas, by=manager, at=at, text="100 % true")
        assert queries.chronicle(atlas, manager, at)[0][0].text == "Mara Vogt: Atlas GmbH. 100 % true"
    finally:
        registry.remove("mute")


def test_every_kind_told_here_has_a_sentence_that_can_be_said() -> None:
    values = {"by": "A", "about": "B", "client": "C", "text": "D"}
    for plug in registry.installed():
        for kind, sentence in plug.sentences.items():
            assert kind in plug.tells
            assert str(sentence) % values
    clients = next(plug for plug in registry.installed() if plug.name == "clients")
    assert set(clients.sentences) == set(clients.tells)


def test_chronicle_through_api_and_terminal(atlas: Client, manager: User, api: Any, terminal: Any) -> None:
    body = api(manager).get(f"/clients/{atlas.pk}/chronicle").json()
    assert [item["kind"] for item in body["items"]] == ["clients.assigned", "clients.added"]
    told = terminal(["clients", "chronicle", "Atlas GmbH"], by=manager).stdout
    assert "Helga Brandt wrote down Atlas GmbH." in told
