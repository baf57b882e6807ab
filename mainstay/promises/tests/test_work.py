"""What stands under an engagement: deliverables are not yet the outcome (R-A-35); a contract's duties in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.models import Client
from mainstay.engagements import actions as engagements
from mainstay.engagements import queries
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import listing
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.actions.duties import Duty
from mainstay.promises.models import Promise
from mainstay.promises.rules import duties as rules

DAY = timedelta(days=1)


@pytest.fixture
def work(atlas: Client, manager: User, at: datetime) -> Engagement:
    """Clean hands for Atlas."""
    told: dict[str, Any] = {"outcome": "Clean hands", "state": "active", "by": manager, "at": at}
    return engagements.begin(client=atlas, name="Soap", **told)


def give(work: Engagement, by: User, at: datetime, number: int, **told: Any) -> Promise:
    """One thing promised under it."""
    due = at.date() + (number + 2) * DAY
    return actions.make(client=work.client, text=f"Bar {number}", due_on=due, by=by, at=at, engagement=work, **told)


def stands(work: Engagement, at: datetime) -> str:
    """How it stands, in words."""
    return queries.standing(work, queries.deliverables([work.pk], at)[work.pk], at.date()).text


def test_delivered_is_not_yet_a_success_until_the_client_confirms_it(
    work: Engagement, manager: User, at: datetime, api: Any, terminal: Any, signed_in: Any
) -> None:
    bars = [give(work, manager, at, number) for number in range(5)]
    give(work, manager, at, 1, side="theirs")
    gone = give(work, manager, at, 6)
    actions.release(promise=gone, known_from="their mail", by=manager, at=at)
    assert stands(work, at) == "delivered 0/5, outcome not yet confirmed"
    for bar in bars:
        actions.deliver(promise=bar, by=manager, at=at)
    told = api(manager).get(f"/engagements/{work.pk}").json()
    assert (told["standing"], told["question"]) == ("delivered 5/5, outcome not yet confirmed", "open_question")
    page = unescape(signed_in(manager).get(f"/clients/work/{work.pk}/").content.decode())
    assert "Delivered 5/5, outcome not yet confirmed." in page
    assert "everything is delivered; whether it helped is for them to say" in page
    engagements.answer_outcome(engagement=work, said="reached", known_from="her mail", by=manager, at=at)
    work.refresh_from_db()
    assert stands(work, at) == "delivered 5/5, outcome confirmed on 2\u00a0March"
    said = terminal(["engagements", "list", "--outcome", "reached"], by=manager).stdout
    assert said == "Atlas GmbH  Soap  active  Clean hands  delivered 5/5, outcome confirmed on 2\u00a0March\n"


def test_what_is_late_and_what_was_broken_is_said(work: Engagement, manager: User, at: datetime) -> None:
    give(work, manager, at, 0)
    broken = give(work, manager, at, 0)
    later = at + 5 * DAY
    actions.own_up(promise=broken, reason="Forgotten", by=manager, at=later)
    assert stands(work, later) == "delivered 0/2, 1 late, 1 broken, outcome not yet confirmed"


def test_years_together_count_from_the_first_word_where_nothing_else_is_told(
    work: Engagement, manager: User, at: datetime
) -> None:
    give(work, manager, at, 1, made_on=date(2019, 3, 3))
    (row,) = listing.together([work.client], at.date())
    assert (row.since, row.years, row.engagements, row.follow_on) == (date(2019, 3, 3), 6, 1, 0)


def test_page_and_lists_cost_the_same_for_one_and_for_three(
    work: Engagement, manager: User, at: datetime, signed_in: Any
) -> None:
    browser = signed_in(manager)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200
        return len(asked)

    urls = [f"/clients/work/{work.pk}/", "/clients/work/", "/clients/work/together/"]
    give(work, manager, at, 0)
    cost(urls[0])  # what is read once a process
    one = [cost(url) for url in urls]
    for number in (1, 2):
        give(work, manager, at, number)
        other = engagements.begin(
            client=work.client, name=f"Towels {number}", outcome="Dry hands", by=manager, at=at, begun_on=at.date()
        )
        give(other, manager, at, number)
    assert [cost(url) for url in urls] == one


# --- a contract's duties ---------------------------------


def test_duties_are_read_from_lines_in_the_usual_ways_of_writing_a_day() -> None:
    text = "2026-03-31 Report on sales\n\n31.3.2026: Report\nAudit, 30. 6. 2026\nno day at all\n2026-02-31 Never\n"
    assert list(rules.typed(text)) == [
        rules.Typed("Report on sales", date(2026, 3, 31)),
        rules.Typed("Report", date(2026, 3, 31)),
        rules.Typed("Audit", date(2026, 6, 30)),
        rules.Typed("no day at all", None),
        rules.Typed("2026-02-31 Never", None),
    ]


def test_a_duty_comes_again_on_the_last_of_shorter_months() -> None:
    assert list(rules.days(date(2026, 3, 31), "month", 3)) == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert list(rules.days(date(2026, 3, 31), "quarter", 2)) == [date(2026, 3, 31), date(2026, 6, 30)]
    assert list(rules.days(date(2026, 3, 31), "", 5)) == [date(2026, 3, 31)]


def test_six_duties_are_six_promises_at_one_stroke_and_go_back_so(
    work: Engagement, manager: User, at: datetime
) -> None:
    told = [
        Duty("Report", date(2026, 3, 31), "month", 4),
        Duty("Audit", date(2026, 6, 30)),
        Duty("Fair", date(2026, 9, 1)),
    ]
    made = actions.enter_duties(engagement=work, duties=told, by=manager, at=at)
    assert [(one.text, one.due_on.isoformat(), one.said) for one in made] == [
        ("Report", "2026-03-31", "contract"),
        ("Report", "2026-04-30", "contract"),
        ("Report", "2026-05-31", "contract"),
        ("Report", "2026-06-30", "contract"),
        ("Audit", "2026-06-30", "contract"),
        ("Fair", "2026-09-01", "contract"),
    ]
    assert stands(work, at) == "delivered 0/6, outcome not yet confirmed"
    assert actions.take_duties_back(engagement=work, entered_at=at, by=manager, at=at + DAY / 2) == 6
    assert not Promise.objects.counted().exists()
    with pytest.raises(Refused, match="nothing of yours"):
        actions.take_duties_back(engagement=work, entered_at=at, by=manager, at=at)


@pytest.mark.parametrize(
    ("duties", "sentence"),
    [
        ([], "Write each duty on a line, with its day."),
        ([Duty("Report", None)], "Nothing was kept. Line 1, “Report”: it has no day."),
        ([Duty("Fair", date(2026, 9, 1)), Duty("Report", date(2026, 3, 1))], "Nothing was kept. Line 2, “Report”: A"),
        ([Duty("Report", date(2026, 3, 31), "week", 3)], "Nothing was kept. Line 1, “Report”: it cannot be repeated"),
        ([Duty("Report", date(2026, 3, 31), "month", 150)] * 2, "These are more than 200 promises."),
    ],
)
def test_duties_are_entered_whole_or_not_at_all(
    work: Engagement, manager: User, at: datetime, duties: list[Duty], sentence: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.enter_duties(engagement=work, duties=duties, by=manager, at=at)
    assert str(caught.value).startswith(sentence)
    assert caught.value.field == "duties"
    assert not Promise.objects.exists()


LINES = "2026-03-31 Report on sales\n2026-06-30 Audit"


def enter(door: str, work: Engagement, person: User, signed_in: Any, api: Any, terminal: Any) -> tuple[int, str]:
    """Two duties, twice each, through one of the doors; gives how it went and what was said."""
    if door == "page":
        told: dict[str, Any] = {"duties": LINES, "side": "theirs", "every": "month", "times": "2", "kind": "report"}
        answer = signed_in(person).post(f"/promises/duties/{work.pk}/", told)
        return answer.status_code, unescape(answer.content.decode())
    if door == "api":
        rows = [
            {"text": text, "due_on": day, "every": "month", "times": 2, "kind": "report"}
            for day, text in (line.split(" ", 1) for line in LINES.splitlines())
        ]
        told = {"engagement": str(work.pk), "side": "theirs", "duties": rows}
        answer = api(person).post("/promises/duties", told)
        return answer.status_code, answer.content.decode()
    words = ["promises", "duties", "Atlas GmbH", "Soap", *LINES.splitlines(), "--side", "theirs"]
    done = terminal([*words, "--every", "month", "--times", "2", "--kind", "report"], by=person)
    return done.exit_code, done.output


@pytest.mark.parametrize("door", ["page", "api", "terminal"])
def test_duties_are_entered_at_every_door(
    door: str, work: Engagement, manager: User, stranger: User, admin: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    doors: tuple[Callable[..., Any], ...] = (signed_in, api, terminal)
    assert enter(door, work, stranger, *doors)[0] in (404, 1)
    assert enter(door, work, manager, *doors)[0] in (302, 201, 0)
    stand = Promise.objects.order_by("due_on").values_list("text", "due_on", "side", "kind__name")
    assert [(text, day.isoformat(), side, kind) for text, day, side, kind in stand] == [
        ("Report on sales", "2026-03-31", "theirs", "report"),
        ("Report on sales", "2026-04-30", "theirs", "report"),
        ("Audit", "2026-06-30", "theirs", "report"),
        ("Audit", "2026-07-30", "theirs", "report"),
    ]


def test_the_page_offers_to_take_the_duties_back(work: Engagement, manager: User, signed_in: Any) -> None:
    browser = signed_in(manager)
    page = browser.post(f"/promises/duties/{work.pk}/", {"duties": LINES}, follow=True).content.decode()
    assert "2 promises stand here now." in page
    undo = page.split(f'action="/promises/duties/{work.pk}/take-back/', 1)[1].split('"', 1)[0]
    browser.post(f"/promises/duties/{work.pk}/take-back/{unescape(undo)}")
    assert not Promise.objects.counted().exists()
    refused = browser.post(f"/promises/duties/{work.pk}/", {"duties": "a report now and then"})
    assert refused.status_code == 422
    assert "it has no day" in unescape(refused.content.decode())


@pytest.mark.parametrize("door", ["api", "terminal"])
def test_duties_are_taken_back_by_program_and_terminal(
    door: str, work: Engagement, manager: User, stranger: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    def taken_back(by: User) -> tuple[int, str]:
        if door == "api":
            answer = api(by).post(f"/promises/duties/{work.pk}/take-back")
            return answer.status_code, answer.content.decode()
        done = terminal(["promises", "take-duties-back", work.client.name, work.name], by=by)
        return done.exit_code, done.output

    enter("api", work, manager, signed_in, api, terminal)
    assert taken_back(stranger)[0] in (404, 1)
    assert Promise.objects.counted().count() == 4
    code, said = taken_back(manager)
    assert (code, "4" in said) == (200 if door == "api" else 0, True)
    assert not Promise.objects.counted().exists()
    assert "There is nothing of yours to take back here" in taken_back(manager)[1]
