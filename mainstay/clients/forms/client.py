"""Writing down a client, correcting it, saying how far we are, laying it aside."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import anyway, day, line, text
from mainstay.clients.models import Client
from mainstay.clients.queries import client_called
from mainstay.clients.rules import in_order
from mainstay.house.models import LANGUAGES, Unit, User, house
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound, Refused

# What Babel names with two letters and is no country anybody lives in.
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
LONGEST_NAME = 200
REGIONS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every country, named in this language and in its order."""
    named = Locale.parse(language).territories
    known = [(code, name) for code, name in named.items() if len(code) == 2 and code.isalpha()]
    kept = [(code, name) for code, name in known if code not in NO_COUNTRIES]
    return tuple(sorted(kept, key=lambda one: in_order(one[1])))


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """The time zones that are named after places."""
    named = (name for name in zoneinfo.available_timezones() if name.split("/")[0] in REGIONS)
    return (("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(named)))


def _country_choices() -> list[tuple[str, Any]]:
    return [("", _("not known")), *countries((get_language() or "en")[:2])]


def _unit_choices() -> list[tuple[str, Any]]:
    return [("", _("no team")), *((str(unit.pk), unit.name) for unit in Unit.objects.all())]


class _About(forms.Form):
    """What is kept about a client besides its stage and who serves it."""

    name = line(_("Name"), needed=True)
    anyway = anyway()
    kind = forms.ChoiceField(label=_("What it is"), choices=Client.Kind.choices)
    town = line(_("Town"))
    country = forms.ChoiceField(label=_("Country"), choices=_country_choices, required=False)
    zone = forms.ChoiceField(
        label=_("Their time zone"), choices=zones, help_text=_("So that you see what time it is there.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("not known")), *LANGUAGES], required=False)
    since_on = day(_("A client since"))
    reference = line(_("Our number for them"))
    unit = forms.ChoiceField(label=_("Team"), choices=_unit_choices, required=False)
    note = text(_("Note"))

    def clean_unit(self) -> Unit | None:
        """The team itself."""
        told = self.cleaned_data["unit"]
        return Unit.objects.get(pk=told) if told else None

    def _know_zone(self, zone: str) -> None:
        field = self.fields["zone"]
        if isinstance(field, forms.ChoiceField) and zone not in dict(zones()):
            field.choices = [(zone, zone), *zones()]


class ClientForm(_About):
    """Writing down a client."""

    stage = forms.ChoiceField(label=_("How far you are"), choices=Client.Stage.choices, initial=Client.Stage.ACTIVE)
    manager = forms.CharField(label=_("Manager"), widget=forms.Select(), required=False)
    field_order = ("name", "anyway", "kind", "stage", "manager")

    def __init__(self, data: Any = None, *, by: User, name: str = "") -> None:
        home = house()
        super().__init__(data, initial={"zone": home.zone, "name": name[:LONGEST_NAME]})
        self._know_zone(home.zone)
        widget = self.fields["manager"].widget
        if not by.may(rights.ASSIGN):
            del self.fields["manager"]
        elif isinstance(widget, forms.Select):
            nobody = _("You yourself") if rights.MANAGER in by.roles else _("nobody yet")
            widget.choices = [("", nobody), *((key, person.name) for key, person in people_of_ours().items())]

    def clean_manager(self) -> User | None:
        """The person; whether they may serve is for the verb to say."""
        told = self.cleaned_data["manager"]
        return person_of_ours(told) if told else None


class ChangeClientForm(_About):
    """Correcting what is kept."""

    def __init__(self, data: Any = None, *, client: Client) -> None:
        names = [name for name in self.base_fields if name != "anyway"]
        initial: dict[str, Any] = {name: getattr(client, name) for name in names}
        initial["unit"] = str(client.unit_id) if client.unit_id else ""
        super().__init__(data, initial=initial)
        self._know_zone(client.zone)


class StageForm(forms.Form):
    """How far we are with each other."""

    stage = forms.ChoiceField(label=_("How far you are"), choices=Client.Stage.choices, widget=forms.RadioSelect())
    why = line(_("Why"))


class OtherClientForm(forms.Form):
    """Another client, by name or id."""

    client = line(_("Which one"), _("Its name, as it stands in the list."), needed=True)

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self._by = by

    def clean_client(self) -> Client:
        """One whom this person may see."""
        try:
            return client_called(self._by, self.cleaned_data["client"])
        except (NotFound, Refused) as refused:
            raise ValidationError(refused.message.replace("%", "%%")) from None


class ArchiveForm(forms.Form):
    """Laying a client aside."""

    why = line(_("Why"), _("The next to look will ask."), needed=True)


def people_of_ours() -> dict[str, User]:
    """Everybody who signs in here, by id, in order of their names."""
    return {str(person.pk): person for person in User.objects.filter(is_active=True).order_by("name")}


def person_of_ours(told: str) -> User:
    """Somebody of the house by id. Raises ValidationError."""
    try:
        return User.objects.get(pk=told)
    except (User.DoesNotExist, ValidationError):
        raise ValidationError(_("Choose somebody of the list.")) from None
