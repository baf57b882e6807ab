"""What is said to PostgreSQL on every connection."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client as Browser

from mainstay.config.house import ROOT
from mainstay.house import actions
from mainstay.house.models import User

pytestmark = pytest.mark.django_db


GUIDE = ROOT / "docs" / "guide" / "operators.md"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no accounts")
def test_the_account_of_the_guide_serves_a_house_and_cannot_change_its_tables(
    manager: User, admin: User, atlas: Any, signed_in: Callable[[User], Browser], at: datetime
) -> None:
    told = [
        line
        for line in GUIDE.read_text(encoding="utf-8").splitlines()
        if re.match(r"GRANT .*IN SCHEMA|GRANT USAGE", line)
    ]
    assert len(told) == 3
    browser, text = signed_in(manager), "The logo, drawn"
    sent = {"client": str(atlas.pk), "text": text, "due_on": "2026-03-09"}
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE mainstay_serves")
        for line in told:
            cursor.execute(line)
        cursor.execute("SET LOCAL ROLE mainstay_serves")
    _made, key = actions.make_token(person=manager, name="x", by=manager, at=at)
    asked = {"Authorization": f"Bearer {key}"}
    made = browser.post("/api/v1/promises", sent, content_type="application/json", headers=asked)
    assert (made.status_code, browser.get("/").status_code) == (201, 200)
    assert browser.get("/search/", {"q": "logo"}).status_code == 200
    actions.tidy_doors(real=at)
    actions.change_house(name="Another", by=admin, at=at)
    for forbidden in (
        "ALTER TABLE journal_line DISABLE TRIGGER ALL",
        "DROP TABLE journal_line",
        "TRUNCATE journal_line",
        "CREATE TABLE mine (a int)",
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    ):
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"), transaction.atomic():
            connection.cursor().execute(forbidden)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles no statement")
def test_nothing_is_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting, source FROM pg_settings WHERE name = 'jit'")
        assert cursor.fetchone() == (
            "off",
            "session",
        )  # the server of the tests has it off for all, by its command line
