"""A stranger's list brought in on a page: mapped, tried, taken in, undone; and its pages narrow and in German."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.clients.models import Client
from mainstay.promises.models import Promise
from mainstay.transfer import jobs
from mainstay.transfer.models import Run
from tests.browser.watching import axe, broken_words, small_targets, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = 375
OPEN_ALL = "() => document.querySelectorAll('main details:not(.menu)').forEach((each) => { each.open = true; })"

# As a German spreadsheet writes it: semicolons, decimal commas, days that could be months, words of its own.
LIST = """Empfänger;Leistung;Zugesagt für;Erbracht;Vereinbart (EUR);Abnahme
Käse & Wein GmbH;Katalog drucken;03/04/2025;02/04/2025;1.234,50;in Ordnung
Käse & Wein GmbH;Plakate kleben;05/06/2025;09/06/2025;99,90;
Nordlicht AG;Messestand bauen;99/99/2025;;5.000,00;
Nordlicht AG;Schiff taufen;07/08/2025;07/08/2025;12,00;in Ordnung
Nordlicht AG;Fahne hissen;bald;;;
"""


def worker(run: Run) -> None:
    """Do what the worker would do, here and now."""
    jobs.work.func(str(run.pk))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The stranger's file, in the encoding of its time."""
    path = tmp_path / "zusagen.csv"
    path.write_bytes(LIST.replace("\n", "\r\n").encode("cp1252"))
    return path


def choose(page: Page, file: Path, kind: str = "promises") -> Run:
    """From the start to the columns."""
    page.goto(reverse("transfer:start"))
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button.first").click()
    expect(page.locator("#map-form")).to_be_visible()
    return Run.objects.get()


def set_columns(page: Page) -> None:
    """Say what the headings do not."""
    page.evaluate(OPEN_ALL)
    for field, column in (
        ("client", "Empfänger"),
        ("due", "Zugesagt für"),
        ("delivered", "Erbracht"),
        ("title", "Leistung"),
        ("budget", "Vereinbart (EUR)"),
        ("accepted", "Abnahme"),
    ):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(f'select[name="col.{field}"]').select_option(column)


def answer(page: Page, name: str, value: str) -> None:
    """Answer a question; the preview follows."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f'#questions input[name="{name}"][value="{value}"]').check()


def keep_map(page: Page) -> None:
    """So that the next file needs no answers."""
    page.locator("#map-name").fill("Old spreadsheet")
    page.get_by_role("button", name="Keep the map").click()
    expect(page.locator("#messages")).to_contain_text("The map is kept as “Old spreadsheet”.")


def test_a_strangers_list_is_mapped_tried_taken_in_and_undone(
    manager: User, at: datetime, file: Path, page_of: Callable[..., Page]
) -> None:
    page = page_of(manager)
    run = choose(page, file)
    set_columns(page)
    answer(page, "ask.date.due", "%d/%m/%Y")
    answer(page, "ask.date.delivered", "%d/%m/%Y")
    answer(page, "word.accepted.in Ordnung", "accepted")
    expect(page.locator("#preview")).to_contain_text("Thursday 3 April 2025")
    expect(page.locator("#preview")).to_contain_text("“99/99/2025” cannot be read")
    expect(page.locator("#preview")).to_contain_text("1 row names no day and is passed over; there it says: “bald”.")

    keep_map(page)
    page.get_by_role("button", name="Try all rows").click()
    expect(page.locator("progress")).to_be_visible()
    worker(run)
    expect(page.locator("h1")).to_have_text("zusagen.csv: 1 row cannot be taken in")
    expect(page.locator(".list")).to_contain_text("99/99/2025")
    assert not Client.objects.exists()

    page.get_by_role("button", name="Leave out 1 row and take in the rest").click()
    expect(page.locator("progress")).to_be_visible()
    worker(run)
    expect(page.locator("h1")).to_have_text("zusagen.csv was taken in")
    made = Promise.objects.filter(annulled_at=None)
    assert sorted(made.values_list("text", "due_on", "budget")) == [
        ("Katalog drucken", date(2025, 4, 3), Decimal("1234.50")),
        ("Plakate kleben", date(2025, 6, 5), Decimal("99.90")),
        ("Schiff taufen", date(2025, 8, 7), Decimal("12.00")),
    ]

    page.get_by_role("link", name="Undo the whole run").click()
    expect(page.locator("main")).to_contain_text("3 new promises are marked as entered in error.")
    page.get_by_role("button", name="Undo the whole run").click()
    worker(run)
    expect(page.locator("h1")).to_have_text("zusagen.csv was taken back")
    assert not Promise.objects.filter(annulled_at=None).exists()


class Found(dict[str, list[str]]):
    """What is amiss on each page looked at; a page that is well is not in it."""

    def look(self, page: Page, name: str) -> None:
        """Everything open, on a phone."""
        page.evaluate(OPEN_ALL)
        if faults := [*axe(page), *too_wide(page, SMALL), *broken_words(page), *small_targets(page)]:
            self[name] = faults


def test_every_page_of_the_way_is_well_on_a_german_phone(
    manager: User, file: Path, page_of: Callable[..., Page]
) -> None:
    page, found = page_of(manager, SMALL, "de"), Found()
    look = partial(found.look, page)
    page.goto(reverse("transfer:start"))
    look("start, empty")
    run = choose(page, file)
    look("columns")
    set_columns(page)
    look("questions")
    answer(page, "ask.date.due", "%d/%m/%Y")
    answer(page, "ask.date.delivered", "%d/%m/%Y")
    look("preview")
    page.locator('button[value="check"]').click()
    page.locator("progress").wait_for()
    look("at work")
    worker(run)
    page.locator("main .list").wait_for()
    look("dry run")
    page.locator("main form button.first").click()
    page.locator("progress").wait_for()
    worker(run)
    page.locator("main .list").wait_for()
    look("report")
    page.goto(reverse("transfer:undo", args=[run.pk]))
    look("undo")
    page.locator("main form button.first").click()
    worker(run)
    expect(page).to_have_url(re.compile(str(run.pk)))
    page.locator("main .list").wait_for()
    look("taken back")
    Run.objects.update(state="failed", message="Die Platte ist voll.")
    page.reload()
    look("stopped")
    page.goto(reverse("transfer:start"))
    look("start")
    assert found == {}


def test_without_scripts_a_list_is_mapped_by_a_button(manager: User, file: Path, page_of: Callable[..., Page]) -> None:
    page = page_of(manager, scripts=False)
    run = choose(page, file)
    page.locator("details.why summary").first.click()
    page.locator('select[name="col.client"]').select_option("Empfänger")
    page.locator('select[name="col.due"]').select_option("Zugesagt für")
    page.get_by_role("button", name="See what becomes of it").click()
    page.locator('input[name="ask.date.due"]').first.check()
    page.get_by_role("button", name="See what becomes of it").click()
    expect(page.locator("#preview")).to_contain_text("Käse & Wein GmbH")
    page.get_by_role("button", name="Try all rows").click()
    worker(run)
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("h1")).to_contain_text("3 rows cannot be taken in")
