"""The list of promises as the house knows lists: its columns, its addresses, what is done to several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.house.rules import rights
from mainstay.kit.listings import Deed, Listing
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions
from mainstay.promises.forms import several as forms
from mainstay.promises.models import Promise, Renegotiation
from mainstay.promises.queries import choices, columns, listing
from mainstay.promises.queries.listing import Row
from mainstay.promises.queries.words import Reader

if TYPE_CHECKING:
    from mainstay.house.models import User


def _rows(user: User, ids: Sequence[UUID]) -> Mapping[UUID, Promise]:
    found = Promise.objects.visible_to(user).filter(pk__among=ids).select_related("client", "owner")
    return {promise.pk: promise for promise in found}


def _page(
    user: User, told: Mapping[str, str], at: datetime, cursor: str, size: int
) -> tuple[list[tuple[UUID, Row]], str]:
    found = listing.page(user, choices.wanted_of(told, user), at, cursor=cursor, size=size)
    return [(row.promise.pk, row) for row in listing.rows(found.rows, Reader.of(user, at))], found.next


def _acted(promise: Promise) -> dict[str, int]:
    """How often it had been acted on when the deed was done: taken back is that act, or none."""
    return {"acts": promise.acts}


def _hand_over(promise: Promise, *, by: User, at: datetime, **told: Any) -> Mapping[str, Any]:
    return _acted(actions.hand_over(promise=promise, by=by, at=at, **told))


def _ask_day(promise: Promise, *, by: User, at: datetime, **told: Any) -> Mapping[str, Any]:
    return _acted(actions.move(promise=promise, answer=Renegotiation.Answer.NOT_YET, by=by, at=at, **told))


def _tell(promise: Promise, *, by: User, at: datetime, **told: Any) -> Mapping[str, Any]:
    return _acted(actions.tell(promise=promise, by=by, at=at, **told))


def _back(_pk: UUID, promise: Promise | None, *, kept: Mapping[str, Any], by: User, at: datetime) -> None:
    """The act is taken back as it would be on the promise’s page; not where somebody acted on it since (R-X-2)."""
    if promise is None:
        raise NotFound
    if promise.acts != kept["acts"]:
        raise Refused(_("Something else was changed since. Take that back first."), rule="R-X-2")
    actions.take_back(promise=promise, by=by, at=at)


DEEDS = (
    Deed(
        "hand_over",
        gettext_lazy("Hand over"),
        gettext_lazy("Hand them over"),
        rights.KEEP_WORD,
        forms.HandOverAll,
        _hand_over,
        _back,
        lambda n: ngettext("%(n)d promise was handed over.", "%(n)d promises were handed over.", n) % {"n": n},
        gettext_lazy("A colleague keeps them from now on."),
    ),
    Deed(
        "ask_day",
        gettext_lazy("Ask for another day"),
        gettext_lazy("Another day was asked for"),
        rights.KEEP_WORD,
        forms.AskDayOfAll,
        _ask_day,
        _back,
        lambda n: (
            ngettext(
                "Another day was asked for, for %(n)d promise.", "Another day was asked for, for %(n)d promises.", n
            )
            % {"n": n}
        ),
        gettext_lazy("The old days stand until each client agrees; their answers are written down one by one."),
    ),
    Deed(
        "tell",
        gettext_lazy("They were told"),
        gettext_lazy("They were told"),
        rights.DELIVER,
        forms.TellAll,
        _tell,
        _back,
        lambda n: ngettext("They were told of %(n)d promise.", "They were told of %(n)d promises.", n) % {"n": n},
        gettext_lazy("The clients know how it stands; say how they were told."),
    ),
)


def _said(told: Mapping[str, str], user: User) -> str:
    wanted = choices.wanted_of(told, user)
    return choices.said(wanted, choices.client_of(wanted, user))


def listings() -> Sequence[Listing]:
    """The one list of this folder."""
    return (
        Listing(
            name="promises",
            label=gettext_lazy("Promises"),
            url_name="promises:list",
            columns=columns.shown,
            usual=columns.usual,
            tidy=choices.tidy,
            said=_said,
            rows=_rows,
            row_name=lambda promise: f"{promise.client.name}: {promise.text}",
            row_url=lambda promise: reverse("promises:page", args=[promise.pk]),
            page=_page,
            deeds=DEEDS,
        ),
    )
