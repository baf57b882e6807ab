"""What is said to PostgreSQL on every connection."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles no statement")
def test_nothing_is_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting, source FROM pg_settings WHERE name = 'jit'")
        assert cursor.fetchone() == (
            "off",
            "session",
        )  # the server of the tests has it off for all, by its command line
