"""Two people on one promise: whoever looked before the other acted is told so at every door, and may do it again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.models import Promise

DAY = timedelta(days=1)
SENTENCE = "Deniz Aydin acted on this after you looked. See how it stands now, and do this again if it is still right."
MOVE: dict[str, Any] = {"to_on": date(2026, 3, 12), "reason": "The plates are late", "answer": "agreed"}


@pytest.fixture
def second(atlas: Client, deputy: User, head: User, at: datetime) -> User:
    """Deniz serves Atlas too."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    return deputy


@pytest.mark.django_db
def test_a_form_opened_before_the_other_acted_is_refused_and_then_may_be_sent_again(
    give: Callable[..., Promise], manager: User, second: User, at: datetime, signed_in: Callable[[User], Any],
    words: Callable[[Any], str],
) -> None:  # fmt: skip
    promise = give()
    mara, page = signed_in(manager), f"/promises/{promise.pk}/"
    assert mara.get(page).content.decode().count('name="seen" value="0"') > 5
    actions.move(promise=promise, **MOVE | {"to_on": date(2026, 3, 9)}, by=second, at=at)
    again = mara.post(f"{page}move/", MOVE | {"seen": "0"})
    assert again.status_code == 422
    assert SENTENCE in words(again)
    assert "Who may lift this: you, by looking at it again." in words(again)
    assert 'name="seen" value="1"' in again.content.decode()
    assert Promise.objects.get(pk=promise.pk).due_on == date(2026, 3, 9)
    assert mara.post(f"{page}move/", MOVE | {"seen": "1"}).status_code == 302
    assert Promise.objects.get(pk=promise.pk).due_on == date(2026, 3, 12)


@pytest.mark.django_db
def test_api_and_terminal_refuse_what_was_looked_at_before(
    give: Callable[..., Promise], manager: User, second: User, at: datetime, api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:  # fmt: skip
    promise = give()
    actions.progress(promise=promise, text="Half of it", by=second, at=at)
    door = api(manager)

    def send(verb: str, body: dict[str, str], seen: str) -> Any:
        headers = {"Authorization": f"Bearer {door.key}", "If-Match": seen}
        path = f"/api/v1/promises/{promise.pk}/{verb}"
        return door.browser.post(path, body, content_type="application/json", headers=headers)

    assert door.get(f"/promises/{promise.pk}").json()["acts"] == 1
    stale = send("deliver", {}, '"0"')
    assert (stale.status_code, stale.json()["detail"], stale.json()["rule"]) == (422, SENTENCE, "R-X-2")
    assert send("deliver", {}, "new").json()["rule"] == "R-X-11"
    said = terminal(["promises", "deliver", f"{promise.pk}@0"], by=manager)
    assert (said.exit_code, said.output.splitlines()[0]) == (1, SENTENCE)
    assert terminal(["promises", "deliver", f"{promise.pk}@1"], by=manager).exit_code == 0
    assert send("tell", {"how": "phone"}, '"2"').status_code == 200


WITHDRAW = {"reason": "No paper", "substitute": "A file"}
PAIRS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "both deliver": [("deliver", {}), ("deliver", {})],
    "one delivers, one withdraws": [("deliver", {}), ("withdraw", WITHDRAW)],
    "both move": [("move", MOVE), ("move", MOVE)],
    "one moves, one marks it as an error": [("move", MOVE), ("annul", {"reason": "Twice"})],
}


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_acts_and_the_other_is_told(
    atlas: Client, manager: User, second: User, at: datetime
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; two real connections are PostgreSQL’s")
    two = (manager, second)
    due: dict[str, Any] = {"due_on": (at + 4 * DAY).date(), "by": manager, "at": at}
    for name, verbs in PAIRS.items():
        promise = actions.make(client=atlas, text=name, **due)
        pair = [
            (verb, {"promise": as_seen(promise), "by": by, "at": at + DAY, **told})
            for by, (verb, told) in zip(two, verbs, strict=True)
        ]
        assert sorted(at_once(pair)) == ["R-X-2", "acted"], name
        assert Line.objects.about(promise.pk).count() == 2, name
    one, other = (actions.make(client=atlas, text=text, **due) for text in "ab")
    ways = ((one, other, manager), (other, one, second))
    crossing = [("needs_input", {"promise": a, "on": b, "work_days": 1, "by": by, "at": at}) for a, b, by in ways]
    assert sorted(at_once(crossing)) == ["R-B-46", "acted"]  # no circle, and neither waits for ever
    assert journal.verify().holds


def as_seen(promise: Promise) -> Promise:
    """The promise as somebody has it before them now."""
    mine = Promise.objects.select_related("client").get(pk=promise.pk)
    mine.seen = mine.acts
    return mine


def at_once(pair: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """What became of two deeds that begin together, each in a connection of its own."""
    gate, said = threading.Barrier(len(pair)), list[str]()

    def run(verb: str, told: dict[str, Any]) -> None:
        gate.wait(timeout=20)
        try:
            getattr(actions, verb)(**told)
            said.append("acted")
        except Refused as refused:
            said.append(refused.rule)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return said
