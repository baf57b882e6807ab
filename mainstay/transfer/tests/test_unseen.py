"""What somebody may not see does not come to them by a list that they bring in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from mainstay.clients import actions as client_actions
from mainstay.clients.actions.clients_as_one import merge
from mainstay.clients.actions.people_as_one import merge_people
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.house.models import Post, Unit, User
from mainstay.transfer import actions
from mainstay.transfer.tests.bringing import Bringing

pytestmark = pytest.mark.django_db
PROMISES = "Client,What,Due,Agreed\nAtlas GmbH,Report,2026-05-01,4711.00\n"


@pytest.fixture
def unseen(stranger: User, at: datetime) -> Client:
    """A client of another team, which the head does not see."""
    theirs = User.objects.get(pk=stranger.pk)
    return client_actions.add(name="Quiet Harbour", by=theirs, at=at)


def test_a_person_does_not_tell_of_clients_that_are_not_seen(
    bring: Bringing, atlas: Client, unseen: Client, stranger: User, at: datetime
) -> None:
    place = client_actions.add_contact(client=atlas, name="Ann Lee", email="ann@atlas.example", by=bring.by, at=at)
    Affiliation.objects.create(contact=place.contact, client=unseen)
    seen = bring.reading("contacts", "Name,Email,Role\nAnn Lee,ann@atlas.example,Board\n")
    assert [step.client for step in seen.steps] == ["Atlas GmbH"]


def test_a_client_merged_into_one_that_is_not_seen_does_not_lead_there(
    bring: Bringing, atlas: Client, unseen: Client, at: datetime
) -> None:
    every = User.objects.get(email="ada@house.example")
    for role in ("front", "manager"):
        Post.objects.create(user=every, role=role)
    every = User.objects.get(pk=every.pk)
    merge(keep=unseen, gone=atlas, by=every, at=at)
    assert Client.objects.visible_to(bring.by).filter(pk=atlas.pk).exists()
    seen = bring.reading("promises", PROMISES)
    assert "Quiet" not in str(seen.steps)


def test_a_kept_map_does_not_name_clients_to_others(
    api: Callable[..., Any], bring: Bringing, stranger: User, at: datetime
) -> None:
    text = '[columns]\nname = "Name"\n\n[fixed]\nclient = "Quiet Harbour"\n\n[same]\nquiet = "4711"\n'
    actions.keep_map(name="Ours", kind="contacts", text=text, by=bring.by, at=at)
    told = [api(one).get("/transfer/maps").json()[0]["map"] for one in (bring.by, stranger)]
    assert told == [text, '[columns]\nname = "Name"\n']


def test_whom_a_merged_number_means_is_found_however_often_it_was_merged(
    bring: Bringing, atlas: Client, head: User, team: Unit, at: datetime
) -> None:
    bring("clients", "Name,Number\nOne,1\nTwo,2\nThree,3\n")
    one, two, three = Client.objects.filter(reference__in="123").order_by("reference")
    merge(keep=two, gone=one, by=head, at=at)
    merge(keep=three, gone=two, by=head, at=at)
    assert bring("clients", "Name,Number\nOne,1\nTwo,2\n").whats == ["left", "left"]
    bring("promises", "Client,What,Due\nOne,Report,2026-05-01\n")
    assert three.promises.count() == 1


def test_a_merged_persons_number_means_who_stayed(bring: Bringing, atlas: Client, head: User, at: datetime) -> None:
    bring("contacts", "Name,Client,Number\nAnn Lee,Atlas GmbH,a1\nAnna Lee,Atlas GmbH,a2\nAnne,Atlas GmbH,a3\n")
    ann, anna, anne = Contact.objects.order_by("reference")
    merge_people(keep=anna, gone=ann, by=head, at=at)
    merge_people(keep=anne, gone=anna, by=head, at=at)
    done = bring("contacts", "Name,Client,Number\nAnn Lee,Atlas GmbH,a1\n")
    assert [(step.what, step.why, step.id) for step in done.steps] == [
        ("left", "It was merged into Anne.", str(anne.pk))
    ]


def test_the_name_of_a_file_reads_as_it_is_written(bring: Bringing) -> None:
    assert bring("clients", "Name\nOne\n", name="ab\u202egpj.csv\r\nX: y").run.file_name == "abgpj.csv X: y"


def test_runs_of_others_are_told_to_those_alone_who_take_lists_in(
    api: Callable[..., Any], terminal: Callable[..., Any], bring: Bringing, atlas: Client, front: User
) -> None:
    done = bring("promises", PROMISES)
    assert "4711" in json.dumps([step.changes for step in done.steps])
    caller = api(front)
    for path in ("", f"/{done.run.pk}", f"/{done.run.pk}/steps", f"/{done.run.pk}/preview"):
        refused = caller.get(f"/transfer/runs{path}")
        assert (refused.status_code, refused.json().get("rule")) == (422, "R-X-3"), path
    listed = terminal(["import", "runs"], by=front)
    assert (listed.exit_code, "Your roles do not allow you to take lists in." in listed.stderr) == (1, True)
