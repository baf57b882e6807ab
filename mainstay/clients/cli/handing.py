"""Clients that pass from one of us to another, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients import queries
from mainstay.clients.actions import handing as actions
from mainstay.clients.actions.handing import Terms
from mainstay.clients.actions.handing import leaving as leavings
from mainstay.clients.cli.told import DAY, as_json, options
from mainstay.clients.models import Client, HandOver, Leaving
from mainstay.clients.queries import handing as reading
from mainstay.clients.queries import saying, standing_in
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import person_called
from mainstay.kit.refusals import NotFound

TERMS = options(
    click.option("--deputy", metavar="USER", help=_("Who is deputy then.")),
    click.option("--told", "told_on", type=DAY, help=_("The day on which the client was told.")),
    click.option("--how", "told_how", default="", help=_("How the client is told.")),
    click.option("--untold", "untold_why", default="", metavar="WHY", help=_("Why the client is not told before.")),
    click.option("--why", default="", help=_("Why.")),
)


def terms_of(deputy: str | None, **told: Any) -> Terms:
    """What was typed, for the verb."""
    return Terms(deputy=person_called(deputy) if deputy else None, **told)


@click.command("hand-over", help=_("Hand clients over to a colleague, with what is open there."))
@click.argument("names", metavar="CLIENT...", nargs=-1)
@click.option("--to", "taker", required=True, metavar="USER", help=_("To whom."))
@click.option("--from", "giver", metavar="USER", help=_("From whom; yourself if left out."))
@click.option("--all", "every", is_flag=True, help=_("All that stand with them and you may see."))
@click.option("--dry-run", is_flag=True, help=_("Say what would pass; nothing does."))
@TERMS
@as_json
@acting
def hand_over(
    by: User,
    at: datetime,
    names: tuple[str, ...],
    taker: str,
    giver: str | None,
    every: bool,
    dry_run: bool,
    as_json: bool,
    **told: Any,
) -> None:
    """Hand clients over."""
    given = person_called(giver) if giver else by
    clients = _clients(by, given, names, every=every)
    asked: dict[str, Any] = {"clients": clients, "giver": given, "taker": person_called(taker), "by": by, "at": at}
    asked["terms"] = terms_of(**told)
    if dry_run:
        foreseen = reading.foresee(**asked)
        if as_json:
            from mainstay.clients.api.handing import shown_foreseen

            echo_json([shown_foreseen(row) for row in foreseen])
        else:
            for row in foreseen:
                click.echo(_foreseen(row))
        return
    rows = actions.hand_over(**asked)
    if as_json:
        from mainstay.clients.api.handing import shown

        echo_json([shown(row) for row in rows])
    else:
        click.echo(saying.done(rows[0], len(rows)))
        click.echo(_("Hand-over %(id)s.") % {"id": rows[0].batch})


def _clients(by: User, giver: User, names: Sequence[str], *, every: bool) -> list[Client]:
    if every:
        return list(reading.given_by(giver, by).order_by("order_name", "pk"))
    if not names:
        raise click.UsageError(_("Name at least one client, or say --all."))
    return [queries.client_called(by, name) for name in names]


def _foreseen(row: reading.Foreseen) -> str:
    if row.refused is not None:
        return f"{row.client.name}: {row.refused.message}"
    told = saying.foreseen(row)
    return " · ".join(part for part in (told.client, told.along, told.then, told.care) if part)


@click.command("hand-overs", help=_("What was handed to you, by you, and at clients you head."))
@as_json
@acting
def hand_overs(by: User, at: datetime, as_json: bool) -> None:
    """What was handed over, the latest first."""
    rows = reading.page_of(by, size=100).rows
    if as_json:
        from mainstay.clients.api.handing import shown

        echo_json([shown(row) for row in rows])
        return
    for row in rows:
        told = saying.handed(row, by, leads=False)
        click.echo(" · ".join(part for part in (told.when, told.client, told.who, told.state, str(row.batch)) if part))


def _answered(by: User, batch: UUID) -> list[HandOver]:
    rows = [row for row in reading.of_batch(batch, by) if row.taken_back_at is None]
    if not rows:
        raise NotFound
    return rows


def _done(rows: Sequence[HandOver], sentence: str, as_json: bool) -> None:
    if as_json:
        from mainstay.clients.api.handing import shown

        echo_json([shown(row) for row in rows])
    else:
        click.echo(sentence)


BATCH = click.argument("batch", type=click.UUID, metavar="HAND-OVER")


@click.command("accept", help=_("Say that you have the clients that were handed over to you."))
@BATCH
@as_json
@acting
def accept(by: User, at: datetime, batch: UUID, as_json: bool) -> None:
    """Accept."""
    _done(actions.accept(rows=_answered(by, batch), by=by, at=at), _("Accepted."), as_json)


@click.command("decline", help=_("Say that it cannot be you: the clients go back."))
@BATCH
@click.argument("why")
@as_json
@acting
def decline(by: User, at: datetime, batch: UUID, why: str, as_json: bool) -> None:
    """Decline."""
    rows = actions.decline(rows=_answered(by, batch), why=why, by=by, at=at)
    _done(rows, _("They went back to %(name)s.") % {"name": rows[0].giver.name}, as_json)


@click.command("take-back", help=_("Take a hand-over back within a day."))
@BATCH
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def take_back(by: User, at: datetime, batch: UUID, why: str, as_json: bool) -> None:
    """Take back."""
    rows = actions.take_back(rows=_answered(by, batch), why=why, by=by, at=at)
    words = {"name": rows[0].giver.name}
    _done(rows, _("Taken back: everything stands with %(name)s again.") % words, as_json)


@click.command("standing-in", help=_("For whom you stand in, and what you need to know there."))
@as_json
@acting
def stands_in(by: User, at: datetime, as_json: bool) -> None:
    """For whom one stands in."""
    rows, _page = standing_in.page(by, at, size=200)
    if as_json:
        echo_json([row.as_dict() for row in rows])
        return
    if not rows:
        click.echo(_("Everybody whose deputy you are is there."))
    for row in rows:
        click.echo(" · ".join(part for part in (row.client.name, row.away, row.open, row.late) if part))
        for name, said in row.people:
            click.echo(f"  {name}: {said}")
        if row.last:
            click.echo(f"  {row.last}")


@click.command("unattended", help=_("Clients you head with neither a manager nor a deputy there today."))
@as_json
@acting
def unattended(by: User, at: datetime, as_json: bool) -> None:
    """Clients with nobody there."""
    rows, _page = standing_in.alone(by, at, size=200)
    if as_json:
        echo_json([row.as_dict() for row in rows])
        return
    if not rows:
        click.echo(_("Somebody is there for every client"))
    for row in rows:
        click.echo(f"{row.client.name} · {row.said}")


# --- somebody leaves ---


@click.group("leaving", help=_("Somebody leaves the house: client by client, then all at once."))
def leaving() -> None:
    """Somebody leaves."""


def _leaver(by: User, who: str) -> User:
    person = person_called(who)
    if not leavings.may_prepare(person=person, by=by):
        raise NotFound
    return person


def _open(by: User, who: str) -> Leaving:
    found = reading.open_leaving(_leaver(by, who))
    if found is None:
        raise NotFound(_("No leaving is begun there. Begin it first."))
    return found


def _show(found: Leaving, by: User, as_json: bool) -> None:
    from mainstay.clients.api.handing import shown_leaving

    told = shown_leaving(found, by)
    if as_json:
        echo_json(told)
        return
    words = {"name": told["person"], "ready": told["ready"], "all": told["all"]}
    click.echo(_("%(name)s leaves: %(ready)d of %(all)d ready.") % words)
    for row in told["steps"]:
        follows = row["taker"] or (_("%(name)s could") % {"name": row["proposed"]} if row["proposed"] else "")
        lacks = "" if row["ready"] else _("not ready")
        parts = (row["client"], saying.role(row["role"]), *row["along"], follows, lacks, *row["used_to"])
        click.echo(" · ".join(part for part in parts if part))


@leaving.command("begin", help=_("Begin to hand over what somebody looks after who leaves."))
@click.argument("who")
@click.option("--last", "last_on", type=DAY, help=_("The last day."))
@as_json
@acting
def begin(by: User, at: datetime, who: str, last_on: date | None, as_json: bool) -> None:
    """Begin."""
    _show(actions.begin(person=_leaver(by, who), last_on=last_on, by=by, at=at), by, as_json)


@leaving.command("show", help=_("How far it is, client by client."))
@click.argument("who")
@as_json
@acting
def show(by: User, at: datetime, who: str, as_json: bool) -> None:
    """Show it."""
    found = reading.last_leaving(_leaver(by, who))
    if found is None:
        raise NotFound(_("No leaving is begun there. Begin it first."))
    _show(found, by, as_json)


@leaving.command("plan", help=_("Write down who follows at these clients; without names, at all that are not ready."))
@click.argument("who")
@click.argument("names", metavar="[CLIENT...]", nargs=-1)
@click.option("--to", "taker", metavar="USER", help=_("To whom; whoever is proposed, if left out."))
@TERMS
@as_json
@acting
def plan(
    by: User, at: datetime, who: str, names: tuple[str, ...], taker: str | None, as_json: bool, **told: Any
) -> None:
    """Plan."""
    found = _open(by, who)
    clients = [queries.client_called(by, name) for name in names] or list(reading.not_ready(found, by))
    steps = reading.steps(found, by, clients, at)
    to = person_called(taker) if taker else None
    actions.plan_same(leaving=found, steps=steps, taker=to, terms=terms_of(**told), by=by, at=at)
    _show(found, by, as_json)


@leaving.command("finish", help=_("Hand everything over in one act."))
@click.argument("who")
@click.option("--let-go/--keep-sign-in", default=None, help=_("Whether they sign in no longer."))
@as_json
@acting
def finish(by: User, at: datetime, who: str, let_go: bool | None, as_json: bool) -> None:
    """Finish."""
    found = _open(by, who)
    done = actions.finish(leaving=found, let_go=let_go, by=by, at=at)
    if as_json:
        from mainstay.clients.api.handing import shown_leaving

        echo_json(shown_leaving(done, by))
    else:
        click.echo(_("Everything of %(name)s passed on.") % {"name": done.person.name})


@leaving.command("undo", help=_("Take it back within a day; before it is done: stay after all."))
@click.argument("who")
@as_json
@acting
def undo(by: User, at: datetime, who: str, as_json: bool) -> None:
    """Undo."""
    found = reading.last_leaving(_leaver(by, who))
    if found is None:
        raise NotFound(_("No leaving is begun there. Begin it first."))
    back = (actions.undo if found.done_at is not None else actions.stop)(leaving=found, by=by, at=at)
    if as_json:
        from mainstay.clients.api.handing import shown_leaving

        echo_json(shown_leaving(back, by))
    else:
        words = {"name": back.person.name}
        click.echo(_("%(name)s stays; what they look after stands with them.") % words)


def add_handing(group: click.Group) -> None:
    """Put these commands into the group of the clients."""
    for command in (hand_over, hand_overs, accept, decline, take_back, stands_in, unattended, leaving):
        group.add_command(command)
