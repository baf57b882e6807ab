"""Where a list is cut into batches makes no difference: to what is foreseen, to what is done, to what is undone."""

from __future__ import annotations

from typing import Any

import pytest

from mainstay.clients.models import Affiliation, Assignment, Client, Contact, Reach
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.transfer.actions import running
from mainstay.transfer.tests.bringing import Bringing

pytestmark = pytest.mark.django_db
CLIENTS = (
    "Name,Number,Town,Note\nKranich,,Kiel,\nMöwe,2,,\nKranich,1,,\nKranich,1,Kiel,since the fair\n"
    "Reiher,2,,\nReiher,,Husum,\n"
)
CONTACTS = (
    "Name,Client,Role,Email,Phone,ID,Until\n"
    "Ida Storm,Kranich,Buyer,ida@kranich.example,030 11111,,\n"
    "Ole Brand,Kranich,,,,b,\n"
    "Ida Storm,Möwe,,IDA@kranich.example,,a,\n"
    "Ida Storm-Brand,Möwe,Chair,,,a,\n"
    "Ole Brand,Kranich,,ole@example.org,030 22222,b,2026-01-31\n"
    "Uwe Eck,,,uwe@example.org,,,\n"
    "Uwe Eck,,,uwe@two.example,,,\n"
    "Uwe Eck,,,uwe@example.org,030 33333,,\n"
)
ASSIGNMENTS = (
    "Client,Person,Role,From,To\nKranich,Mara Vogt,manager,,\nKranich,Deniz Aydin,manager,2026-02-01,\n"
    "Kranich,Mara Vogt,deputy,,\nKranich,Deniz Aydin,manager,2026-01-15,\n"
    "Kranich,Mara Vogt,helper,2020-01-01,2021-01-01\n"
)
ENGAGEMENTS = "Client,Name,State,Outcome\nKranich,Move,active,\nKranich,move,,fast\nMöwe,Fair,,\nKranich,Move,ended,\n"


def standing() -> list[list[Any]]:
    """All that lists can make, without ids."""
    return [
        list(Client.objects.order_by("name", "reference").values_list("name", "reference", "town", "note", "kind")),
        list(Contact.objects.order_by("name").values_list("name", "reference", "email", "phone", "found_by")),
        list(
            Affiliation.objects.order_by("contact__name", "client__name").values_list("client__name", "role", "to_on")
        ),
        list(Reach.objects.order_by("contact__name", "kind", "place").values_list("contact__name", "value")),
        list(Assignment.objects.order_by("from_on", "role", "user__name").values_list("user__name", "role", "to_on")),
        list(Engagement.objects.order_by("name").values_list("client__name", "name", "state", "outcome")),
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("clients", CLIENTS), ("contacts", CONTACTS), ("assignments", ASSIGNMENTS), ("engagements", ENGAGEMENTS)],
)
def test_the_length_of_a_batch_makes_no_difference(
    bring: Bringing, manager: User, deputy: User, kind: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bring(kind, text)
    made = standing()
    assert bring.undo(whole) == []
    undone = standing()
    for table in (Engagement, Assignment, Affiliation, Contact, Client):
        table._default_manager.all().delete()
    monkeypatch.setattr(running, "BATCH", 1)
    cut = bring(kind, text)
    assert [(step.what, step.name, step.changes, step.why) for step in cut.steps] == [
        (step.what, step.name, step.changes, step.why) for step in whole.steps
    ]
    assert standing() == made
    assert bring.undo(cut) == []
    assert standing() == undone
