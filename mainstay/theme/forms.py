"""How forms look, and how a refusal of an action comes to stand in one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mainstay.kit.refusals import Refused
from mainstay.theme.fields import written


class Renderer(TemplatesSetting):
    """Forms in the markup of the theme: label, hint, field, refusal.

    The widgets' templates (``django/forms/widgets``) are found here because the theme stands before
    ``django.forms`` in INSTALLED_APPS.
    """

    form_template_name = "theme/forms/form.html"
    field_template_name = "theme/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """What the template says; the ones that stand in every form are written without it (``theme/fields.py``)."""
        if template_name == self.field_template_name:
            context["field"].field.widget.attrs.pop("placeholder", None)  # the label says it, and stays
        told = written(template_name, context)
        return super().render(template_name, context, request) if told is None else told


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal of an action where it belongs in the form: at its field, or above them all.

    Call it after ``form.is_valid()`` and show the form again with status 422. The template shows the four parts:
    what is refused and what would be allowed, "Your answers are kept.", the rule, and who may lift it (R-X-14).
    """
    field = refused.field if refused.field in form.fields else None
    params = {"rule": refused.rule, "lifted_by": refused.lifted_by}
    # A percent sign in the sentence would be read as the place of a parameter.
    error = ValidationError(refused.message.replace("%", "%%"), code="refused", params=params)
    form.add_error(field, error)


def _option(label: Any, hint: Any) -> SafeString:
    return format_html("{}<small>{}</small>", label, hint)


option = lazy(_option, SafeString)
"""A choice with a small line beneath it: ``choices=[("no", option(_("Not accepted"), _("joins the complaint")))]``."""
