"""A house of its own for a measurement."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def open_house(folder: Path | None = None) -> Any:
    """Set Django up on an empty house; gives its first person, who holds every role; it stays in ``folder``."""
    set_up(folder)
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from mainstay.house import actions
    from mainstay.house.models import User

    _house, first = actions.open_house(
        name="Bench",
        kind="test",
        country="DE",
        zone="Europe/Berlin",
        language="en",
        currency="EUR",
        admin_name="Mara Vogt",
        admin_email="mara@bench.example",
        password=None,
        at=AT,
    )
    actions.set_clock(shows=AT, by=first, at=datetime.now(UTC))
    return User.objects.get(pk=first.pk)


def set_up(folder: Path | None = None) -> None:
    """Set Django up on the house in this folder; without one, on a folder that is gone with the process."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.config.settings")
    os.environ.setdefault("MAINSTAY_REQUESTS_A_MINUTE", "0")  # one person asks all that is measured
    home = str(folder) if folder else tempfile.mkdtemp(prefix="mainstay-bench-")
    os.environ["MAINSTAY_HOME"] = home
    if folder is None:
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    import django

    django.setup()
