"""What is asked of views, and what deeds to several rows ask once for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from mainstay.house.models import Unit, User
from mainstay.house.queries import person_called, unit_called
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists.actions.keeping import may_share

CHOOSE = _("Choose")


class Called(forms.ModelChoiceField[Any]):
    """One record out of a list; at the other doors it may be called by its name too."""

    def __init__(self, *args: Any, called: Callable[[str], Model], **told: Any) -> None:
        super().__init__(*args, **told)
        self.called = called

    def to_python(self, value: Any) -> Any:
        """The record of this id or name."""
        try:
            return super().to_python(value)
        except ValidationError as unknown:
            try:
                return self.called(str(value))
            except (NotFound, Refused):
                raise unknown from None


def colleague(label: Any, *, needed: bool = True, empty: Any = CHOOSE, hint: Any = "") -> Called:
    """One of us, who signs in here."""
    said = {"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague.")}
    rows = User.objects.filter(is_active=True).order_by("name")
    return Called(
        rows, called=person_called, label=label, required=needed, empty_label=empty, error_messages=said, help_text=hint
    )


def team(label: Any, *, needed: bool = True, empty: Any = CHOOSE, hint: Any = "") -> Called:
    """One of our teams."""
    said = {"required": _("Choose a team."), "invalid_choice": _("Choose a team.")}
    rows = Unit.objects.all()
    return Called(
        rows, called=unit_called, label=label, required=needed, empty_label=empty, error_messages=said, help_text=hint
    )


class Terms(forms.Form):
    """What a deed asks once for all rows."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User, at: datetime) -> None:
        super().__init__(data)
        self.person, self.at = person, at
        self.prepare()

    def prepare(self) -> None:
        """What depends on who asks, and when."""


class KeepView(forms.Form):
    """A name for what the list shows, and whose view it is."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    unit = team(_("For"), needed=False, empty=_("yourself"), hint=_("A view of a team is seen by everybody in it."))

    def __init__(self, data: Any = None, *, by: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        teams = [unit for unit in Unit.objects.all() if may_share(unit, by=by)]
        widget = self.fields["unit"].widget
        if not teams:
            del self.fields["unit"]
        elif isinstance(widget, forms.Select):
            widget.choices = [("", _("yourself")), *((str(unit.pk), unit.name) for unit in teams)]


class RenameView(forms.Form):
    """Another name."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
