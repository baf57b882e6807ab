"""What happens to the word when two clients turn out to be one: the later word holds, all of them stay to be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.clients.models import Client, Contact
from mainstay.kit.plug import Along, Words
from mainstay.trust.models.advised import Advice
from mainstay.trust.models.ours import OurView
from mainstay.trust.models.service import Occasion
from mainstay.trust.models.sheet import Reference, Sheet
from mainstay.trust.models.word import Ground, KeptWord, TrustWord, Unasked
from mainstay.trust.queries.word import now
from mainstay.trust.queries.word.said import headline

MOVED: dict[str, type[Model]] = {"words": TrustWord, "grounds": Ground, "kept": KeptWord, "unasked": Unasked}
SAID: dict[str, type[Model]] = {"advice": Advice, "our_views": OurView, "occasions": Occasion}
SHEETS: dict[str, type[Model]] = {"references": Reference, "sheets": Sheet}
PEOPLE: dict[str, tuple[type[Model], str]] = {
    "said_by": (TrustWord, "said_by"),
    "noticed": (Ground, "contact"),
    "advised": (Advice, "contact"),
}


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """The word of each."""
    return [(gettext_lazy("Trust"), headline(now.named(client, now.word_of(client))))]


def plan(keep: Client, gone: Client) -> Along:
    """All goes along but a question that waits with both; of two words the later one holds."""
    ours, theirs = now.word_of(keep), now.word_of(gone)
    asks = Unasked.objects.filter(client=keep, asked_at=None).exists()
    data: dict[str, Any] = {}
    for name, model in MOVED.items():
        rows = model._default_manager.filter(client=gone)
        rows = rows.exclude(asked_at=None) if name == "unasked" and asks else rows
        data[name] = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    for name, model in SAID.items():
        rows = model._default_manager.filter(client=gone).order_by("pk")
        data[name] = [str(pk) for pk in rows.values_list("pk", flat=True)]
    named = Reference.objects.filter(client=keep, ended_at=None).exists()
    for name, model in SHEETS.items():
        rows = model._default_manager.filter(client=gone)
        rows = rows.exclude(ended_at=None) if name == "references" and named else rows
        data[name] = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    loses = ours if theirs is not None and (ours is None or theirs.at > ours.at) else theirs
    data["silenced"] = str(loses.pk) if ours is not None and loses is not None else ""
    told = [_("Of the two words on trust the later one holds.")] if data["silenced"] else []
    return Along({name: value for name, value in data.items() if value}, told)


@transaction.atomic
def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Carry it out."""
    if data.get("silenced"):
        TrustWord.objects.filter(pk=data["silenced"]).update(is_now=False)
    for name, model in (MOVED | SHEETS | SAID).items():
        model._default_manager.filter(pk__in=data.get(name, ()), client=gone).update(client=keep)


@transaction.atomic
def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Take it back; a word that was said since then holds."""
    for name, model in (MOVED | SHEETS | SAID).items():
        model._default_manager.filter(pk__in=data.get(name, ()), client=keep).update(client=gone)
    silenced = data.get("silenced")
    silent = TrustWord.objects.standing().filter(pk=silenced).first() if silenced else None
    if silent is not None and not TrustWord.objects.now().filter(client=silent.client_id).exists():
        silent.is_now = True
        silent.save(update_fields=["is_now"])
    return []


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What they said and what was noticed of them."""
    found = {
        name: [str(pk) for pk in model._default_manager.filter(**{field: gone}).values_list("pk", flat=True)]
        for name, (model, field) in PEOPLE.items()
    }
    return Along({name: pks for name, pks in found.items() if pks})


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """It was the keeper."""
    for name, (model, field) in PEOPLE.items():
        model._default_manager.filter(pk__in=data.get(name, ()), **{field: gone}).update(**{field: keep})


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """It was the other again."""
    for name, (model, field) in PEOPLE.items():
        model._default_manager.filter(pk__in=data.get(name, ()), **{field: keep}).update(**{field: gone})
    return []
