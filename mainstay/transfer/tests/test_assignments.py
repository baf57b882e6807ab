"""Lists of who serves whom: named, replaced, over, taken back; by the rules of one by one (R-A-34)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Assignment, Client
from mainstay.house.models import User
from mainstay.journal.models import Line, Words
from mainstay.transfer.tests.bringing import Bringing, whys

pytestmark = pytest.mark.django_db


def serving() -> list[tuple[str, str, str, date | None]]:
    """Whom who serves as what until when."""
    rows = Assignment.objects.order_by("client__name", "from_on", "role", "user__name")
    return list(rows.values_list("client__name", "user__name", "role", "to_on"))


def test_people_of_ours_are_named_in_every_role(
    bring: Bringing, manager: User, deputy: User, sponsor: User, atlas: Client
) -> None:
    done = bring(
        "assignments",
        "Kunde;Betreuer;Rolle;Von;Bis\n"
        "Kranich;Mara Vogt;Betreuer;01.02.2024;\n"
        "Kranich;deniz@house.example;Vertretung;;\n"
        "Kranich;Sigrid Dahl;sponsor;;\n"
        "Kranich;Deniz Aydin;Kundenbetreuer;01.01.2020;31.01.2024\n"
        "Atlas GmbH;Mara Vogt;;;\n",
    )
    assert done.whats == ["made", "made", "made", "made", "left"]
    assert serving() == [
        ("Atlas GmbH", "Mara Vogt", "manager", None),
        ("Kranich", "Deniz Aydin", "manager", date(2024, 1, 31)),
        ("Kranich", "Mara Vogt", "manager", None),
        ("Kranich", "Deniz Aydin", "deputy", None),
        ("Kranich", "Sigrid Dahl", "sponsor", None),
    ]
    assert bring.undo(done) == []
    assert serving() == [("Atlas GmbH", "Mara Vogt", "manager", None)]
    assert not Client.objects.kept().filter(name="Kranich").exists()


def test_a_new_manager_ends_the_time_of_the_one_before_and_undo_gives_it_back(
    bring: Bringing, manager: User, deputy: User, atlas: Client
) -> None:
    done = bring("assignments", "Client,Person,Role,Told on\nAtlas GmbH,Deniz Aydin,manager,2026-01-05\n")
    assert done.steps[0].changes["person"] == ["Mara Vogt", "Deniz Aydin"]
    assert {name: to is None for _client, name, _role, to in serving()} == {"Mara Vogt": False, "Deniz Aydin": True}
    assert bring.undo(done) == []
    assert serving() == [("Atlas GmbH", "Mara Vogt", "manager", None)]


def test_who_was_followed_by_somebody_since_stays(
    bring: Bringing, manager: User, deputy: User, head: User, atlas: Client, at: datetime
) -> None:
    text = "Client,Person,Role,Why not told\nAtlas GmbH,Deniz Aydin,manager,She fell ill\n"
    done = bring("assignments", text)
    line = Line.objects.of_client(atlas.pk).filter(kind="clients.assigned").order_by("-seq").first()
    assert line is not None
    assert Words.objects.get(pk=line.pk).changes["untold_why"] == [None, "She fell ill"]
    client_actions.assign(client=atlas, user=head, role="manager", told_on=at.date(), by=head, at=at)
    assert whys(bring.undo(done)) == ["Somebody has changed since who serves Atlas GmbH."]
    assert [one for one in serving() if one[3] is None] == [("Atlas GmbH", "Helga Brandt", "manager", None)]


def test_a_list_that_does_not_say_that_they_were_told_names_no_other_manager(
    bring: Bringing, manager: User, deputy: User, atlas: Client
) -> None:  # R-A-14, R-A-34: as on the page
    done = bring("assignments", "Client,Person\nAtlas GmbH,Deniz Aydin\n")
    assert [step.why for step in done.steps] == [
        "The client is told before, not after. Write down on which day they were told, or why not before."
    ]
    assert serving() == [("Atlas GmbH", "Mara Vogt", "manager", None)]


def test_a_day_told_later_is_a_change_and_a_manager_needs_a_successor(
    bring: Bringing, manager: User, deputy: User, atlas: Client
) -> None:
    bring("assignments", "Client,Person,Role,From\nAtlas GmbH,Deniz Aydin,deputy,2026-01-05\n")
    text = (
        "Client,Person,Role,From,To\nAtlas GmbH,Deniz Aydin,deputy,2026-01-05,2026-02-01\n"
        "Atlas GmbH,Mara Vogt,,,2026-03-01\n"
    )
    done = bring("assignments", text)
    assert [(step.what, step.changes) for step in done.steps] == [
        ("changed", {"to": [None, "2026-02-01"]}),
        ("refused", {}),
    ]
    assert done.steps[1].why == (
        "A client is not left without a manager. Name the successor; Mara Vogt’s time ends by that."
    )
    assert bring("assignments", text).whats == ["left", "refused"]
    assert bring.undo(done) == []
    assert serving()[0] == ("Atlas GmbH", "Deniz Aydin", "deputy", None)


def test_nobody_of_ours_is_refused_with_the_nearest(bring: Bringing, manager: User) -> None:
    done = bring("assignments", "Client,Person\nKranich,Mara Vogd\n")
    assert done.whats == ["refused"]
    assert done.steps[0].why.startswith("Nobody of us is called “Mara Vogd”. The nearest are: “Mara Vogt”")
    assert not Client.objects.exists()


def test_who_may_not_name_is_refused_as_on_the_page(
    bring: Bringing, manager: User, deputy: User, head: User, atlas: Client
) -> None:
    hers = Bringing(User.objects.get(pk=manager.pk), bring.at)
    text = "Client,Person,Role\nAtlas GmbH,Deniz Aydin,manager\nAtlas GmbH,Deniz Aydin,deputy\n"
    done = hers("assignments", text)
    assert done.whats == ["refused", "made"]
    assert done.steps[0].why.startswith("Who serves a client is said by a head of client service")


def test_who_brought_clients_in_says_who_serves_them(
    bring: Bringing, manager: User, stranger: User, deputy: User
) -> None:
    theirs = Bringing(User.objects.get(pk=stranger.pk), bring.at)
    theirs("clients", "Name\nKranich\n")
    text = "Client,Person,Role\nKranich,Mara Vogt,manager\nKranich,Deniz Aydin,deputy\n"
    done = theirs("assignments", text)
    assert done.whats == ["made", "made"]
    assert [(name, role) for _client, name, role, to in serving() if to is None] == [
        ("Deniz Aydin", "deputy"),
        ("Stan Okafor", "helper"),
        ("Mara Vogt", "manager"),
    ]
    assert theirs("assignments", text).whats == ["left", "left"]
    assert theirs.undo(done) == []
    assert [(name, role) for _client, name, role, to in serving() if to is None] == [("Stan Okafor", "manager")]


def test_clients_of_strangers_are_out_of_reach(bring: Bringing, manager: User, stranger: User, atlas: Client) -> None:
    theirs = Bringing(User.objects.get(pk=stranger.pk), bring.at)
    done = theirs("assignments", "Client,Person\nAtlas GmbH,Stan Okafor\n")
    assert done.whats == ["made"]
    assert atlas.assignments.filter(user=stranger).count() == 0


def test_a_batch_takes_the_same_queries_whatever_its_length(bring: Bringing, manager: User, deputy: User) -> None:
    def queries(start: int, rows: int) -> int:
        names = range(start, start + rows)
        text = "Client,Person,Role\n" + "".join(f"Firm {n},Mara Vogt,manager\n" for n in names)
        with CaptureQueriesContext(connection) as seen:
            done = bring("assignments", text)
            changed = bring("assignments", text.replace("Mara Vogt", "Deniz Aydin"))
            assert bring.undo(changed) == []
            assert bring.undo(done) == []
        return len(seen)

    queries(1, 1)
    assert queries(50, 1) == queries(100, 40)
