"""One line by API and terminal: read, asked back, kept; the same promise and the same sentence as on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise

LINES = [
    "Fri 5pm send plan to Atlas GmbH",
    "bis Freitag 17 Uhr Plan an Atlas",
    "hantar pelan kepada Atlas sebelum Jumaat 5 petang",
    "до пятницы 17:00 отправить план в Атлас",
]
FRIDAY = (date(2026, 3, 6), time(17))


def kept() -> list[tuple[str, str, date, time | None]]:
    """Every promise: whose, what, by when."""
    return [(each.side, each.text, each.due_on, each.due_time) for each in Promise.objects.order_by("text")]


@pytest.mark.parametrize("line", LINES)
def test_api_reads_and_keeps_nothing(line: str, api: Callable[..., Any], manager: User, atlas: Client) -> None:
    answer = api(manager).post("/promises/understand", {"line": line})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["whole"], body["questions"], body["client"]["name"]) == (True, [], "Atlas GmbH")
    assert (body["due_on"], body["due_time"], body["due_zone"]) == ("2026-03-06", "17:00:00", "Europe/Berlin")
    assert kept() == []


def test_api_keeps_what_is_wholly_understood(api: Callable[..., Any], manager: User, atlas: Client) -> None:
    for line in LINES:
        answer = api(manager).post("/promises/from-line", {"line": line})
        assert (answer.status_code, answer.json()["owner"]["name"]) == (201, "Mara Vogt")
    texts = {text for _side, text, *_when in kept()}
    assert texts == {"hantar pelan", "Plan", "Send plan", "Отправить план"}
    assert {tuple(when) for _side, _text, *when in kept()} == {FRIDAY}


def test_api_asks_back_and_takes_the_answer(api: Callable[..., Any], manager: User, atlas: Client) -> None:
    caller = api(manager)
    line = "next Fri send plan to Atlas"
    refused = caller.post("/promises/from-line", {"line": line})
    body = refused.json()
    asked = body["understood"]["questions"][0]
    assert (refused.status_code, body["field"], body["rule"], kept()) == (422, "due_on", "R-B-38", [])
    assert body["detail"] == asked["sentence"] == "“next Fri” can be read in more than one way. Which day is meant?"
    assert [choice["label"] for choice in asked["choices"]] == ["Friday 6\u00a0March", "Friday 13\u00a0March"]
    told = {"line": line, "answers": {"due_on": asked["choices"][1]["value"]}}
    assert caller.post("/promises/from-line", told).status_code == 201
    assert kept() == [("ours", "Send plan", date(2026, 3, 13), None)]


def test_api_knows_the_client_that_is_told_beside_the_line(
    api: Callable[..., Any], manager: User, stranger: User, atlas: Client
) -> None:
    told = {"line": "send plan by Fri", "client": str(atlas.pk)}
    assert api(manager).post("/promises/understand", told).json()["client"]["name"] == "Atlas GmbH"
    assert api(stranger).post("/promises/understand", told).status_code == 404


def test_whoever_may_not_see_the_client_is_told_of_none(
    api: Callable[..., Any], terminal: Callable[..., Any], stranger: User, atlas: Client
) -> None:
    sentence = "There is no client called “Atlas GmbH” that you may see. Write another name, or write them down first."
    answer = api(stranger).post("/promises/from-line", {"line": LINES[0]})
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
    said = terminal(["promise", LINES[0], "--yes"], by=stranger)
    assert (said.exit_code, sentence in said.output, kept()) == (1, True, [])


def test_terminal_shows_what_was_understood_and_asks(
    terminal: Callable[..., Any], manager: User, atlas: Client
) -> None:
    left = terminal(["promise", LINES[0]], by=manager, input="n\n")
    assert (left.exit_code, kept()) == (1, [])
    assert left.output.splitlines() == [
        "What: Send plan (“send plan”)",
        "To whom: Atlas GmbH (“Atlas GmbH”)",
        "By when: Friday 6\u00a0March, 17:00 in Berlin (“Fri 5pm”)",
        "By whom: you",
        "Keep it? [Y/n]: n",
        "Nothing was kept.",
    ]
    said = terminal(["promise", LINES[0]], by=manager, input="\n")
    assert (said.exit_code, kept()) == (0, [("ours", "Send plan", *FRIDAY)])


def test_terminal_asks_back_until_all_is_clear(terminal: Callable[..., Any], manager: User, atlas: Client) -> None:
    said = terminal(["promise", "Atlas logo next Fri at 7"], by=manager, input="2\n2\n1\n\n")
    assert said.exit_code == 0, said.output
    assert kept() == [("theirs", "Atlas logo", date(2026, 3, 13), time(7))]


def test_terminal_without_an_answer_keeps_nothing(terminal: Callable[..., Any], manager: User, atlas: Client) -> None:
    for line in (LINES[0], "next Fri send plan to Atlas"):
        said = terminal(["promise", line], by=manager, input="")
        assert (said.exit_code, said.output.splitlines()[-1], kept()) == (1, "Nothing was kept.", [])


def test_terminal_as_json_asks_nothing(terminal: Callable[..., Any], manager: User, atlas: Client) -> None:
    asked = terminal(["promise", "send plan to Atlas", "--json"], by=manager)
    body = json.loads(asked.stdout)
    assert (asked.exit_code, kept()) == (1, [])
    assert [(question["about"], question["kind"]) for question in body["questions"]] == [("due_on", "no_day")]
    said = terminal(["promise", LINES[1], "--json"], by=manager)
    assert (said.exit_code, json.loads(said.stdout)["text"]) == (0, "Plan")
    assert kept() == [("ours", "Plan", *FRIDAY)]


def test_what_the_verb_refuses_is_refused_in_its_sentence(
    api: Callable[..., Any], terminal: Callable[..., Any], manager: User, stranger: User, atlas: Client
) -> None:
    line = "Stan: send plan to Atlas by Fri"
    answer = api(manager).post("/promises/from-line", {"line": line})
    said = terminal(["promise", line, "--yes"], by=manager)
    assert (answer.status_code, answer.json()["rule"], said.exit_code, kept()) == (422, "R-X-3", 1, [])
    assert answer.json()["detail"].startswith("Stan Okafor does not serve this client")
    assert answer.json()["detail"] in said.output


def test_help_says_that_json_keeps_what_is_understood(terminal: Callable[..., Any], db: None) -> None:
    told = " ".join(terminal(["promise", "--help"]).stdout.split())
    assert "Print as JSON and ask nothing: what is wholly understood is kept, else nothing is" in told


def test_terminal_says_the_time_that_was_understood(terminal: Callable[..., Any], manager: User, atlas: Client) -> None:
    said = terminal(["promise", LINES[0], "--yes"], by=manager)
    assert said.stdout.splitlines()[-2] == "open; due 2026-03-06 17:00 in Europe/Berlin; owner Mara Vogt"


def test_terminal_lists_whose_word_it_is_who_keeps_it_and_how_late(
    terminal: Callable[..., Any], manager: User, atlas: Client, at: datetime
) -> None:
    ours = terminal(["promise", LINES[0], "--json"], by=manager)
    theirs = terminal(["promise", "Atlas GmbH: logo by Thu", "--json"], by=manager)
    late = actions.make(
        client=atlas, text="Flyer", due_on=date(2026, 3, 5), due_time=time(9), by=manager, at=at,
    )  # fmt: skip
    Promise.objects.filter(pk=late.pk).update(
        due_on=date(2026, 2, 27), judged_on=date(2026, 2, 27), due_at=at - timedelta(days=3)
    )
    heads, *rows = terminal(["promises", "list"], by=manager).stdout.splitlines()
    assert heads.split("  ")[0] == "Due"
    assert [re.split(r" {2,}", row) for row in (heads, *rows)] == [
        ["Due", "Whose word", "By whom", "How it stands", "What", "Id"],
        ["2026-02-27 09:00", "ours", "Mara Vogt", "3 days late", "Atlas GmbH: Flyer", str(late.pk)],
        ["2026-03-05", "theirs", "Atlas GmbH", "open", "Atlas GmbH: Logo", json.loads(theirs.stdout)["id"]],
        ["2026-03-06 17:00", "ours", "Mara Vogt", "open", "Atlas GmbH: Send plan", json.loads(ours.stdout)["id"]],
    ]
