"""The ledger across clients, its file, and the ledger of one client as both sides read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.kit.lists import cells
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.promises.queries.listing import days_of
from mainstay.promises.queries.out import columns

Give = Callable[..., Promise]
DAY = timedelta(days=1)
LIST = "/promises/"


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


@pytest.fixture
def many(give: Give, manager: User, at: datetime) -> dict[str, Promise]:
    """One promise in every state, by the name of its state."""
    by: dict[str, Any] = {"by": manager, "at": at}
    late = give("late", days=-2, made=at - 9 * DAY)
    kept = actions.deliver(promise=give("kept"), **by)
    kept_late = actions.deliver(promise=give("kept_late", days=-3, made=at - 9 * DAY), **by)
    moved = actions.move(promise=give("moved", days=3), to_on=date(2026, 3, 30), reason="Paper", answer="agreed", **by)
    withdrawn = actions.withdraw(promise=give("withdrawn"), reason="No", substitute="A file", **by)
    released = actions.release(promise=give("released"), known_from="She said so", **by)
    broken = actions.own_up(promise=give("broken", days=-4, made=at - 9 * DAY), reason="Forgotten", **by)
    annulled = actions.annul(promise=give("annulled"), reason="Typed twice", **by)
    found = [late, kept, kept_late, moved, withdrawn, released, broken, annulled, give("open", days=40)]
    return {promise.text: promise for promise in found}


def texts(answer: Any) -> list[str]:
    """What the rows are about, in order."""
    return [row.text for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("owed", ["late", "moved", "open"]),
        ("late", ["late"]),
        ("to_tell", ["broken", "kept_late", "withdrawn"]),
        ("kept", ["kept"]),
        ("kept_late", ["kept_late"]),
        ("moved", ["moved"]),
        ("withdrawn", ["withdrawn"]),
        ("released", ["released"]),
        ("broken", ["broken"]),
        ("annulled", ["annulled"]),
    ],
)
def test_list_shows_one_state_the_earliest_due_first(mara: Any, many: Any, state: str, found: list[str]) -> None:
    assert texts(mara.get(LIST, {"state": state})) == found


def test_done_is_read_from_the_latest_back(mara: Any, many: Any) -> None:
    shown = texts(mara.get(LIST, {"state": "any"}))
    assert (shown[0], shown[-1], len(shown)) == ("open", "broken", 9)


def test_list_begins_with_what_is_mine_and_owed(
    mara: Any, signed_in: Any, many: Any, head: User, front: User, words: Any
) -> None:
    assert "Mine, both sides, owed, any time." in words(mara.get(LIST))
    assert texts(signed_in(head).get(LIST)) == []
    assert texts(signed_in(head).get(LIST, {"whose": "all"})) == ["late", "moved", "open"]
    assert texts(signed_in(front).get(LIST)) == ["late", "moved", "open"]  # who keeps no word has none of their own


def test_side_and_period_narrow_it_down(mara: Any, give: Give, buyer: Contact) -> None:
    give("ours", days=3)
    give("theirs", side="theirs", owner_contact=buyer)
    give("third", side="third", owner_name="Spedition Nord", days=40)
    assert texts(mara.get(LIST, {"side": "theirs"})) == ["theirs"]
    assert texts(mara.get(LIST, {"period": "week"})) == ["ours", "theirs"]
    assert texts(mara.get(LIST, {"side": "third", "period": "month"})) == []
    assert texts(mara.get(LIST, {"side": "strange", "period": "never", "state": "x"})) == ["ours", "theirs", "third"]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("week", date(2026, 2, 23), date(2026, 3, 1)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days_of_a_period_are_both_included(period: str, first: date, last: date) -> None:
    assert days_of(period, date(2026, 3, 1)) == (first, last)


def test_days_of_december_reach_its_end() -> None:
    assert days_of("month", date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_rows_say_how_it_stands_and_only_our_word_breaks_the_cable(
    mara: Any, give: Give, buyer: Contact, at: datetime
) -> None:
    give("ours, late", days=-2, made=at - 9 * DAY)
    give("theirs, late", days=-2, made=at - 9 * DAY, side="theirs", owner_contact=buyer)
    give("ours, near", days=3)
    give("ours, far", days=4)
    rows = {row.text: row for row in mara.get(LIST).context["rows"]}
    assert {text: (row.said.text, row.said.tone, row.cable) for text, row in rows.items()} == {
        "ours, late": ("2 days late, was due Saturday", "gone", "parted"),
        "theirs, late": ("2 days late, was due Saturday", "care", ""),
        "ours, near": ("Thursday", "care", "frayed"),
        "ours, far": ("Friday", "muted", ""),
    }
    assert rows["theirs, late"].side == "Ms Ortega owes"


def test_pages_of_fifty_follow_one_another(mara: Any, give: Give) -> None:
    for number in range(53):
        give(f"{number:02}", days=1 + number)
    first = mara.get(LIST)
    assert (len(texts(first)), first.context["back_url"]) == (50, "")
    second = mara.get(first.context["next_url"])
    assert texts(second) == ["50", "51", "52"]
    assert texts(mara.get(second.context["back_url"])) == texts(first)
    assert second.context["next_url"] == ""


def test_list_costs_the_same_for_one_row_and_for_three(mara: Any, give: Give, buyer: Contact) -> None:
    mara.get(LIST)
    counted = []
    for number in range(3):
        give(str(number), side="theirs", owner_contact=buyer, made_to=buyer)
        with CaptureQueriesContext(connection) as asked:
            mara.get(LIST)
        counted.append(len(asked))
    assert counted == [counted[0]] * 3


def test_stranger_sees_an_empty_list(signed_in: Any, stranger: User, many: Any, words: Any) -> None:
    answer = signed_in(stranger).get(LIST, {"whose": "all", "state": "any"})
    assert texts(answer) == []
    assert "No promise stands in this list." in words(answer)


# --- the file ---------------------------------


def lines(answer: Any) -> list[dict[str, str]]:
    """The file's lines by column."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_file_is_the_whole_list_as_it_is_filtered(mara: Any, many: Any) -> None:
    found = lines(mara.get("/promises/list.csv", {"state": "to_tell"}))
    assert [line["What"] for line in found] == ["broken", "kept_late", "withdrawn"]
    assert [(line["How it stands"], line["Days late"], line["Due"]) for line in found] == [
        ("broken", "0", "2026-02-26"),
        ("kept_late", "3", "2026-02-27"),
        ("withdrawn", "0", "2026-03-06"),
    ]


def test_file_reaches_beyond_the_page(mara: Any, give: Give) -> None:
    for number in range(53):
        give(f"{number:02}", days=1 + number)
    assert [line["What"] for line in lines(mara.get("/promises/list.csv"))] == [f"{n:02}" for n in range(53)]


def test_file_is_written_in_codes_and_runs_nothing(mara: Any, give: Give, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(language="de")
    give("=HYPERLINK(1)", budget=Decimal("1234.50"), currency="EUR")
    (line,) = lines(mara.get("/promises/list.csv", {"columns": "title,stands,budget"}))
    assert list(line.values()) == ["'=HYPERLINK(1)", "ours", "open", "2026-03-06", "0", "1234.50", "EUR"]


def test_file_holds_amounts_only_for_those_entitled(manager: User, give: Give, at: datetime) -> None:
    give(budget=Decimal("1234.50"), currency="EUR")
    amounts = ["budget", "cost", "currency"]
    assert [column.code for column in columns(manager, at)][-3:] == amounts
    clerk = User(name="Clerk", zone="Europe/Berlin")
    clerk.posts_held = []
    assert [column.code for column in columns(clerk, at) if column.code in amounts] == []
    rows = list(cells(columns(clerk, at), Promise.objects.select_related("client", "owner")))
    assert [cell for row in rows for cell in row if "1234" in str(cell)] == []


def test_whoever_may_not_take_lists_out_is_told_so(signed_in: Any, front: User, give: Give, words: Any) -> None:
    give()
    browser = signed_in(front)
    answer = browser.get("/promises/list.csv")
    assert (answer.status_code, answer.context["refused"].rule) == (422, "R-X-3")
    assert browser.get(LIST).context["take_out"] == []


# --- one client, both sides ---------------------------------


def test_ledger_stands_in_bands_of_time(
    mara: Any, atlas: Client, give: Give, buyer: Contact, manager: User, at: datetime, words: Any
) -> None:
    give("Answer", days=-2, made=at - 9 * DAY)
    give("Window", days=-1, made=at - 9 * DAY, side="theirs", owner_contact=buyer)
    give("Photographs", days=4, side="theirs")
    give("Order", days=16)
    give("Scones", days=40)
    give("Anniversary", days=300)
    give("Papers", side="third", owner_name="Spedition Nord")
    actions.deliver(promise=give("Shelf plan"), by=manager, at=at)
    answer = mara.get(reverse("promises:ledger", args=[atlas.pk]))
    sheet = answer.context["sheet"]
    shown = [
        (band.heading, [entry.text for entry in band.ours], [entry.text for entry in band.theirs], band.state)
        for band in (*sheet.open, *sheet.closed)
    ]
    assert shown == [
        ("Past its date", ["Answer"], ["Window"], "parted"),
        ("This week", [], ["Photographs"], ""),
        ("Later in March", ["Order"], [], ""),
        ("April", ["Scones"], [], ""),
        ("After that", ["Anniversary"], [], ""),
        ("Closed in March", ["Shelf plan"], [], ""),
    ]
    assert [entry.text for entry in sheet.third] == ["Papers"]
    assert sheet.open[0].theirs[0].state == "was due Sunday 1\u00a0March, Ms Ortega"
    assert "What we owe each other" in words(answer)


def test_ledger_tells_neither_side_what_the_other_has_not_been_told(
    mara: Any, atlas: Client, give: Give, manager: User, at: datetime, words: Any
) -> None:
    actions.withdraw(promise=give("Tasting"), reason="Ill", substitute="July", by=manager, at=at)
    said = words(mara.get(reverse("promises:ledger", args=[atlas.pk])))
    assert "Withdrawn on 2 March" in said
    assert "has not been told" not in said


def test_ledger_says_the_clients_own_days_to_whoever_reads(mara: Any, manager: User, at: datetime, words: Any) -> None:
    far = serving.add(name="Bunga Raya", zone="Asia/Kuala_Lumpur", by=manager, at=at)
    actions.make(client=far, text="Sheet", due_on=date(2026, 3, 12), due_time=time(9), by=manager, at=at)
    sheet = mara.get(reverse("promises:ledger", args=[far.pk])).context["sheet"]
    assert sheet.open[0].ours[0].state == "Thursday 12\u00a0March, 09:00"


def test_ledger_of_a_client_one_may_not_see_is_not_there(signed_in: Any, stranger: User, atlas: Client) -> None:
    assert signed_in(stranger).get(reverse("promises:ledger", args=[atlas.pk])).status_code == 404


def test_ledger_with_nothing_says_so(mara: Any, atlas: Client, words: Any) -> None:
    said = words(mara.get(reverse("promises:ledger", args=[atlas.pk])))
    assert "Neither owes the other anything that is written down." in said


def test_ledger_costs_the_same_for_one_and_for_three(mara: Any, atlas: Client, give: Give, buyer: Contact) -> None:
    counted = []
    for number in range(3):
        give(str(number), side="theirs", owner_contact=buyer)
        with CaptureQueriesContext(connection) as asked:
            mara.get(reverse("promises:ledger", args=[atlas.pk]))
        counted.append(len(asked))
    assert counted == [counted[0]] * 3
