"""The rows of a run as a file: in the words of its page, and in the language of whoever takes it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.tables import open_table
from mainstay.transfer.tests.bringing import Bringing

pytestmark = pytest.mark.django_db
LIST = "Name;Town;Since;Stage\nAtlas GmbH;Berlin;;\nNordlicht;Kiel;03.04.2019;prospect\n"


def cells(content: bytes) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("language", "whats", "told"),
    [
        ("en", ["changed", "new"], "A client since: Wednesday 3\xa0April 2019"),
        ("de", ["geändert", "neu"], "Kunde seit: Mittwoch, 3.\xa0April 2019"),
    ],
)
def test_rows_of_a_run_go_out_in_the_words_of_their_page(
    bring: Bringing, atlas: Client, head: User, signed_in: Any, language: str, whats: list[str], told: str
) -> None:
    run = bring("clients", LIST, name="kunden.csv").run
    User.objects.filter(pk=head.pk).update(language=language)
    browser = signed_in(User.objects.get(pk=head.pk))
    page = browser.get(reverse("transfer:run", args=[run.pk])).context["rows"]
    rows = cells(browser.get(reverse("transfer:steps_csv", args=[run.pk])).getvalue())
    assert [row[1] for row in rows[1:]] == whats == [shown.word for shown in page]
    assert [row[4] for row in rows[1:]] == ["\n".join(shown.lines) for shown in page]
    assert (rows[2][0], rows[2][2]) == ("3", "Nordlicht")
    assert told in rows[2][4]
    book = open_table(browser.get(reverse("transfer:steps_xlsx", args=[run.pk])).getvalue())
    assert (book.sheet, list(book.headers)) == ("kunden.csv", rows[0])


def test_the_runs_go_out_in_the_words_of_their_page(bring: Bringing, head: User, signed_in: Any) -> None:
    bring("clients", LIST)
    rows = cells(signed_in(head).get(reverse("transfer:runs_csv")).getvalue())
    assert rows[1][:3] == ["list.csv", "Clients", "taken in"]
