"""What is asked once for several clients."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line
from mainstay.lists.forms import Terms, colleague, team


class ManagerOfAll(Terms):
    """Who follows as manager, and how the clients are told."""

    to = colleague(_("To whom"))
    told_on = day(_("Client told on"), _("They are told before, not after."))
    told_how = line(_("How they are told"), _("By whom and in which way: a call, a visit together, a letter."))
    untold_why = line(_("Or why not before"), _("Only where they could not be told first."))
    why = line(_("Why"))


class DeputyOfAll(Terms):
    """Who is deputy from now on."""

    to = colleague(_("Who"))
    instead = forms.BooleanField(label=_("instead of whoever is deputy now"), required=False)
    why = line(_("Why"))


class TeamOfAll(Terms):
    """Which team they belong to."""

    unit = team(_("Team"))


class LayAllAside(Terms):
    """Why they are laid aside."""

    why = line(_("Why"), needed=True)
