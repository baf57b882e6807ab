"""What happens to what clients are used to when two of them turn out to be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.clients.models import Client, Contact
from mainstay.kit.plug import Along, Words
from mainstay.trust.actions.usual.watching import stir
from mainstay.trust.models import Anew, Custom, Extra, Notice, Reduction, Stretch, Understanding

MOVED: dict[str, type[Model]] = {
    "anew": Anew, "customs": Custom, "extras": Extra, "notices": Notice, "reductions": Reduction,
    "stretches": Stretch, "understandings": Understanding,
}  # fmt: skip
PEOPLE: dict[str, tuple[type[Model], str]] = {
    "notices": (Notice, "agreed_with"),
    "understandings": (Understanding, "confirmed_by"),
}


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """How many extras and understandings there are."""
    return [
        (gettext_lazy("Extras"), str(client.extras.filter(annulled_at=None).count())),
        (gettext_lazy("What is understood"), str(Understanding.objects.kept().filter(client=client).count())),
    ]


def plan(keep: Client, gone: Client) -> Along:
    """All goes along, but what stands with both already and may stand once only."""
    stays = _stays(keep, gone)
    data: dict[str, Any] = {}
    for name, model in MOVED.items():
        rows = model._default_manager.filter(client=gone).exclude(pk__in=stays.get(name, [])).order_by("pk")
        data[name] = [str(pk) for pk in rows.values_list("pk", flat=True)]
    told = [_("What both are used to alike stands once.")] if any(stays.values()) else []
    return Along(data, told)


def _stays(keep: Client, gone: Client) -> dict[str, list[Any]]:
    """Customs and endings that stand with the keeper too, and notices of one and the same moment."""
    customs = Custom.objects.filter(client=keep, until_on=None).values("key")
    ends = set(Reduction.objects.under_way().filter(client=keep).values_list("kind", "key"))
    seen = set(Notice.objects.filter(client=keep).values_list("stream", "series", "way", "opened_at"))
    return {
        "customs": list(
            Custom.objects.filter(client=gone, until_on=None, key__in=customs).values_list("pk", flat=True)
        ),
        "reductions": [
            one.pk for one in Reduction.objects.under_way().filter(client=gone) if (one.kind, one.key) in ends
        ],
        "notices": [
            one.pk
            for one in Notice.objects.filter(client=gone)
            if (one.stream, one.series, one.way, one.opened_at) in seen
        ],
    }


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Let it be the keeper’s; what is usual is read again."""
    for name, model in MOVED.items():
        model._default_manager.filter(pk__in=data[name], client=gone).update(client=keep)
    stir([keep.pk, gone.pk])


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Let it be the other’s again."""
    for name, model in MOVED.items():
        model._default_manager.filter(pk__in=data[name], client=keep).update(client=gone)
    stir([keep.pk, gone.pk])
    return []


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What they agreed to and confirmed."""
    return Along(
        {
            name: [str(pk) for pk in model._default_manager.filter(**{field: gone}).values_list("pk", flat=True)]
            for name, (model, field) in PEOPLE.items()
        }
    )


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """Let it be the keeper’s word."""
    for name, (model, field) in PEOPLE.items():
        model._default_manager.filter(pk__in=data[name], **{field: gone}).update(**{field: keep})


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """Let it be the other’s word again."""
    for name, (model, field) in PEOPLE.items():
        model._default_manager.filter(pk__in=data[name], **{field: keep}).update(**{field: gone})
    return []
