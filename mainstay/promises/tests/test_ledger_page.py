"""The sheet both sides read: in their language, by their clock, the same at every door and in the file (R-B-45)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.queries import bands

if TYPE_CHECKING:
    from click.testing import Result

    from conftest import Caller


@pytest.fixture
def far(house: object, manager: User, at: datetime) -> Client:
    """A German-speaking client in Kuala Lumpur: both sides owe, and something was kept."""
    client = serving.add(name="Bunga Raya", zone="Asia/Kuala_Lumpur", language="de", by=manager, at=at)
    told: dict[str, Any] = {"client": client, "by": manager, "at": at}
    actions.make(text="Entwurf", due_on=date(2026, 3, 12), due_time=time(9), **told)
    actions.make(text="Logo", due_on=date(2026, 3, 6), side="theirs", **told)
    actions.make(text="Anruf", due_on=date(2026, 3, 2), due_time=time(20), due_zone="Europe/Berlin", **told)
    papers: dict[str, Any] = {"side": "third", "owner_name": "Zoll"}
    actions.make(text="Papiere", due_on=date(2026, 3, 9), **papers, **told)
    kept = actions.make(text="Plan", due_on=date(2026, 3, 20), **told)
    actions.deliver(promise=kept, by=manager, at=at)
    return client


def test_the_sheet_speaks_the_clients_language_by_the_clients_clock(
    far: Client, manager: User, signed_in: Any, words: Any
) -> None:
    answer = signed_in(manager).get(reverse("promises:ledger", args=[far.pk]))
    sheet, said = answer.context["sheet"], words(answer)
    shown = {entry.text: entry.state for band in sheet.open for entry in (*band.ours, *band.theirs)}
    assert shown == {
        "Anruf": "Montag, 2.\u00a0März, 20:00 in Berlin (Dienstag\u00a003:00\u00a0bei\u00a0Ihnen)",
        "Logo": "Freitag, 6.\u00a0März",
        "Entwurf": "Donnerstag, 12.\u00a0März, 09:00",
    }
    assert '<span lang="de">Was wir einander schulden</span>' in said
    assert "Dienstag" not in sheet.as_of
    assert (sheet.language, sheet.place, sheet.manager) == ("de", "Kuala Lumpur", "Mara Vogt")
    assert "Print" in said  # the frame around it is ours


def test_another_language_may_be_asked_for_and_one_that_is_none_is_not_said(
    far: Client, manager: User, signed_in: Any, words: Any
) -> None:
    browser, here = signed_in(manager), reverse("promises:ledger", args=[far.pk])
    said = words(browser.get(f"{here}?language=en"))
    assert '<span lang="en">What we owe each other</span>' in said
    assert "Both sides read this page as it stands here. Days and times are those of Kuala Lumpur." in said
    assert f'{reverse("promises:ledger_csv", args=[far.pk])}?language=en"' in said
    assert browser.get(f"{here}?language=xx").context["sheet"].language == "de"
    Client.objects.filter(pk=far.pk).update(language="")
    assert browser.get(here).context["sheet"].language == "en"  # the house's


def test_the_file_holds_what_is_seen_in_its_order_and_language(far: Client, manager: User, signed_in: Any) -> None:
    browser = signed_in(manager)
    sheet = browser.get(reverse("promises:ledger", args=[far.pk])).context["sheet"]
    owed = sorted((e for b in sheet.open for e in (*b.ours, *b.theirs)), key=lambda one: one.promise.due_at)
    done = [entry.text for band in sheet.closed for entry in (*band.ours, *band.theirs)]
    seen = [*(entry.text for entry in owed), *(entry.text for entry in sheet.third), *done]
    heads: dict[str, str] = {}
    for language in ("de", "en"):
        content = browser.get(f"{reverse('promises:ledger_csv', args=[far.pk])}?language={language}").getvalue()
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == seen == ["Anruf", "Logo", "Entwurf", "Papiere", "Plan"]
        heads[language] = rows[0][2]
    assert heads == {"de": "Fällig", "en": "Due"}


def test_page_api_and_terminal_say_the_same(
    far: Client, manager: User, api: Callable[[User], Caller], terminal: Callable[..., Result], signed_in: Any
) -> None:
    page = signed_in(manager).get(reverse("promises:ledger", args=[far.pk])).context["sheet"]
    told = api(manager).get(f"/promises/ledger/{far.pk}/sheet").json()
    bands_told = [(band["heading"], [line["said"] for line in band["we_owe"]]) for band in told["bands"]]
    assert bands_told == [(band.heading, [entry.state for entry in band.ours]) for band in (*page.open, *page.closed)]
    assert (told["language"], told["zone"], told["whole"]) == ("de", "Asia/Kuala_Lumpur", True)
    said = terminal(["promises", "ledger", "Bunga Raya", "--json"], by=manager)
    assert json.loads(said.stdout) == told
    lines = terminal(["promises", "ledger", "Bunga Raya", "--language", "en"], by=manager).stdout.splitlines()
    assert lines[0] == "What we owe each other"
    assert "  You owe: Logo  (Friday 6\u00a0March)" in lines
    assert "  Papiere  (Monday 9\u00a0March, Zoll)" in lines


def test_api_and_terminal_hand_the_same_file_out(
    far: Client, manager: User, stranger: User, api: Any, terminal: Callable[..., Result], tmp_path: Path
) -> None:
    content = b"".join(api(manager).get(f"/transfer/out/ledger/{far.pk}.csv").streaming_content)
    file = tmp_path / "sheet.csv"
    assert terminal(["export", "ledger", "Bunga Raya", str(file)], by=manager).exit_code == 0
    assert file.read_bytes() == content
    assert [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()][1:] == [
        "Anruf", "Logo", "Entwurf", "Papiere", "Plan",
    ]  # fmt: skip
    assert terminal(["export", "ledger", "Bunga Raya", "-"], by=manager).stdout_bytes == content
    assert api(stranger).get(f"/transfer/out/ledger/{far.pk}.csv").status_code == 404
    assert api(stranger).get(f"/promises/ledger/{far.pk}/sheet").status_code == 404


def test_a_sheet_that_is_too_long_says_so(
    far: Client, manager: User, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    assert bands.sheet(far, at).whole
    monkeypatch.setattr(bands, "MOST_OWED", 2)
    with CaptureQueriesContext(connection) as asked:
        sheet = bands.sheet(far, at)
    assert (sheet.whole, sum(len(band.ours) + len(band.theirs) for band in sheet.open)) == (False, 2)
    assert len(asked) == 6  # with the house
