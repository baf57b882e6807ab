"""Who of us serves a client."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line
from mainstay.clients.forms.client import people_of_ours, person_of_ours
from mainstay.clients.models import Assignment
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.theme.forms import option

R = Assignment.Role
EXPLAINED = {
    R.MANAGER: _("Keeps our word to them. Ends the time of the manager before."),
    R.DEPUTY: _("Sees everything and takes over at once when the manager is away."),
    R.SPONSOR: _("A face of the house for the very few."),
    R.HELPER: _("Lends a hand."),
}


class AssignForm(forms.Form):
    """Naming somebody."""

    role = forms.ChoiceField(label=_("As what"), choices=[], widget=forms.RadioSelect())
    user = forms.CharField(label=_("Who"), widget=forms.Select())
    from_on = day(_("From"), _("Today, if you leave it empty."))
    why = line(_("Why"))
    told_on = day(_("Client told on"), _("They are told before, not after."))
    untold_why = line(_("Or why not before"), _("Only where they could not be told first."))

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        who, role = self.fields["user"].widget, self.fields["role"]
        if isinstance(who, forms.Select) and isinstance(role, forms.ChoiceField):
            who.choices = [("", _("Choose somebody")), *((key, one.name) for key, one in people_of_ours().items())]
            role.choices = [(one.value, option(_capital(one), EXPLAINED[one])) for one in R]
        role.initial = R.MANAGER if by.may(rights.ASSIGN) else R.DEPUTY

    def clean_user(self) -> User:
        """The person; whether they may serve is for the verb to say."""
        return person_of_ours(self.cleaned_data["user"])


def _capital(role: Assignment.Role) -> str:
    label = str(role.label)
    return label[:1].upper() + label[1:]


class UnassignForm(forms.Form):
    """Ending somebody's time."""

    to_on = day(_("Last day"), _("Today, if you leave it empty."))
    why = line(_("Why"))
