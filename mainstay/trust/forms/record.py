"""Forms of the record: breaches, excuses, what made a failure good, what the house goes by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import line
from mainstay.kit.times import spoken
from mainstay.promises.models import Promise
from mainstay.theme.forms import option
from mainstay.trust.models.record import Strand
from mainstay.trust.models.weighing import Breach, Weighing
from mainstay.trust.queries.record.standard import InForce
from mainstay.trust.rules.record import policy as rules


class BreachForm(forms.Form):
    """Declare a breach."""

    kind = forms.ChoiceField(label=_("What was broken"), choices=Breach.Kind.choices)
    reason = line(_("What happened"), needed=True)


@lru_cache(maxsize=16)
def blank_breach(language: str) -> str:
    """The empty form to declare a breach, in one language: the same on the page of every client."""
    return str(BreachForm())


class CloseForm(forms.Form):
    """Close a breach."""

    confirmed = line(_("How the client confirmed it"), needed=True)
    verified = line(_("How we know that it cannot happen again"), needed=True)


class WhyForm(forms.Form):
    """A reason."""

    reason = line(_("Why"), needed=True)


class ExcuseForm(forms.Form):
    """Ask that a failure count for nothing."""

    strand = forms.ChoiceField(label=_("What failed"))
    reason = line(_("Why nobody of us could help it"), needed=True)

    def __init__(self, *args: Any, strands: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "strand").choices = [(name, Strand(name).label) for name in strands]


class OtherForm(forms.Form):
    """Name another promise of theirs."""

    other = forms.ChoiceField(label=_("Which promise"))

    def __init__(self, *args: Any, promises: Iterable[Promise] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "other").choices = [
            (str(one.pk), f"{one.text} ({spoken(one.due_on, year=True)})") for one in promises
        ]


class SizeForm(forms.Form):
    """What a promise is."""

    size = forms.ChoiceField(
        label=_("It is"),
        choices=[(size, Weighing.What(size).label) for size in Weighing.SIZES],
        widget=forms.RadioSelect,
    )


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choice")
    return field


POLICIES = [
    (rules.BUSY.name, option(_("Weekly work"), _("Earned after eight deliveries without a failure at the earliest."))),
    (
        rules.STEADY.name,
        option(_("Work every few weeks"), _("Earned after six deliveries without a failure at the earliest.")),
    ),
    (
        rules.SLOW.name,
        option(
            _("Work every quarter or more rarely"), _("Earned after four deliveries without a failure at the earliest.")
        ),
    ),
]


class StandardForm(forms.Form):
    """What the house goes by."""

    policy = forms.ChoiceField(label=_("How often we deliver"), choices=POLICIES, widget=forms.RadioSelect)
    core = forms.MultipleChoiceField(
        label=_("Which strands count"),
        choices=[(name, Strand(name).label) for name in rules.STEADY.core],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("In a trade without budgets time alone may decide. On time must hold wherever it counts."),
    )
    quorum = forms.IntegerField(label=_("How many of them must hold"), min_value=1, max_value=3)
    word = forms.BooleanField(label=_("Small words decide too"), required=False)
    small_within = forms.IntegerField(
        label=_("A small word is due within so many working days"),
        min_value=0,
        max_value=30,
        help_text=_(
            "A recap, a call back, an agenda: given in talk, with no price, engagement, kind, reference or test of "
            "acceptance. 0: only where somebody says so."
        ),
    )


class ConfirmForm(StandardForm):
    """It, with a reason, after the preview."""

    why = line(_("Why the house goes by this"), needed=True)
    seen = forms.CharField(widget=forms.HiddenInput)


def standard_told(used: InForce) -> dict[str, Any]:
    """The choice in force, as the form shows it."""
    return {
        "policy": used.ours.name,
        "core": list(used.ours.core),
        "quorum": used.ours.quorum,
        "word": rules.WORD in used.ours.deciding,
        "small_within": used.small_within,
    }
