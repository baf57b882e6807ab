"""The forms of passwords that allauth shows, in the house's own words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

_LABELS = {"oldpassword": _("Your password"), "password1": _("New password"), "password2": _("The same password again")}


class _Labelled:
    """What each field asks, as the house asks it elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = getattr(self, "fields", {})
        for name in _LABELS.keys() & fields:
            fields[name].label = _LABELS[name]


class Change(_Labelled, ChangePasswordForm):  # type: ignore[misc]
    """A new password, by the one before."""


class Choose(_Labelled, SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class Anew(_Labelled, ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by a link."""
