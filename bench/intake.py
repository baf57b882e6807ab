"""How fast a history is taken in and undone, with its journal, and how much memory it takes."""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from ground import AT, open_house

MAP = (
    '[columns]\nclient = "client"\nreference = "no"\ndue = "due"\ndelivered = "done"\nbudget = "price"\ncost = "cost"\n'
)


def written(rows: int) -> Path:
    """A CSV of so many deliveries to a hundredth as many clients."""
    chance = random.Random(1)
    file = Path(tempfile.mkdtemp()) / "orders.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["client", "no", "due", "done", "price", "cost"])
        for n in range(rows):
            due = date(2025, 1, 1) + timedelta(days=chance.randrange(400))
            done = due + timedelta(days=chance.choice([-3, -1, 0, 0, 0, 2]))
            client = f"Client {chance.randrange(max(1, rows // 100)):05d}"
            writer.writerow([client, n, due, "" if chance.random() < 0.02 else done, "100.00", "99.00"])
    return file


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    person = open_house()
    from mainstay.desk.actions import intake
    from mainstay.desk.models import ImportRun

    file = written(rows)
    begun = time.perf_counter()
    report = intake.take_in_promises(path=file, map_text=MAP, by=person, at=AT)
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"taken in: {report.promises} promises in {took:.1f} s, {report.promises / took:.0f} a second, peak {memory} MB"
    )
    begun = time.perf_counter()
    gone = intake.undo(run=ImportRun.objects.get(pk=report.run), by=person, at=AT)
    took = time.perf_counter() - begun
    print(f"undone: {gone['promises']} promises in {took:.1f} s, {gone['promises'] / took:.0f} a second")


if __name__ == "__main__":
    main()
