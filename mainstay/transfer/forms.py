"""What is asked before a file is looked into: what it holds, which file, by which map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.theme.forms import option
from mainstay.transfer.rules.kinds import SORTS

if TYPE_CHECKING:
    from mainstay.transfer.models import KeptMap

NEEDS = {
    "clients": _("Firms and households. It needs a name; number, town, time zone and the rest if you have them."),
    "contacts": _("Whom you deal with there. It needs a name. An address book (.vcf) needs nothing else."),
    "assignments": _("Which colleague looks after which client. It needs a client and a colleague."),
    "engagements": _("What you do for a client. It needs a client and a name."),
    "promises": _(
        "What was promised and what became of it, by you or to you. It needs a client and a day it was due. In a"
        " calendar (.ics) the category of an entry is its client; without categories, it is the client of whoever is"
        " invited, where their mail address is known here; else name one client for every row."
    ),
}
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ods,.vcf,.vcard,.ics,.json"


class Start(forms.Form):
    """What the list holds, the file, and a kept map."""

    kind = forms.ChoiceField(label=_("What the list holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, TSV, Excel (.xlsx), OpenDocument (.ods), vCard or iCalendar. You may drop it here."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    map = forms.ChoiceField(label=_("Its columns"), required=False)

    def __init__(self, *told: Any, kept: Sequence[KeptMap] = (), **more: Any) -> None:
        super().__init__(*told, **more)
        kinds = [(name, option(sort.label, NEEDS.get(name, ""))) for name, sort in SORTS.items()]
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for each in kept:
            by_kind.setdefault(each.kind, []).append((str(each.pk), each.name))
        groups = [(str(SORTS[kind].label), maps) for kind, maps in by_kind.items() if kind in SORTS]
        self.kept = {str(each.pk): each for each in kept}
        field: Any = self.fields["kind"]
        field.choices = kinds
        maps: Any = self.fields["map"]
        maps.choices = [("", _("found out from their headings")), *groups]
        if not groups:
            del self.fields["map"]

    def clean(self) -> dict[str, Any]:
        """A kept map is for one kind only."""
        told: dict[str, Any] = super().clean() or {}
        chosen = self.kept.get(told.get("map", ""))
        if chosen is not None and told.get("kind") and chosen.kind != told["kind"]:
            self.add_error("map", _("This map is for another kind of list. Choose one of that kind, or none."))
        return told
