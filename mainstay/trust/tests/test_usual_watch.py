"""The watch over what clients are used to: R-A-13 through the hook, notices, the three answers, Today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import Unit, User
from mainstay.kit.plug import Capability, Feed, Happening, registry
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promises
from mainstay.promises.actions import exchanging
from mainstay.promises.models import Promise
from mainstay.trust.actions import usual as verbs
from mainstay.trust.actions.usual import watching
from mainstay.trust.capability import exceptions, exceptions_count, panels, today
from mainstay.trust.models import Notice, Stirred, Usual
from mainstay.trust.queries.usual import words

DAY = timedelta(days=1)
TWO_HOURS, NINE_HOURS = (118.0, 122, 120, 119, 121, 125, 116, 120, 118, 124), (540.0, 545, 530)


@pytest.fixture
def told() -> dict[UUID, list[Happening]]:
    """What the tests say happened to each client: answers, in working minutes."""
    return {}


@pytest.fixture
def mail(told: dict[UUID, list[Happening]]) -> Iterator[Capability]:
    """A capability that tells how long answers took, through the hook of the plug; 24 h are agreed with everybody."""

    def read(clients: Sequence[UUID]) -> list[Happening]:
        return [each for pk in clients for each in told.get(pk, [])]

    def agreed(clients: Sequence[UUID]) -> dict[UUID, float]:
        return dict.fromkeys(clients, 24 * 60.0)

    plug = Capability(name="mail", tells=("mail.answered",), feeds=(Feed("answers", read, ("mail.answered",), agreed),))
    registry.register(plug)
    yield plug
    registry.remove("mail")


@pytest.fixture
def answer(told: dict[UUID, list[Happening]]) -> Callable[..., datetime]:
    """``answer(atlas, [120, 118], since)``: one answer a day from then on; gives the next day."""

    def answered(client: Client, minutes: Sequence[float], since: datetime) -> datetime:
        days = told.setdefault(client.pk, [])
        days += [Happening(client.pk, since + timedelta(days=n), value) for n, value in enumerate(minutes)]
        watching.stir([client.pk])
        return since + timedelta(days=len(minutes))

    return answered


@pytest.fixture
def calm(manager: User, head: User, team: Unit, at: datetime) -> Client:
    """Another client of Mara's, to whom nothing changes."""
    return serving.add(name="Calm AG", unit=team, zone="Europe/Berlin", manager=manager, by=head, at=at)


@pytest.fixture
def dropped(mail: Capability, atlas: Client, calm: Client, answer: Callable[..., datetime], at: datetime) -> datetime:
    """Ten answers in about 2 h to both, then three in 9 h to Atlas; the moment after it was noticed."""
    start = at - timedelta(days=14)
    after = answer(atlas, [*TWO_HOURS, *NINE_HOURS], start)
    answer(calm, [*TWO_HOURS, *TWO_HOURS[:3]], start)
    verbs.keep_watch(after)
    return after


def test_only_who_gets_less_appears_and_it_goes_by_itself(
    dropped: datetime, atlas: Client, head: User, manager: User, answer: Callable[..., datetime]
) -> None:  # R-A-13
    (line,) = exceptions(head, dropped)
    assert (line.client, line.code) == ("Atlas GmbH", "below_custom")
    assert line.what == "Answers: used to about 2 h; the last three about 9 h. Agreed: 24 h."
    assert exceptions_count(head, dropped) == 1
    assert [each.what for each in today(manager, dropped)] == [line.what]
    assert today(head, dropped) == []
    after = answer(atlas, [118, 121, 120], dropped)
    verbs.keep_watch(after)
    assert exceptions(head, after) == []
    (episode,) = Notice.objects.all()
    assert (episode.closed, episode.answer, episode.closed_at) == ("back", "", dropped + timedelta(days=1))


def test_reading_again_changes_nothing_and_a_correction_takes_it_back(
    dropped: datetime, atlas: Client, told: dict[UUID, list[Happening]]
) -> None:
    before = list(Notice.objects.values_list())
    watching.read_again([atlas.pk], at=dropped)
    assert list(Notice.objects.values_list()) == before
    del told[atlas.pk][-3:]
    watching.read_again([atlas.pk], at=dropped)
    assert [each.closed for each in Notice.objects.all()] == ["corrected"]


def test_old_history_is_no_news(mail: Capability, atlas: Client, answer: Callable[..., datetime], at: datetime) -> None:
    answer(atlas, [*TWO_HOURS, *NINE_HOURS], at - timedelta(days=400))
    verbs.keep_watch(at)
    assert Notice.objects.count() == 0
    assert Usual.objects.get(client=atlas).values_known == 13


def test_the_lead_sees_after_ten_working_days_what_nobody_answered(dropped: datetime, head: User) -> None:
    notice = Notice.objects.get()
    assert notice.lead_from == date(2026, 3, 13)  # noted on Sunday 1 March: ten working days later
    at = datetime(2026, 3, 13, 8, tzinfo=UTC)
    assert [each.client for each in today(head, at)] == ["Atlas GmbH"]


def test_no_page_and_no_answer_shows_the_chart_in_figures_of_its_own(
    dropped: datetime, atlas: Client, head: User, signed_in: Callable[[User], Browser]
) -> None:
    notice = Notice.objects.get()
    page = signed_in(head).get(f"/trust/used-to/notices/{notice.pk}/").content.decode()
    assert "<svg" in page
    assert '<td class="care">9 h</td>' in page
    assert "Atlas GmbH was used to an answer within about 2 h" in page
    for told in ("1.066", "E =", "z =", "CUSUM", "EWMA", "limit"):
        assert told not in page
    assert {"e", "z", "limit"} & {field.name for field in Notice._meta.fields} == set()


def test_restoring_makes_a_promise(dropped: datetime, manager: User, atlas: Client) -> None:
    due = (dropped + timedelta(days=3)).date()
    kept = verbs.restore(
        notice=Notice.objects.get(), text="Answers within 2 h again", due_on=due, by=manager, at=dropped
    )
    assert kept.promise is not None
    assert (kept.promise.text, kept.promise.due_on, kept.promise.client) == ("Answers within 2 h again", due, atlas)
    assert (kept.closed, Notice.objects.standing().count()) == ("answered", 0)
    with pytest.raises(Refused, match="answered already"):
        verbs.tell(notice=kept, words="late", by=manager, at=dropped)


def test_telling_needs_words_and_the_same_drop_is_told_again_only_with_new_values(
    dropped: datetime, manager: User, atlas: Client, answer: Callable[..., datetime]
) -> None:
    with pytest.raises(Refused, match="what they were told"):
        verbs.tell(notice=Notice.objects.get(), words=" ", by=manager, at=dropped)
    verbs.tell(notice=Notice.objects.get(), words="We are two fewer this month.", by=manager, at=dropped)
    after = answer(atlas, [540], dropped + timedelta(hours=1))
    verbs.keep_watch(after)
    assert Notice.objects.standing().count() == 0
    after = answer(atlas, [540, 540], after)
    verbs.keep_watch(after)
    assert Notice.objects.standing().count() == 1


def test_agreeing_needs_somebody_there_and_moves_what_is_usual(
    dropped: datetime, manager: User, atlas: Client, stranger: User, answer: Callable[..., datetime]
) -> None:
    notice = Notice.objects.get()
    ortega: Contact = serving.add_contact(client=atlas, name="Inés Ortega", by=manager, at=dropped).contact
    with pytest.raises(Refused) as refused:
        verbs.agree(notice=notice, words="by mail", by=manager, at=dropped)
    assert (refused.value.rule, refused.value.field) == ("R-A-13", "agreed_with")
    with pytest.raises(NotFound):
        verbs.agree(notice=notice, words="by mail", agreed_with=ortega, by=stranger, at=dropped)
    kept = verbs.agree(notice=notice, words="Mail of today", agreed_with=ortega, by=manager, at=dropped)
    assert kept.level == 540
    after = answer(atlas, [540, 530, 550, 545], dropped + timedelta(hours=1))
    verbs.keep_watch(after)
    assert Notice.objects.standing().count() == 0


def test_a_new_agreement_answers_what_stands(dropped: datetime, manager: User, atlas: Client) -> None:
    verbs.begin_anew(client=atlas, why="Contract of March", by=manager, at=dropped)
    assert [each.closed for each in Notice.objects.all()] == ["answered"]
    assert Usual.objects.get(client=atlas).usual is None


def test_a_stretch_is_announced_before_it_begins(
    mail: Capability, atlas: Client, manager: User, answer: Callable[..., datetime], at: datetime
) -> None:
    with pytest.raises(Refused, match="before it begins"):
        verbs.announce_stretch(
            client=atlas, from_on=date(2026, 3, 1), until_on=date(2026, 3, 9), why="Fair", by=manager, at=at
        )
    verbs.announce_stretch(
        client=atlas, from_on=date(2026, 3, 2), until_on=date(2026, 3, 9), why="Fair", by=manager, at=at
    )
    answer(atlas, TWO_HOURS, at - timedelta(days=12))
    answer(atlas, NINE_HOURS, at + timedelta(hours=1))
    verbs.keep_watch(at + timedelta(days=5))
    assert Notice.objects.count() == 0


def deliver(client: Client, by: User, at: datetime, *, early: Sequence[int], note: str = "") -> None:
    """One promise a week, delivered so many days ahead."""
    for week, days in enumerate(early):
        made = at + timedelta(days=7 * week)
        due = (made + timedelta(days=4)).date()  # Friday
        given = promises.make(client=client, text="Report", due_on=due, by=by, at=made)
        promises.deliver(promise=given, by=by, at=made + timedelta(days=4 - days), note=note if days > 2 else "")


def test_promises_feed_the_streams_and_what_was_exceeded_once_is_left_out(
    atlas: Client, manager: User, head: User, at: datetime
) -> None:
    deliver(atlas, manager, at, early=[3, 3, 3, 3, 3, 3, 0, 0, 0])
    assert Stirred.objects.get().client_id == atlas.pk
    after = at + timedelta(days=62)
    verbs.keep_watch(after)
    assert Stirred.objects.count() == 0
    (notice,) = Notice.objects.all()
    assert (notice.stream, words.short(notice)) == (
        "earliness",
        "Ahead of the day: used to about 3 working days early; the last three about on the day itself.",
    )
    known = {row.stream: words.stands(row) for row in Usual.objects.filter(client=atlas)}
    assert known == {
        "earliness": "about 3 working days early",
        "person": "by whoever is named for them",
        "punctuality": "nearly always on time",
    }


def test_a_word_exceeded_once_makes_no_custom(atlas: Client, manager: User, at: datetime) -> None:
    deliver(atlas, manager, at, early=[3, 3, 3, 3, 3, 3, 0, 0, 0], note="Here it is already.")
    verbs.keep_watch(at + timedelta(days=62))
    assert not Notice.objects.filter(stream="earliness").exists()
    assert Usual.objects.get(client=atlas, stream="earliness").values_known == 3


def test_a_discount_that_falls_short_is_noticed_and_paying_over_is_none(
    atlas: Client, manager: User, at: datetime
) -> None:  # R-A-13, DR-22
    def charged(week: int, cost: str) -> Promise:
        then = at + timedelta(days=7 * week)
        told: dict[str, Any] = {"due_on": (then + timedelta(days=1)).date(), "budget": Decimal(200)}
        given = promises.make(client=atlas, text="Print", by=manager, at=then, **told)
        return promises.deliver(promise=given, by=manager, at=then, cost=Decimal(cost))

    for week, cost in enumerate(("180", "180", "180", "210")):
        charged(week, cost)
    verbs.keep_watch(at + timedelta(days=25))
    (notice,) = Notice.objects.all()
    assert (notice.stream, words.short(notice)) == (
        "price",
        "Price: used to about 10 % under the agreed price; of late about the agreed price.",
    )
    assert words.stands(Usual.objects.get(stream="price")) == "about 10 % under the agreed price"
    last = Promise.objects.latest("due_on")
    exchanging.invoice(
        promise=last, number="7", amount=Decimal(180), pay_by=(at + 40 * DAY).date(), by=manager, at=at + 25 * DAY
    )
    verbs.keep_watch(at + timedelta(days=26))
    assert [each.closed for each in Notice.objects.all()] == ["corrected"]


def test_contact_and_ratings_join_by_the_same_hook(
    told: dict[UUID, list[Happening]], atlas: Client, calm: Client, head: User, at: datetime
) -> None:  # R-A-13, DR-A to DR-D: told here as mail and feedback will tell them
    pauses, ratings, start = (7, 7, 8, 6, 7, 7, 9, 7, 6, 8, 7, 7), (5, 5, 4, 5, 5, 5, 4, 5, 5, 5, 5, 4), at - 120 * DAY
    heard: dict[UUID, list[Happening]] = {}
    when = start
    for pause in pauses:
        when += timedelta(days=pause)
        heard.setdefault(atlas.pk, []).append(Happening(atlas.pk, when, pause))
    given = [
        Happening(calm.pk, start + timedelta(days=5 * n), each) for n, each in enumerate((*ratings, 4, 4, 3, 3, 3))
    ]

    def read(rows: dict[UUID, list[Happening]]) -> Callable[[Sequence[UUID]], list[Happening]]:
        return lambda clients: [each for pk in clients for each in rows.get(pk, [])]

    feeds = (Feed("contact", read(heard), ("talk.ended",)), Feed("rating", read({calm.pk: given}), ("talk.ended",)))
    registry.register(Capability(name="talk", tells=("talk.ended",), feeds=feeds))
    try:
        watching.stir([atlas.pk, calm.pk])
        verbs.keep_watch(when + timedelta(days=13))
        assert {row.client: words.short(row) for row in Notice.objects.all()} == {
            calm: "Their ratings: used to about 4.8 of 5; of late about 3.8 of 5."
        }
        verbs.keep_watch(when + timedelta(days=14))  # nothing happened, and that is what is noticed
        silence = Notice.objects.get(client=atlas)
        assert words.short(silence) == "Used to hear from us every 7 days; silent for 14 days."
        assert exceptions_count(head, when + timedelta(days=14)) == 2
        heard[atlas.pk].append(Happening(atlas.pk, when + timedelta(days=15), 15))
        watching.stir([atlas.pk])
        verbs.keep_watch(when + timedelta(days=15))
        assert Notice.objects.get(pk=silence.pk).closed == "back"
    finally:
        registry.remove("talk")


def test_somebody_else_than_the_named_manager_is_noticed_at_once(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    deliver(atlas, manager, at, early=[0, 0, 0])
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    later = at + timedelta(days=21)
    deliver(atlas, deputy, later, early=[0])
    after = later + timedelta(days=5)
    verbs.keep_watch(after)
    (notice,) = Notice.objects.all()
    assert (notice.way, notice.stream) == ("missing", "person")
    deliver(atlas, manager, later + timedelta(days=7), early=[0])
    verbs.keep_watch(after + timedelta(days=7))
    assert Notice.objects.standing().count() == 0


def test_the_client_page_is_quiet_where_nothing_is_known(atlas: Client, manager: User, at: datetime) -> None:
    assert [panel.heading for panel in panels(manager, atlas, at)] == ["Trust"]  # the word; of custom nothing
    assert (today(manager, at), exceptions(manager, at), exceptions_count(manager, at)) == ([], [], 0)


def test_a_list_costs_the_same_with_one_row_and_with_three(
    mail: Capability, team: Unit, manager: User, head: User, at: datetime, answer: Callable[..., datetime],
    signed_in: Callable[[User], Browser], django_assert_num_queries: Any,
) -> None:  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, cost, page = signed_in(head), [], ""
    for names in (("One",), ("Two", "Three")):
        for name in names:
            client = serving.add(name=name, unit=team, zone="UTC", manager=manager, by=head, at=at)
            answer(client, [*TWO_HOURS, *NINE_HOURS], at - timedelta(days=14))
        verbs.keep_watch(at)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = browser.get("/trust/below-custom/").content.decode()
        cost.append(len(asked))
    assert cost[0] == cost[1]
    assert page.count("the last three about 9 h") == 3
