"""Warned at entry: what resembles one that stands here is written down only with a reason (R-B-6, R-X-14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, ClientsApart, Contact
from mainstay.clients.queries.alike import Like, alike_many
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean


class Resembles(Refused):
    """A soft refusal: ``alike`` stand here already; whoever asks may say why it is written down anyway."""

    def __init__(self, message: str, alike: Sequence[Like]) -> None:
        lifted_by = _("you, by saying why it is written down anyway")
        super().__init__(message, rule="R-B-6", field="name", lifted_by=lifted_by)
        self.alike = tuple(alike)

    def as_dict(self) -> dict[str, Any]:
        """The body of the API's 422, with those alike."""
        return super().as_dict() | {"alike": [like.as_dict() for like in self.alike]}


def reason(anyway: str) -> str:
    """Why it is written down anyway, as it is kept."""
    return clean(anyway, field="anyway", limit=300)


def of_client(name: str, *, anyway: str, by: User, but: Client | None = None) -> list[Like]:
    """The clients that a name resembles, where a reason is given; else Resembles is raised.

    Only clients whom this person may see are told of: nobody learns of others by trying names.
    """
    alike = alike_many([name], [], [], by).get(name, [])
    if but is not None:
        apart = _apart_from(but)
        alike = [like for like in alike if like.id != but.pk and like.id not in apart]
    if not alike or anyway:
        return alike
    if same := next((like for like in alike if like.called(name)), None):
        where = f"{same.name}, {same.where}" if same.where else same.name
        told = _("There is a client of this name already: %(client)s. Nothing was written down twice.")
        raise Resembles(told % {"client": where}, alike)
    told = _("This looks like a client who stands here already: %(alike)s. Nothing was written down twice.")
    raise Resembles(told % {"alike": _listed(alike)}, alike)


def _apart_from(client: Client) -> set[UUID]:
    """Those of which somebody said that they are not the same."""
    pairs = ClientsApart.objects.filter(Q(one=client) | Q(other=client)).values_list("one_id", "other_id")
    return {pk for pair in pairs for pk in pair}


def of_person(
    client: Client, name: str, *, mails: Iterable[str], phones: Iterable[str], anyway: str, by: User
) -> list[Like]:
    """The people whom a new one at this client resembles, where a reason is given; else Resembles is raised.

    One number for several people of one client is its switchboard, and no sign (R-B-6).
    """
    found = alike_many([name], list(mails), list(phones), by, what="contact", country=client.country)
    alike: dict[UUID, Like] = {}
    for like in (like for likes in found.values() for like in likes):
        if like.by != "phone" or client.pk not in like.clients:
            alike.setdefault(like.id, like)
    if not alike or anyway:
        return list(alike.values())
    here = [like for like in alike.values() if client.pk in like.clients and like.called(name)]
    if here:
        told = _("There is a person of this name with %(client)s already. Nothing was written down twice.")
        raise Resembles(told % {"client": client}, list(alike.values()))
    told = _(
        "This looks like somebody who stands here already: %(alike)s. Nothing was written down twice. "
        "If it is the same person, say that they belong to %(client)s too."
    )
    raise Resembles(told % {"alike": _listed(alike.values()), "client": client}, list(alike.values()))


def _listed(alike: Iterable[Like]) -> str:
    return "; ".join(like.words for like in alike)


def note(
    record: Client | Contact, alike: Sequence[Like], *, client: Client, anyway: str, by: User, at: datetime
) -> None:
    """Tell the journal that somebody overrode the warning, and why; whom it resembles is told by id alone."""
    if alike:
        ids = " ".join(str(like.id) for like in alike)
        changes = {"alike_id": (None, ids)}
        journal.note("clients.made_anyway", about=record, client=client, by=by, at=at, text=anyway, changes=changes)
