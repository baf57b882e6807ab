"""How fast a history is taken in and undone, with its journal; how much memory it takes; how pages answer meanwhile.

``intake.py [ROWS]`` measures on SQLite and, where PostgreSQL is installed, on a private cluster of it (which does not
sync to disk). ``intake.py --one speed|workbook|pages ROWS`` measures one thing on the database of DATABASE_URL.
"""

from __future__ import annotations

import csv
import http.client
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ground import AT, open_house

MAP = (
    '[columns]\nclient = "client"\nreference = "no"\ndue = "due"\ndelivered = "done"\nbudget = "price"\ncost = "cost"\n'
)
HEADERS = ("client", "no", "due", "done", "price", "cost")
PAGES = ("/", "/clients/", "/promises/", "/report/")
WARM = 2  # rounds of requests that are not counted


def cells(rows: int) -> Iterator[tuple[Any, ...]]:
    """So many deliveries to a hundredth as many clients."""
    chance = random.Random(1)
    for n in range(rows):
        due = date(2025, 1, 1) + timedelta(days=chance.randrange(400))
        done = due + timedelta(days=chance.choice([-3, -1, 0, 0, 0, 2]))
        client = f"Client {chance.randrange(max(1, rows // 100)):05d}"
        yield client, str(n), due, None if chance.random() < 0.02 else done, 100, 99


def written(rows: int) -> Path:
    """They as a CSV."""
    file = Path(tempfile.mkdtemp()) / "orders.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADERS)
        for client, no, due, done, price, cost in cells(rows):
            writer.writerow([client, no, due, done or "", f"{price}.00", f"{cost}.00"])
    return file


def pace() -> float:
    """Milliseconds this core takes for a loop of a million turns just now: 50 to 70 on a quiet one of today."""
    begun = time.process_time()
    count = 0
    for turn in range(1_000_000):
        count += turn
    return (time.process_time() - begun) * 1000


def database_seconds() -> float:
    """Processor time of PostgreSQL so far, all its processes together; 0 on SQLite, which works in ours."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    server = _stat(connection.connection.info.backend_pid)[1]
    told = [_stat(int(pid.name)) for pid in Path("/proc").iterdir() if pid.name.isdigit()]
    ticks = sum(one[11] + one[12] for one in told if one[1] == server) + sum(_stat(server)[11:15])  # who ended, too
    return float(ticks / os.sysconf("SC_CLK_TCK"))


def _stat(pid: int) -> list[int]:
    """The numbers that Linux keeps of a process, from its state on; of one that is gone, noughts."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return [0] * 20
    return [0, *map(int, told[1:20])]


Begun = tuple[float, float, float]


def begun_now() -> Begun:
    """The clock, our own processor time, and the database's."""
    return time.perf_counter(), time.process_time(), database_seconds()


def said(what: str, rows: int, begun: Begun) -> None:
    """Print a figure."""
    wall, ours, theirs = (now - then for now, then in zip(begun_now(), begun, strict=True))
    from django.db import connection

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{connection.vendor:10} {what:9} {rows:7} rows in {wall:6.1f} s: {rows / wall:6.0f} a second "
        f"({rows / (ours + theirs):.0f} a second of processor time: ours {ours:.1f} s, the database’s {theirs:.1f} s), "
        f"peak {peak} MB, pace {pace():.0f}",
        flush=True,
    )


def speed(rows: int) -> None:
    """Take in and undo a text file."""
    person = open_house()
    from mainstay.transfer.actions import carry_undo, undo
    from mainstay.transfer.actions.inline import take_in

    file = written(rows)
    begun = begun_now()
    # skip_bad as the pages do it: there what would be refused is told by a dry run of its own, here before each run
    run = take_in(kind="promises", path=file, map_text=MAP, by=person, at=AT, skip_bad=True).run
    assert run is not None
    assert (run.state, run.made) == ("done", rows), run.message
    said("taken in", rows, begun)
    begun = begun_now()
    undo(run=run, by=person, at=AT, inline=True)
    run = carry_undo(run_id=run.pk, at=AT)
    assert (run.state, run.stayed) == ("undone", 0), run.message
    said("undone", rows, begun)


def workbook(rows: int) -> None:
    """Go through a workbook without writing anything: what it takes of memory."""
    person = open_house()
    import xlsxwriter

    from mainstay.transfer.actions.inline import take_in

    file = Path(tempfile.mkdtemp()) / "orders.xlsx"
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for place, row in enumerate([HEADERS, *cells(rows)]):
        sheet.write_row(place, 0, row)
    book.close()
    begun = begun_now()
    foreseen = take_in(kind="promises", path=file, map_text=MAP, by=person, at=AT, dry_run=True)
    assert foreseen.counts == {"made": rows}, foreseen.counts
    said("workbook", rows, begun)


def pages(rows: int) -> None:
    """Ask for pages while the worker takes a list in."""
    person = open_house()
    from django.conf import settings
    from django.test import Client as Browser

    from mainstay.house import clock
    from mainstay.transfer.actions import receive, start

    browser = Browser()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "mainstay", "serve", "--port", str(port)]
    with (
        written(rows).open("rb") as file,
        subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server,
    ):
        try:
            for _ in range(WARM):
                for page in PAGES:
                    asked(port, page, cookie)
            run = receive(kind="promises", file_name="orders.csv", file=file, by=person, at=AT, map_text=MAP)
            start(run=run, skip_bad=False, by=person, at=clock.now())
            answer_while(run, port, cookie)
        finally:
            server.terminate()


def answer_while(run: Any, port: int, cookie: str) -> None:
    """Ask for one page after the other, and write something each round, until the run is done; print how long."""
    from mainstay.transfer.actions import keep_map

    took: list[float] = []
    acts: list[float] = []
    begun = time.perf_counter()
    while run.state not in ("done", "failed") and time.perf_counter() - begun < 600:
        for page in PAGES:
            took.append(asked(port, page, cookie))
            time.sleep(0.02)  # a reader looks before clicking on
        pressed = time.perf_counter()
        keep_map(name=f"map {len(acts)}", kind="promises", text=MAP, by=run.by, at=AT)
        acts.append((time.perf_counter() - pressed) * 1000)
        run.refresh_from_db()
    assert run.state == "done", (run.state, run.message)
    wall = time.perf_counter() - begun
    from django.db import connection

    took.sort()
    acts.sort()
    print(
        f"{connection.vendor:10} pages     {len(took)} requests while {run.made} rows were taken in "
        f"({run.made / wall:.0f} a second): p50 {took[len(took) // 2]:.0f} ms, "
        f"p95 {took[int(len(took) * 0.95)]:.0f} ms, longest {took[-1]:.0f} ms; {len(acts)} acts: "
        f"p50 {acts[len(acts) // 2]:.0f} ms, p95 {acts[int(len(acts) * 0.95)]:.0f} ms, longest {acts[-1]:.0f} ms; "
        f"pace {pace():.0f}",
        flush=True,
    )


def asked(port: int, page: str, cookie: str) -> float:
    """Milliseconds until a page is there whole."""
    until = time.monotonic() + 60
    while True:
        begun = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request("GET", page, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
            continue
        finally:
            line.close()
        assert answer.status == 200, (page, answer.status, answer.headers.get("Location"))
        return (time.perf_counter() - begun) * 1000


ONE = {"speed": speed, "workbook": workbook, "pages": pages}


def main() -> None:
    """Measure everything, each thing in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        ONE[sys.argv[2]](int(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wanted = [("speed", rows // 10), ("speed", rows), ("workbook", rows), ("pages", rows)]

    def measured(url: str) -> None:
        for what, many in wanted:
            command = [sys.executable, __file__, "--one", what, str(many)]
            subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)

    measured("")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.machine import postgres

    if (folder := postgres.binaries()) is not None:
        with postgres.cluster(folder) as url:
            measured(url)


if __name__ == "__main__":
    main()
