"""Forms of our own view: how it is to work for a client, and what the head does about abuse."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import line
from mainstay.trust.models.ours import OurView


class SayForm(forms.Form):
    """How it is to work for one client this month."""

    use_required_attribute = False

    word = forms.ChoiceField(
        label=_("How is it to work for them?"), widget=forms.RadioSelect, required=False, choices=OurView.Word.choices
    )
    words = line(_("What makes it so"))
    abuse = line(
        _("Did somebody there treat you badly?"),
        _("Shouting, insults, threats. Write what happened; your head has to act on it."),
    )
    named = forms.BooleanField(label=_("My head may see my name"), required=False)


class ActForm(forms.Form):
    """What is done about it."""

    use_required_attribute = False

    text = line(
        _("What is done to protect the colleague"),
        _("Spoken to the client, somebody else sent, the work stopped."),
        needed=True,
    )
