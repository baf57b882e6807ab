"""Running the house: ``serve``, ``work`` and ``migrate``."""

from __future__ import annotations

import os

import click
from django.utils.translation import gettext as _

from mainstay.config import serving, worker
from mainstay.config.house import read

BESIDE = 5  # how much a worker beside the pages stands back for them: of a core that both want it gets a quarter


def unready() -> str:
    """Why this house cannot be served yet, as a sentence; empty where it can."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from mainstay.house.models import House

    try:
        executor = MigrationExecutor(connection)
        fresh = not executor.loader.applied_migrations
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        opened = not behind and House.objects.exists()
    except OperationalError as error:
        return _("The database does not answer: %(error)s. Nothing was changed.") % {"error": str(error).strip()}
    if behind and not fresh:
        return _("The tables of this house are from an older version. Bring them up to date: mainstay migrate")
    if not opened:
        return _("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL")
    return ""


def serve_house(*, host: str, port: int) -> int:
    """Serve this house with its worker until stopped; gives the exit code. Trouble is said in a sentence."""
    trouble = unready() or serving.port_trouble(host, port)
    if trouble:
        click.echo(trouble, err=True)
        return 2
    serving.lay_out_static()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104 (compared)
    click.echo(_("The house is open at %(url)s. Ctrl-C closes it.") % {"url": f"http://{shown}:{port}/"})
    return serving.Servers(host=host, port=port, threads=read().threads).run()


@click.command(help=_("Serve the house: the pages, the API, and one worker for reminders."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help=_("The port to listen on; else PORT."),
)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve the house."""
    ctx.exit(serve_house(host=host, port=port))


@click.command(help=_("Run reminders every minute and work in the background, without serving pages."))
@click.option("--parent", type=int, hidden=True)
def work(parent: int | None) -> None:
    """Run one worker; beside the pages, whoever waits for a page goes first."""
    if parent is not None:
        os.nice(BESIDE)
    one = worker.Worker(parent=parent)
    one.heed_signals()
    one.run()


@click.command(help=_("Bring the tables up to date with this version."))
def migrate() -> None:
    """Bring the tables up to date."""
    bring_up_to_date()
    click.echo(_("The tables are up to date."))


def bring_up_to_date() -> None:
    """Django's migrate, quietly; then what is sealed, under the secret of today."""
    from django.conf import settings
    from django.core.management import call_command

    from mainstay.house import actions

    call_command("migrate", interactive=False, verbosity=0)
    actions.seal_second_steps(secrets=settings.SEALED_BY)
