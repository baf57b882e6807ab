"""How a promise is spoken of: one sentence for every state, the client's clock before one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.plug import registry
from mainstay.promises import actions, rules
from mainstay.promises.capability import SENTENCES
from mainstay.promises.models import Promise
from mainstay.promises.queries.one import story
from mainstay.promises.queries.words import Reader, cable, due_exact, due_short, stands

Give = Callable[..., Promise]
DAY = timedelta(days=1)


@pytest.fixture
def reader(at: datetime) -> Reader:
    """Somebody in Berlin who reads English."""
    return Reader("en", "Europe/Berlin", at)


def said(promise: Promise, reader: Reader) -> list[str]:
    """How it stands, with plain spaces."""
    return [one.text.replace("\u00a0", " ") for one in stands(promise, reader)]


def test_owed_says_when_it_is_due(give: Give, reader: Reader) -> None:
    assert said(give(days=4), reader) == ["Due Friday."]
    assert said(give(days=1), reader) == ["Due tomorrow."]
    assert said(give(days=30), reader) == ["Due Wednesday 1 April."]


def test_late_says_how_many_days_the_clients_calendar_counts(give: Give, reader: Reader, at: datetime) -> None:
    promise = give(days=1, due_time=time(17))
    assert said(promise, replace(reader, at=at + DAY + timedelta(hours=8))) == ["Late since 17:00."]
    assert said(promise, replace(reader, at=at + 2 * DAY)) == ["1 day late: it was due yesterday 17:00."]
    assert said(promise, replace(reader, at=at + 9 * DAY)) == ["8 days late: it was due Tuesday 3 March, 17:00."]


def test_moved_in_time_and_after_it_are_two_things(give: Give, reader: Reader, manager: User, at: datetime) -> None:
    to: dict[str, Any] = {"to_on": date(2026, 3, 12), "reason": "Paper", "answer": "agreed", "by": manager, "at": at}
    in_time = actions.move(promise=give(days=4), **to)
    assert said(in_time, reader) == ["Due Thursday 12 March.", "Moved in time; first promised for 6 March."]
    assert cable(in_time, reader) == ""
    after = actions.move(promise=give(days=-2, made=at - 9 * DAY), **to)
    assert said(after, reader) == [
        "Due Thursday 12 March.",
        "The new day was agreed after 28 February had passed, so it stays late.",
    ]
    assert cable(after, reader) == "frayed"


@pytest.mark.parametrize(
    ("days", "sentence", "frays"),
    [
        (4, "Delivered on 2 March, 4 days before its date.", ""),
        (1, "Delivered on 2 March, 1 day before its date.", ""),
        (0, "Delivered on 2 March, on its day.", ""),
        (-2, "Delivered on 2 March, 2 days late.", "frayed"),
    ],
)
def test_delivered_says_against_which_day(
    give: Give, reader: Reader, manager: User, at: datetime, days: int, sentence: str, frays: str
) -> None:
    promise = actions.deliver(promise=give(days=days, made=at - 9 * DAY), by=manager, at=at)
    assert said(promise, reader)[0] == sentence
    assert cable(promise, reader) == frays


def test_settled_by_the_word_of_whoever_it_was_promised_to(
    give: Give, reader: Reader, buyer: Contact, manager: User, at: datetime
) -> None:
    promise = actions.deliver(promise=give(made_to=buyer), by=manager, at=at)
    assert said(promise, reader)[1:] == ["Not settled: the word of Ms Ortega is missing."]
    assert (cable(promise, reader), cable(promise, reader, settled=True)) == ("", "frayed")
    promise = actions.settle(promise=promise, satisfaction="no_answer", by=manager, at=at)
    assert said(promise, reader)[1:] == ["No answer yet on whether it is satisfactory."]
    assert cable(promise, reader, settled=True) == ""
    promise = actions.settle(promise=promise, satisfaction="not_accepted", known_from="she rang", by=manager, at=at)
    assert said(promise, reader)[1:] == ["Not accepted."]
    assert cable(promise, reader, settled=True) == "parted"


def test_what_ended_says_how_and_whether_they_know(
    give: Give, reader: Reader, buyer: Contact, manager: User, at: datetime
) -> None:
    by: dict[str, Any] = {"by": manager, "at": at}
    assert said(actions.withdraw(promise=give(made_to=buyer), reason="Ill", substitute="July", **by), reader) == [
        "Withdrawn on 2 March, before its day.",
        "Ms Ortega has not been told yet.",
    ]
    assert said(actions.release(promise=give(), known_from="she said so", **by), reader) == [
        "Released on 2 March: it is no longer wanted."
    ]
    late = give(days=-2, made=at - 9 * DAY)
    assert said(actions.own_up(promise=late, reason="Forgotten", told_how="phone", **by), reader) == [
        "Broken. Owned up to on 2 March."
    ]


@pytest.mark.parametrize(
    ("clock", "zone", "exact", "short"),
    [
        (None, "Europe/Berlin", "Friday 6 March", "Friday"),
        (time(17), "Europe/Berlin", "Friday 6 March, 17:00 in Berlin", "Friday 17:00"),
        (time(9), "Asia/Kuala_Lumpur", "Friday 6 March, 09:00 in Kuala Lumpur (02:00 for you)",
         "Friday 02:00 (their 09:00)"),
        (time(5), "Asia/Kuala_Lumpur", "Friday 6 March, 05:00 in Kuala Lumpur (Thursday 22:00 for you)",
         "Thursday 22:00 (their Friday 05:00)"),
        (None, "Asia/Kuala_Lumpur", "Friday 6 March in Kuala Lumpur (until 17:00 for you)", "Friday"),
        (None, "America/New_York", "Friday 6 March in New York (until Saturday 06:00 for you)", "Friday"),
    ],
)  # fmt: skip
def test_due_is_said_by_the_clients_clock_and_by_ones_own(
    manager: User, reader: Reader, at: datetime, clock: time | None, zone: str, exact: str, short: str
) -> None:
    there = serving.add(name="Somewhere", zone=zone, by=manager, at=at)
    day = date(2026, 3, 6)
    promise = actions.make(client=there, text="Ring", due_on=day, due_time=clock, by=manager, at=at)
    assert due_exact(promise, reader).replace("\u00a0", " ") == exact
    assert due_short(promise, reader).replace("\u00a0", " ") == short


def test_town_is_said_where_the_clients_clock_is_meant(manager: User, reader: Reader, at: datetime) -> None:
    cork = serving.add(name="Owl", zone="Europe/Dublin", town="Cork", by=manager, at=at)
    promise = actions.make(client=cork, text="Ring", due_on=date(2026, 3, 6), due_time=time(17), by=manager, at=at)
    assert "17:00 in Cork" in due_exact(promise, reader)


def test_another_year_is_named(give: Give, reader: Reader, at: datetime) -> None:
    promise = give(days=-400, made=at - 500 * DAY)
    assert due_exact(promise, reader).replace("\u00a0", " ") == "Sunday 26 January 2025"


def test_near_follows_the_days_of_the_policy(give: Give, reader: Reader) -> None:
    ahead = rules.POLICY.remind_before.days
    assert [cable(give(days=days), reader) for days in (0, ahead, ahead + 1)] == ["frayed", "frayed", ""]


def test_every_kind_told_has_its_sentence() -> None:
    plug = next(plug for plug in registry.installed() if plug.name == "promises")
    assert tuple(SENTENCES) == plug.tells
    for kind, sentence in SENTENCES.items():
        spoken = str(sentence) % {"by": "Mara", "about": "Plan", "client": "Atlas", "text": "said"}
        assert spoken[:1].isupper() or spoken.startswith("“"), kind


def test_story_tells_what_happened_to_a_promise_and_its_remarks(
    give: Give, reader: Reader, manager: User, at: datetime
) -> None:
    promise = actions.deliver(promise=give(), by=manager, at=at)
    actions.settle(promise=promise, satisfaction="remarks", known_from="mail", remark="Small", by=manager, at=at)
    remark = promise.remarks.get()
    actions.answer_remark(remark=remark, answer="A new print", by=manager, at=at)
    give("Another")
    told = [line.text for line in story(promise, [remark], manager, reader)]
    assert told == [
        "Mara Vogt answered the remark “Small”: A new print",
        "Mara Vogt noted what Atlas GmbH says of “Send the plan”. Small",
        "Mara Vogt noted “Send the plan” as delivered.",
        "Mara Vogt wrote down a promise: Send the plan",
    ]
    assert Line.objects.count() > len(told)


def test_reader_reads_in_the_language_of_the_page_and_in_their_own_zone(manager: User, at: datetime) -> None:
    from django.utils import translation

    with translation.override("de"):
        reader = Reader.of(manager, datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert (reader.language, reader.zone, reader.today) == ("de", "Europe/Berlin", date(2026, 3, 3))


def test_client_is_named_where_no_person_is(
    give: Give, atlas: Client, reader: Reader, manager: User, at: datetime
) -> None:
    promise = actions.withdraw(promise=give(), reason="Ill", substitute="July", by=manager, at=at)
    assert said(promise, reader)[1] == f"{atlas.name} has not been told yet."


def test_story_tells_what_changed_and_amounts_only_to_those_entitled(
    give: Give, reader: Reader, manager: User, front: User, at: datetime
) -> None:
    promise = actions.deliver(
        promise=give(budget=Decimal(5000), currency="EUR"), cost=Decimal("5432.10"), by=manager, at=at
    )
    beneath = [
        sorted(words.replace("\u00a0", " ") for words in story(promise, [], person, reader)[0].beneath)
        for person in (manager, front)
    ]
    assert beneath == [["charged: 5432.10", "delivered on: Monday 2 March"], ["delivered on: Monday 2 March"]]
