"""The list of clients as the house knows lists: its columns, its addresses, what is done to several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients import actions, queries
from mainstay.clients.actions import handing
from mainstay.clients.forms import several as forms
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.clients.queries import columns
from mainstay.clients.queries.listing import Row
from mainstay.clients.views.listing import tidy, wanted_of
from mainstay.house.models import Unit, User
from mainstay.house.rules import rights
from mainstay.kit.listings import Deed, Listing
from mainstay.kit.refusals import NotFound, Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

R = Assignment.Role
Kept = Mapping[str, Any]


def _rows(user: User, ids: Sequence[UUID]) -> Mapping[UUID, Client]:
    found = Client.objects.visible_to(user).filter(pk__among=ids).select_related("unit")
    return {client.pk: client for client in found}


def _serving(client: UUID | Client) -> QuerySet[Assignment]:
    return Assignment.objects.filter(client=client, to_on=None).select_related("user", "client")


def _page(
    user: User, told: Mapping[str, str], at: datetime, cursor: str, size: int
) -> tuple[list[tuple[UUID, Row]], str]:
    found = queries.page(user, wanted_of(told, user), cursor=cursor, size=size)
    return [(row.client.pk, row) for row in queries.rows(user, found.rows, at)], found.next


def _changed(client: Client) -> Refused:
    return Refused(
        _("Who serves %(client)s was changed since. Hand it over anew instead.") % {"client": client}, rule="R-X-2"
    )


# --- the manager ---------------------------------


def _manager(client: Client, *, to: User, by: User, at: datetime, **told: Any) -> Kept:
    """Handed over with all that stands open there; where nobody manages, the first manager is named."""
    now = _serving(client).filter(role=R.MANAGER).first()
    if now is None:
        made = actions.assign(client=client, user=to, role=R.MANAGER, why=told["why"], by=by, at=at)
        return {"made": str(made.pk)}
    terms = handing.Terms(**told)
    (row,) = handing.hand_over(clients=[client], giver=now.user, taker=to, terms=terms, by=by, at=at)
    return {"hand_over": str(row.pk)}


def _manager_back(pk: UUID, _client: Client | None, *, kept: Kept, by: User, at: datetime) -> None:
    """The hand-over is taken back, by whoever did it, though they may see the client no more; so is a first manager."""
    if "made" in kept:
        made = _serving(pk).filter(pk=kept["made"]).first()
        if made is None:
            raise _changed(Client.objects.get(pk=pk))
        actions.take_first_back(assignment=made, by=by, at=at)
        return
    handing.take_back(rows=list(HandOver.objects.filter(pk=kept["hand_over"])), by=by, at=at)


# --- the deputy ---------------------------------


def _deputy(client: Client, *, to: User, instead: bool, why: str, by: User, at: datetime) -> Kept:
    """Named through ``assign``; who was deputy before goes where that is wanted."""
    before = {one.pk: one for one in _serving(client)}
    made = actions.assign(client=client, user=to, role=R.DEPUTY, why=why, by=by, at=at)
    if instead:
        for one in _serving(client).filter(role=R.DEPUTY).exclude(pk=made.pk):
            actions.unassign(assignment=one, why=why, by=by, at=at)
    still = set(_serving(client).values_list("pk", flat=True))
    ended = [[str(one.user_id), one.role] for one in before.values() if one.pk not in still]
    return {"made": str(made.pk), "ended": ended}


def _deputy_back(pk: UUID, _client: Client | None, *, kept: Kept, by: User, at: datetime) -> None:
    made = _serving(pk).filter(pk=kept["made"]).first()
    if made is None:
        raise _changed(Client.objects.get(pk=pk))
    actions.unassign(assignment=made, why=_("taken back"), by=by, at=at)
    for user, role in kept["ended"]:
        if not _serving(pk).filter(user=user).exists():
            actions.assign(
                client=made.client, user=User.objects.get(pk=user), role=role, why=_("taken back"), by=by, at=at
            )


# --- the team ---------------------------------


def _team(client: Client, *, unit: Unit, by: User, at: datetime) -> Kept:
    if client.unit_id == unit.pk:
        raise Refused(
            _("%(client)s belongs to %(team)s already. Choose another team.") % {"client": client, "team": unit},
            rule="R-X-2",
            field="unit",
        )
    before = str(client.unit_id) if client.unit_id else ""
    actions.change(client=client, unit=unit, by=by, at=at)
    return {"was": before, "became": str(unit.pk)}


def _team_back(pk: UUID, _client: Client | None, *, kept: Kept, by: User, at: datetime) -> None:
    """As it was, though whoever gave the client to another team may see it no more."""
    now = Client.objects.select_related("unit").get(pk=pk)
    if str(now.unit_id) != kept["became"]:
        raise Refused(_("Something else was changed since. Take that back first."), rule="R-X-2")
    actions.change(
        client=now, unit=Unit.objects.filter(pk__in=[kept["was"]] if kept["was"] else []).first(), by=by, at=at
    )


# --- laying aside ---------------------------------


def _aside(client: Client, *, why: str, by: User, at: datetime) -> Kept:
    laid = actions.archive(client=client, why=why, by=by, at=at)
    return {"at": laid.archived_at.isoformat() if laid.archived_at else ""}


def _up_again(_pk: UUID, client: Client | None, *, kept: Kept, by: User, at: datetime) -> None:
    if client is None:
        raise NotFound
    if client.archived_at is not None and client.archived_at.isoformat() != kept["at"]:
        raise Refused(_("Something else was changed since. Take that back first."), rule="R-X-2")
    actions.restore(client=client, by=by, at=at)


DEEDS = (
    Deed(
        "manager",
        gettext_lazy("Change the manager"),
        gettext_lazy("Hand them over"),
        rights.WRITE_CLIENTS,
        forms.ManagerOfAll,
        _manager,
        _manager_back,
        lambda n: ngettext("%(n)d client has another manager.", "%(n)d clients have another manager.", n) % {"n": n},
        gettext_lazy("What is open there goes along, and whoever follows is asked to accept."),
    ),
    Deed(
        "deputy",
        gettext_lazy("Name a deputy"),
        gettext_lazy("Name them"),
        rights.WRITE_CLIENTS,
        forms.DeputyOfAll,
        _deputy,
        _deputy_back,
        lambda n: ngettext("%(n)d client has this deputy now.", "%(n)d clients have this deputy now.", n) % {"n": n},
        gettext_lazy("A deputy sees everything and takes over at once when the manager is away."),
    ),
    Deed(
        "team",
        gettext_lazy("Change the team"),
        gettext_lazy("Keep this"),
        rights.WRITE_CLIENTS,
        forms.TeamOfAll,
        _team,
        _team_back,
        lambda n: (
            ngettext("%(n)d client belongs to another team.", "%(n)d clients belong to another team.", n) % {"n": n}
        ),
        gettext_lazy("The head of a team sees its clients."),
    ),
    Deed(
        "aside",
        gettext_lazy("Lay aside"),
        gettext_lazy("Lay aside"),
        rights.WRITE_CLIENTS,
        forms.LayAllAside,
        _aside,
        _up_again,
        lambda n: ngettext("%(n)d client was laid aside.", "%(n)d clients were laid aside.", n) % {"n": n},
        gettext_lazy("They leave the lists; everything that happened stays, and they can be taken up again."),
    ),
)


def listings() -> Sequence[Listing]:
    """The one list of this folder."""
    return (
        Listing(
            name="clients",
            label=gettext_lazy("Clients"),
            url_name="clients:list",
            columns=columns.shown,
            usual=columns.usual,
            tidy=tidy,
            said=lambda told, user: queries.said(wanted_of(told, user)),
            rows=_rows,
            row_name=lambda client: client.name,
            row_url=lambda client: reverse("clients:page", args=[client.pk]),
            page=_page,
            deeds=DEEDS,
        ),
    )
