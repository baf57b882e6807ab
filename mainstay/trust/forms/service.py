"""Forms of the standards of service: set one, note an occasion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line
from mainstay.trust.models.service import ServiceStandard


class StandardForm(forms.Form):
    """A standard of the house."""

    use_required_attribute = False

    name = line(_("What we hold to"), _("For example: first answer, call back, room ready."), needed=True)
    minutes = forms.IntegerField(
        label=_("Within so many minutes"), help_text=_("Empty: it is done or not."), required=False, min_value=1
    )


class OccasionForm(forms.Form):
    """How it went on one occasion."""

    use_required_attribute = False

    standard = forms.ModelChoiceField(ServiceStandard.objects.none(), label=_("Which standard"), empty_label=None)
    minutes = forms.IntegerField(
        label=_("After so many minutes"), help_text=_("Where the clock counts."), required=False, min_value=0
    )
    done = forms.BooleanField(label=_("It was done"), required=False, initial=True)
    wish = line(_("Beyond the standard"), _("A wish that was met."))
    reason = line(_("Why it was less"), _("Only where it was; somebody else approves it."))
    on = day(_("On which day"), _("Today, if you leave it empty."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = self.fields["standard"]
        assert isinstance(standard, forms.ModelChoiceField)  # noqa: S101 (it is declared above)
        standard.queryset = ServiceStandard.objects.filter(ended_at=None)
