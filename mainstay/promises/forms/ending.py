"""What people type about how a promise goes and ends. A form reads; whether it may be is the verb's to say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.promises.actions.checking import may_guard
from mainstay.promises.actions.holding import today_for
from mainstay.promises.forms import Act, asked, day, line, offer
from mainstay.promises.forms import amount as money
from mainstay.promises.forms.instead import INSTEAD
from mainstay.promises.models import Exceeded, Exchange
from mainstay.theme.forms import option

WAYS = [
    (Exceeded.Way.COMMUNICATION, option(_("In communication"), _("they knew more, or sooner, than was promised"))),
    (Exceeded.Way.ENERGY, option(_("In energy"), _("somebody went further for them than they had to"))),
    (Exceeded.Way.RESULTS, option(_("In results"), _("what they have is better than what was promised"))),
]


class Progress(Act):
    """How it goes, and what was used of its price."""

    text = line(_("How it goes"), _("one line; whoever looks next reads it"))
    spent = money(_("Used so far"), _("the whole of it up to today, not what was added"))

    def prepare(self) -> None:
        """Without an agreed price there is nothing to compare it with."""
        if self.promise.budget is None or not self.person.may(rights.SEE_MONEY):
            del self.fields["spent"]
        else:
            self.fields["spent"].initial = self.promise.spent


class Guard(Act):
    """What missing the date costs, and who guards it beside its owner."""

    cost_of_missing = money(_("Missing it costs"), _("left empty, nobody guards it any more"))
    currency = line(_("Currency"), max_length=3)
    second = forms.ModelChoiceField(User.objects.none(), label=_("Guarded also by"), required=False)

    def prepare(self) -> None:
        """What stands already; who serves the client beside the owner."""
        self.fields["cost_of_missing"].initial = self.promise.cost_of_missing
        self.fields["currency"].initial = self.promise.currency
        self.fields["second"].initial = self.promise.second_id
        guards = [(person.pk, person.name) for person in may_guard(self.promise)]
        offer(self.fields["second"], guards, _("a deputy of the client"))


class Heed(Act):
    """The reminder was seen."""


class Exceed(Act):
    """More than was promised: in what, and what shows it."""

    how = asked(_("In what?"), WAYS)
    proof = line(_("What shows it"), _("one line, best in their words"))
    their_words = forms.BooleanField(label=_("These are the client’s words"), required=False)


class AnswerInstead(Act):
    """What they said to what was offered in the place of a promise."""

    answer = asked(_("What did they say?"), INSTEAD)
    substitute = line(_("Offered now"), _("only if it is something else than before"))
    instead_on = day(_("For which day"), _("accepted for a day, it becomes a promise of ours"))

    def prepare(self) -> None:
        """What was offered, beneath the question."""
        self.fields["instead_on"].initial = self.promise.instead_on


class GiveOver(Act):
    """What they were given, and when."""

    what = line(_("What they were given"))
    given_on = day(_("On which day"))

    def prepare(self) -> None:
        """The promise itself, on the day it was delivered."""
        self.fields["what"].initial = self.promise.text
        self.fields["given_on"].initial = self.promise.delivered_on


class Acknowledge(Act):
    """They say that they have it."""

    known_from = line(_("How do you know?"), _("who said so or signed for it, and how"))
    acknowledged_on = day(_("On which day"))

    def prepare(self) -> None:
        """Today."""
        self.fields["acknowledged_on"].initial = today_for(self.promise, self.at)


class Invoice(Act):
    """What they pay for it, and by when."""

    number = line(_("Number of the invoice"))
    amount = money(_("Amount"))
    currency = line(_("Currency"), max_length=3)
    pay_by = day(_("To be paid by"), needed=True)

    def prepare(self) -> None:
        """What stands already, else what was charged or agreed."""
        found = Exchange.objects.select_related("payment").filter(promise=self.promise).first()
        known = self.promise.cost if self.promise.cost is not None else self.promise.budget
        self.fields["number"].initial = found.invoice if found else ""
        self.fields["amount"].initial = found.amount if found and found.amount is not None else known
        self.fields["currency"].initial = (found.currency if found else "") or self.promise.currency
        self.fields["pay_by"].initial = found.payment.due_on if found and found.payment else None
        if not self.person.may(rights.SEE_MONEY):
            self.fields["amount"].initial = None


class Pay(Act):
    """Their payment was seen."""

    paid_on = day(_("On which day"))
    seen_where = line(_("Seen where"), _("for example on which statement"))

    def prepare(self) -> None:
        """Today."""
        self.fields["paid_on"].initial = today_for(self.promise, self.at)
