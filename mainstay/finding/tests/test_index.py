"""The index kept in step, asked within rights on either database, and written anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.finding import actions, queries, rules
from mainstay.finding.models import Slip, State
from mainstay.house.models import User
from mainstay.kit.plug import registry
from mainstay.promises import actions as promising
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from click.testing import Result

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(atlas: Client, manager: User, at: datetime) -> Client:
    """A client with a person and two promises, and another client of nobody's."""
    serving.add_contact(client=atlas, name="Zoë Müller", phone="+49 30 123456", by=manager, at=at)
    for text in ("Send the plan", "Send the proof"):
        promising.make(client=atlas, text=text, due_on=(at + timedelta(days=3)).date(), by=manager, at=at)
    return atlas


def about(sort: str, typed: str, clients: object) -> set[object]:
    """Which things of a sort answer, of these clients."""
    where = queries.within(clients)  # type: ignore[arg-type]
    asked = {sort: rules.asked(typed, sort, named=sort in "cp")}
    return {hit.about_id for hit in queries.hits(asked, where, wanted=20)[sort]}


def test_few_and_many_are_found_alike(lived: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, nobodys = Client.objects.filter(pk=lived.pk), Client.objects.exclude(pk=lived.pk)
    people = [("p", "mueller"), ("p", "Мюллер"), ("p", "030 123456")]
    questions = [("c", "atl"), *people, ("w", "send pro"), ("w", "plans")]
    few = [about(sort, typed, mine) for sort, typed in questions]
    monkeypatch.setattr("mainstay.finding.queries.answers.FEW", 0)
    assert [about(sort, typed, mine) for sort, typed in questions] == few
    assert [about(sort, typed, None) for sort, typed in questions] == few
    assert [len(found) for found in few] == [1, 1, 1, 1, 1, 1]
    assert [about(sort, typed, nobodys) for sort, typed in questions] == [set()] * 6


def test_common_words_are_looked_for_in_what_holds_the_others(lived: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mainstay.finding.queries.gin._SOME", "0")  # every slip stands in the small index
    monkeypatch.setattr("mainstay.finding.queries.gin.COMMON", 1)  # two hold “send”
    proof = {promise.pk for promise in Promise.objects.filter(text="Send the proof")}
    assert [about("w", typed, None) for typed in ("send proof", "sen pro", "proofs send")] == [proof] * 3
    assert about("w", "send boat", None) == set()


def test_of_too_many_the_nearest_are_found(
    atlas: Client, manager: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving.add(name="Neu-Atlas", manager=manager, by=manager, at=at)
    monkeypatch.setattr("mainstay.finding.queries.answers.MOST", 1)
    assert [about("c", typed, None) for typed in ("atl", "atlas gmbh")] == [{atlas.pk}] * 2
    assert len(about("c", "a", None)) == 1


def test_the_index_counts_what_there_is_and_is_written_anew(lived: Client, terminal: Callable[..., Result]) -> None:
    before = sorted(Slip.objects.values_list("about_id", "words"))
    assert actions.catch_up()
    assert queries.wholeness().whole
    actions.forget(places={(lived.pk, lived.pk)})
    assert not queries.wholeness().whole
    assert about("c", "atlas", None) == set()
    assert f"{len(before)} things are found now." in terminal(["reindex"]).output
    assert sorted(Slip.objects.values_list("about_id", "words")) == before
    assert about("c", "atlas", None) == {lived.pk}


def test_an_index_of_older_rules_is_written_anew_by_a_tick(lived: Client) -> None:
    State.objects.update_or_create(pk=1, defaults={"version": 0, "done": True})
    Slip.objects.filter(sort="w").update(words="w")
    assert actions.catch_up()
    assert len(about("w", "send", None)) == 2


def test_a_letter_belongs_to_one_folder() -> None:
    letters = "".join(each.sorts for each in registry.finds())
    assert len(letters) == len(set(letters))
    for each in registry.finds():
        assert ".actions." in each.hear.__module__
