"""The worker: every minute each capability's tick, in between what was put aside to be done in the background.

Its own failure is loud (R-X-6): the house's row keeps when reminders last ran through, and every page says so when
that is too long ago. Whatever one tick raises is logged, and the others go on.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.crypto import get_random_string

from mainstay.house import actions, clock
from mainstay.house.models import House, house_kept
from mainstay.kit.plug import registry

log = logging.getLogger("mainstay.worker")
EVERY = 60.0  # seconds between two ticks
PAUSE = 1.0  # seconds between two looks for background work


def tick() -> bool:
    """Let every capability do what is due now; whether all of them ran through.

    Only a tick that all ran through moves the pulse, so that a reminder which cannot run is seen on every page.
    """
    whole = True
    with house_kept():
        if not House.objects.exists():
            return False
        at = clock.now()
        for plug in registry.installed():
            if plug.tick is None:
                continue
            try:
                plug.tick(at)
            except Exception:  # one capability's trouble is not the others'
                log.exception("The tick of %s did not run through.", plug.name)
                whole = False
                _leave_broken_connection()
        if whole:
            actions.note_ticked(at=clock.real_now())
    return whole


def _leave_broken_connection() -> None:
    """After an error a connection may be unusable; a fresh one is made when it is next needed."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def work_off() -> int:
    """Run every background task that is ready; how many were ready at first."""
    from django_tasks_db.management.commands.db_worker import Worker as Queue
    from django_tasks_db.models import DBTaskResult

    ready = DBTaskResult.objects.ready().count()
    if ready:
        queue = Queue(
            queue_names=["*"],
            interval=0.0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        queue.run()
    return ready


class Worker:
    """One worker process: a thread for background tasks beside the ticks, so that a long task delays no reminder."""

    def __init__(self, *, parent: int | None = None) -> None:
        self.stopping = threading.Event()
        self._parent = parent

    def run(self) -> None:
        """Work until told to stop, or until the parent is gone."""
        tasks = threading.Thread(target=self._tasks, name="tasks", daemon=True)
        tasks.start()
        due = time.monotonic()
        while not self.stopping.is_set():
            if time.monotonic() >= due:
                survive(tick)
                due += EVERY * (1 + (time.monotonic() - due) // EVERY)  # the schedule does not drift
            if self._parent is not None and os.getppid() != self._parent:
                log.warning("The server that started this worker is gone; the worker stops.")
                self.stopping.set()
            self.stopping.wait(PAUSE)
        tasks.join(timeout=20)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish what is being done, then end. A signal handler."""
        self.stopping.set()

    def heed_signals(self) -> None:
        """SIGTERM and SIGINT end the worker cleanly."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def _tasks(self) -> None:
        while not self.stopping.is_set():
            survive(work_off)
            self.stopping.wait(PAUSE)
        connection.close()


def survive(act: Callable[[], object]) -> None:
    """Do it; a locked or absent database, or anything else, is logged and tried again next time."""
    close_old_connections()
    try:
        act()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database did not answer: %s. It is tried again.", str(error).strip())
        connection.close()
    except Exception:  # the worker goes on, whatever it is
        log.exception("The worker met trouble and goes on.")
    close_old_connections()
