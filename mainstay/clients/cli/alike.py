"""Who looks like the same, and merging, in the terminal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TypeVar, get_args
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients import actions, queries
from mainstay.clients.cli.told import as_json
from mainstay.clients.models import Client, Contact, Merge
from mainstay.clients.queries.alike import By
from mainstay.clients.queries.scan import Scan, scan
from mainstay.clients.rules import in_order
from mainstay.house.actions import gate
from mainstay.house.cli import acting, echo_columns, echo_json
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound, Refused

M = TypeVar("M", Client, Contact)
BY = click.option(
    "--like", "sort", type=click.Choice(get_args(By)), default="name", show_default=True, help=_("By what.")
)
AFTER = click.option("--after", default="", help=_("Those after this key: what the page before ended with."))
MOST = click.option("--most", type=click.IntRange(1, 1000), default=50, show_default=True, help=_("How many at most."))
WHY = click.option("--why", default="", help=_("Why."))
TAKE = click.option("--take", multiple=True, metavar="FIELD", help=_("A field in which the value of the other stays."))


def add_alike(clients: click.Group, contacts: click.Group) -> None:
    """Put these commands into the groups of clients and of their people."""
    for command in (alike, apart, merge, unmerge):
        clients.add_command(command)
    for command in (alike_people, apart_people, merge_people, unmerge_people):
        contacts.add_command(command)


@click.command("alike", help=_("Clients that look like the same, by name or by a way to reach their people."))
@BY
@AFTER
@MOST
@as_json
@acting
def alike(by: User, at: datetime, sort: By, after: str, most: int, as_json: bool) -> None:
    """Clients who look alike."""
    gate.needs_right(by, rights.WRITE_CLIENTS)
    _answer(scan(by, what="client", by=sort, after=after, size=most), as_json)


@click.command("alike", help=_("People who look like the same."))
@BY
@AFTER
@MOST
@as_json
@acting
def alike_people(by: User, at: datetime, sort: By, after: str, most: int, as_json: bool) -> None:
    """People who look alike."""
    gate.needs_right(by, rights.WRITE_CLIENTS)
    _answer(scan(by, what="contact", by=sort, after=after, size=most), as_json)


def _answer(found: Scan, as_json: bool) -> None:
    if as_json:
        groups = [{"key": group.key, "members": [asdict(each) for each in group.members]} for group in found.groups]
        echo_json({"groups": groups, "next": found.next})
        return
    if found.groups:
        echo_columns(
            _heads(found.what),
            [[(one.name, one.where, one.beneath, str(one.id)) for one in group.members] for group in found.groups],
        )
    else:
        click.echo(_("Nobody looks like anybody else here."))
    if found.next:
        click.echo(_("There are more: --after “%(key)s”.") % {"key": found.next})


def _heads(what: str) -> tuple[str, str, str, str]:
    if what == "client":
        return _("Client"), _("Town"), _("Manager · number"), _("Id")
    return _("Name"), _("At which client"), _("Mail · phone"), _("Id")


@click.command("apart", help=_("Say of clients that look alike that they are not the same."))
@click.argument("client", nargs=-1, required=True)
@click.option("--again", is_flag=True, help=_("Take that back: ask about them again."))
@acting
def apart(by: User, at: datetime, client: tuple[str, ...], again: bool) -> None:
    """Not the same."""
    found = [queries.client_called(by, told) for told in client]
    _held_apart(found, by, at, again)


@click.command("apart", help=_("Say of people who look alike that they are not the same."))
@click.argument("who", nargs=-1, required=True)
@click.option("--again", is_flag=True, help=_("Take that back: ask about them again."))
@acting
def apart_people(by: User, at: datetime, who: tuple[str, ...], again: bool) -> None:
    """Not the same."""
    found = [queries.contact_called(by, told) for told in who]
    _held_apart(found, by, at, again)


def _held_apart(alike: list[Client] | list[Contact], by: User, at: datetime, again: bool) -> None:
    if again:
        actions.ask_again(alike=alike, by=by, at=at)
        click.echo(_("Taken back: they are asked about again."))
    else:
        actions.hold_apart(alike=alike, by=by, at=at)
        click.echo(_("Kept: they are not the same. Nobody is asked about them again."))


@click.command(help=_("Merge the client GONE into the client KEEP; it can be taken apart again."))
@click.argument("keep")
@click.argument("gone")
@TAKE
@WHY
@as_json
@acting
def merge(by: User, at: datetime, keep: str, gone: str, take: tuple[str, ...], why: str, as_json: bool) -> None:
    """Merge two clients."""
    one, other = queries.client_called(by, keep), queries.client_called(by, gone)
    made = actions.merge(keep=one, gone=other, stays=dict.fromkeys(take, "gone"), why=why, by=by, at=at)
    _merged(made, str(one), str(other), as_json)


@click.command("merge", help=_("Merge the person GONE into the person KEEP; it can be taken apart again."))
@click.argument("keep")
@click.argument("gone")
@TAKE
@WHY
@as_json
@acting
def merge_people(by: User, at: datetime, keep: str, gone: str, take: tuple[str, ...], why: str, as_json: bool) -> None:
    """Merge two people."""
    one, other = queries.contact_called(by, keep), queries.contact_called(by, gone)
    made = actions.merge_people(keep=one, gone=other, stays=dict.fromkeys(take, "gone"), why=why, by=by, at=at)
    _merged(made, str(one), str(other), as_json)


def _merged(made: Merge, keep: str, gone: str, as_json: bool) -> None:
    if as_json:
        from mainstay.clients.api.alike import shown_merge

        echo_json(shown_merge(made))
        return
    click.echo(_("%(gone)s and %(keep)s are one now.") % {"gone": gone, "keep": keep})
    click.echo(_("To take them apart again, name %(id)s.") % {"id": made.gone_id})


@click.command(help=_("Take a merge apart, by the id of the client that was laid aside, or by its name."))
@click.argument("gone")
@as_json
@acting
def unmerge(by: User, at: datetime, gone: str, as_json: bool) -> None:
    """Take two clients apart."""
    found = _client_gone(by, gone)
    undone = actions.unmerge(gone=found, by=by, at=at)
    _parted(found, undone.told, as_json)


@click.command("unmerge", help=_("Take a merge apart, by the id of the person who was laid aside, or by the name."))
@click.argument("gone")
@as_json
@acting
def unmerge_people(by: User, at: datetime, gone: str, as_json: bool) -> None:
    """Take two people apart."""
    found = _person_gone(by, gone)
    undone = actions.unmerge_people(gone=found, by=by, at=at)
    _parted(found, undone.told, as_json)


def _client_gone(by: User, told: str) -> Client:
    """One laid aside by a merge into a client whom this person may see."""
    rows = Client.objects.filter(merged_into__in=Client.objects.visible_to(by))
    return _only(list(rows.filter(pk=pk) if (pk := _id(told)) else rows.called(told)), told)


def _person_gone(by: User, told: str) -> Contact:
    """One laid aside by a merge into somebody whom this person may see."""
    rows = Contact.objects.filter(merged_into__in=Contact.objects.visible_to(by))
    wanted = rows.filter(pk=pk) if (pk := _id(told)) else rows.filter(sort_name=in_order(told))
    return _only(list(wanted), told)


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _only(found: list[M], told: str) -> M:
    if not found:
        raise NotFound(_("Nobody called “%(name)s” was merged into another one that you may see.") % {"name": told})
    if len(found) > 1:
        ids = ", ".join(str(one.pk) for one in found)
        words = {"name": told, "ids": ids}
        raise Refused(_("Several are called “%(name)s”. Name one by its id: %(ids)s") % words, rule="R-X-11")
    return found[0]


def _parted(gone: Client | Contact, told: list[str], as_json: bool) -> None:
    if as_json:
        echo_json({"gone": gone.pk, "told": told})
        return
    click.echo(_("%(gone)s stands by itself again.") % {"gone": gone})
    for words in told:
        click.echo(words)
