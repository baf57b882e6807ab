"""A calendar of many clients without categories: whoever is invited says whose an entry is, where they are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises.models import Promise
from mainstay.transfer.tests.bringing import Bringing

pytestmark = pytest.mark.django_db
MAP = '[columns]\nclient = "attendees"\ndue = "due"\ntitle = "summary"\nkey = "uid"\n'


def calendar(*entries: tuple[str, str]) -> str:
    """Entries of a calendar, as (summary, who is invited by these lines)."""
    told = [
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{summary}\r\nDTSTART;VALUE=DATE:202605{n + 1:02d}\r\n{lines}END:VEVENT\r\n"
        for n, (summary, lines) in enumerate(entries)
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(told)}END:VCALENDAR\r\n"


def invited(*mails: str, host: str = "") -> str:
    """The lines of those invited, and of who invites."""
    asked = "".join(f"ATTENDEE;CN=Somebody:mailto:{mail}\r\n" for mail in mails)
    return f"{asked}ORGANIZER:mailto:{host}\r\n" if host else asked


@pytest.fixture
def kranich(atlas: Client, head: User, at: datetime) -> Client:
    """A second client; somebody known at each."""
    made = serving.add(name="Kranich AG", by=head, at=at)
    serving.add_contact(client=atlas, name="Ida Storm", email="ida@atlas.example", by=head, at=at)
    serving.add_contact(client=made, name="Ole Brand", email="Ole@Kranich.example", by=head, at=at)
    return made


def test_whoever_is_invited_says_whose_an_entry_is(bring: Bringing, kranich: Client, head: User) -> None:
    done = bring(
        "promises",
        calendar(
            ("Offer", invited("ida@atlas.example", str(head.email))),
            ("Visit", invited(str(head.email), host="ole@kranich.example")),
            ("Lunch", invited("nobody@else.example")),
            ("Both", invited("ida@atlas.example", "ole@kranich.example")),
        ),
        MAP,
    )
    assert sorted(Promise.objects.values_list("text", "client__name")) == [
        ("Offer", "Atlas GmbH"),
        ("Visit", "Kranich AG"),
    ]
    refusals = {step.name: step.why for step in done.steps if step.what == "refused"}
    assert refusals == {
        "Lunch": "None of those invited (nobody@else.example) is known here at a client. Write the person down there "
        "first, or name one client for every row.",
        "Both": "Those invited belong to several clients: Atlas GmbH, Kranich AG. Say in the map, under [same], which "
        "“ida@atlas.example ole@kranich.example” is.",
    }
    assert Client.objects.count() == 2


def test_the_map_answers_and_who_is_fixed_has_what_nobody_is_invited_to(bring: Bringing, kranich: Client) -> None:
    both = invited("ida@atlas.example", "ole@kranich.example")
    told = '\n[fixed]\nclient = "Atlas GmbH"\n[same]\n"ida@atlas.example ole@kranich.example" = "Kranich AG"\n'
    bring("promises", calendar(("Both", both), ("Alone", "")), MAP + told)
    assert sorted(Promise.objects.values_list("text", "client__name")) == [
        ("Alone", "Atlas GmbH"),
        ("Both", "Kranich AG"),
    ]


def test_people_of_clients_not_seen_say_nothing(bring: Bringing, kranich: Client, stranger: User) -> None:
    done = bring("promises", calendar(("Offer", invited("ida@atlas.example"))), MAP, by=stranger)
    assert (done.whats, Promise.objects.count()) == (["refused"], 0)


def test_a_calendar_of_invitations_needs_no_map_in_the_terminal(
    kranich: Client, head: User, terminal: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "diary.ics"
    file.write_text(calendar(("Offer", invited("ida@atlas.example"))))
    told = json.loads(terminal(["import", "promises", str(file), "--json"], by=head).stdout)
    assert (told["made"], told["clients"], 'client = "attendees"' in told["map"]) == (1, 0, True)
    assert Promise.objects.get().client.name == "Atlas GmbH"
