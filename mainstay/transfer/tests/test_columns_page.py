"""The page of the columns where a calendar or an address book is brought in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mainstay.house.models import User
from mainstay.transfer.tests.test_pages import START, words

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
