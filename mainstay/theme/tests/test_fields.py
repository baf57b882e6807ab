"""Fields written at once say word for word what their templates say, and escape every value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.functional import lazystr

from mainstay.kit.refusals import Refused
from mainstay.theme.fields import written
from mainstay.theme.forms import Renderer, option, refuse

HOSTILE = "\"><script>alert('1')</script>&amp;"
PAIRS = [(HOSTILE, HOSTILE), ("2", option(lazystr(HOSTILE), "small")), (HOSTILE * 2, [("3", HOSTILE)])]


class Asked(TemplatesSetting):
    """The templates themselves, as the house has them."""

    form_template_name = Renderer.form_template_name
    field_template_name = Renderer.field_template_name


class Everything(forms.Form):
    """A field of each kind."""

    words = forms.CharField(label=HOSTILE, help_text=HOSTILE, max_length=40)
    bare = forms.CharField(label="", required=False, widget=forms.TextInput(attrs={"data": HOSTILE, "readonly": True}))
    secret = forms.CharField(widget=forms.PasswordInput)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "autofocus": False}))
    number = forms.DecimalField(min_value=0, decimal_places=2)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    mail = forms.EmailField()
    ticked = forms.BooleanField(help_text=HOSTILE)
    unticked = forms.BooleanField(required=False)
    one_of = forms.ChoiceField(choices=PAIRS)
    radio = forms.ChoiceField(choices=PAIRS, widget=forms.RadioSelect, help_text=HOSTILE)
    several = forms.MultipleChoiceField(choices=PAIRS, widget=forms.CheckboxSelectMultiple)
    of_many = forms.MultipleChoiceField(choices=PAIRS, widget=forms.SelectMultiple)
    unknown = forms.NullBooleanField()
    apart = forms.SplitDateTimeField(required=False)
    file = forms.FileField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial=HOSTILE)


FULL = {
    "words": HOSTILE, "text": HOSTILE, "number": "1234.5", "day": "2026-03-01", "mail": HOSTILE, "ticked": "on",
    "one_of": HOSTILE, "radio": "2", "several": [HOSTILE, "3"], "of_many": ["2", "3"], "hidden": HOSTILE,
}  # fmt: skip


def _form(renderer: Any, data: dict[str, Any] | None, language: str) -> str:
    with translation.override(language):
        initial = {"number": 1234.5, "day": date(2026, 3, 1)}
        form = Everything(data, initial=initial, auto_id="v-%s", renderer=renderer)
        if data is not None:
            refuse(form, Refused(HOSTILE, rule="R-A-12", lifted_by=HOSTILE))
        return str(form) + "".join(str(field) + str(field.as_field_group()) for field in form)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("data", [None, {}, FULL])
def test_fields_written_at_once_read_as_their_templates_do(data: dict[str, Any] | None, language: str) -> None:
    told = _form(Renderer(), data, language)
    assert told == _form(Asked(), data, language)
    assert "<script>" not in told


def test_fields_without_names_of_their_own_read_as_their_templates_do() -> None:
    told = [str(Everything(auto_id=False, renderer=renderer)) for renderer in (Renderer(), Asked())]
    assert told[0] == told[1]


def test_what_has_a_template_of_its_own_is_left_to_it() -> None:
    widget = forms.Select(choices=PAIRS)
    widget.option_template_name = "django/forms/widgets/text.html"
    context = widget.get_context("n", "1", {})
    assert (written(widget.template_name, context), written("theme/page.html", {})) == (None, None)
