"""Put processor time in place of the clock's into what Lighthouse gathered: a machine that others use lets a task wait.

Lighthouse takes a task for as long as the clock ran meanwhile, and multiplies that by four for a phone. Here every task
becomes as long as the processor worked at it, and what is inside a task is drawn in by the same share.
`python bench/own_time.py FOLDER`, where FOLDER is what `lighthouse --gather-mode=FOLDER` left; then judge it by
`lighthouse --audit-mode=FOLDER`.
"""

from __future__ import annotations

import bisect
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

TASKS = ("RunTask", "ThreadControllerImpl::RunTask")
MOVED = "XBEIRben"  # phases of events that stand in a place of time
Task = tuple[int, int, float]


def outermost(events: list[dict[str, Any]]) -> list[Task]:
    """The tasks of one thread that are in no other: start and length in microseconds, and the share of own time."""
    found: list[Task] = []
    told = (each for each in events if each["name"] in TASKS and each.get("dur", 0) > 0 and "tdur" in each)
    for each in sorted(told, key=lambda each: (each["ts"], -each["dur"])):
        if not found or each["ts"] >= found[-1][0] + found[-1][1]:
            found.append((each["ts"], each["dur"], min(1, each["tdur"] / each["dur"])))
    return found


def moved(moment: int, tasks: list[Task], starts: list[int]) -> int:
    """Where a moment comes to stand when its task is drawn in."""
    at = bisect.bisect_right(starts, moment) - 1
    if at < 0:
        return moment
    start, length, share = tasks[at]
    return int(start + (moment - start) * share) if moment <= start + length else moment


def own_time(trace: Path) -> None:
    """Rewrite one trace, thread by thread."""
    whole = json.loads(trace.read_text())
    threads = defaultdict(list)
    for event in whole["traceEvents"]:
        threads[event["pid"], event["tid"]].append(event)
    for events in threads.values():
        tasks = outermost(events)
        starts = [start for start, _length, _share in tasks]
        for event in events:
            if event.get("ph", "?") not in MOVED or event["name"] == "navigationStart":
                continue
            end = moved(event["ts"] + event.get("dur", 0), tasks, starts)
            event["ts"] = moved(event["ts"], tasks, starts)
            if "dur" in event:
                event["dur"] = max(0, end - event["ts"])
    trace.write_text(json.dumps(whole))


if __name__ == "__main__":
    own_time(Path(sys.argv[1]) / "defaultPass.trace.json")
