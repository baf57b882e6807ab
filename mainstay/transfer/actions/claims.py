"""Who works on a run: one at a time, with signs of life; whoever died is replaced."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from mainstay.house import clock
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.tables import Unreadable
from mainstay.transfer.models import Run

log = logging.getLogger("mainstay.transfer")
DEAD = timedelta(minutes=2)  # without a sign of life
EVERY = timedelta(seconds=15)  # between two signs while a file is read


class Lost(Exception):
    """Somebody else works on the run now."""


def alive(run: Run) -> bool:
    """Whether somebody works on the run: named, heard of lately, and not a process of this machine that is gone."""
    if not run.worker or run.beat_at is None or clock.real_now() - run.beat_at > DEAD:
        return False
    host, pid, _token = run.worker.rsplit(":", 2)
    return host != socket.gethostname() or _there(int(pid))


def _there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def claim(run_id: UUID, state: str) -> Run | None:
    """Take a run that stands in this state upon oneself; None where it does not, or somebody works on it."""
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("by").filter(pk=run_id, state=state).first()
        if run is None or alive(run):
            return None
        run.worker = f"{socket.gethostname()[:150]}:{os.getpid()}:{secrets.token_hex(8)}"
        run.beat_at, run.message = clock.real_now(), ""
        run.save(update_fields=["worker", "beat_at", "message"])
        return run


def hold(run: Run) -> None:
    """At the beginning of a transaction: lock the run and give a sign of life. Raises Lost where it is another's."""
    now = clock.real_now()
    if not Run.objects.filter(pk=run.pk, worker=run.worker, state=run.state).update(beat_at=now):
        raise Lost
    run.beat_at = now


def beat(run: Run) -> None:
    """A sign of life between transactions, if the last one is a while ago. A database that is busy is no matter."""
    if connection.in_atomic_block or (run.beat_at is not None and clock.real_now() - run.beat_at < EVERY):
        return
    try:
        hold(run)
    except DatabaseError as error:
        log.warning("No sign of life for a run: %s", error)


@contextmanager
def working(run: Run, *, fails_to: str = Run.State.FAILED) -> Iterator[None]:
    """What goes wrong while working, told: what may pass leaves a run that is taken up again, all else fails it.

    The sentence is in the language of whoever took the file in. An absent or full database, a full disk and an end of
    the process leave the run as it is, and are raised.
    """
    with translation.override(run.by.language or None):
        try:
            yield
        except Lost:
            log.info("The run %s is worked on by somebody else.", run.pk)
        except (Refused, Unreadable, NotFound) as told:
            _end(run, str(getattr(told, "message", told)), fails_to)
        except (OperationalError, InterfaceError, OSError) as error:
            _let_go(run, _("It stopped and goes on by itself: %(why)s.") % {"why": str(error).strip().rstrip(".")})
            raise
        except Exception:
            log.exception("The run %s failed.", run.pk)
            _end(
                run,
                _("Something went wrong here that is no fault of the file. The log of the house says what."),
                fails_to,
            )
        except BaseException:
            _let_go(run, "")
            raise


def _end(run: Run, message: str, state: str) -> None:
    mine = Run.objects.filter(pk=run.pk, worker=run.worker)
    mine.update(state=state, message=message[:1000], worker="", beat_at=clock.real_now())


def _let_go(run: Run, message: str) -> None:
    """Best effort: where the database is gone, the silence says the same a little later."""
    try:
        Run.objects.filter(pk=run.pk, worker=run.worker).update(worker="", message=message[:1000])
    except (DatabaseError, InterfaceError) as error:
        log.warning("The run %s could not be let go: %s", run.pk, error)
