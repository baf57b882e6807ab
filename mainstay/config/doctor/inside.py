"""What the doctor asks the database: is it there, whole and of this version, and does the work in it go on."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import Error, NotSupportedError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import DateTimeField
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from mainstay.config.doctor.found import Finding, ill, well
from mainstay.finding.queries import wholeness
from mainstay.house import clock
from mainstay.house.actions import second_step
from mainstay.house.models import House
from mainstay.journal import actions as journal
from mainstay.journal import triggers
from mainstay.journal.models import Line
from mainstay.kit import sealing

WAITED = timedelta(minutes=15)  # a task that nobody took for so long waits for a worker that is not there
LATELY = timedelta(days=7)  # tasks that failed longer ago were seen
PATIENCE = 5  # seconds to reach PostgreSQL
APART = timedelta(minutes=1)  # two clocks that differ by more put lines of one minute into another order
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def base() -> Finding:
    """Whether the database answers, and is not older than what Django needs."""
    try:
        _knock()
        connection.check_database_version_supported()
    except NotSupportedError as error:
        return ill("database", _("The database is too old: %(error)s") % {"error": str(error).strip()})
    except Error as error:
        sentence = _("The database does not answer: %(error)s. Look whether it runs, and at DATABASE_URL.")
        return ill("database", sentence % {"error": str(error).strip().rstrip(".")})
    version = connection.get_database_version()
    words = {"name": _NAMES.get(connection.vendor, connection.vendor), "version": ".".join(map(str, version))}
    return well("database", _("%(name)s %(version)s answers.") % words)


def _knock() -> None:
    """Connect once and past the pool, which would try for long and not say why it cannot. Raises Error."""
    if connection.vendor == "postgresql" and connection.connection is None:
        import psycopg

        told = connection.get_connection_params()
        with connection.wrap_database_errors:
            psycopg.connect(**{**told, "connect_timeout": PATIENCE}).close()
    connection.ensure_connection()


def tables() -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        return ill("tables", _("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL"))
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ill("tables", _("The tables are not those of this version. Run: mainstay migrate"))
    return well("tables", _("The tables are those of this version."))


def guard() -> Finding:
    """Whether the database itself refuses to change a line of the journal."""
    gone = triggers.missing()
    if gone:
        sentence = _("The database does not guard the journal (%(names)s are missing). Run: mainstay migrate")
        return ill("journal", sentence % {"names": ", ".join(gone)})
    return well("journal", _("The database guards the journal."))


def proof() -> Finding:
    """Whether every line of the journal is as it was written; reads them all."""
    found = journal.verify(most_faults=1)
    if not found.holds:
        sentence = _("The journal does not hold: %(fault)s. See all: mainstay journal verify. Go back to a backup.")
        return ill("proof", sentence % {"fault": found.faults[0]})
    sentence = ngettext(
        "The journal holds: %(n)d line, nothing altered.",
        "The journal holds: %(n)d lines, nothing altered.",
        found.lines,
    )
    return well("proof", sentence % {"n": found.lines})


def file() -> Finding:
    """Whether SQLite finds its file whole; reads it all."""
    if connection.vendor != "sqlite":
        return well("file", _("The database looks after its own files."))
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        sentence = _("The file of the database is damaged: %(fault)s. Stop the house and go back to a backup.")
        return ill("file", sentence % {"fault": said})
    return well("file", _("The file of the database is whole."))


def second_steps() -> Finding:
    """Whether the seeds of second steps are sealed, and can be read."""
    kept = [
        row.data[name]
        for row in Authenticator.objects.filter(type__in=second_step.SEEDED)
        for name in second_step.SEEDS
        if name in row.data
    ]
    stale = [each for each in kept if not sealing.is_fresh(each, settings.SEALED_BY)]
    lost = sum(not _can_be_read(each) for each in stale)
    if lost:
        sentence = ngettext(
            "%(n)d second step was sealed under another secret, and nobody signs in by it. Put secret.key back, or "
            "tell the former one: MAINSTAY_SECRET_KEY_BEFORE.",
            "%(n)d second steps were sealed under another secret, and nobody signs in by them. Put secret.key back, or "
            "tell the former one: MAINSTAY_SECRET_KEY_BEFORE.",
            lost,
        )
        return ill("second steps", sentence % {"n": lost})
    if stale:
        return ill(
            "second steps", _("Some second steps are not sealed under the secret of today. Run: mainstay migrate")
        )
    return well("second steps", _("The seeds of second steps are sealed."))


def _can_be_read(kept: str) -> bool:
    try:
        sealing.opened(kept, settings.SEALED_BY)
    except sealing.Unreadable:
        return False
    return True


def index() -> Finding:
    """Whether search knows everything that is to be found."""
    found = wholeness()
    if found.whole:
        return well("search", _("Search finds everything."))
    said = _("Search knows %(n)s of %(wanted)s things. Run: mainstay reindex")
    return ill("search", said % {"n": found.slips, "wanted": found.wanted})


def house() -> Finding:
    """Whether a house stands here."""
    here = House.objects.first()
    if here is None:
        return ill("house", _("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL"))
    return well("house", _("The house is %(name)s.") % {"name": here.name})


def time() -> Finding:
    """Whether this machine’s clock agrees with the database’s, and has not gone back behind the journal."""
    real = clock.real_now()
    here = House.objects.annotate(shows=Cast(Now(), DateTimeField())).first()
    if here is not None and connection.vendor == "postgresql" and abs(here.shows - timezone.now()) > APART:
        return ill("clock", _("The clocks of this machine and of the database differ. Set both by the network’s time."))
    newest = Line.objects.order_by("-pk").first()
    if here is not None and here.clock_shows is None and newest is not None and newest.at - real > APART:
        sentence = _("The clock of this machine is behind the last line of the journal, %(when)s. Set it right.")
        return ill("clock", sentence % {"when": f"{newest.at:%Y-%m-%d %H:%M} UTC"})
    return well("clock", _("The clock goes right: %(when)s.") % {"when": f"{real:%Y-%m-%d %H:%M} UTC"})


def reminders() -> Finding:
    """Whether the worker ran lately (R-X-6)."""
    here = House.objects.first()
    if here is None or here.ticked_at is None:
        return ill("reminders", _("Reminders have not run yet. Start them with: mainstay serve"))
    real = clock.real_now()
    if clock.silent_since(here, real) is None:
        return well("reminders", clock.last_ran(here, real))
    return ill("reminders", f"{clock.last_ran(here, real)} {_('Start them with: mainstay serve')}")


def tasks() -> Finding:
    """Whether work in the background is taken up, and ran through."""
    real = clock.real_now()
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=real - WAITED).count()
    if waiting:
        sentence = ngettext(
            "%(n)d task waits to be done in the background. Start a worker: mainstay serve",
            "%(n)d tasks wait to be done in the background. Start a worker: mainstay serve",
            waiting,
        )
        return ill("tasks", sentence % {"n": waiting})
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=real - LATELY)
    newest = failed.order_by("-finished_at").first()
    if newest is not None:
        sentence = ngettext(
            "%(n)d task failed in the last seven days, by %(fault)s. The server’s log says where.",
            "%(n)d tasks failed in the last seven days, the last by %(fault)s. The server’s log says where.",
            failed.count(),
        )
        return ill("tasks", sentence % {"n": failed.count(), "fault": newest.exception_class_path})
    return well("tasks", _("No work waits in the background."))
