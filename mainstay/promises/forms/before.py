"""What people type about what stands before and between promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Contact
from mainstay.kit import times
from mainstay.kit.prepared import prepared
from mainstay.promises.forms import Act, asked, day, line
from mainstay.promises.models import AnswerLink, Finding, Promise
from mainstay.promises.queries.between import needable
from mainstay.theme.forms import option


def _named(promise: Promise) -> str:
    due = times.spoken(promise.due_on, year=False)
    return f"{promise.text} ({promise.get_side_display()}, {due})"


def offer_people(field: forms.Field, promise: Promise) -> None:
    """Offer the people of the client."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (every caller declares it so)
    field.queryset = _there(promise.client_id)
    people = _people(client=promise.client_id)
    field.widget.choices = [("", field.empty_label), *((one.pk, str(one)) for one in people)]


def _there(client: Any) -> QuerySet[Contact]:
    """The people of a client now, by its id or the place for it."""
    return Contact.objects.filter(affiliations__client=client, affiliations__to_on=None).order_by("sort_name")


_people = prepared(client=UUIDField())(_there)


class NeedsInput(Act):
    """What a promise needs first, and how long it takes from then on."""

    on = forms.ModelChoiceField(Promise.objects.none(), label=_("What it needs"), required=False)
    work_days = forms.IntegerField(
        label=_("Working days from then on"),
        help_text=_("how many you need once it has come"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
        error_messages={"invalid": _("Write a number of days, for example 5.")},
    )

    def prepare(self) -> None:
        """Open promises of the same client, by their words and day."""
        field = self.fields["on"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (it is declared above)
        field.queryset = Promise.objects.filter(client=self.promise.client_id)
        field.widget.choices = [("", _("Choose")), *((one.pk, _named(one)) for one in needable(self.promise))]


class FindDay(Act):
    """What one side finds of the day."""

    side = asked(_("Who says so"), [(Finding.Side.OURS, _("We")), (Finding.Side.THEIRS, _("They"))])
    word = asked(
        _("The day is"),
        [
            (Finding.Word.MANAGEABLE, option(_("Manageable"), _("it can be done beside everything else"))),
            (Finding.Word.TOO_TIGHT, option(_("Too tight"), _("name another day, if there is one"))),
        ],
    )
    other_on = day(_("Another day"), _("only where it is too tight"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Who there"), required=False, empty_label=_("nobody by name")
    )
    note = line(_("In their words"))

    def prepare(self) -> None:
        """People of this client."""
        offer_people(self.fields["contact"], self.promise)


class AskByLink(Act):
    """Who there answers by a link, and for how many days."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Who there"), required=False, empty_label=_("Choose")
    )
    days = forms.IntegerField(
        label=_("The link ends after so many days"),
        initial=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
        error_messages={"invalid": _("Write a number of days, for example 5.")},
    )

    def prepare(self) -> None:
        """People of this client."""
        offer_people(self.fields["contact"], self.promise)


class ByLink(forms.Form):
    """What whoever opened a link says to the day."""

    use_required_attribute = False
    answer = asked(
        _("Your answer"),
        [
            (AnswerLink.Answer.YES, _("Yes, that day is fine")),
            (AnswerLink.Answer.NO, _("No")),
            (AnswerLink.Answer.OTHER_DAY, option(_("Another day"), _("name it below"))),
        ],
    )
    other_on = day(_("Another day"), _("only where the day does not suit"))
    note = line(_("In your words"), _("may be left empty"), max_length=300)


class OfDelivery(forms.Form):
    """What whoever opened a link says of what they got."""

    use_required_attribute = False
    answer = asked(
        _("Is it as you wanted it?"),
        [
            (AnswerLink.Answer.ACCEPTED, _("Yes")),
            (AnswerLink.Answer.REMARKS, option(_("Yes, but"), _("say below what is still to be put right"))),
            (AnswerLink.Answer.REFUSED, option(_("No"), _("say below why"))),
        ],
    )
    note = line(_("In your words"), max_length=300)


class BeOfKind(Act):
    """What kind of thing it is; an empty line takes the kind away."""

    kind = line(_("Kind"), _("for example brochure, report or print job"), max_length=80)

    def prepare(self) -> None:
        """The kind it has."""
        self.fields["kind"].initial = self.promise.kind.name if self.promise.kind else ""


class BothStand(forms.Form):
    """Why two promises do not contradict each other."""

    use_required_attribute = False
    why = line(_("Why both stand"))
