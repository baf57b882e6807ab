"""What people type about the house: shapes only. What is allowed is said by the verbs, in their own sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mainstay.house import queries
from mainstay.house.models import LANGUAGES, Post, Unit, WorkCalendar, zones
from mainstay.house.rules import entering
from mainstay.house.rules import hours as hour_rules
from mainstay.kit.refusals import Refused
from mainstay.theme.forms import refuse

T = TypeVar("T")
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def attempt(form: forms.Form, act: Callable[[Mapping[str, Any]], T]) -> T | None:
    """What the verb gives; None where the form or the verb refuses, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        refuse(form, refused)
        return None


def _line(label: Any, hint: Any = "", *, needed: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"required": True} if needed else {})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


class LongSelect(forms.Select):
    """A list of hundreds, written flat: Django renders a template for every option, some 150 ms for all zones."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list, with what was sent in it even if it is not one of those."""
        known = [(str(key), label) for key, label in self.choices]
        sent = "" if value is None else str(value)
        if sent not in {key for key, _label in known}:
            known.insert(0, (sent, sent))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if key == sent else "", label) for key, label in known),
        )
        told = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", told, options)


def _choice(label: Any, choices: Any, hint: Any = "") -> forms.CharField:
    """A list to choose from; what is not in it is refused by the verb, in its own sentence."""
    return forms.CharField(label=label, help_text=hint, required=False, widget=LongSelect(choices=choices))


def _day(label: Any, hint: Any = "", *, needed: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=needed, widget=widget)


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zones())]


def _by_alphabet(named: tuple[str, str]) -> str:
    """“Ägypten” stands at A, not after Z; a letter of another writing stays as it is."""
    bare = [unicodedata.normalize("NFD", letter)[0] for letter in named[0]]
    return "".join(a if a.isascii() else b for a, b in zip(bare, named[0], strict=True)).casefold()


@cache
def _countries_in(language: str) -> list[tuple[str, str]]:
    from babel import Locale
    from holidays.registry import COUNTRIES

    names = Locale.parse(language).territories
    known = [(names.get(codes[1], codes[1]), codes[1]) for codes in COUNTRIES.values()]
    return [("", "–"), *((code, name) for name, code in sorted(known, key=_by_alphabet))]


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    return _countries_in((get_language() or "en")[:2])


def password(label: Any, hint: Any = "") -> forms.CharField:
    """A new password, never shown again."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=widget)


def _team(empty: Any = "") -> forms.ModelChoiceField[Unit]:
    said = empty or _("no team")
    return forms.ModelChoiceField(Unit.objects.all(), label=_("Team"), required=False, empty_label=said)


def _parts() -> list[tuple[str, str]]:
    return [(part, part) for part in queries.parts()]


class AboutForm(forms.Form):
    """One's own name, language and zone."""

    name = _line(_("Name"), needed=True)
    language = _choice(_("Language"), LANGUAGES)
    zone = _choice(_("Time zone"), _zones)


class PersonForm(AboutForm):
    """What an administrator changes of somebody."""

    email = _line(_("Mail address"), _("To sign in with. Without one nobody signs in as this person."))
    unit = _team()
    calendar = forms.ModelChoiceField(
        WorkCalendar.objects.all(), label=_("Calendar"), required=False, empty_label=_("the house’s")
    )
    field_order: Sequence[str] = ("name", "email", "unit", "calendar", "language", "zone")


class NewPersonForm(PersonForm):
    """Somebody to take in, with posts in the team (or, without one, in the whole house)."""

    roles = forms.MultipleChoiceField(
        choices=Post.Role,
        label=_("Posts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the team; without a team, in the whole house."),
    )
    password = password(_("First password"), _("They change it themselves. Without one they cannot sign in yet."))
    field_order = ("name", "email", "unit", "roles", "calendar", "language", "zone", "password")


class PostForm(forms.Form):
    """A post to give."""

    role = _choice(_("Post"), Post.Role.choices)
    unit = _team(empty=_("the whole house"))


class PasswordForm(forms.Form):
    """A new password for somebody."""

    password = password(_("New password"))


class ChooseForm(forms.Form):
    """A new password of one's own."""

    password = password(_("New password"), _("At least 12 characters. Four words in a row are easy to keep in mind."))


class RecoveryForm(forms.Form):
    """A link with which somebody lets themselves in again."""

    second_step_too = forms.BooleanField(
        label=_("Forget the second step too"),
        help_text=_("Their app, passkeys and codes, when the link is used: where the phone is lost as well."),
        required=False,
    )


class AbsenceForm(forms.Form):
    """Days away."""

    from_on = _day(_("First day"))
    to_on = _day(_("Last day"))
    note = _line(_("Note"), _("Everybody of the house may read it."))


class TokenForm(forms.Form):
    """A key for the API."""

    name = _line(_("What it is for"), needed=True)
    read_only = forms.BooleanField(label=_("It only reads"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("Only for"),
        help_text=_("The parts of the house it opens; none chosen: all of them."),
        choices=_parts,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = _day(_("Until"), _("The last day on which it opens the door. Without one it stays."), needed=False)


class HouseForm(forms.Form):
    """What the house is."""

    name = _line(_("Name"), needed=True)
    country = _choice(_("Country"), countries)
    zone = _choice(_("Time zone"), _zones)
    language = _choice(_("Language"), LANGUAGES, _("Of whoever is taken in and told no other."))
    currency = _line(_("Currency"), _("Three letters, for example EUR."))
    calendar = forms.ModelChoiceField(
        WorkCalendar.objects.all(),
        label=_("Calendar"),
        empty_label=None,
        help_text=_("Of everybody who has no other."),
    )


ASKED_OF = [(entering.EVERYBODY, _("Everybody")), *Post.Role.choices]


class EnteringForm(forms.Form):
    """What the house asks of whoever comes in."""

    second_step_for = forms.MultipleChoiceField(
        choices=ASKED_OF,
        label=_("A second step is asked of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever has none sets one up when they sign in next, and does nothing else before."),
    )
    rests_after = forms.IntegerField(
        label=_("Minutes a sign-in may rest"),
        min_value=entering.SHORTEST_REST,
        max_value=entering.LONGEST_REST,
        help_text=_("After so long without a click the house asks who is there; what was written is kept."),
    )


class ClockForm(forms.Form):
    """A time for the clock to show."""

    shows = forms.DateTimeField(
        label=_("Let it show"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your time zone."),
    )


class AdvanceForm(forms.Form):
    """A span to move the clock by."""

    advance = _line(_("Move it on by"), _("For example 31d, 2h, 1w 3d, or back: -2d."), needed=True)


class TeamForm(forms.Form):
    """A team's name."""

    name = _line(_("Name"), needed=True)


class NewCalendarForm(forms.Form):
    """A calendar to add."""

    name = _line(_("Name"), needed=True)
    zone = _choice(_("Time zone"), _zones)
    country = _choice(_("Country"), countries, _("Gives the weekend and the holidays."))
    subdivision = _line(_("State or region"), _("Its short name, for example BY in Germany. May stay empty."))


class CalendarForm(NewCalendarForm):
    """A calendar with the hours of each weekday."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = _line(name)
        self.fields["country"].help_text = ""  # the hours stand below
        self.fields["day_0"].help_text = _("For example 09:00–12:30, 13:15–17:30; empty for a free day.")

    @staticmethod
    def shown(row: WorkCalendar) -> dict[str, str]:
        """What stands in the form of this calendar."""
        days = {f"day_{number}": hour_rules.write_day(row.hours, number) for number in range(7)}
        names = ("name", "zone", "country", "subdivision")
        return {**{name: getattr(row, name) for name in names}, **days}


class OwnDayForm(forms.Form):
    """A day of the house's own."""

    on = _day(_("Day"))
    name = _line(_("What it is"), needed=True)
    works = forms.BooleanField(label=_("It is worked, though it is a holiday"), required=False)
