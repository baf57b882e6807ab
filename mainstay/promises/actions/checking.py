"""What several verbs refuse alike: amounts, currencies, owners and guards."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries.seeing import sees
from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.house.rules import rights
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.refusals import Refused
from mainstay.promises.models import Promise

_ORDER = (Assignment.Role.DEPUTY, Assignment.Role.MANAGER, Assignment.Role.HELPER, Assignment.Role.SPONSOR)


def currency_of(currency: str, budget: Decimal | None) -> str:
    """Three letters; the house's where none are told and there is an amount. Raises Refused."""
    code = currency.strip().upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Refused(_("A currency is written with three letters, for example EUR."), rule="R-A-10", field="currency")
    return code or (house().currency if budget is not None else "")


def check_amount(amount: Decimal, field: str, by: User) -> None:
    """Refuse whoever may not write amounts, and what is none: negative, too large, finer than a hundredth."""
    if refused := gate.lacking(by, rights.SEE_MONEY):
        refused.field = field
        raise refused
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 12:
        raise Refused(_("An amount is a number from 0 to under a million million."), rule="R-A-10", field=field)
    if amount != amount.quantize(Decimal("0.01")):
        raise Refused(_("An amount has at most two places after the point."), rule="R-A-10", field=field)


def check_owner(owner: User, client: Client, *, field: str = "owner") -> None:
    """Refuse an owner, or a second guard, who has left or could not see the promise (R-X-3, R-B-54)."""
    if not owner.is_active and owner.email is not None:
        raise Refused(
            _("%(name)s is no longer with the house. Choose somebody who is.") % {"name": owner.name},
            rule="R-B-54",
            field=field,
        )
    if owner.is_active and not sees(owner, client.pk):
        raise Refused(
            _("%(name)s does not serve this client and would not see the promise. Assign them first, then hand over.")
            % {"name": owner.name},
            rule="R-X-3",
            field=field,
            lifted_by=_("the client’s manager or a head of client service, by assigning them"),
        )


def may_guard(promise: Promise) -> list[User]:
    """Who serves the client beside the owner, a deputy first; they see the promise and know what it is about."""
    serving = _serving(client=promise.client_id)
    found = {place.user: _ORDER.index(Assignment.Role(place.role)) for place in serving}
    return sorted((user for user in found if user.pk != promise.owner_id), key=lambda user: (found[user], user.name))


@prepared(client=UUIDField())
def _serving(client: Slot) -> QuerySet[Assignment]:
    return Assignment.objects.filter(client=client, to_on=None, user__is_active=True).select_related("user")


def second_of(promise: Promise) -> User | None:
    """Who guards a date beside its owner where nobody is named: a deputy, else whoever else serves the client."""
    return next(iter(may_guard(promise)), None)


def check_guards(promise: Promise) -> None:
    """Refuse one guard alone where missing costs something (R-B-75); somebody alone in a house may (R-X-15)."""
    if promise.second_id is not None and promise.second_id == promise.owner_id:
        raise Refused(
            _("Two of us guard such a date. Choose somebody beside %(name)s.") % {"name": promise.owner_words},
            rule="R-B-75",
            field="second",
        )
    if promise.cost_of_missing is None or promise.second_id is not None or not _somebody_else(promise):
        return
    raise Refused(
        _("Missing this date costs something, so two of us guard it. Name a second person who serves this client."),
        rule="R-B-75",
        field="second",
        lifted_by=_("the client’s manager or a head of client service, by assigning a deputy"),
    )


def _somebody_else(promise: Promise) -> bool:
    others = User.objects.filter(posts__role__in=(rights.MANAGER, rights.HEAD, rights.SPONSOR), is_active=True)
    if promise.owner_id is not None:
        others = others.exclude(pk=promise.owner_id)
    return others.exists()
