"""Whether a page costs at a million clients what it costs at ten thousand: ``scale.py FOLDER [PAGE …]``.

The folder holds a house that ``crowd.py`` filled. Each page is opened by whoever sees all (a head of the house) and by
a manager of 500 or of fifty clients; told are the median and the 95th of a hundred of the times it took, the processor
time, the queries, and at last the memory of the process. A ``PAGE`` is the beginning of a name below.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from ground import set_up
from intake import pace

ROUNDS = int(os.environ.get("ROUNDS", "20"))
LONG = 60.0  # seconds that are spent on one page at most
OF_A_CLIENT = [
    "clients:page", "clients:chronicle", "promises:ledger", "trust:record", "trust:word", "trust:usual",
    "trust:chronicle", "trust:service_of", "clients:merge_which",
]  # fmt: skip
PLAIN = [
    "trust:below", "trust:understandings", "trust:standard", "trust:service", "trust:team", "trust:ours",
    "trust:lessons", "desk:cracks", "desk:report", "desk:more", "desk:advice", "house:people", "house:teams",
    "house:settings", "house:calendars", "house:me", "clients:unattended", "clients:standing_in",
    "clients:hand_overs", "clients:hand_over", "followups:kinds", "transfer:start", "promises:make",
    "promises:payments", "clients:add",
]  # fmt: skip


def addresses() -> dict[str, str]:
    """The pages that differ with the house, by name; those of one client are of the same client in every house."""
    from django.urls import reverse

    from mainstay.clients.models import Client
    from mainstay.engagements.models import Engagement
    from mainstay.promises.models import Promise

    client = Client.objects.filter(sort_name="falk ocean 55").get()
    promise = Promise.objects.filter(client=client, is_owed=True).order_by("due_at", "id").first()
    promise = promise or Promise.objects.filter(client=client).order_by("due_at", "id")[0]
    return {
        "today": reverse("desk:today"),
        "today of the house": reverse("desk:today") + "?view=house",
        **_lists(),
        **{f"one client: {name}": reverse(name, args=[client.pk]) for name in OF_A_CLIENT},
        "one promise": reverse("promises:page", args=[promise.pk]),
        "one promise: trust": reverse("trust:weighs", args=[promise.pk]),
        "one engagement": reverse("engagements:page", args=[Engagement.objects.filter(client=client)[0].pk]),
        "search: a name": reverse("desk:search") + "?q=falk",
        "search: two words": reverse("desk:search") + "?q=falk ocean",
        "search: texts": reverse("desk:search") + "?q=brochure proof",
        "search: an address": reverse("desk:search") + "?q=p55@post.example",
        "search: nothing": reverse("desk:search") + "?q=xyzzyq",
        **{f"page {name}": _told(name) for name in PLAIN if _told(name)},
        "api: clients": "/api/v1/clients",
        "api: promises": "/api/v1/promises",
        "api: engagements": "/api/v1/engagements",
        "api: contacts": "/api/v1/contacts",
        "api: followups": "/api/v1/followups",
        "api: today": "/api/v1/today",
        "api: report": "/api/v1/report",
        "api: assignments": f"/api/v1/clients/{client.pk}/assignments",
        "api: below custom": "/api/v1/trust/below-custom",
        "out: clients": reverse("clients:list_csv") + "?whose=house",
        "out: promises": reverse("promises:list_csv") + "?whose=all&state=any",
        "out: report": reverse("desk:report_csv"),
    }


def _told(name: str) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _lists() -> dict[str, str]:
    """The lists in every order, and with every filter."""
    from django.urls import reverse

    from mainstay.kit.plug import registry
    from mainstay.promises.queries.listing import PERIODS, SIDES, STATES

    clients, promises = reverse("clients:list"), reverse("promises:list")
    found = {"clients, as it opens": clients}
    for order in ("name", "stage", "since"):
        for down in ("", "1"):
            found[f"clients by {order}{' down' if down else ''}"] = f"{clients}?whose=house&order={order}&down={down}"
    for stage in ("prospect", "active", "former"):
        found[f"clients: {stage}"] = f"{clients}?whose=house&stage={stage}"
    found["clients: former, by since"] = f"{clients}?whose=house&stage=former&order=since"
    found["clients: laid aside"] = f"{clients}?whose=house&archived=1"
    found["clients: deputy"] = f"{clients}?whose=deputy"
    found["clients: words"] = f"{clients}?whose=house&q=falk"
    for name, one in registry.client_filters().items():
        for choice in one.choices:
            found[f"clients: {name} {choice}"] = f"{clients}?whose=house&{name}={choice}"
    for state in STATES:
        found[f"promises: {state}"] = f"{promises}?whose=all&state={state}"
    for side in filter(None, SIDES):
        found[f"promises: owed, {side}"] = f"{promises}?whose=all&side={side}"
    for period in filter(None, PERIODS):
        found[f"promises: any, {period}"] = f"{promises}?whose=all&state=any&period={period}"
        found[f"promises: owed, {period}"] = f"{promises}?whose=all&state=owed&period={period}"
    for what in ("client", "contact"):
        for by in ("name", "mail", "phone"):
            found[f"alike: {what} by {by}"] = reverse("clients:alike") + f"?what={what}&by={by}"
    found["engagements"] = reverse("engagements:list")
    found["followups"] = reverse("followups:list")
    return found


def people() -> dict[str, Any]:
    """Who opens the pages."""
    from mainstay.house.models import User

    named = {"head": "mara@bench.example", "many": "many@bench.example", "few": "few@bench.example"}
    return {name: User.objects.get(email=address) for name, address in named.items()}


def opened(browser: Any, url: str) -> list[float | str]:
    """Open one page again and again: median, 95th, processor time, queries, bytes of the answer, its status."""
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        queries.append(sql)
        return execute(sql, *more)

    def read() -> Any:
        answer = browser.get(url)
        if answer.streaming:
            next(iter(answer.streaming_content), b"")
            answer.close()
        return answer

    read()
    with connection.execute_wrapper(count):
        answer = read()
    cpu: list[float] = []
    wall: list[float] = []
    until = time.perf_counter() + LONG
    while len(cpu) < ROUNDS and (time.perf_counter() < until or len(cpu) < 3):
        before, begun = time.process_time(), time.perf_counter()
        read()
        cpu.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(wall)[max(0, -(-len(wall) * 95 // 100) - 1)]
    cpu95 = sorted(cpu)[max(0, -(-len(cpu) * 95 // 100) - 1)]
    return [statistics.median(wall), p95, min(cpu), statistics.median(cpu), cpu95, len(queries), answer.status_code]


def memory() -> str:
    """Of this process now, and at most."""
    told = Path("/proc/self/status").read_text()
    rows = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    return f"memory {int(rows['VmRSS'].split()[0]) // 1024} MB, {int(rows['VmHWM'].split()[0]) // 1024} at most"


def main() -> None:
    """Open the pages, print a line each."""
    set_up(Path(sys.argv[1]))
    from django.conf import settings
    from django.db import connection
    from django.test import Client as Browser

    from mainstay.clients.models import Client
    from mainstay.promises.models import Promise

    settings.ALLOWED_HOSTS = ["testserver"]
    wanted, seen_by = tuple(sys.argv[2:]), os.environ.get("WHO", "head many few").split()
    print(f"{connection.vendor}: {Client.objects.count()} clients, {Promise.objects.count()} promises; {memory()}")
    print(f"pace {pace():.0f}, load {os.getloadavg()[0]:.1f}")
    print("p50\tp95\tCPU best\tmedian\tp95\tqueries\tstatus\twho\tpage")
    for who, person in people().items():
        if who not in seen_by:
            continue
        browser = Browser(raise_request_exception=False)
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        for name, url in addresses().items():
            if wanted and not name.startswith(wanted):
                continue
            if who == "few" and not name.startswith(("today", "clients", "promises", "search")):
                continue
            told = opened(browser, url)
            cells = [f"{one:.1f}" if isinstance(one, float) else str(one) for one in told]
            print("\t".join([*cells, who, name]), flush=True)
    print(f"{memory()}; pace {pace():.0f}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
