"""Forms in our markup, and the four parts of a refusal."""

from __future__ import annotations

import re

import pytest
from django import forms

from mainstay.kit.refusals import Refused
from mainstay.theme.forms import option, refuse


class Settle(forms.Form):
    """Three kinds of field that look different."""

    how = forms.CharField(label="How do you know?", required=False, help_text="A <b>word</b> of hers")
    word = forms.ChoiceField(
        label="As she says",
        widget=forms.RadioSelect,
        required=False,
        choices=[("yes", "Accepted"), ("no", option("Not accepted", "joins <the> complaint"))],
    )
    told = forms.BooleanField(label="She was told", required=False)


@pytest.fixture
def form() -> Settle:
    """A form that is filled and sound."""
    filled = Settle({"word": "yes"})
    assert filled.is_valid()
    return filled


def test_refusal_at_a_field_has_its_four_parts_and_the_field_points_to_it(form: Settle) -> None:
    refuse(form, Refused("That is for her to say.", rule="R-A-10", field="how", lifted_by="the head of the unit"))
    html = str(form)
    described = re.search(r'<input[^>]*name="how"[^>]*aria-describedby="([^"]+)"', html)
    assert described
    assert described[1].split() == ["id_how_helptext", "id_how_error"]
    assert '<div id="id_how_error"><p>That is for her to say. Your answers are kept.</p></div>' in html
    assert "Who may lift this: the head of the unit." in html
    assert "<cite>Rule R-A-10.</cite>" in html
    assert html.count('aria-invalid="true"') == 1


@pytest.mark.parametrize("field", ["", "elsewhere"])
def test_refusal_of_no_field_stands_above_the_form_and_takes_the_focus(form: Settle, field: str) -> None:
    refuse(form, Refused("Not before Monday.", rule="R-A-11", field=field))
    html = str(form)
    assert html.index("Not before Monday.") < html.index('name="how"')
    assert 'tabindex="-1" role="alert"' in html
    assert "Who may lift this" not in html
    assert not form.is_valid()


def test_a_percent_sign_in_a_refusal_is_only_a_sign(form: Settle) -> None:
    refuse(form, Refused("100 % of it, %s and %(rule)s too.", rule="R-A-12"))
    assert form.non_field_errors() == ["100 % of it, %s and %(rule)s too."]


def test_a_refusal_cannot_bring_markup(form: Settle) -> None:
    refuse(form, Refused("<script>alert(1)</script>", rule="<i>", field="how"))
    assert "<script>" not in str(form)
    assert "<i>" not in str(form)


def test_an_ordinary_error_has_no_rule_and_does_not_say_answers_are_kept() -> None:
    class Needed(forms.Form):
        what = forms.CharField()

    html = str(Needed({}))
    assert '<div class="refusal">' in html
    assert "Your answers are kept." not in html
    assert "<details" not in html


def test_every_field_has_a_name_that_is_read_out(form: Settle) -> None:
    html = str(form)
    assert '<label class="label" for="id_how">How do you know?</label>' in html
    assert 'role="radiogroup" aria-labelledby="id_word_label"' in html
    assert '<span class="label" id="id_word_label">As she says</span>' in html
    told = re.search(r'<label class="opt">(.*?)</label>(?!.*<label)', html, re.DOTALL)
    assert told
    assert 'name="told"' in told[1]
    assert "She was told" in told[1]
    assert "<fieldset" not in html


def test_a_choice_may_have_a_small_line_beneath_it_and_escapes_both(form: Settle) -> None:
    assert "Not accepted<small>joins &lt;the&gt; complaint</small>" in str(form)
    assert "A &lt;b&gt;word&lt;/b&gt; of hers" in str(form)


def test_hidden_fields_stay_without_label() -> None:
    class Carries(forms.Form):
        run = forms.CharField(widget=forms.HiddenInput)

    html = str(Carries({"run": "7"}))
    assert '<input type="hidden" name="run" value="7" id="id_run">' in html
    assert "<label" not in html
