"""What both sides gave for a promise: handed over, acknowledged, invoiced, paid; and a polite draft (R-A-39)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet, UUIDField
from django.utils import translation
from django.utils.translation import gettext as _

from mainstay.house.models import house
from mainstay.house.rules import rights
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import date_words
from mainstay.promises.models import Exchange, Promise
from mainstay.promises.queries.words import Reader, Said, money

if TYPE_CHECKING:
    from mainstay.house.models import User


@dataclass(frozen=True)
class Shown:
    """An exchange as its promise's page shows it; ``draft`` is a reminder to copy, where payment is late."""

    said: Said
    terms: list[tuple[str, str]]
    payment: Promise | None = None
    draft: str = ""

    @property
    def draft_parts(self) -> list[str]:
        """The draft, paragraph by paragraph."""
        return self.draft.split("\n\n")


@dataclass(frozen=True)
class Standing:
    """How far an exchange has come, for programs."""

    given: bool = False
    acknowledged: bool = False
    invoiced: bool = False
    paid: bool = False
    closed: bool = False
    overdue: bool = False


def of(promise: Promise) -> Exchange | None:
    """What was written down of it, if anything."""
    return _of.first(promise=promise.pk)


@prepared(promise=UUIDField())
def _of(promise: Slot) -> QuerySet[Exchange]:
    return Exchange.objects.select_related("payment__client").filter(promise=promise).order_by("pk")[:1]


def standing(found: Exchange | None, reader: Reader) -> Standing:
    """How far it has come."""
    if found is None:
        return Standing()
    payment = found.payment if found.payment is not None and found.payment.annulled_at is None else None
    return Standing(
        given=found.given_on is not None,
        acknowledged=found.acknowledged_on is not None,
        invoiced=payment is not None,
        paid=found.paid_on is not None,
        closed=found.closed,
        overdue=payment is not None and payment.is_owed and payment.due_at <= reader.at,
    )


def shown(promise: Promise, reader: Reader, user: User) -> Shown | None:
    """For the page; None where nothing is written down of it."""
    found = of(promise)
    if found is None:
        return None
    stands = standing(found, reader)
    terms = [
        (_("Given to them"), _on(found.what, found.given_on, reader)),
        (_("Acknowledged"), _on(found.acknowledged_how, found.acknowledged_on, reader)),
        (_("Invoice"), found.invoice),
        (_("Amount"), money(found.amount, found.currency) if user.may(rights.SEE_MONEY) else ""),
        (_("To be paid by"), reader.on(found.payment.due_on) if stands.invoiced and found.payment else ""),
        (_("Paid"), _on(found.seen_where, found.paid_on, reader) if stands.paid else ""),
    ]
    text = draft(found, reader, user) if stands.overdue else ""
    return Shown(_said(stands), [(word, value) for word, value in terms if value], found.payment, text)


def _on(words: str, day: date | None, reader: Reader) -> str:
    on = _("on %(day)s") % {"day": reader.on(day)} if day is not None else ""
    return ", ".join(part for part in (words, on) if part)


def _said(stands: Standing) -> Said:
    """How far it has come, in one sentence; what they owe is never red."""
    if stands.closed:
        return Said(_("Closed on both sides: they have theirs, and we have ours."))
    if stands.overdue:
        return Said(_("Their payment is late. It stands under what they owe."), "care")
    if stands.paid:
        return Said(_("Paid. They have not acknowledged what they were given yet."), "muted")
    if stands.invoiced:
        return Said(_("Their payment is awaited."), "muted")
    return Said(_("No invoice is written down."), "muted")


def draft(found: Exchange, reader: Reader, user: User) -> str:
    """A polite reminder of an unpaid invoice in the client's own language, to copy (R-A-39).

    It accuses nobody: the payment may be on its way, and something may be unclear. Amounts only for whoever may
    see them.
    """
    promise = found.promise
    spoken = (promise.made_to.language if promise.made_to else "") or promise.client.language or house().language
    with translation.override(spoken):
        due = date_words(found.payment.due_on, spoken, year=True) if found.payment else ""
        amount = money(found.amount, found.currency) if user.may(rights.SEE_MONEY) else ""
        words = {
            "who": promise.made_to.address if promise.made_to else promise.client.name,
            "number": found.invoice,
            "what": found.what or promise.text,
            "amount": amount,
            "day": due,
            "name": user.name,
        }
        of_amount = _("our invoice %(number)s of %(amount)s for “%(what)s” was to be paid by %(day)s.")
        plain = _("our invoice %(number)s for “%(what)s” was to be paid by %(day)s.")
        parts = [
            _("Dear %(who)s,"),
            of_amount if amount else plain,
            _("We have not seen the payment yet. If it is on its way, nothing more is needed."),
            _("If anything about the invoice is unclear, tell us, and we will see to it."),
            _("With kind regards\n%(name)s"),
        ]
        return "\n\n".join(part % words for part in parts)
