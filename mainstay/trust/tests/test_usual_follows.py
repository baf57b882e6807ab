"""Somebody else than they are used to: announced, told once, in force on its day (R-A-14, R-A-34)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mainstay.clients.actions import assign, handing
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.house.models import User
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused
from mainstay.promises import actions as promises
from mainstay.trust.actions.usual import reducing
from mainstay.trust.actions.usual.reducing import Announcement
from mainstay.trust.capability import exceptions, exceptions_count, tick, today
from mainstay.trust.models import Reduction

DAY = timedelta(days=1)


def serving(client: Client) -> list[tuple[str, str]]:
    """Who serves now, as what."""
    return [(one.user.name, one.role) for one in Assignment.now_for(client)]


def announced(client: Client, manager: User, at: datetime, **more: Any) -> Reduction:
    """That somebody else comes in ten days: told at once."""
    told = Announcement("Deniz will be there for you.", "phone")
    given: dict[str, Any] = {"announcement": told, "by": manager} | more
    made = reducing.reduce(
        client=client, kind="manager", key=str(manager.pk), ends_on=(at + 10 * DAY).date(), at=at, **given
    )
    return reducing.tell(reduction=made, by=manager, at=at + DAY)


def test_who_was_announced_follows_on_the_day_with_what_is_open(
    atlas: Client, manager: User, deputy: User, at: datetime
) -> None:
    plan = promises.make(client=atlas, text="The plan", due_on=(at + 30 * DAY).date(), by=manager, at=at)
    made = announced(atlas, manager, at, successor=deputy)
    tick(at + 9 * DAY)
    assert serving(atlas) == [("Mara Vogt", "manager")]
    tick(at + 10 * DAY)
    assert serving(atlas) == [("Deniz Aydin", "manager")]
    plan.refresh_from_db()
    made.refresh_from_db()
    assert (plan.owner, made.done_at) == (deputy, at + 10 * DAY)
    over = HandOver.objects.get()
    assert (over.told_on, over.told_how, over.accepted_at) == ((at + DAY).date(), "by phone", None)
    told = Line.objects.of_client(atlas.pk).filter(at=at + 10 * DAY).values_list("kind", flat=True)
    assert {"clients.unassigned", "clients.assigned", "clients.handed_over", "trust.reduced"} <= set(told)


def test_until_somebody_follows_the_manager_stays_and_it_is_on_today_of_both(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    made = announced(atlas, manager, at)
    soon, after = at + 7 * DAY, at + 12 * DAY
    tick(after)
    assert serving(atlas) == [("Mara Vogt", "manager")]
    assert [line.code for line in today(manager, at + 6 * DAY)] == []
    for person, lines in ((manager, today(manager, soon)), (head, exceptions(head, after))):
        assert [(line.code, line.rule) for line in lines] == [("unfollowed", "R-A-34")], person
    assert (exceptions_count(head, after), today(head, after).led) == (1, 1)
    assign(client=atlas, user=deputy, role="manager", by=head, at=after)  # told: that need not be typed again
    (line,) = Line.objects.of_client(atlas.pk).filter(kind="clients.assigned", at=after)
    assert Words.objects.get(pk=line.pk).changes["told_on"] == [None, (at + DAY).date().isoformat()]
    made.refresh_from_db()
    assert (made.done_at, exceptions_count(head, after)) == (after, 0)


def test_a_successor_who_was_let_go_does_not_follow(atlas: Client, manager: User, deputy: User, at: datetime) -> None:
    announced(atlas, manager, at, successor=deputy)
    deputy.is_active = False
    deputy.save()
    tick(at + 10 * DAY)
    assert serving(atlas) == [("Mara Vogt", "manager")]
    assert [line.code for line in today(manager, at + 10 * DAY)] == ["unfollowed"]


def test_telling_is_carried_over_to_a_hand_over_and_a_leaving(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    begun = handing.begin(person=manager, by=head, at=at)
    (row,) = handing.plan(leaving=begun, clients=[atlas], taker=deputy, by=head, at=at)
    assert not row.ready
    announced(atlas, manager, at)
    (row,) = handing.plan(leaving=begun, clients=[atlas], taker=deputy, by=head, at=at + 2 * DAY)
    assert (row.ready, row.told_on) == (True, (at + DAY).date())
    (done,) = handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=head, at=at + 2 * DAY)
    assert done.told_on == (at + DAY).date()


def test_who_follows_is_said_by_whoever_may_hand_over_and_told_in_any_case(
    atlas: Client, manager: User, deputy: User, stranger: User, head: User, at: datetime
) -> None:
    assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    with pytest.raises(Refused) as refused:
        announced(atlas, manager, at, by=deputy)
    assert refused.value.rule == "R-X-3"
    with pytest.raises(Refused) as refused:
        announced(atlas, manager, at, successor=manager)
    assert (refused.value.rule, refused.value.field) == ("R-A-34", "successor")
    with pytest.raises(Refused) as refused:
        announced(atlas, manager, at, announcement=None, substitute="A visit")
    assert (refused.value.rule, refused.value.field) == ("R-A-14", "text")


def test_page_api_and_terminal_name_who_follows(
    atlas: Client, manager: User, deputy: User, at: datetime, signed_in: Any, api: Any, terminal: Any
) -> None:
    ends = (at + 10 * DAY).date().isoformat()
    url = f"/trust/used-to/{atlas.pk}/end/?kind=manager&key={manager.pk}"
    sent = {"ends_on": ends, "text": "Deniz comes.", "channel": "phone", "successor": str(deputy.pk)}
    browser = signed_in(manager)
    assert "Who follows" in browser.get(url).content.decode()
    page = browser.post(url, sent, follow=True).content.decode()
    assert ("Who follows" in page, "Deniz Aydin" in page) == (True, True)
    made = Reduction.objects.get()
    assert api(manager).get(f"/trust/ending/{made.pk}").json()["successor"] == str(deputy.pk)
    reducing.call_off(reduction=made, why="Not yet", by=manager, at=at)
    asked = {"kind": "manager", "key": str(manager.pk), "ends_on": ends, "text": "Deniz comes.", "channel": "phone"}
    done = api(manager).post(f"/trust/usual/{atlas.pk}/end", asked | {"successor": str(deputy.pk)})
    assert (done.status_code, done.json()["successor"]) == (201, str(deputy.pk))
    reducing.call_off(reduction=Reduction.objects.under_way().get(), why="Not yet", by=manager, at=at)
    typed = ["ending", "announce", "Atlas GmbH", "manager", str(manager.pk), ends, "--text", "Deniz comes."]
    assert terminal([*typed, "--channel", "phone", "--follows", "Deniz Aydin"], by=manager).exit_code == 0
    assert Reduction.objects.under_way().get().successor == deputy
