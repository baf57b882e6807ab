"""Reading the ledger in the terminal."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Client
from mainstay.house.cli import acting, echo_columns, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists.cli import as_seen, say_seen
from mainstay.promises import queries
from mainstay.promises.models import Promise
from mainstay.promises.queries import foresaying, foresight
from mainstay.promises.queries.listing import LATE, OWED, STATES
from mainstay.promises.queries.words import Reader, is_late


def find_client(person: User, name: str) -> Client:
    """By name or id among those this person may see. Raises NotFound, or Refused naming the choice."""
    rows = Client.objects.visible_to(person)
    try:
        found = list(rows.filter(pk=UUID(name)))
    except ValueError:
        found = list(rows.called(name).order_by("archived_at", "id")[:3])
        kept = [client for client in found if client.archived_at is None]
        found = kept or found
    if not found:
        raise NotFound(_("There is no client called “%(name)s” that you may see.") % {"name": name})
    if len(found) > 1:
        ids = ", ".join(str(client.pk) for client in found)
        raise Refused(
            _("Several clients are called “%(name)s”. Name one by its id: %(ids)s") % {"name": name, "ids": ids},
            rule="R-X-11",
            field="client",
        )
    return found[0]


_AS_SEEN = re.compile(r"[0-9a-fA-F-]{32,36}@[0-9]{1,8}")


def find_promise(person: User, told: str) -> Promise:
    """By id or by reference, among those this person may see. Raises NotFound.

    ``ID@3`` is the promise as it was seen when its “acts” were 3: an act is refused where somebody acted on it since.
    """
    told, _sign, acts = told.partition("@") if _AS_SEEN.fullmatch(told) else (told, "", "")
    rows = Promise.objects.visible_to(person).select_related("client", "kind", "owner", "owner_contact", "made_to")
    try:
        found = rows.filter(pk=UUID(told)).first()
    except ValueError:
        some = list(rows.counted().filter(reference=told).order_by("-due_at")[:2])
        if len(some) > 1:
            raise Refused(
                _("Several promises carry the reference “%(told)s”. Name one by its id.") % {"told": told},
                rule="R-X-11",
            ) from None
        found = some[0] if some else None
    if found is None:
        raise NotFound
    found.seen = int(acts) if acts else None
    return found


@click.command(help=_("One client: counts, the run since the last miss, what we owe and what they owe."))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def client(by: User, at: datetime, name: str, as_json: bool) -> None:
    """One client's ledger."""
    found = find_client(by, name)
    if as_json:
        from mainstay.promises.api.reading import client_ledger

        echo_json(client_ledger(found, by))
        return
    tallies = queries.tallies(Promise.objects.visible_to(by).filter(client=found))
    sides = queries.ledger(found)
    click.echo(found.name)
    for label, side in ((_("We"), Promise.Side.OURS), (_("They"), Promise.Side.THEIRS)):
        tally = tallies[side]
        counts = tally.counts
        click.echo(
            _(
                "%(who)s: %(made)d made, %(kept)d kept, %(late)d late, %(moved)d moved, %(withdrawn)d withdrawn, "
                "%(broken)d broken, %(open)d open"
            )
            % {"who": label, "late": counts.kept_late, **counts.as_dict()}
            + "; "
            + ngettext("%(n)d kept since the last miss", "%(n)d kept since the last miss", tally.run) % {"n": tally.run}
        )
    _print_owed(_("We owe"), sides.we_owe, at)
    _print_owed(_("They owe"), sides.you_owe, at)
    for remark in sides.remarks:
        click.echo(_("Open remark: %(text)s") % {"text": remark.text})


def _print_owed(heading: str, rows: list[Promise], at: datetime) -> None:
    click.echo(f"{heading}:" if rows else _("%(heading)s: nothing.") % {"heading": heading})
    for promise in rows:
        mark = "!" if promise.due_at <= at else " "
        click.echo(f" {mark} {promise.due_on}  {promise.text}  ({promise.owner_words})  {promise.pk}")


@click.group(help=_("The ledger: what each side owes the other."))
def promises() -> None:
    """The ledger."""


@promises.command("list", help=_("Promises you may see, the earliest due first."))
@click.option("--client", "client_name", help=_("Only this client’s."))
@click.option("--side", type=click.Choice(Promise.Side.values), help=_("Whose word."))
@click.option("--outcome", type=click.Choice(Promise.Outcome.values), help=_("What became of it."))
@click.option("--owed", is_flag=True, help=_("Only what is still to be done."))
@click.option("--late", is_flag=True, help=_("Only what is past its time."))
@click.option("--most", type=click.IntRange(1, 10000), default=100, show_default=True, help=_("How many at most."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@as_seen
@acting
def list_(by: User, at: datetime, view: str | None, columns: str | None, **told: Any) -> None:
    """List promises; by a kept view, or in chosen columns, as the page shows them."""
    if view or columns:
        _as_the_page(by, at, view, columns, told)
        return
    rows = Promise.objects.visible_to(by).counted().select_related("client", "kind", "owner", "owner_contact")
    if told["client_name"]:
        rows = rows.filter(client=find_client(by, told["client_name"]))
    if told["side"]:
        rows = rows.filter(side=told["side"])
    if told["outcome"]:
        rows = rows.filter(outcome=told["outcome"])
    if told["late"]:
        rows = rows.filter(is_owed=True, due_at__lte=at)
    if told["owed"]:
        rows = rows.filter(is_owed=True)
    found = list(rows.order_by("due_at", "id")[: told["most"]])
    if told["as_json"]:
        from mainstay.promises.api.shapes import whole

        echo_json([whole(promise, by) for promise in found])
        return
    if not found:
        click.echo(_("No promises stand here."))
        return
    heads = (_("Due"), _("Whose word"), _("By whom"), _("How it stands"), _("What"), _("Id"))
    echo_columns(heads, [[_row(promise, Reader.of(by, at)) for promise in found]])


def _as_the_page(by: User, at: datetime, view: str | None, columns: str | None, told: dict[str, Any]) -> None:
    state = told["outcome"] if told["outcome"] in STATES else OWED if told["owed"] else None
    parts = {"view": view, "columns": columns, "side": told["side"], "state": LATE if told["late"] else state}
    if told["client_name"]:
        whose = None if view else "all"  # whoever asks for a client means all that is theirs to see there
        parts |= {"client": str(find_client(by, told["client_name"]).pk), "whose": whose}
    none = _("No promises stand here.")
    say_seen("promises", parts, by=by, at=at, most=told["most"], as_json=told["as_json"], none=none)


def _row(promise: Promise, reader: Reader) -> tuple[str, ...]:
    """When, whose, who keeps it, what became of it or how late it is, what; in the terminal."""
    state = str(promise.get_outcome_display())
    if is_late(promise, reader.at):
        days = promise.late_on(reader.today_for(promise))
        state = ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days} if days else _("late since today")
    what = f"{promise.client.name}: {promise.text}"
    side = str(promise.get_side_display())
    return _day_and_time(promise), side, promise.owner_words, state, what, str(promise.pk)


def _day_and_time(promise: Promise) -> str:
    return f"{promise.due_on}" + (f" {promise.due_time:%H:%M}" if promise.due_time else "")


@promises.command(help=_("One promise, by id or reference."))
@click.argument("promise")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def show(by: User, at: datetime, promise: str, as_json: bool) -> None:
    """Show one promise."""
    found = find_promise(by, promise)
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json(whole(found, by))
    else:
        say(found)


def say(promise: Promise) -> None:
    """One promise in a few lines."""
    click.echo(f"{promise.client.name}: {promise.text}")
    click.echo(
        _("%(outcome)s; due %(due)s in %(zone)s; owner %(owner)s")
        % {
            "outcome": promise.get_outcome_display(),
            "due": _day_and_time(promise),
            "zone": promise.due_zone,
            "owner": promise.owner_words,
        }
    )
    click.echo(str(promise.pk))


def echo_warnings(seen: foresight.Foreseen, reader: Reader, *, err: bool = False) -> None:
    """What stands against the day, and the first realistic one."""
    for one in foresaying.warnings(seen, reader):
        click.echo(f"! {one.text}", err=err)
    if said := foresaying.realistic(seen, reader):
        click.echo(f"  {said}", err=err)
