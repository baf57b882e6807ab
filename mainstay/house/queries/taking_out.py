"""The small links at the foot of a list, by which it is taken out of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mainstay.house.rules import rights
from mainstay.kit.lists import TABLES

if TYPE_CHECKING:
    from mainstay.house.models import User


@dataclass(frozen=True)
class Link:
    """One format at the foot of a list."""

    label: str
    url: str


def links(
    by: User, name: str, *args: object, query: str = "", forms: Sequence[str] = TABLES, there: bool = True
) -> list[Link]:
    """What stands at the foot of a list: nothing where it is empty, or for whoever may not take lists out.

    Every format has an address of its own, called ``name`` and the format: “clients:list_csv”. No query.
    """
    if not there or not by.may(rights.TAKE_OUT):
        return []
    words = {
        "csv": "CSV",
        "xlsx": "Excel",
        "vcf": pgettext("a file of people", "Cards"),
        "ics": pgettext("a file of due days", "Calendar"),
        "zip": _("Everything, as ZIP"),
    }
    return [Link(words[form], reverse(f"{name}_{form}", args=args) + (f"?{query}" if query else "")) for form in forms]
