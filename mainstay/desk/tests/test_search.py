"""Finding clients, people and promises, and nothing one may not see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.desk.queries.search import search
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from django.test import Client as Browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan(atlas: Client, manager: User, at: datetime) -> Promise:
    """A promise with a reference, and a person at Atlas."""
    serving.add_contact(client=atlas, name="Zoë Müller", phone="+49 30 12345", by=manager, at=at)
    return actions.make(
        client=atlas, text="Übersicht senden", reference="A-4711", due_on=at.date() + DAY, by=manager, at=at
    )


def found(person: User, words: str) -> dict[str, list[str]]:
    """Names by kind, kinds without any left out."""
    all_found = search(person, words)
    names = {
        "clients": [client.name for client in all_found.clients],
        "people": [place.contact.name for place in all_found.people],
        "promises": [promise.text for promise in all_found.promises],
    }
    return {kind: some for kind, some in names.items() if some}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("atlas", {"clients": ["Atlas GmbH"]}),
        ("  ATLAS  gmbh ", {"clients": ["Atlas GmbH"]}),
        ("атлас", {"clients": ["Atlas GmbH"]}),
        ("мюллер зоя", {}),
        ("Мюллер", {"people": ["Zoë Müller"]}),
        ("+49 (0)30 / 12345", {"people": ["Zoë Müller"]}),
        ("zoe mul", {"people": ["Zoë Müller"]}),
        ("030 12345", {"people": ["Zoë Müller"]}),
        ("30 12345", {"people": ["Zoë Müller"]}),
        ("a-4711", {"promises": ["Übersicht senden"]}),
        ("übersicht", {"promises": ["Übersicht senden"]}),
        ("senden", {"promises": ["Übersicht senden"]}),
        ("%", {}),
        ("", {}),
    ],
)
def test_search_finds_by_name_text_reference_and_number(
    plan: Promise, manager: User, words: str, expected: dict[str, list[str]]
) -> None:
    assert found(manager, words) == expected


def test_a_stranger_finds_nothing_at_any_door(
    plan: Promise,
    stranger: User,
    admin: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Any],
) -> None:
    for person in (stranger, admin):
        assert [found(person, words) for words in ("Atlas", "Müller", "A-4711")] == [{}, {}, {}]
    page = signed_in(stranger).get("/search/?q=Atlas").content.decode()
    assert "Atlas GmbH" not in page
    assert "Nothing you may see answers these words." in page
    assert api(stranger).get("/search", q="Atlas").json() == {
        "clients": [], "people": [], "engagements": [], "promises": [], "cut": False,
    }  # fmt: skip


def test_what_was_entered_in_error_is_not_found(plan: Promise, manager: User, at: datetime) -> None:
    actions.annul(promise=plan, reason="Twice", by=manager, at=at)
    assert found(manager, "A-4711") == {}


def test_what_begins_with_the_word_and_what_is_owed_stand_first(
    plan: Promise, atlas: Client, manager: User, at: datetime
) -> None:
    for name in ("Neu-Atlas", "Atlas Zwei"):
        serving.add(name=name, manager=manager, by=manager, at=at)
    assert found(manager, "atlas") == {"clients": ["Atlas GmbH", "Atlas Zwei", "Neu-Atlas"]}
    done = actions.make(client=atlas, text="Kuchen senden", due_on=at.date() + 9 * DAY, by=manager, at=at)
    actions.deliver(promise=done, by=manager, at=at)
    assert found(manager, "senden") == {"promises": ["Übersicht senden", "Kuchen senden"]}


def test_search_is_bounded_and_says_so(
    atlas: Client, manager: User, head: User, team: Any, signed_in: Callable[[User], Browser], at: datetime
) -> None:
    names: list[Any] = [{"name": f"Hafen {n:02}", "unit_id": team.pk} for n in range(25)]
    made = serving.take_in(names=names, run_id=None, by=head, at=at)
    serving.assign_many(pairs=[(client, manager) for client in made], by=head, at=at)
    result = search(manager, "hafen")
    assert (len(result.clients), result.cut) == (20, True)
    browser, counts = signed_in(manager), []
    for words in ("hafen 01", "hafen"):
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/search/", {"q": words}).content.decode()
        counts.append(len(asked))
        assert ("There is more than is shown here" in page) == (words == "hafen")
        assert len(re.findall(r'href="/clients/[0-9a-f-]{36}/"', page)) == (20 if words == "hafen" else 1)
    assert max(counts) <= 12


def test_the_pages_escape_what_was_asked(manager: User, signed_in: Callable[[User], Browser]) -> None:
    page = signed_in(manager).get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_search_keeps_in_step_with_what_is_done(plan: Promise, atlas: Client, manager: User, at: datetime) -> None:
    serving.change(client=atlas, name="Borealis AG", by=manager, at=at)
    assert [found(manager, words) for words in ("atlas", "borealis")] == [{}, {"clients": ["Borealis AG"]}]
    place = atlas.affiliations.get()
    serving.change_contact(affiliation=place, name="Zora Mohn", phone="030 99999", by=manager, at=at)
    assert [found(manager, words) for words in ("müller", "030 12345")] == [{}, {}]
    assert found(manager, "99999") == {"people": ["Zora Mohn"]}
    serving.leave(affiliation=place, by=manager, at=at)
    assert found(manager, "zora") == {}
    actions.annul(promise=plan, reason="Twice", by=manager, at=at)
    assert found(manager, "übersicht") == {}
    actions.take_back(promise=plan, by=manager, at=at)
    assert found(manager, "übersicht") == {"promises": ["Übersicht senden"]}


def test_what_went_along_with_a_merge_is_found_at_its_new_client(
    plan: Promise, atlas: Client, manager: User, head: User, at: datetime
) -> None:
    other = serving.add(name="Atlas Druck", manager=manager, by=manager, at=at)
    serving.merge(keep=other, gone=atlas, by=manager, at=at)
    assert [one.client for one in search(manager, "übersicht").promises] == [other]
    assert [one.client for one in search(manager, "müller").people] == [other]
    serving.unmerge(gone=atlas, by=manager, at=at)
    assert [one.client for one in search(manager, "müller").people] == [atlas]


def test_search_in_the_terminal(plan: Promise, terminal: Callable[..., Any], manager: User, stranger: User) -> None:
    said = terminal(["search", "мюллер"], by=manager).output
    assert said == "People\n  Zoë Müller · Atlas GmbH\n"
    assert terminal(["search", "мюллер"], by=stranger).output == "Nothing you may see answers these words.\n"
