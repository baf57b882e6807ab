"""The page of the columns where a calendar or an address book is brought in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises.rules.intake import FIELDS
from mainstay.transfer.tests.test_pages import START, words
from mainstay.transfer.views.told import value_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


def test_a_calendar_without_categories_says_how_its_client_is_told(mara: Any) -> None:
    entry = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Proofs\r\nDTSTART;VALUE=DATE:20260310\r\nEND:VEVENT\r\n"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entry}END:VCALENDAR\r\n"
    page = mara.post(START, {"kind": "promises", "file": SimpleUploadedFile("a.ics", text.encode())}, follow=True)
    assert "In a calendar the category of an entry is its client" in words(page)
    categories = text.replace("SUMMARY", "CATEGORIES:Atlas GmbH\r\nSUMMARY")
    page = mara.post(START, {"kind": "promises", "file": SimpleUploadedFile("b.ics", categories.encode())}, follow=True)
    assert [row.name for row in page.context["told"].rows] == ["Proofs"]
    assert [row.client for row in page.context["told"].rows] == ["Atlas GmbH"]


def test_whoever_is_invited_is_asked_about_where_they_belong_to_several(
    mara: Any, atlas: Client, manager: User, at: datetime
) -> None:
    other = serving.add(name="Kranich AG", manager=manager, by=manager, at=at)
    for client, mail in ((atlas, "ida@atlas.example"), (other, "ole@kranich.example")):
        serving.add_contact(client=client, name=mail.partition("@")[0].title(), email=mail, by=manager, at=at)
    entry = (
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Proofs\r\nDTSTART;VALUE=DATE:20260310\r\n"
        "ATTENDEE:mailto:ida@atlas.example\r\nATTENDEE:mailto:ole@kranich.example\r\nEND:VEVENT\r\n"
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entry}END:VCALENDAR\r\n"
    page = mara.post(START, {"kind": "promises", "file": SimpleUploadedFile("a.ics", text.encode())}, follow=True)
    said = words(page)
    assert "Whoever is invited says whose an entry is" in said
    assert "Which client is meant where these are invited: ida@atlas.example, ole@kranich.example?" in said
    assert [choice in said for choice in (atlas.name, "Kranich AG", "another one")] == [True, True, False]


CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\n{more}END:VCARD\r\n"
    for name, more in (("Ida Storm", "ORG:Kranich AG\r\nNOTE:early\r\n"), ("Mama", "BDAY:19500101\r\n"))
)
ALONE = "Some people in this list belong to no firm. What becomes of them?"


def told_by(page: Any) -> list[tuple[str, str, str]]:
    """The first rows: whom, at which client, what becomes of them."""
    return [(row.name, row.client, row.word) for row in page.context["told"].rows]


def test_people_of_no_firm_are_asked_about(mara: Any) -> None:
    page = mara.post(START, {"kind": "contacts", "file": SimpleUploadedFile("p.vcf", CARDS.encode())}, follow=True)
    url = page.redirect_chain[-1][0]
    (question,) = page.context["told"].questions
    assert (question.sentence, [value for value, _words in question.choices], question.answer) == (
        ALONE,
        ["household", "leave_out"],
        "",
    )
    assert told_by(page) == [("Ida Storm", "Kranich AG", "new"), ("Mama", "", "new")]
    assert page.context["told"].left_out == ["note (1)", "birthday (1)", "photo"]
    page = mara.post(url, {"ask.alone": "leave_out", "alone.client": ""}, follow=True)
    assert told_by(page) == [("Ida Storm", "Kranich AG", "new"), ("Mama", "", "left out")]
    assert [each.answer for each in page.context["told"].questions] == ["leave_out"]
    assert 'alone = "leave_out"' in page.context["map_text"]
    page = mara.post(url, {"ask.alone": "", "alone.client": "Kranich AG"}, follow=True)
    assert told_by(page) == [("Ida Storm", "Kranich AG", "new"), ("Mama", "Kranich AG", "new")]
    assert [(each.answer, each.text) for each in page.context["told"].questions] == [("", "Kranich AG")]
    page = mara.post(url, {"ask.alone": "household", "alone.client": ""}, follow=True)
    assert told_by(page) == [("Ida Storm", "Kranich AG", "new"), ("Mama", "", "new")]
    assert page.context["told"].questions_state == ""


def test_people_who_all_name_their_firm_are_not_asked_about(mara: Any) -> None:
    text = "Name;Firma\nIda Storm;Kranich AG\n"
    page = mara.post(START, {"kind": "contacts", "file": SimpleUploadedFile("p.csv", text.encode())}, follow=True)
    assert page.context["told"].questions == []


def test_a_day_is_said_in_words_and_its_hour_beside_it() -> None:
    due = next(field for field in FIELDS if field.name == "due")
    assert value_words("2026-06-10", due) == "Wednesday 10\xa0June 2026"
    assert value_words("2026-06-10 17:00:00", due) == "Wednesday 10\xa0June 2026, 17:00"
    assert value_words("by Friday", due) == "by Friday"
