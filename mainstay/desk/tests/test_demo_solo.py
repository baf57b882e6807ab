"""The house of one person: far clients, promises of every outcome both ways, something due today, no dead end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from mainstay.clients.models import Client, Contact
from mainstay.desk.actions import solo as verbs
from mainstay.desk.demo import solo
from mainstay.desk.queries import today
from mainstay.house import clock
from mainstay.house.models import House, User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.promises import queries
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.cast import Cast

REAL = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def opened(_cast: Cast, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, opened once for all tests of this file, which only read it."""
    with django_db_blocker.unblock():
        _cast.stand([])  # the house of other tests goes first
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "real_now", lambda: REAL)
        yield verbs.open_solo(at=REAL)
        transaction.set_rollback(True)


def counts(side: str) -> dict[str, int]:
    """The counts of one side, those that are not nought."""
    tally = queries.tallies(Promise.objects.all())[side]
    return {name: count for name, count in tally.counts.as_dict().items() if count}


def test_one_person_holds_every_post(opened: House) -> None:
    rita = User.objects.get()
    assert (rita.name, set(rita.roles)) == (solo.PERSON, set(rights.ROLES))
    assert rita.check_password(solo.PASSWORD)


def test_the_clients_are_far_apart_and_speak_four_languages(opened: House) -> None:
    zones = set(Client.objects.values_list("zone", flat=True))
    assert (len(zones), Client.objects.count()) == (8, 8)
    offsets = {ZoneInfo(zone).utcoffset(solo.SHOWS.replace(tzinfo=None)) for zone in zones}
    assert len(offsets) == 7
    assert set(Contact.objects.values_list("language", flat=True)) == {"en", "de", "ms", "ru"}
    assert not Contact.objects.filter(addressed_as="").exists()


def test_every_outcome_is_there_both_ways(opened: House) -> None:
    assert counts("ours") == {
        "made": 17, "kept": 8, "kept_late": 1, "moved": 1, "withdrawn": 1, "released": 1, "open": 5,
    }  # fmt: skip
    assert counts("theirs") == {"made": 5, "kept": 2, "open": 3}


def test_today_says_what_is_due_and_what_is_late_by_their_clocks(opened: House) -> None:
    found = today.gather(User.objects.get(), clock.now())
    assert [(line.code, line.about, line.when) for line in found.lines] == [
        ("late", "Web fonts for the spring trailer", "since Tuesday"),
        ("in_danger", "Kerning for the vertical setting", "due today"),
        ("in_danger", "Logo face, final files", "due tomorrow"),
        ("theirs_late", "Send the text of the poster", "since Monday"),
        ("theirs_late", "Choose between the two ampersands", "since yesterday"),
        ("remark", "Cyrillic italics, corrected", "since Monday 23\xa0February"),
        ("above_custom", solo.EXTRA, "since 3\xa0November 2025"),
    ]


def test_its_clock_stands_and_the_journal_holds(opened: House) -> None:
    assert opened.kind == House.Kind.DEMO
    assert clock.now().astimezone(ZoneInfo(opened.zone)).strftime("%Y-%m-%d %H:%M") == "2026-03-12 09:00"
    assert journal.verify().holds
