"""Extras marked once or standing, reductions only with notice, lessons, what is understood (R-A-14, 19, 24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import Unit, User
from mainstay.journal.models import Line
from mainstay.kit.plug import Capability, Reducible, Used, registry
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promises
from mainstay.trust.actions import usual as verbs
from mainstay.trust.actions.usual import reducing, understanding
from mainstay.trust.actions.usual.reducing import Announcement
from mainstay.trust.capability import tick, today, used_to
from mainstay.trust.models import Custom, Lesson, Notice, Reduction, Understanding
from mainstay.trust.queries.usual import used


@pytest.fixture
def monthly(atlas: Client, manager: User, at: datetime) -> datetime:
    """Atlas got a report in every month of a year; the day after the last."""
    for month in range(12):
        made = at + timedelta(days=31 * month)
        given = promises.make(
            client=atlas,
            text=f"Monthly report {month + 1}",
            due_on=(made + timedelta(days=2)).date(),
            by=manager,
            at=made,
        )
        promises.deliver(promise=given, by=manager, at=made + timedelta(days=1))
    return at + timedelta(days=343)


def test_a_report_of_a_year_ends_only_after_it_was_announced(
    atlas: Client, manager: User, monthly: datetime
) -> None:  # R-A-14
    (item,) = used.deliverables(atlas, monthly)
    assert (item.what, item.words) == ("Monthly report", "12 months, accustomed")
    ends = (monthly + timedelta(days=20)).date()
    told: dict[str, Any] = {
        "client": atlas,
        "kind": "deliverable",
        "key": item.key,
        "ends_on": ends,
        "by": manager,
        "at": monthly,
    }
    with pytest.raises(Refused) as refused:
        reducing.reduce(**told)
    assert (refused.value.rule, refused.value.field, refused.value.lifted_by) == ("R-A-14", "text", "")
    assert "12 months, accustomed" in refused.value.message
    with pytest.raises(Refused, match="told before it ends"):
        reducing.reduce(**told, announcement=Announcement("It ends.", "phone", manager, ends))
    made = reducing.reduce(**told, announcement=Announcement("From June it comes quarterly.", "phone", manager))
    (line,) = [each for each in today(manager, monthly) if each.order == 3]
    assert (line.code, line.rule) == ("to_announce", "R-A-14")
    tick(monthly + timedelta(days=21))
    assert Reduction.objects.get().done_at is None  # nobody told them: it goes on
    assert list(used.deliverables(atlas, monthly)) == [item]
    reducing.tell(reduction=made, by=manager, at=monthly)
    tick(monthly + timedelta(days=21))
    assert Reduction.objects.get().done_at is not None
    assert list(used.deliverables(atlas, monthly + timedelta(days=21))) == []
    assert "trust.reduced" in Line.objects.about(made.pk).values_list("kind", flat=True)


def test_something_instead_becomes_a_promise(atlas: Client, manager: User, monthly: datetime) -> None:
    (item,) = used.deliverables(atlas, monthly)
    ends = (monthly + timedelta(days=20)).date()
    made = reducing.reduce(
        client=atlas, kind=item.kind, key=item.key, ends_on=ends, substitute="A page they can read any day",
        by=manager, at=monthly,
    )  # fmt: skip
    assert made.promise is not None
    assert (made.promise.text, made.promise.due_on) == ("A page they can read any day", ends)
    with pytest.raises(Refused, match="under way already"):
        reducing.reduce(client=atlas, kind=item.kind, key=item.key, ends_on=ends, by=manager, at=monthly)
    reducing.call_off(reduction=made, why="They count on it", by=manager, at=monthly)
    tick(monthly + timedelta(days=21))
    assert len(list(used.deliverables(atlas, monthly))) == 1


def test_an_extra_for_once_says_so_and_makes_no_habit(
    atlas: Client, manager: User, stranger: User, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        verbs.give(client=atlas, what="Fruit basket", mark="once", by=manager, at=at)
    assert (refused.value.rule, refused.value.field) == ("R-A-14", "said")
    with pytest.raises(NotFound):
        verbs.give(client=atlas, what="Fruit basket", by=stranger, at=at)
    with pytest.raises(Refused, match="still to come"):
        verbs.give(client=atlas, what="Fruit basket", on=date(2026, 3, 9), by=manager, at=at)
    verbs.give(client=atlas, what="Fruit basket", mark="once", said="on the card", by=manager, at=at)
    verbs.leave_out(client=atlas, what="fruit  basket", by=manager, at=at + timedelta(days=30))
    assert Notice.objects.count() == 0


def test_a_standing_extra_that_is_left_out_is_noticed_at_once_and_ends_with_notice(
    atlas: Client, manager: User, at: datetime
) -> None:
    verbs.give(client=atlas, what="Fruit basket", mark="standing", by=manager, at=at)
    later = at + timedelta(days=30)
    verbs.leave_out(client=atlas, what="Fruit basket", by=manager, at=later)
    assert [each.way for each in Notice.objects.standing()] == ["missing"]
    verbs.give(client=atlas, what="Fruit basket", by=manager, at=later + timedelta(hours=1))
    assert Notice.objects.standing().count() == 0
    ends = (later + timedelta(days=9)).date()
    made = reducing.reduce(
        client=atlas, kind="extra", key="fruit basket", ends_on=ends, by=manager, at=later,
        announcement=Announcement("The basket ends in April.", "phone"),
    )  # fmt: skip
    reducing.tell(reduction=made, by=manager, at=later + timedelta(days=1))
    tick(later + timedelta(days=10))
    assert Custom.objects.get().until_on == ends
    verbs.leave_out(client=atlas, what="Fruit basket", by=manager, at=later + timedelta(days=11))
    assert Notice.objects.standing().count() == 0


def test_the_third_alike_is_proposed_and_agreed_to_stands(atlas: Client, manager: User, at: datetime) -> None:
    for month in range(3):
        verbs.give(
            client=atlas,
            what="Translation",
            mark="once",
            said="on the phone",
            by=manager,
            at=at + timedelta(days=30 * month),
        )
    after = at + timedelta(days=61)
    (notice,) = Notice.objects.standing()
    assert (notice.way, [each.order for each in today(manager, after)]) == ("proposed", [10])
    with pytest.raises(Refused, match="nothing to restore"):
        verbs.restore(notice=notice, text="x", due_on=after.date(), by=manager, at=after)
    verbs.agree(notice=notice, words="", by=manager, at=after)
    assert [each.what for each in Custom.objects.all()] == ["Translation"]
    assert [each.key for each in used.extras(atlas, after)] == ["translation"]
    assert Notice.objects.standing().count() == 0


def test_who_is_there_for_them_is_something_they_are_used_to(atlas: Client, manager: User, at: datetime) -> None:
    later = at + timedelta(days=430)
    assert used_to("manager", [atlas.pk], at + timedelta(days=9)) == {}
    assert used_to("manager", [atlas.pk], later) == {
        atlas.pk: ["They are used to Mara Vogt, for 14 months.", "The change was not announced to them."]
    }
    assert used_to("tier", [atlas.pk], later) == {}
    made = reducing.reduce(
        client=atlas, kind="manager", key=str(manager.pk), ends_on=(later + timedelta(days=9)).date(), by=manager,
        at=later, announcement=Announcement("Deniz will be there for you.", "phone"),
    )  # fmt: skip
    reducing.tell(reduction=made, by=manager, at=later)
    announced = used_to("manager", [atlas.pk], later)[atlas.pk][1]
    assert announced == "The change was announced for Saturday 15\u00a0May 2027."


def test_a_tier_ends_by_the_same_hook_once_they_were_told(
    atlas: Client, manager: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:  # R-A-14: told here as tiers, rhythms and channels will tell it
    has = {atlas.pk: "Gold"}

    def of(client: Client, _at: datetime) -> list[Used]:
        return [Used("tier", "gold", has[client.pk], date(2025, 3, 1), "for a year")] if client.pk in has else []

    def end(client: Client, key: str, by: User, _at: datetime) -> None:
        assert (key, by, has.pop(client.pk)) == ("gold", manager, "Gold")

    registry.register(Capability(name="tiers", reducibles=(Reducible("tier", "Tiers", of, end),)))
    try:
        ends = at + timedelta(days=20)
        told: dict[str, Any] = {"client": atlas, "kind": "tier", "key": "gold", "ends_on": ends.date(), "by": manager}
        with pytest.raises(Refused, match="Gold: for a year"):
            reducing.reduce(**told, at=at)
        assert "Gold" in signed_in(manager).get(f"/trust/used-to/{atlas.pk}/").content.decode()
        made = reducing.reduce(**told, at=at, announcement=Announcement("From April it is Silver.", "phone"))
        tick(ends)
        assert has == {atlas.pk: "Gold"}
        reducing.tell(reduction=made, by=manager, at=at)
        tick(ends)
        assert has == {}
    finally:
        registry.remove("tiers")


def test_a_lesson_is_shown_where_it_applies(
    atlas: Client, manager: User, at: datetime, monthly: datetime, signed_in: Callable[[User], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # R-A-19  # fmt: skip
    from mainstay.house import clock

    understanding.learn(happened="A list ended", cost="A client", avoid="Ring before", by=manager, at=at)
    understanding.learn(happened="No word", cost="Trust", avoid="Call at once", about="late", by=manager, at=at)
    with pytest.raises(Refused, match="three parts"):
        understanding.learn(happened="A list ended", cost="", avoid="Ring before", by=manager, at=at)
    monkeypatch.setattr(clock, "real_now", lambda: monthly)
    (item,) = used.deliverables(atlas, monthly)
    page = (
        signed_in(manager).get(f"/trust/used-to/{atlas.pk}/end/", {"kind": item.kind, "key": item.key}).content.decode()
    )
    assert "Ring before" in page
    assert "12 months, accustomed" in page
    assert "Call at once" not in page
    understanding.lay_aside(lesson=Lesson.objects.get(avoid="Ring before"), by=manager, at=at)
    page = (
        signed_in(manager).get(f"/trust/used-to/{atlas.pk}/end/", {"kind": item.kind, "key": item.key}).content.decode()
    )
    assert "Ring before" not in page


def test_what_is_understood_is_thought_over_once_a_quarter(
    atlas: Client, manager: User, at: datetime
) -> None:  # R-A-24
    with pytest.raises(Refused, match="how one can tell"):
        understanding.note(client=atlas, text="They ring", since_on=at.date(), evidence="", by=manager, at=at)
    told: dict[str, Any] = {
        "client": atlas,
        "text": "They ring, we answer before ten",
        "evidence": "the log",
        "by": manager,
    }
    made = understanding.note(**told, since_on=date(2025, 1, 1), at=at)
    assert today(manager, at + timedelta(days=80)) == []
    after = at + timedelta(days=92)
    assert [(line.code, line.rule) for line in today(manager, after)] == [("understandings", "R-A-24")]
    understanding.leave(understanding=made, by=manager, at=after)
    assert today(manager, after) == []
    understanding.put_in_writing(understanding=made, by=manager, at=after)
    with pytest.raises(Refused, match="who there confirmed"):
        understanding.confirm(understanding=made, confirmed_by=None, how="the letter", by=manager, at=after)
    ortega = serving.add_contact(client=atlas, name="Inés Ortega", by=manager, at=after).contact
    kept = understanding.confirm(understanding=made, confirmed_by=ortega, how="the letter", by=manager, at=after)
    assert kept.state == Understanding.State.WRITTEN
    with pytest.raises(Refused, match="in writing already"):
        understanding.leave(understanding=made, by=manager, at=after)
    ending = reducing.reduce(
        client=atlas, kind="understanding", key=str(made.pk), ends_on=(after + timedelta(days=5)).date(), by=manager,
        at=after, announcement=Announcement("From June we answer within the day.", "phone"),
    )  # fmt: skip
    reducing.tell(reduction=ending, by=manager, at=after)
    tick(after + timedelta(days=6))
    assert Understanding.objects.get().state == Understanding.State.ENDED


def test_what_they_are_used_to_goes_along_when_two_clients_are_one(
    atlas: Client, team: Unit, manager: User, head: User, at: datetime
) -> None:
    from mainstay.trust.actions.usual import merging
    from mainstay.trust.models import Extra

    other = serving.add(name="Atlas Berlin", unit=team, zone="Europe/Berlin", manager=manager, by=head, at=at)
    for client in (atlas, other):
        verbs.give(client=client, what="Fruit basket", mark="standing", by=manager, at=at)
    understanding.note(client=other, text="They ring", since_on=at.date(), evidence="log", by=manager, at=at)
    along = merging.plan(atlas, other)
    assert along.told == ["What both are used to alike stands once."]
    merging.go_along(atlas, other, along.data)
    assert [len(list(used.everything(client, at))) for client in (atlas, other)] == [3, 2]
    assert Extra.objects.filter(client=atlas).count() == 2
    assert merging.go_back(atlas, other, along.data) == []
    assert Extra.objects.filter(client=atlas).count() == 1
    assert Understanding.objects.get().client == other
