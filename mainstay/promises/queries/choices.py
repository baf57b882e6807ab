"""What may be chosen of the list of promises, in words, and what an address of it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mainstay.clients.models import Client
from mainstay.house.rules import rights
from mainstay.promises.models import Promise
from mainstay.promises.queries import listing
from mainstay.promises.queries.listing import Wanted
from mainstay.promises.queries.words import capital

if TYPE_CHECKING:
    from mainstay.house.models import User


def wanted_of(told: Mapping[str, str], user: User) -> Wanted:
    """What an address asks for: mine to begin with, for whoever keeps words; what makes no sense is left out."""
    return Wanted.told(dict(told), whose="mine" if user.may(rights.KEEP_WORD) else "all")


def tidy(told: Mapping[str, str], user: User) -> dict[str, str]:
    """The same as the parts of an address: what a kept view keeps."""
    parts = vars(wanted_of(told, user))
    return {name: value for name, value in parts.items() if value and name != "view"}


def labels() -> dict[str, dict[str, str]]:
    """The words of the filters, in their order."""
    states = {listing.OWED: _("owed"), listing.LATE: pgettext("still owed", "late"), listing.TO_TELL: _("to tell")}
    outcomes = {name: str(Promise.Outcome(name).label) for name in listing.DONE}
    return {
        "whose": {"mine": _("mine"), "all": _("all I may see")},
        "side": {"": _("both sides"), "ours": _("we owe"), "theirs": _("they owe"), "third": _("third parties")},
        "state": states | outcomes | {listing.ANNULLED: _("entered in error"), listing.ANY: _("any")},
        "period": {
            "": _("any time"), "week": _("this week"), "month": _("this month"),
            "last_month": _("last month"), "year": _("this year"), "last_year": _("last year"),
        },
    }  # fmt: skip


def client_of(wanted: Wanted, user: User) -> Client | None:
    """The one client whose promises are wanted, if any and theirs to see; asked for only where one is named."""
    return Client.objects.visible_to(user).filter(pk=wanted.client).first() if wanted.client else None


def said(wanted: Wanted, client: Client | None) -> str:
    """What is set, in a few words: “Mine, both sides, owed, any time”; of one ``client``, whose."""
    words = [values[getattr(wanted, name)] for name, values in labels().items()]
    if wanted.order:
        words.append(orders()[wanted.order])
    whole = capital(", ".join(words))
    return f"{client}: {whole}" if client else whole


def orders() -> dict[str, str]:
    """The orders in which the list may stand."""
    return {"": _("as usual"), "first": _("the earliest day first"), "last": _("the latest day first")}
