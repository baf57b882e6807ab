"""The list of promises: its file is what is seen, and several are dealt with at once; by page, API and terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from mainstay.clients.models import Assignment, Client
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists import actions as lists
from mainstay.lists.models import Several
from mainstay.lists.queries import deed_called, listing_called
from mainstay.promises import actions
from mainstay.promises.models import Promise

Give = Callable[..., Promise]
DAY = timedelta(days=1)
SEVERAL = "/lists/promises/several/"


@pytest.fixture
def colleague(atlas: Client, deputy: User) -> User:
    """Deniz stands in for Mara at Atlas, and so may keep a word there."""
    Assignment.objects.create(client=atlas, user=deputy, role="deputy", from_on=date(2026, 1, 1))
    return deputy


def owners() -> dict[str, str]:
    """Who keeps each promise."""
    return {promise.text: promise.owner.name for promise in Promise.objects.select_related("owner") if promise.owner}


def test_several_are_handed_over_in_two_steps_and_taken_back(
    signed_in: Any, give: Give, manager: User, colleague: User, words: Any
) -> None:
    one, two = give("one"), give("two")
    mara = signed_in(manager)
    page = mara.get("/promises/")
    assert [deed.name for deed in page.context["deeds"]] == ["hand_over", "ask_day", "tell"]
    assert f'name="chosen" value="{one.pk}"' in words(page)
    told = {"deed": "hand_over", "chosen": [one.pk, two.pk], "back": "whose=mine"}
    asked = mara.post(SEVERAL, told)
    assert (asked.status_code, asked.context["count"]) == (200, "2 chosen")
    empty = mara.post(SEVERAL, {**told, "go": "1"})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["to"])
    done = mara.post(SEVERAL, {**told, "go": "1", "to": str(colleague.pk), "why": "My leave"}, follow=True)
    assert done.redirect_chain == [("/promises/?whose=mine", 302)]
    assert "2 promises were handed over." in words(done)
    assert owners() == {"one": "Deniz Aydin", "two": "Deniz Aydin"}
    kept = Several.objects.get()
    back = mara.post(reverse("lists:several_take_back", args=[kept.pk]), follow=True)
    assert "Taken back. All stands as it did before." in words(back)
    assert owners() == {"one": "Mara Vogt", "two": "Mara Vogt"}
    assert mara.post(reverse("lists:several_take_back", args=[kept.pk])).status_code == 422
    assert "2 promises were handed over." in words(mara.get("/lists/promises/views/"))
    kinds = Line.objects.filter(about_id__in=[one.pk, kept.pk]).order_by("id").values_list("kind", flat=True)
    acts = ["promises.handed_over", "lists.several_done", "promises.taken_back", "lists.several_taken_back"]
    assert list(kinds) == ["promises.made", *acts]


def test_each_refusal_is_told_with_its_line_and_the_others_are_done(
    signed_in: Any, give: Give, manager: User, at: datetime, words: Any
) -> None:
    open_, done = give("open"), give("done")
    actions.deliver(promise=done, by=manager, at=at)
    mara = signed_in(manager)
    told = {"deed": "ask_day", "chosen": [open_.pk, done.pk], "to_on": "2026-03-20", "reason": "Paper is late"}
    answer = mara.post(SEVERAL, {**told, "go": "1"}, follow=True)
    (refused,) = answer.context["refused_rows"]
    assert (refused.name, refused.refused.rule) == ("Atlas GmbH: done", "R-B-38")
    assert "It was delivered already. You may promise something new." in words(answer)
    assert answer.context["done"] == [("Atlas GmbH: open", reverse("promises:page", args=[open_.pk]))]
    asked = open_.renegotiations.get()
    assert (asked.answer, asked.to_on, Promise.objects.get(pk=open_.pk).due_on) == (
        "not_yet",
        date(2026, 3, 20),
        open_.due_on,
    )


def test_taken_back_is_that_deed_and_nothing_done_since(
    give: Give, manager: User, head: User, colleague: User, at: datetime
) -> None:
    still, since = give("still"), give("since")
    promises = listing_called("promises")
    deed = deed_called(promises, "hand_over")
    by: dict[str, Any] = {"listing": promises, "deed": deed, "by": manager}
    kept = lists.carry_out(ids=[still.pk, since.pk], told={"to": colleague, "why": ""}, at=at, **by)
    actions.deliver(promise=since, by=manager, at=at)
    with pytest.raises(NotFound):
        lists.take_back(several=kept, at=at, **{**by, "by": head})
    with pytest.raises(Refused, match="within a day"):
        lists.take_back(several=kept, at=at + DAY + timedelta(minutes=1), **by)
    back = lists.take_back(several=kept, at=at + DAY, **by)
    assert [(pk, rule) for pk, _said, rule, _who in back.stayed] == [(str(since.pk), "R-X-2")]
    assert owners() == {"still": "Mara Vogt", "since": "Deniz Aydin"}
    lists.tidy_up(at=at + 31 * DAY)
    assert list(Several.objects.all()) == []


def test_nobody_deals_with_several_without_the_right_or_the_sight(
    signed_in: Any, api: Any, give: Give, front: User, stranger: User, manager: User
) -> None:
    one = give("one")
    franka = signed_in(front)
    assert [deed.name for deed in franka.get("/promises/").context["deeds"]] == ["tell"]
    refused = franka.post(SEVERAL, {"deed": "hand_over", "chosen": [one.pk], "go": "1", "to": str(front.pk)})
    assert (refused.status_code, refused.context["refused"].rule) == (422, "R-X-3")
    told = {"deed": "tell", "chosen": [one.pk], "go": "1", "how": "phone"}
    hidden = signed_in(stranger).post(SEVERAL, told, follow=True)
    assert [(each.name, each.refused.rule) for each in hidden.context["refused_rows"]] == [
        ("not there for you", "R-X-3")
    ]
    assert Promise.objects.get().told_at is None
    mara = signed_in(manager)
    faults: list[dict[str, Any]] = [{"chosen": []}, {"chosen": ["x"]}, {"deed": "burn"}]
    for wrong in faults:
        assert mara.post(SEVERAL, {**told, **wrong}).status_code == 422
    many = {"ids": [str(one.pk)[:-3] + f"{n:03}" for n in range(201)], "told": {"how": "phone"}}
    assert api(manager).post("/lists/promises/several/tell", many).json()["field"] == "chosen"


def test_several_at_api_and_terminal_as_on_the_page(
    api: Any, terminal: Any, give: Give, manager: User, colleague: User, at: datetime
) -> None:
    one, two = give("one"), give("two")
    caller = api(manager)
    told = {"ids": [str(one.pk), str(two.pk)], "told": {"to": "deniz@house.example"}}
    done = caller.post("/lists/promises/several/hand_over", told).json()
    assert (done["said"], done["refused"], done["can_take_back"]) == ("2 promises were handed over.", [], True)
    again = caller.post("/lists/promises/several/hand_over", told).json()
    assert [(row["detail"], row["rule"]) for row in again["refused"]] == [
        ("Deniz Aydin has it already. Choose somebody else.", "R-B-5")
    ] * 2
    strange = caller.post("/lists/promises/several/hand_over", {**told, "told": {"whom": "x"}})
    assert (strange.status_code, strange.json()["field"]) == (422, "whom")
    back = caller.post(f"/lists/several/{done['id']}/take-back").json()
    assert (back["stayed"], back["can_take_back"]) == ([], False)
    assert caller.get(f"/lists/several/{done['id']}").json() == back
    ran = terminal(["lists", "several", "promises", "hand_over", str(one.pk), "--with", "to=Deniz Aydin"], by=manager)
    assert ran.output.splitlines()[0] == "1 promise was handed over."
    number = ran.output.split()[-1]
    assert terminal(["lists", "take-back", number], by=colleague).exit_code == 1
    assert terminal(["lists", "done", "promises"], by=manager).output.startswith(
        f"{number}  1 promise was handed over."
    )
    assert [row["id"] for row in caller.get("/lists/promises/several").json()] == [number, again["id"], done["id"]]
    assert terminal(["lists", "take-back", number], by=manager).output == "Taken back.\n"
    ran = terminal(["lists", "several", "promises", "hand_over", str(one.pk), "--with", "to=Mara Vogt"], by=manager)
    assert (ran.exit_code, "Mara Vogt has it already." in ran.output) == (1, True)
    assert owners() == {"one": "Mara Vogt", "two": "Mara Vogt"}


def test_file_is_what_is_seen_and_its_name_says_whose(
    signed_in: Any, give: Give, manager: User, terminal: Any, at: datetime, words: Any, atlas: Client
) -> None:
    give("late", days=-2, made=at - 9 * DAY)
    give("later", days=9)
    mara = signed_in(manager)
    view = {"whose": "mine", "state": "owed", "order": "last", "columns": "client,due"}
    kept = lists.keep_view(listing=listing_called("promises"), name="Far ahead", told=view, by=manager, at=at)
    page = mara.get("/promises/", {"view": kept.pk})
    assert "Take out what is seen here (Mine, both sides, owed, any time, the latest day first):" in words(page)
    table = page.context["table"]
    seen = [[line.first.text, *(cell.text for cell in line.cells)] for line in table.lines]
    assert ([str(head.label) for head in table.heads], seen) == (
        ["What", "Client", "Due"],
        [["later", "Atlas GmbH", "11\u00a0March"], ["late", "Atlas GmbH", "28\u00a0February"]],
    )
    answer = mara.get(page.context["take_out"][0].url)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="promises-mine-far-ahead.csv"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "What,Whose word,Client,Due",
        "later,ours,Atlas GmbH,2026-03-11",
        "late,ours,Atlas GmbH,2026-02-28",
    ]
    plain = mara.get("/promises/list.csv", {"whose": "all"})
    assert plain.headers["Content-Disposition"] == 'attachment; filename="promises.csv"'
    told = terminal(["promises", "list", "--view", "Far ahead", "--columns", "due,stands", "--json"], by=manager)
    assert next(list(row)[1:] for row in json.loads(told.output)) == ["title", "side", "due", "stands", "days_late"]
    assert terminal(["promises", "list", "--columns", "secret"], by=manager).exit_code == 1
    there = ["--columns", "due,client", "--client", "Atlas GmbH", "--owed", "--json"]
    assert [row["title"] for row in json.loads(terminal(["promises", "list", *there], by=manager).output)] == [
        "late",
        "later",
    ]
    assert terminal(["promises", "list", "--columns", "due", "--client", "Nobody"], by=manager).exit_code == 1
    one = mara.get("/promises/", {"client": str(atlas.pk), "whose": "all"})
    assert "(Atlas GmbH: All I may see, both sides, owed, any time)" in words(one)
    assert [choice.url for choice in one.context["groups"][1].choices if not choice.current] == [
        "/promises/?whose=all&side=&state=owed&period="
    ]
    assert mara.get("/promises/", {"client": str(uuid4())}).context["rows"] == []
