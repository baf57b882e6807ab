"""The word: who chose us trusts us; a person sets it with a reason; three words and nothing between."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.engagements import actions as working
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promising
from mainstay.promises.actions import intake
from mainstay.promises.models import Promise
from mainstay.trust.actions import word as verbs
from mainstay.trust.models import Ground, TrustWord
from mainstay.trust.queries.word import now
from mainstay.trust.queries.word.said import said
from mainstay.trust.tests.test_record_kept import delivery

NEI = "not_enough_information"


@pytest.fixture
def prospect(manager: User, at: datetime) -> Client:
    """Somebody we would like to work for."""
    return serving.add(name="Nordlicht", stage="prospect", by=manager, at=at)


@pytest.fixture
def cfo(atlas: Client, manager: User, at: datetime) -> Contact:
    """Somebody at Atlas."""
    place = serving.add_contact(client=atlas, name="Inés Ortega", addressed_as="Ms Ortega", by=manager, at=at)
    return place.contact


def kept(client: Client, by: User, made: datetime, text: str = "The plan") -> Any:
    """A promise made and kept three days later."""
    promise = promising.make(client=client, text=text, due_on=(made + timedelta(days=7)).date(), by=by, at=made)
    return promising.deliver(promise=promise, by=by, at=made + timedelta(days=3))


def test_a_prospect_lacks_information_and_signing_says_trusted_without_a_form(
    prospect: Client, atlas: Client, manager: User, at: datetime
) -> None:
    assert (said(prospect).word, said(prospect).reasons) == (
        NEI,
        ("Nobody has written down yet what would let them decide.",),
    )
    assert (said(atlas).word, said(atlas).reasons) == ("trusted", ("They chose to do business with us.",))
    work = working.begin(client=prospect, name="First order", outcome="Clean hands", by=manager, at=at)
    assert said(prospect).word == NEI
    working.set_state(engagement=work, state="active", by=manager, at=at)
    told = said(prospect)
    assert (told.word, told.reasons[0]) == ("trusted", "They chose to do business with us.")
    assert [(one.words, one.url) for one in told.grounds] == [("First order", f"/clients/work/{work.pk}/")]
    serving.set_stage(client=prospect, stage="active", by=manager, at=at)
    assert TrustWord.objects.filter(client=prospect).count() == 1


def test_whoever_is_brought_in_with_a_first_order_counts_as_signed(
    prospect: Client, manager: User, head: User, at: datetime
) -> None:
    for text, price, word in (
        ("A call", None, NEI),
        ("Bottles", Decimal(900), "trusted"),
        ("Cans", Decimal(9), "trusted"),
    ):
        told = replace(delivery(text, at.date()), budget=price)
        intake.take_in(placed=[intake.Placed(told, prospect, manager)], run_id=None, by=head, at=at, currency="EUR")
        assert said(prospect).word == word
    found = said(prospect)
    assert (found.reasons[0], [one.words for one in found.grounds]) == (
        "They chose to do business with us.",
        ["Bottles"],
    )
    assert TrustWord.objects.filter(client=prospect).count() == 1


def test_a_first_order_entered_in_error_takes_the_word_with_it_unless_somebody_spoke_since(
    prospect: Client, manager: User, head: User, at: datetime
) -> None:
    def brought(text: str, day: int) -> Promise:
        told = replace(delivery(text, at.date()), budget=Decimal(900))
        placed = [intake.Placed(told, prospect, manager)]
        now = at + timedelta(days=day)
        return intake.take_in(placed=placed, run_id=uuid4(), by=head, at=now, currency="EUR")[0]

    def undone(promise: Promise, day: int) -> str:
        intake.annul_many(promises=[promise], by=head, at=at + timedelta(days=day), reason="undone")
        last = Line.objects.of_client(prospect.pk).filter(kind__startswith="trust.").order_by("-seq").first()
        return last.kind if last else ""

    bottles, cans = brought("Bottles", 0), brought("Cans", 1)
    undone(bottles, 2)
    found = said(prospect)
    assert (found.word, [one.words for one in found.grounds]) == ("trusted", ["Cans"])
    assert (undone(cans, 3), said(prospect).word) == ("trust.unsigned", NEI)
    jars = brought("Jars", 4)
    verbs.say(client=prospect, word="not_trusted", reason="They rang.", by=manager, at=at + timedelta(days=5))
    assert (undone(jars, 6), said(prospect).word) == ("trust.word_stays", "not_trusted")


def test_a_signing_taken_back_lets_the_word_before_hold_again(prospect: Client, manager: User, at: datetime) -> None:
    verbs.say(
        client=prospect, word=NEI, reason="", missing="Two references", decide_by=date(2026, 3, 6), by=manager, at=at
    )
    serving.set_stage(client=prospect, stage="active", by=manager, at=at + timedelta(hours=1))
    assert said(prospect).word == "trusted"
    serving.set_stage(client=prospect, stage="prospect", by=manager, at=at + timedelta(hours=2))
    told = said(prospect)
    assert (told.word, told.row and told.row.missing) == (NEI, "Two references")
    assert TrustWord.objects.filter(client=prospect, struck_at=None).count() == 1


def test_trust_comes_back_with_a_kept_promise_or_their_own_word_and_old_words_stay(
    atlas: Client, manager: User, at: datetime
) -> None:
    early = kept(atlas, manager, at - timedelta(days=20))
    verbs.say(client=atlas, word="not_trusted", reason="They asked for another offer.", by=manager, at=at)
    later = at + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        verbs.say(client=atlas, word="trusted", reason="They seem happy", rests_on=[early], by=manager, at=later)
    assert (refused.value.rule, refused.value.field) == ("R-A-3", "word")
    new = kept(atlas, manager, later, "Mend it")
    done = later + timedelta(days=4)
    verbs.say(client=atlas, word="trusted", reason="They renewed.", rests_on=[new], by=manager, at=done)
    rows = TrustWord.objects.filter(client=atlas).values_list("word", "on", "is_now")
    assert list(rows) == [("not_trusted", date(2026, 3, 2), False), ("trusted", date(2026, 3, 7), True)]
    assert [one.words for one in said(atlas).grounds] == ["Mend it"]
    verbs.say(client=atlas, word="not_trusted", reason="A bad week.", by=manager, at=done)
    verbs.say(
        client=atlas, word="trusted", reason="A letter", client_said="We trust you again", by=manager, at=done
    )  # fmt: skip
    assert said(atlas).word == "trusted"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"word": NEI}, "missing"),
        ({"word": NEI, "missing": "Two references"}, "decide_by"),
        ({"word": NEI, "missing": "Two references", "decide_by": date(2026, 3, 1)}, "decide_by"),
        ({"word": "not_trusted"}, "reason"),
        ({"word": "mostly", "reason": "so"}, "word"),
        ({"word": 0.7, "reason": "so"}, "word"),
    ],
)
def test_a_word_without_what_it_needs_is_refused(
    atlas: Client, manager: User, at: datetime, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        verbs.say(client=atlas, by=manager, at=at, **{"reason": "", **told})
    assert refused.value.field == field
    assert TrustWord.objects.count() == 0


def test_what_was_noticed_of_somebody_there_is_evidence_of_the_client(
    atlas: Client, cfo: Contact, manager: User, stranger: User, at: datetime, api: Callable[..., Any]
) -> None:
    verbs.notice(client=atlas, text="Doubts our dates", contact=cfo, by=manager, at=at)
    assert [(one.words, one.contact) for one in said(atlas).grounds] == [("Doubts our dates", "Ms Ortega")]
    row = verbs.say(client=atlas, word="not_trusted", reason="Two of them doubt us", by=manager, at=at)
    assert Ground.objects.get().word == row
    person = api(manager).get(f"/contacts/{cfo.pk}").json()
    assert [name for name in person if "trust" in name] == []
    with pytest.raises(NotFound):
        verbs.notice(client=atlas, text="So", by=stranger, at=at)


def test_page_api_and_terminal_say_the_same_and_refuse_what_is_between(
    atlas: Client, manager: User, stranger: User, api: Callable[..., Any], terminal: Callable[..., Any],
    signed_in: Callable[[User], Browser],
) -> None:  # fmt: skip
    here = f"/trust/clients/{atlas.pk}/trust"
    for between in (0.7, "mostly", None):
        refused = api(manager).put(here, {"trust": between, "reason": "so"})
        assert (refused.status_code, refused.json()["rule"]) == (422, "R-A-6")
        assert "trusted, not_trusted, not_enough_information" in refused.json()["detail"]
    wrong = terminal(["trust", "word", "Atlas GmbH", "0.7", "--reason", "so"], by=manager)
    assert (wrong.exit_code, "trusted, not_trusted, not_enough_information" in wrong.output) == (1, True)
    put = api(manager).put(here, {"trust": "not_trusted", "reason": "They asked others."})
    assert (put.status_code, put.json()["trust"], put.json()["since"]) == (200, "not_trusted", "2026-03-02")
    assert [value for value in put.json().values() if isinstance(value, int | float) and value is not False] == []
    lines = terminal(["trust", "word", "Atlas GmbH", "--json"], by=manager)
    assert json.loads(lines.output) == put.json()
    browser, page = signed_in(manager), f"/trust/word/{atlas.pk}/"
    refused = browser.post(page, {"verb": "say", "say-word": "trusted", "say-reason": "They smiled"})
    assert (refused.status_code, "Trust comes back with a promise kept" in refused.content.decode()) == (422, True)
    more = {"say-client_said": "We are glad again", "say-reason": "They wrote", "say-word": "trusted"}
    assert browser.post(page, {"verb": "say", **more}).status_code == 302
    shown = browser.get(f"/clients/{atlas.pk}/").content.decode()
    assert ("They trust us." in shown, "They wrote" in shown, page in shown) == (True, True, True)
    for answer in (signed_in(stranger).get(page), api(stranger).get(here)):
        assert answer.status_code == 404


def test_words_of_many_cost_one_query(
    atlas: Client, prospect: Client, manager: User, at: datetime, django_assert_num_queries: Any
) -> None:
    verbs.say(client=atlas, word="not_trusted", reason="A bad week", by=manager, at=at)
    with django_assert_num_queries(1):
        assert now.words_of([atlas, prospect]) == {atlas.pk: "not_trusted", prospect.pk: NEI}
    every = Client.objects.all()
    assert {word: [one.name for one in now.with_word(every, word)] for word in ("trusted", "not_trusted", NEI)} == {
        "trusted": [], "not_trusted": [atlas.name], NEI: [prospect.name],
    }  # fmt: skip


def test_of_two_words_the_later_holds_when_two_clients_are_one_and_parts_again(
    atlas: Client, prospect: Client, manager: User, at: datetime
) -> None:
    verbs.say(client=atlas, word="not_trusted", reason="A bad week", by=manager, at=at)
    verbs.say(
        client=prospect, word=NEI, reason="", missing="Figures", decide_by=date(2026, 3, 9), by=manager,
        at=at + timedelta(hours=1),
    )  # fmt: skip
    from mainstay.trust.actions import merging

    before = list(TrustWord.objects.order_by("pk").values())
    plan = merging.plan(atlas, prospect)
    merging.go_along(atlas, prospect, plan.data)
    assert (said(atlas).word, TrustWord.objects.filter(client=atlas).count()) == (NEI, 2)
    merging.go_back(atlas, prospect, plan.data)
    assert list(TrustWord.objects.order_by("pk").values()) == before


def test_the_list_of_clients_may_be_of_one_word(
    atlas: Client, prospect: Client, manager: User, at: datetime, signed_in: Callable[[User], Browser],
    api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    browser = signed_in(manager)
    found = [
        [row.client.name for row in browser.get("/clients/", {"trust": word, "whose": "house"}).context["rows"]]
        for word in ("trusted", "not_trusted", NEI, "mostly")
    ]
    assert found == [[atlas.name], [], [prospect.name], [atlas.name, prospect.name]]
    page = browser.get("/clients/", {"trust": NEI, "whose": "house"})
    assert "whose=house&amp;trust=trusted" in page.content.decode()
    items = api(manager).get("/clients", trust="trusted").json()["items"]
    assert [item["name"] for item in items] == [atlas.name]
    refused = api(manager).get("/clients", trust="0.7")
    assert (refused.status_code, "trusted, not_trusted, not_enough_information" in refused.json()["detail"]) == (
        422, True,
    )  # fmt: skip
    lines = terminal(["clients", "list", "--only", "trust=not_enough_information"], by=manager).output.splitlines()
    assert [line.split("  ")[0] for line in lines] == [prospect.name]
