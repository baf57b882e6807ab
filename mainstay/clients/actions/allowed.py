"""What every verb about clients asks first: may this person, is the client kept, is the value one we know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment, Client
from mainstay.house.actions import gate
from mainstay.house.models import LANGUAGES, User, check_zone
from mainstay.house.queries import holidays_of
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean


def head_of_service() -> str:
    """Who may lift most refusals about clients."""
    return _("a head of client service")


def may_write(by: User) -> None:
    """Refuse whoever may not write down clients and their people (R-X-3)."""
    if not by.may(rights.WRITE_CLIENTS):
        raise Refused(
            _("Clients and their people are written down by client managers and heads of client service."),
            rule="R-X-3",
            lifted_by=head_of_service(),
        )


def may_take_in(by: User) -> None:
    """Refuse whoever may not take in files (R-X-3)."""
    gate.needs_right(by, rights.TAKE_IN)


def held(client: Client) -> Client:
    """The client as it is now, locked until the end of the transaction."""
    return Client.objects.select_for_update(of=("self",)).select_related("unit").get(pk=client.pk)


def held_many(clients: Iterable[UUID]) -> dict[UUID, Client]:
    """The clients of these ids as they are now, locked in one order until the end of the transaction."""
    wanted = sorted(set(clients))
    rows = Client.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=wanted)
    return {client.pk: client for client in rows.order_by("pk")}


def held_with_serving(
    clients: Sequence[Client], by: User | None
) -> tuple[dict[UUID, Client], dict[UUID, list[Assignment]]]:
    """These clients and who serves them now, locked. Raises NotFound where ``by`` may not see one of them.

    None for ``by``: what is taken back, whoever gave it away sees no more.
    """
    wanted = {client.pk for client in clients}
    if by is not None and Client.objects.visible_to(by).filter(pk__in=wanted).count() < len(wanted):
        raise NotFound
    held = held_many(wanted)
    serving: dict[UUID, list[Assignment]] = {}
    rows = Assignment.objects.select_for_update(of=("self",)).filter(client__in=wanted, to_on=None)
    for one in rows.select_related("user", "client").order_by("from_on", "id"):
        serving.setdefault(one.client_id, []).append(one)
    return held, serving


def kept(client: Client) -> Client:
    """As ``held``; refuses a client that was laid aside (R-X-2)."""
    now = held(client)
    refuse_laid_aside(now)
    return now


def refuse_laid_aside(client: Client) -> None:
    """Refuse to add to a client that was laid aside (R-X-2)."""
    if client.merged_into is not None:
        raise Refused(
            _("%(client)s was merged into %(keep)s. Write it down there.")
            % {"client": client, "keep": client.merged_into},
            rule="R-X-2",
        )
    if client.archived:
        raise Refused(
            _("%(client)s was laid aside, and nothing is added to it. Take it up again first.") % {"client": client},
            rule="R-X-2",
            lifted_by=head_of_service(),
        )


def chosen(value: str, choices: type[TextChoices], *, field: str) -> str:
    """A value out of a list, or a refusal that names the list."""
    if value not in choices.values:
        raise Refused(
            _("“%(value)s” is none of these: %(known)s.") % {"value": value, "known": ", ".join(choices.values)},
            rule="R-X-11",
            field=field,
        )
    return value


def language(value: str) -> str:
    """A language we write in, or none."""
    if value and value not in dict(LANGUAGES):
        raise Refused(
            _("“%(value)s” is none of these: %(known)s.") % {"value": value, "known": ", ".join(dict(LANGUAGES))},
            rule="R-X-4",
            field="language",
        )
    return value


def zone(value: str) -> str:
    """A time zone of the IANA list."""
    try:
        check_zone(value)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), rule="R-X-5", field="zone") from None
    return value


def country(value: str) -> str:
    """The two letters of a country, or none."""
    code = value.strip().upper()
    if code:
        holidays_of(code, "", ())  # the house knows countries by their holidays
    return code


def mail_address(value: str) -> str:
    """A mail address, or none."""
    address = clean(value, field="email", limit=254)
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Refused(
            _("“%(value)s” is no mail address; write for example name@example.org.") % {"value": address},
            rule="R-X-11",
            field="email",
        ) from None
    return address


def today(by: User, at: datetime) -> date:
    """The day it is for whoever acts."""
    return at.astimezone(ZoneInfo(by.zone)).date()


def not_ahead(day: date | None, *, by: User, at: datetime, field: str) -> date:
    """A day that has come, today where none is told. What is to change later is written down on its day."""
    now = today(by, at)
    if day is not None and day > now:
        raise Refused(
            _("That day is still to come. Write it down when it is there, or give today or an earlier day."),
            rule="R-X-2",
            field=field,
        )
    return day or now


def apply(record: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set what differs and tell it as {field: (old, new)}; related records are told by name."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name, new in values.items():
        old = getattr(record, name)
        if old != new:
            setattr(record, name, new)
            changes[name] = (_told(old), _told(new))
    return changes


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Model) else value
