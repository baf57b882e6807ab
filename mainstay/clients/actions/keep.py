"""Writing down clients, correcting them, laying them aside and taking them up. Nothing is deleted (R-X-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, resemblance
from mainstay.clients.actions.serve import assign_first, may_name
from mainstay.clients.models import Client
from mainstay.clients.rules import folded
from mainstay.house.models import Unit, User, house
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean


class ClientValues(TypedDict, total=False):
    """What may be told of a client besides the name, each value as typed."""

    kind: str
    zone: str
    country: str
    town: str
    language: str
    unit: Unit | None
    since_on: date | None
    note: str
    reference: str


class ClientChange(ClientValues, total=False):
    """What may be corrected."""

    name: str


def _name(value: str) -> str:
    return clean(value, field="name", limit=200, required=_("A client needs a name."), rule="R-B-6")


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "kind": lambda value: allowed.chosen(value, Client.Kind, field="kind"),
    "zone": lambda value: allowed.zone(value or house().zone),
    "country": allowed.country,
    "town": lambda value: clean(value, field="town", limit=120),
    "language": allowed.language,
    "note": lambda value: clean(value, field="note", limit=4000, lines=True),
    "reference": lambda value: clean(value, field="reference", limit=60),
}


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a client as they are kept, those told and no others. Raises Refused for one that cannot be."""
    return {name: _CLEAN[name](value) if name in _CLEAN else value for name, value in values.items()}


@transaction.atomic
def add(
    *,
    name: str,
    by: User,
    at: datetime,
    stage: str = Client.Stage.ACTIVE,
    manager: User | None = None,
    anyway: str = "",
    **values: Unpack[ClientValues],
) -> Client:
    """Write down a client, in the house's zone unless told otherwise; ``by`` is its manager if one.

    ``anyway`` says why one that resembles another is written down all the same. Raises Refused (R-X-3, R-B-6).
    """
    allowed.may_write(by)
    if manager is None and rights.MANAGER in by.roles:
        manager = by
    told = cleaned({**values, "name": name})
    told.setdefault("zone", house().zone)
    if told.get("unit") is None:
        told["unit"] = _unit_for(by, manager)
    anyway = resemblance.reason(anyway)
    alike = resemblance.of_client(told["name"], anyway=anyway, by=by)
    client = Client(stage=allowed.chosen(stage, Client.Stage, field="stage"), **told)
    client.save(force_insert=True)
    journal.note("clients.added", about=client, client=client, by=by, at=at)
    resemblance.note(client, alike, client=client, anyway=anyway, by=by, at=at)
    if manager is not None:
        may_name(client, role="manager", user=manager, by=by)
        assign_first(client=client, user=manager, by=by, at=at)
    return client


def _unit_for(by: User, manager: User | None) -> Unit | None:
    if manager is not None and manager.unit is not None:
        return manager.unit
    if by.unit is not None:
        return by.unit
    return Unit.objects.filter(pk__in=by.units_led).first()


@transaction.atomic
def change(*, client: Client, by: User, at: datetime, anyway: str = "", **values: Unpack[ClientChange]) -> Client:
    """Correct what is kept about a client; the journal keeps what stood there before. Raises Refused.

    ``anyway`` says why a name is given that resembles another client's.
    """
    allowed.may_write(by)
    client = allowed.kept(client)
    told = cleaned(values)
    anyway, alike = resemblance.reason(anyway), []
    if folded(told.get("name", client.name)) != client.sort_name:
        alike = resemblance.of_client(told["name"], anyway=anyway, by=by, but=client)
    changes = allowed.apply(client, told)
    if changes:
        client.save(update_fields=[*changes, *Client.DERIVED])
        journal.note("clients.changed", about=client, client=client, by=by, at=at, changes=changes)
        resemblance.note(client, alike, client=client, anyway=anyway, by=by, at=at)
    return client


@transaction.atomic
def set_stage(*, client: Client, stage: str, by: User, at: datetime, why: str = "") -> Client:
    """Say how far we are with each other: prospect, active, former. Raises Refused (R-X-3)."""
    allowed.may_write(by)
    client = allowed.kept(client)
    why = clean(why, field="why", limit=300)
    changes = allowed.apply(client, {"stage": allowed.chosen(stage, Client.Stage, field="stage")})
    if changes:
        client.save(update_fields=["stage"])
        journal.note("clients.stage_set", about=client, client=client, by=by, at=at, text=why, changes=changes)
    return client


@transaction.atomic
def archive(*, client: Client, why: str, by: User, at: datetime) -> Client:
    """Lay a client aside with a reason: off the lists, everything kept. Raises Refused (R-X-2, R-X-3)."""
    allowed.may_write(by)
    client = allowed.held(client)
    if client.archived:
        raise Refused(
            _("%(client)s was laid aside already. It can be taken up again.") % {"client": client},
            rule="R-X-2",
        )
    needed = _("Say why this client is laid aside; the next to look will ask.")
    client.archived_why = clean(why, field="why", limit=300, required=needed, rule="R-X-2")
    client.archived_at = at
    client.save(update_fields=["archived_at", "archived_why"])
    journal.note("clients.archived", about=client, client=client, by=by, at=at, text=client.archived_why)
    return client


@transaction.atomic
def restore(*, client: Client, by: User, at: datetime) -> Client:
    """Take up a client again that was laid aside. Raises Refused (R-X-2, R-X-3)."""
    allowed.may_write(by)
    client = allowed.held(client)
    if client.merged_into is not None:
        raise Refused(
            _("%(client)s was merged into %(keep)s. Take the merge apart, and it stands by itself again.")
            % {"client": client, "keep": client.merged_into},
            rule="R-X-2",
        )
    if not client.archived:
        raise Refused(
            _("%(client)s is not laid aside, so there is nothing to take up again.") % {"client": client},
            rule="R-X-2",
        )
    client.archived_at, client.archived_why = None, ""
    client.save(update_fields=["archived_at", "archived_why"])
    journal.note("clients.restored", about=client, client=client, by=by, at=at)
    return client
