"""A form and a verb: what the one reads the other does, and a refusal comes back into the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.actions.resemblance import Resembles
from mainstay.kit.refusals import Refused
from mainstay.theme.forms import refuse

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[Mapping[str, Any]], T]) -> T | None:
    """What the verb gives; None where the form or the verb refuses, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        if isinstance(refused, Resembles) and "anyway" in form.fields:
            form.fields["anyway"].widget = forms.TextInput()  # now it may be said
        refuse(form, refused)
        return None


def anyway() -> forms.CharField:
    """Asked only once one was found that looks alike."""
    label = _("Write it down anyway, because")
    return forms.CharField(label=label, required=False, widget=forms.HiddenInput())


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A day, by the browser's own field."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def line(label: Any, help_text: Any = "", *, needed: bool = False) -> forms.CharField:
    """A line of text. Whether it is needed is the verb's to say, in its own sentence; the browser is told."""
    widget = forms.TextInput(attrs={"required": True} if needed else {})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def text(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)
