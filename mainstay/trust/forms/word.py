"""Forms of the word: say it, give what lets them decide, note what was noticed, answer the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.promises.models import Promise
from mainstay.trust.models.record import Verdict


class Somebody(forms.ChoiceField):
    """Somebody of the client’s, or nobody in particular."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.people: dict[str, Contact] = {}

    def among(self, client: Client) -> None:
        """Who may be chosen."""
        places = Affiliation.objects.now().filter(client=client).select_related("contact")
        self.people = {str(one.contact_id): one.contact for one in places.order_by("contact__sort_name", "id")}
        self.choices = [("", _("nobody in particular")), *((pk, one.address) for pk, one in self.people.items())]

    def clean(self, value: Any) -> Any:
        """The person meant, or None."""
        return self.people.get(super().clean(value))


class OfClient(forms.Form):
    """A form that may name somebody of the client’s."""

    use_required_attribute = False

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, Somebody):
                field.among(client)


class SayForm(OfClient):
    """The word, its reason, what it rests on."""

    word = forms.ChoiceField(label=_("Do they believe that we deliver?"), widget=forms.RadioSelect, required=False)
    reason = line(_("Why"))
    client_said = line(_("In their own words"), _("If they said so themselves."))
    said_by = Somebody(label=_("Who there said it"))
    missing = line(_("What would let them decide"), _("If they do not know enough: references, a sample, figures."))
    decide_by = day(_("By when"))
    rests_on = forms.MultipleChoiceField(
        label=_("What it rests on"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, promises: Iterable[Promise] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promises = {str(one.pk): one for one in promises}
        word, rests = self.fields["word"], self.fields["rests_on"]
        assert isinstance(word, forms.ChoiceField)  # noqa: S101 (it is declared above)
        assert isinstance(rests, forms.ChoiceField)  # noqa: S101
        word.choices = Verdict.choices
        rests.choices = [(pk, one.text) for pk, one in self.promises.items()]
        if not self.promises:
            del self.fields["rests_on"]

    def clean(self) -> dict[str, Any]:
        """The promises themselves instead of their ids."""
        told = super().clean() or {}
        told["rests_on"] = [self.promises[pk] for pk in told.get("rests_on", ())]
        return told


class NoticeForm(OfClient):
    """What was noticed, and of whom."""

    text = line(_("What you noticed"), needed=True)
    contact = Somebody(label=_("Of whom there"))


class AskForm(OfClient):
    """What they said when we asked."""

    answer = line(_("What they said"), needed=True)
    contact = Somebody(label=_("Who there said it"))


class GiveForm(OfClient):
    """What they were given to decide by."""

    text = line(_("What they were given"), needed=True)


class ReasonForm(OfClient):
    """A reason."""

    reason = line(_("Why"), needed=True)


class PlainForm(OfClient):
    """Nothing more is to be said."""


def wait(form: forms.Form, held: str) -> None:
    """Ask why a courtesy goes first, where one has to wait; else the question is left out (R-A-22)."""
    if held:
        form.fields["nevertheless"].help_text = held
    else:
        del form.fields["nevertheless"]


class SheetForm(OfClient):
    """The period that is counted, and how long its link lives."""

    from_on = day(_("From"), _("Twelve months back, if you leave it empty."))
    to_on = day(_("To"), _("Today, if you leave it empty."))
    days = forms.IntegerField(label=_("The link ends after so many days"), initial=14, min_value=1, max_value=90)
    nevertheless = line(_("It goes first all the same, because"))

    def __init__(self, *args: Any, held: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wait(self, held)


class NamedForm(OfClient):
    """How they may be named, and how we know."""

    words = line(_("How they may be named"), _("Their name, and whom to ask there."), needed=True)
    known_from = line(_("How we know that they agreed"), needed=True)
