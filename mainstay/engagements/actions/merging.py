"""What happens to engagements when two clients turn out to be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client, Contact
from mainstay.clients.rules import folded
from mainstay.engagements.models import Engagement
from mainstay.kit.plug import Along, Words

LONGEST = 200


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """How many there are."""
    return [(gettext_lazy("Engagements"), str(client.engagements.count()))]


def plan(keep: Client, gone: Client) -> Along:
    """All go along; one that runs under a name that runs already is called after its client as well."""
    there = {folded(one.name) for one in keep.engagements.running()}
    moving = list(gone.engagements.order_by("id"))
    names: dict[str, list[str]] = {}
    for one in moving:
        if one.state != Engagement.State.ENDED and folded(one.name) in there:
            names[str(one.pk)] = [one.name, _other(one.name, gone.name, there)]
            there.add(folded(names[str(one.pk)][1]))
    told = [
        _("Both have a running engagement “%(name)s”; that of %(gone)s is then called “%(other)s”.")
        % {"name": name, "gone": gone, "other": other}
        for name, other in names.values()
    ]
    if moving:
        count = ngettext("%(n)d engagement goes along.", "%(n)d engagements go along.", len(moving))
        told.insert(0, count % {"n": len(moving)})
    return Along({"moved": [str(one.pk) for one in moving], "names": names}, told)


def _other(name: str, client: str, there: set[str]) -> str:
    for number in range(1, 100):
        mark = f" ({client})" if number == 1 else f" ({client} {number})"
        other = name[: max(1, LONGEST - len(mark))] + mark
        if folded(other) not in there:
            return other[:LONGEST]
    return name


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Let them be the keeper's."""
    Engagement.objects.filter(pk__in=data["moved"], client=gone).update(client=keep)
    for pk, (_name, other) in data["names"].items():
        Engagement.objects.filter(pk=pk).update(name=other)


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Let them be the other's again, under their own names where nobody gave them another one."""
    Engagement.objects.filter(pk__in=data["moved"], client=keep).update(client=gone)
    for pk, (name, other) in data["names"].items():
        Engagement.objects.filter(pk=pk, name=other).update(name=name)
    return []


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What they said of outcomes."""
    rows = Engagement.objects.filter(outcome_said_by=gone).order_by("pk").values_list("pk", flat=True)
    return Along({"outcomes": [str(pk) for pk in rows]})


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """Let it be the keeper's word."""
    Engagement.objects.filter(pk__in=data["outcomes"], outcome_said_by=gone).update(outcome_said_by=keep)


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """Let it be the other's word again, where nobody was named since."""
    Engagement.objects.filter(pk__in=data["outcomes"], outcome_said_by=keep).update(outcome_said_by=gone)
    return []
