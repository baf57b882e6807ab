"""The web server and the worker, side by side, under one roof: started, watched, restarted, stopped together."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext as _

from mainstay.config.house import ROOT

log = logging.getLogger("mainstay.serve")
LONGEST_PAUSE = 60.0  # seconds between two attempts to start a worker that keeps ending
STEADY = 60.0  # a worker that ran this long starts afresh at the shortest pause
GRACE = 15.0  # seconds to finish in, once told to stop
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def port_trouble(host: str, port: int) -> str:
    """Why nothing can be served there, as a sentence; empty where it can."""
    where = {"host": host, "port": port}
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return _("“%(host)s” is no address of this machine. Name another with --host.") % where
    except PermissionError:
        return _("Port %(port)s is kept for the system. Name one above 1023 with --port.") % where
    except OSError as error:
        words = {**where, "error": error.strerror or str(error)}
        return _("Port %(port)s on %(host)s cannot be used: %(error)s. Name another with --port.") % words
    return ""


def lay_out_static() -> bool:
    """Collect styles, scripts and icons into the data folder if they are newer there; whether it was needed."""
    from django.core.management import call_command

    if settings.DEBUG:
        return False
    mark = Path(settings.STATIC_ROOT) / ".laid-out"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted)
    return True


def _fingerprint() -> str:
    """Of every static file its name, size and time."""
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: str(pair[0])):
            state = Path(storage.path(name)).stat()
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()


class Servers:
    """The web server and the worker as two processes; ends when the web server ends or when told to stop."""

    def __init__(self, *, host: str, port: int, threads: int) -> None:
        self.host, self.port, self.threads = host, port, threads
        self.stopping = threading.Event()

    def run(self) -> int:
        """Serve until stopped; 0 after a stop, 1 if the web server ended by itself."""
        with self._heeding_signals():
            web = self._start("granian", *self._web_options(), "mainstay.config.wsgi:application")
            worker = self._start("mainstay", "work", "--parent", str(os.getpid()))
            since, pause, again_at = time.monotonic(), 0.5, 0.0
            while not self.stopping.is_set() and web.poll() is None:
                now = time.monotonic()
                if worker.poll() is not None and not again_at:
                    pause = 1.0 if now - since > STEADY else min(pause * 2, LONGEST_PAUSE)
                    again_at = now + pause
                    log.warning("The worker ended (%s); it starts again in %.0f s.", worker.returncode, pause)
                if again_at and now >= again_at:
                    worker, since, again_at = self._start("mainstay", "work", "--parent", str(os.getpid())), now, 0.0
                self.stopping.wait(0.2)
            stopped = self.stopping.is_set()
            _end([web, worker])
        if not stopped:
            log.error("The web server ended by itself (%s).", web.returncode)
        return 0 if stopped else 1

    def _web_options(self) -> list[str]:
        told = {
            "host": self.host,
            "port": self.port,
            "interface": "wsgi",
            "workers": 1,
            "blocking-threads": min(self.threads, 2 * (os.cpu_count() or 1) + 1),  # more only wait for each other
            "log-level": "warning",
            "workers-kill-timeout": int(GRACE) - 5,
        }
        return ["--no-ws", "--respawn-failed-workers", *(f"--{name}={value}" for name, value in told.items())]

    @staticmethod
    def _start(module: str, *args: str) -> subprocess.Popen[bytes]:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(  # noqa: S603 (our own modules, told by us)
            [sys.executable, "-m", module, *args],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C reaches this process alone, which then stops both in order
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (started from the one thread there is, and only a system call)
        )

    @contextmanager
    def _heeding_signals(self) -> Iterator[None]:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping.set()

        wanted = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = {each: signal.signal(each, stop) for each in wanted}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _end_with_parent() -> None:
    """Have Linux stop what was started even where this process is killed outright: else the port stays taken."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to stop, wait, and end by force what does not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
