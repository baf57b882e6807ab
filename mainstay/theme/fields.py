"""The fields of a form written at once: word for word what their templates write, in a tenth of the time.

A page with thirteen small forms renders a hundred templates for them. Here are the ones that stand in every form;
what has another template, or was refused, goes through its template as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe

from mainstay.theme.writing import said

Write = Callable[[Mapping[str, Any]], str]
_WIDGETS = "django/forms/widgets/"


class _Otherwise(Exception):
    """Something that only its template knows."""


def written(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """What this template says of this context; None where the template itself has to be asked."""
    write = _WRITERS.get(template_name)
    if write is None:
        return None
    try:
        return mark_safe(write(context))  # noqa: S308 (every value is escaped where it is set in)
    except _Otherwise:
        return None


def _said(value: Any) -> str:
    """As ``{{ value }}`` says words. What reads otherwise in another language is left to the template."""
    if isinstance(value, str | Promise):
        return said(value)
    raise _Otherwise


def _plain(value: Any) -> str:
    """As ``{{ value|stringformat:'s' }}`` says it."""
    told = str(value)
    return told if isinstance(value, SafeData) else escape(told)


def _attributes(attrs: Mapping[str, Any]) -> str:
    told = [
        f" {_said(name)}" if value is True else f' {_said(name)}="{_plain(value)}"'
        for name, value in attrs.items()
        if value is not False
    ]
    return "".join(told)


# --- the widgets ---------------------------------


def _input(context: Mapping[str, Any]) -> str:
    return _one_input(context["widget"])


def _one_input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{_plain(value)}"'
    return f'<input type="{_said(widget["type"])}" name="{_said(widget["name"])}"{told}{_attributes(widget["attrs"])}>'


def _textarea(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    told = _said(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>\n{told}</textarea>'


def _select(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    told = [f'<select name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            told.append(f'\n  <optgroup label="{_said(name)}">')
        told += [_option(one) for one in options]
        if name:
            told.append("\n  </optgroup>")
    told.append("\n</select>")
    return "".join(told)


def _option(one: Mapping[str, Any]) -> str:
    if one["template_name"] != _WIDGETS + "select_option.html":
        raise _Otherwise
    return f'\n  <option value="{_plain(one["value"])}"{_attributes(one["attrs"])}>{_said(one["label"])}</option>\n'


def _several(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    key = widget["attrs"].get("id")
    told = [f'<div class="opts" id="{_said(key)}">' if key else '<div class="opts">']
    for name, options, _index in widget["optgroups"]:
        if name:
            told.append(f'<p class="label">{_said(name)}</p>')
        told += [_choice(one) for one in options]
    told.append("</div>")
    return "".join(told)


def _choice(one: Mapping[str, Any]) -> str:
    if one["template_name"] not in _CHOICES:
        raise _Otherwise
    return f'<label class="opt">{_one_input(one)}\n<span>{_said(one["label"])}</span></label>\n\n'


# --- around them ---------------------------------


def _field(context: Mapping[str, Any]) -> str:
    """A field with its label, hint and refusal."""
    field: BoundField = context["field"]
    key, label, hint, classes = _said(field.auto_id), _said(field.label), "", _said(field.css_classes())
    if field.widget_type == "checkbox":
        if field.help_text:
            hint = f'<small id="{key}_helptext">{_said(field.help_text)}</small>'
        words = f"<span>{label}{hint}</span>"
        return f'<div class="field box {classes}"><label class="opt">{field}{words}</label>{_errors(field)}</div>'
    if field.help_text:
        hint = f'<div class="hint" id="{key}_helptext">{_said(field.help_text)}</div>'
    role = ""
    if field.use_fieldset:
        kind = "radiogroup" if field.widget_type == "radioselect" else "group"
        role = f' role="{kind}" aria-labelledby="{key}_label"'
        if field.aria_describedby:
            role += f' aria-describedby="{_said(field.aria_describedby)}"'
        label = f'<span class="label" id="{key}_label">{label}</span>' if label else ""
    elif label:
        label = f'<label class="label" for="{_said(field.id_for_label)}">{label}</label>'
    return (
        f'<div class="field {classes}"{role}>\n    {label}\n    <div class="answer">\n      {hint}\n      {field}\n'
        f"      {_errors(field)}\n    </div>\n  </div>"
    )


def _errors(field: BoundField) -> str:
    errors = field.errors
    return str(errors) if errors else ""


def _form(context: Mapping[str, Any]) -> str:
    """All fields of a form; above them what concerns no single one."""
    errors = context["errors"]
    fields = "".join([str(field.as_field_group()) for field, _errors_of_it in context["fields"]])
    hidden = "".join([str(field) for field in context["hidden_fields"]])
    return f"{errors or ''}\n{fields}\n{hidden}".strip()


_CHOICES = {_WIDGETS + "radio_option.html", _WIDGETS + "checkbox_option.html"}
_INPUTS = ("checkbox", "date", "email", "hidden", "input", "number", "password", "tel", "text", "time", "url")
_WRITERS: dict[str, Write] = {
    **{f"{_WIDGETS}{name}.html": _input for name in _INPUTS},
    _WIDGETS + "checkbox_select.html": _several,
    _WIDGETS + "radio.html": _several,
    _WIDGETS + "select.html": _select,
    _WIDGETS + "textarea.html": _textarea,
    "theme/forms/field.html": _field,
    "theme/forms/form.html": _form,
}
