"""What each kind of list means to the house: one module a kind, found by its name."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from django.utils.translation import gettext as _

from mainstay.kit.refusals import Refused
from mainstay.transfer.rules.kinds import SORTS, Kind


def kind_of(name: str) -> Kind:
    """The kind of that name: the object ``kind`` of its module. Raises Refused for a name that is none (R-X-10)."""
    if name not in SORTS:
        raise Refused(
            _("“%(name)s” is no kind of list. There are: %(known)s.") % {"name": name, "known": ", ".join(SORTS)},
            rule="R-X-10",
            field="kind",
        )
    return cast(Kind, import_module(f"mainstay.transfer.actions.kinds.{name}").kind)
