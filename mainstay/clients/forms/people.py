"""People on the client's side: how to address them first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import anyway, day, line, text
from mainstay.clients.models import Affiliation, Contact, Reach
from mainstay.clients.queries import contact_called
from mainstay.clients.rules import Way, in_lines
from mainstay.house.models import LANGUAGES, User
from mainstay.kit.refusals import NotFound, Refused

SEVERAL = _("Several on lines of their own, the first first; what it is for after a comma, for example “, at home”.")


class _Place(forms.Form):
    """Somebody's place with a client."""

    role = line(_("What they do there"))
    decides = forms.BooleanField(label=_("Decides"), required=False)
    from_on = day(_("There since"))


class ContactForm(_Place):
    """Writing down a person, or correcting."""

    name = line(_("Full name"), _("As they write it themselves."), needed=True)
    anyway = anyway()
    addressed_as = line(
        _("How they wish to be addressed"),
        _("As they told you, for example “Ms McKenna”. Leave it empty if you do not know; ask them."),
    )
    title = line(_("Title, as told"))
    salutation = line(_("Greeting in a letter"), _("For example “Dear Ms McKenna”."))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("not known")), *LANGUAGES], required=False)
    email = text(_("Mail address"), SEVERAL, rows=2)
    phone = text(_("Phone"), SEVERAL, rows=2)
    channel = forms.ChoiceField(
        label=_("Reached best"), choices=[("", _("not known")), *Contact.Channel.choices], required=False
    )
    hours = line(_("When"), _("For example “after 15:00”, in their time."))
    reference = line(_("Their number"), _("As another list knows them."))
    field_order = ("name", "anyway", "addressed_as", "title", "salutation", "language", "role", "decides")

    def __init__(self, data: Any = None, *, place: Affiliation | None = None) -> None:
        initial: dict[str, Any] = {}
        if place is not None:
            for name in self.base_fields:
                source = place if name in ("role", "decides", "from_on") else place.contact
                initial[name] = getattr(source, name, None)
            ways = list(place.contact.ways.all())
            for name, kind in (("email", Reach.Kind.MAIL), ("phone", Reach.Kind.PHONE)):
                initial[name] = in_lines([Way(way.value, way.label) for way in ways if way.kind == kind])
        super().__init__(data, initial=initial)
        if place is not None:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        """What is told of the ways to reach them is the whole list."""
        told = super().clean() or self.cleaned_data
        told["mails"], told["phones"] = told.pop("email", ""), told.pop("phone", "")
        return told


class KnownContactForm(_Place):
    """A person whom we know from another client."""

    contact = line(_("Who"), _("Full name or mail address, as it stands with the other client."), needed=True)
    field_order = ("contact",)

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self._by = by

    def clean_contact(self) -> Contact:
        """Somebody this person may see, by full name or mail address."""
        try:
            return contact_called(self._by, self.cleaned_data["contact"])
        except NotFound as absent:
            raise ValidationError(absent.message.replace("%", "%%")) from None
        except Refused as refused:
            raise ValidationError(refused.message.replace("%", "%%")) from None


class LeaveForm(forms.Form):
    """Somebody no longer belongs there."""

    to_on = day(_("Last day"), _("Today, if you leave it empty."))
    why = line(_("Why"))
