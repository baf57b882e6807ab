"""What the pages of the client with the longest history cost: ``longest.py FILE [REFERENCE]``.

FILE is the USAID SCMS delivery history, taken in through the terminal as anybody would; each line is a delivery by its
“ID”, or REFERENCE names another column (“ASN/DN #”: by shipment). Then the tick reads it all, every client’s record is
explained line by line and folded again from the lines that were printed, and each page of the longest is measured:
as ``pages.py`` does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from ground import AT, open_house

MAP = """
[columns]
client = "Country"
reference = "{reference}"
due = "Scheduled Delivery Date"
delivered = "Delivered to Client Date"
[formats]
date = ["%d-%b-%y"]
"""


def take_in(file: Path, reference: str, person: Any) -> None:
    """Through the command, then by the tick."""
    from click.testing import CliRunner

    from mainstay.config import cli
    from mainstay.trust import capability

    map_file = Path(os.environ["MAINSTAY_HOME"]) / "map.toml"
    map_file.write_text(MAP.format(reference=reference))
    words = ["import", "promises", str(file), "--map", str(map_file)]
    told = CliRunner().invoke(cli.build(), words, env={"MAINSTAY_USER": person.email}, catch_exceptions=False)
    print(told.output.strip())
    capability.tick(AT)


def explained() -> None:
    """Every client’s record folded again from its printed lines."""
    from mainstay.clients.models import Client
    from mainstay.trust.models import Record
    from mainstay.trust.queries.record.replay import explain
    from mainstay.trust.rules.record.fold import digest, fold, read_lines
    from mainstay.trust.rules.record.policy import SAID

    differ = rows = 0
    for client in Client.objects.all():
        told = explain(client, "ours", at=AT)
        again, breaches = read_lines("\n".join(told.lines))
        found = fold(again, told.policy, as_of=told.as_of, breaches=breaches)
        kept = Record.objects.get(client=client, direction="ours").verdict
        differ += (digest(again, breaches), SAID[found.verdict]) != (told.digest, kept)
        rows += len(told.steps)
    print(f"{Client.objects.count()} records explained in {rows} lines and folded again from them: {differ} differ")


def addresses(client: Any) -> dict[str, str]:
    """The pages of one client."""
    from django.urls import reverse

    names = ("clients:page", "trust:record", "trust:audit", "trust:usual", "trust:word", "trust:chronicle")
    return {name: reverse(name, args=[client.pk]) for name in names}


def measure(person: Any, client: Any) -> None:
    """A line a page."""
    from django.conf import settings
    from django.test import Client as Browser
    from pages import opened

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Browser()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    for name, url in addresses(client).items():
        opened(browser, name, url)


def main() -> None:
    """Take in, explain, measure."""
    person = open_house()
    take_in(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "ID", person)
    explained()
    from django.db.models import Count

    from mainstay.clients.models import Client

    client = Client.objects.annotate(many=Count("promises")).order_by("-many")[0]
    print(f"{client.name}: {client.promises.count()} deliveries")
    measure(person, client)


if __name__ == "__main__":
    main()
