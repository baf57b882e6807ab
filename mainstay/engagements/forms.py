"""The shape of what people type about engagements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import line, text
from mainstay.engagements.models import Engagement


class ChangeForm(forms.Form):
    """What the work is called, and what it is to do for them."""

    outcome = text(_("What it is to do for them, in their words"), _("Not what we hand over, but what they get by it."))
    name = line(_("What you call it"), needed=True)


class BeginForm(ChangeForm):
    """A new engagement."""

    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[choice for choice in Engagement.State.choices if choice[0] != Engagement.State.ENDED],
        widget=forms.RadioSelect(),
        initial=Engagement.State.TALKED,
    )


class StateForm(forms.Form):
    """Where it stands."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=Engagement.State.choices, widget=forms.RadioSelect())
    why = line(_("Why"))
