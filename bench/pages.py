"""CPU and wall time a request and queries a page, for houses of growing size: ``pages.py [CLIENTS …]``."""

from __future__ import annotations

import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ground import AT, open_house
from intake import pace

EACH = 3  # promises a client: one delivered, one owed in a month, and of every thousandth client one late
ROUNDS = 15
Call = Callable[[], Any]


def fill(person: Any, start: int, stop: int) -> None:
    """Clients number start to stop, with their manager, and their promises, written in bulk."""
    from mainstay.clients.models import Assignment, Client
    from mainstay.kit.wall import instant, zone_named
    from mainstay.promises.models import Promise

    zone, today = "Europe/Berlin", AT.date()
    for first in range(start, stop, 5000):
        clients = [Client(name=f"Client {n:07d}", zone=zone) for n in range(first, min(first + 5000, stop))]
        for client in clients:
            client.derive()
        Client.objects.bulk_create(clients)
        mine = [client for n, client in enumerate(clients, first) if n % 1000 < 5]
        Assignment.objects.bulk_create(
            [Assignment(client=client, user=person, role="manager", from_on=today) for client in mine]
        )
        promises = []
        for n, client in enumerate(clients, first):
            for k in range(EACH):
                day = today + timedelta(days=(-30, 30, -2 if n % 1000 == 0 else 40)[k])
                done = day if k == 0 else None
                promises.append(
                    Promise(
                        client=client,
                        owner=person,
                        text=f"Delivery {n}-{k}",
                        made_on=today - timedelta(days=60),
                        due_on=day,
                        due_zone=zone,
                        due_at=instant(day, 1440, zone_named(zone)),
                        first_due_on=day,
                        judged_on=day,
                        delivered_on=done,
                        closed_on=done,
                        outcome="kept" if done else "open",
                        is_owed=done is None,
                    )
                )
        Promise.objects.bulk_create(promises)


def addresses(clients: int) -> dict[str, str]:
    """The pages to measure."""
    from django.urls import reverse

    from mainstay.clients.models import Client
    from mainstay.promises.models import Promise

    client = Client.objects.order_by("sort_name")[clients // 2]
    promise = Promise.objects.filter(client=client).order_by("due_at")[1]
    return {
        "today": reverse("desk:today"),
        "clients": reverse("clients:list"),
        "client": reverse("clients:page", args=[client.pk]),
        "promises": reverse("promises:list"),
        "promise": reverse("promises:page", args=[promise.pk]),
        "report": reverse("desk:report"),
        "search": reverse("desk:search") + f"?q=Client {clients // 2:07d}",
    }


def measure(person: Any, clients: int) -> None:
    """Print a line a page."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client as Browser

    from mainstay.promises.models import Promise

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Browser()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    print(f"{clients} clients, {Promise.objects.count()} promises ({connection.vendor}), pace {pace():.0f}")
    for name, url in addresses(clients).items():
        opened(browser, name, url)
    for name, make in making(browser, clients).items():
        asked(name, make)


def making(browser: Any, clients: int) -> dict[str, Call]:
    """A promise made to one client, by the page and by the API, each time in other words and for another day."""
    from django.urls import reverse

    from mainstay.clients.models import Client

    client, made = Client.objects.order_by("sort_name")[clients // 2], itertools.count(1)

    def told() -> dict[str, str]:
        number = next(made)
        day = AT.date() + timedelta(days=20 + number)
        return {"client": str(client.pk), "text": f"Paper {number}", "due_on": day.isoformat()}

    return {
        "make, page": lambda: browser.post(reverse("promises:make"), told()),
        "make, API": lambda: browser.post("/api/v1/promises", told(), content_type="application/json"),
    }


def opened(browser: Any, name: str, url: str) -> None:
    """Open one page again and again, and print its line."""
    asked(name, lambda: browser.get(url))


def asked(name: str, ask: Call) -> None:
    """Ask the same again and again, and print a line of it."""
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        queries.append(sql)
        return execute(sql, *more)

    ask()
    with connection.execute_wrapper(count):
        answer = ask()
    cpu, wall = [], []
    for _ in range(ROUNDS):
        before, begun = time.process_time(), time.perf_counter()
        ask()
        cpu.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(wall)[int(ROUNDS * 0.95) - 1]
    print(
        f"  {name:15} {answer.status_code}  CPU {statistics.median(cpu):6.1f} ms (best {min(cpu):5.1f})  "
        f"p50 {statistics.median(wall):6.1f} ms  p95 {p95:6.1f} ms  queries {len(queries)}"
    )


def main() -> None:
    """Grow a house step by step and measure at each size."""
    sizes = [int(told) for told in sys.argv[1:]] or [1_000, 10_000, 100_000]
    person = open_house()
    there = 0
    for size in sizes:
        fill(person, there, size)
        there = size
        measure(person, size)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
