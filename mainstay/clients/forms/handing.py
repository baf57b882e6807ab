"""Handing clients over: to whom, who is deputy then, how the client was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mainstay.clients.actions.handing import Terms
from mainstay.clients.forms.attempt import day, line
from mainstay.clients.forms.client import people_of_ours, person_of_ours
from mainstay.clients.models import Assignment
from mainstay.theme.forms import option

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User


CHOOSE = _("Choose somebody")


class TermsForm(forms.Form):
    """Who follows, and how the client is told."""

    taker = forms.CharField(label=_("To whom"), required=False, widget=forms.Select())
    deputy = forms.CharField(
        label=_("Deputy then"),
        required=False,
        widget=forms.Select(),
        help_text=_("Whoever is deputy stays so unless they follow; name one where there is none."),
    )
    told_on = day(_("Client told on"), _("They are told before, not after."))
    told_how = line(_("How they are told"), _("By whom and in which way: a call, a visit together, a letter."))
    untold_why = line(_("Or why not before"), _("Only where they could not be told first."))
    why = line(_("Why"))

    def __init__(
        self,
        data: Any = None,
        *,
        giver: User,
        role: str = Assignment.Role.MANAGER,
        initial: Any = None,
        prefix: str | None = None,
        nobody: Any = CHOOSE,
    ) -> None:
        """``role`` is what the giver is there: of a new manager alone the client is told, and a deputy named."""
        super().__init__(data, initial=initial, prefix=prefix)
        if role != Assignment.Role.MANAGER:
            for name in ("deputy", "told_on", "told_how", "untold_why"):
                del self.fields[name]
        others = [(key, one.name) for key, one in people_of_ours().items() if one.pk != giver.pk]
        for name, empty in (("taker", nobody), ("deputy", _("As it is"))):
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, forms.Select):
                widget.choices = [("", empty), *others]

    def clean_taker(self) -> User | None:
        """The successor; whether they may be is for the verb to say."""
        told = self.cleaned_data["taker"]
        return person_of_ours(told) if told else None

    def clean_deputy(self) -> User | None:
        """The deputy, where one is named."""
        told = self.cleaned_data["deputy"]
        return person_of_ours(told) if told else None

    @property
    def terms(self) -> Terms:
        """How the clients pass, of a form that is valid."""
        names = ("deputy", "told_on", "told_how", "untold_why", "why")
        return Terms(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class HandOverForm(TermsForm):
    """Chosen clients of one of us."""

    clients = forms.MultipleChoiceField(label=_("Which clients"), required=False, widget=forms.CheckboxSelectMultiple())
    every = forms.BooleanField(label="", required=False)
    field_order = ("clients", "every")

    def __init__(
        self, data: Any = None, *, giver: User, clients: Sequence[tuple[Client, str]], more: int, initial: Any = None
    ) -> None:
        """Each client with what the giver is there and what is open; ``more`` others are not listed."""
        super().__init__(data, giver=giver, initial=initial)
        which = self.fields["clients"]
        if isinstance(which, forms.MultipleChoiceField):
            which.choices = [(str(client.pk), option(client.name, said)) for client, said in clients]
        if more:
            sentence = ngettext("And %(n)d more of theirs", "And the %(n)d others of theirs", more)
            self.fields["every"].label = sentence % {"n": more}
        else:
            del self.fields["every"]

    def clean_taker(self) -> User:
        """The successor, who is needed here."""
        taker = super().clean_taker()
        if taker is None:
            raise forms.ValidationError(_("Say to whom they go."))
        return taker


class BeginLeavingForm(forms.Form):
    """Somebody leaves."""

    last_on = day(_("Last day"), _("Leave it empty where it is not known yet."))


class DeclineForm(forms.Form):
    """Why it cannot be this person."""

    why = line(_("Why it cannot be you"), needed=True)
