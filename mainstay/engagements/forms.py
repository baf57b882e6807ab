"""The shape of what people type about engagements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line, text
from mainstay.clients.models import Affiliation, Client
from mainstay.engagements.models import Engagement


class ChangeForm(forms.Form):
    """What the work is called, and what it is to do for them."""

    outcome = text(_("What it is to do for them, in their words"), _("Not what we hand over, but what they get by it."))
    noticed_by = line(_("How they will notice"), _("What will be different that one can see or count."))
    outcome_by = day(_("By when"))
    name = line(_("What you call it"), needed=True)
    follow_of = forms.ChoiceField(label=_("Follows on"), required=False)
    begun_on = day(_("Begun on"))

    def __init__(self, *args: Any, client: Client, engagement: Engagement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = client.engagements.order_by("-begun_on", "name", "id")
        self.others = {str(one.pk): one for one in others if one != engagement}
        field = self.fields["follow_of"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (it is declared above)
        field.choices = [("", _("no earlier work")), *((pk, one.name) for pk, one in self.others.items())]
        if not self.others:
            del self.fields["follow_of"]

    def clean_follow_of(self) -> Engagement | None:
        """The engagement meant."""
        return self.others.get(self.cleaned_data["follow_of"])


class BeginForm(ChangeForm):
    """A new engagement."""

    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[choice for choice in Engagement.State.choices if choice[0] != Engagement.State.ENDED],
        widget=forms.RadioSelect(),
        initial=Engagement.State.TALKED,
    )
    field_order = ("outcome", "noticed_by", "outcome_by", "name", "state", "follow_of", "begun_on")


class StateForm(forms.Form):
    """Where it stands."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=Engagement.State.choices, widget=forms.RadioSelect())
    why = line(_("Why"))


class OutcomeForm(forms.Form):
    """What the client says of the outcome, who said so, and how we know."""

    use_required_attribute = False

    said = forms.ChoiceField(
        label=_("Did it do for them what it was to do?"),
        required=False,
        choices=[
            (Engagement.OutcomeSaid.REACHED, _("Yes, they confirm it")),
            (Engagement.OutcomeSaid.MISSED, _("No, they say it did not")),
        ],
        widget=forms.RadioSelect(),
    )
    known_from = line(_("How do you know?"), _("who said so, when and how"))
    said_by = forms.ChoiceField(label=_("Who said so"), required=False)
    said_on = day(_("On which day"), _("Today, if you leave it empty."))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Affiliation.objects.now().filter(client=client).select_related("contact")
        self.people = {str(place.contact_id): place.contact for place in places.order_by("contact__sort_name", "id")}
        field = self.fields["said_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (it is declared above)
        field.choices = [("", _("not said")), *((pk, person.address) for pk, person in self.people.items())]
        if not self.people:
            del self.fields["said_by"]

    def clean_said_by(self) -> Any:
        """The person meant."""
        return self.people.get(self.cleaned_data["said_by"])
