"""Lists of engagements: begun, changed, ended, taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.models import Client
from mainstay.engagements import actions
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.transfer.tests.bringing import Bringing, whys

pytestmark = pytest.mark.django_db
LIST = "Клиент;Проект;Результат;Состояние\nЖуравль;Склад;быстрее;в работе\nAtlas GmbH;Umzug;;\n"


def standing() -> list[tuple[str, str, str, str]]:
    """Every engagement."""
    rows = Engagement.objects.order_by("client__name", "name")
    return list(rows.values_list("client__name", "name", "outcome", "state"))


def test_engagements_are_begun_for_clients_known_and_new(bring: Bringing, atlas: Client) -> None:
    done = bring("engagements", LIST)
    assert done.whats == ["made", "made"]
    assert standing() == [("Atlas GmbH", "Umzug", "", "talked"), ("Журавль", "Склад", "быстрее", "active")]
    assert bring("engagements", LIST).whats == ["left", "left"]
    assert bring.undo(done) == []
    assert [state for *_rest, state in standing()] == ["ended", "ended"]
    assert not Client.objects.kept().filter(name="Журавль").exists()
    assert bring("engagements", LIST).whats == ["made", "made"]


def test_a_changed_list_is_set_back_where_nobody_changed_it_since(
    bring: Bringing, atlas: Client, head: User, at: datetime
) -> None:
    bring("engagements", "Client,Name,Outcome,State\nAtlas GmbH,Move,fast,active\nAtlas GmbH,Fair,,\n")
    done = bring("engagements", "Client,Name,Outcome,State\nAtlas GmbH,move,safe,closed\nAtlas GmbH,Fair,big,\n")
    assert [step.changes for step in done.steps] == [
        {"outcome": ["fast", "safe"], "state": ["active", "ended"]},
        {"outcome": ["", "big"]},
    ]
    actions.change(engagement=Engagement.objects.get(name="Fair"), outcome="bigger", by=head, at=at)
    assert whys(bring.undo(done)) == ["Changed by somebody since: outcome."]
    assert standing() == [("Atlas GmbH", "Fair", "bigger", "talked"), ("Atlas GmbH", "Move", "fast", "active")]


def test_an_engagement_told_twice_is_one(bring: Bringing) -> None:
    done = bring("engagements", "Client,Name\nKranich,Move\nKranich,MOVE\n")
    assert done.whats == ["made", "left"]
    assert whys(done.steps) == ["", "An earlier row of this file tells it already."]


def test_words_of_another_house_are_said_in_the_map(bring: Bringing) -> None:
    columns = '[columns]\nclient = "Client"\nname = "Name"\noutcome = "For"\nstate = "Phase"\n'
    text = "Client,Name,For,Phase\nKranich,Move,calm,grün\n"
    assert bring.reading("engagements", text, columns).problem_count == 1
    bring("engagements", text, columns + '[values.state]\nactive = ["grün"]\n')
    assert standing() == [("Kranich", "Move", "calm", "active")]


def test_active_work_without_an_outcome_is_refused_with_its_row(bring: Bringing, atlas: Client) -> None:
    done = bring("engagements", "Client,Name,State\nAtlas GmbH,Move,active\nAtlas GmbH,Fair,\n")
    assert done.whats == ["refused", "made"]
    assert whys(done.steps)[0].startswith("Work becomes active once it is known what it is to do for them.")


def test_a_batch_takes_the_same_queries_whatever_its_length(bring: Bringing) -> None:
    def queries(start: int, rows: int) -> int:
        text = "Client,Name,State,Outcome\n" + "".join(
            f"Firm {n},Work,active,calm\n" for n in range(start, start + rows)
        )
        with CaptureQueriesContext(connection) as seen:
            done = bring("engagements", text)
            changed = bring("engagements", text.replace("active", "ended"))
            assert bring.undo(changed) == []
            assert bring.undo(done) == []
        return len(seen)

    queries(1, 1)
    assert queries(50, 1) == queries(100, 40)
