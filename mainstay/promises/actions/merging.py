"""What happens to promises when two clients, or two people of clients, turn out to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client, Contact
from mainstay.kit.plug import Along, Words
from mainstay.promises.models import AnswerLink, Finding, Promise

AT_ONCE = 500
# What makes two promises taken in under one key the same one, and not two of one key.
SAME = ("side", "text", "due_on", "delivered_on", "reference")
POINTERS = ("owner_contact", "made_to")


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """How many there are, and how many of them are still owed."""
    every = Promise.objects.filter(client=client).counted()
    owed = every.owed().count()
    said = ngettext("%(n)d, of which %(owed)d still owed", "%(n)d, of which %(owed)d still owed", every.count())
    return [(gettext_lazy("Promises"), said % {"n": every.count(), "owed": owed})]


def plan(keep: Client, gone: Client) -> Along:
    """All go along; of those that were taken in for both from one list, the keeper's stays alone.

    One of the same key that says something else goes along without its key: it is another promise.
    """
    rows = Promise.objects.filter(client=gone).order_by("id")
    every = [str(pk) for pk in rows.values_list("pk", flat=True)]
    there = {row[0]: row[1:] for row in _told(Promise.objects.filter(client=keep).counted().exclude(run_key=""))}
    referred = {what for what in there.values() if what[-1]}  # a key holds the client's name, a reference does not
    twice, keys = set(), {}
    for key, told, *what in _told(rows.counted().exclude(run_key=""), "pk"):
        if there.get(key) == tuple(what) or tuple(what) in referred:
            twice.add(str(told))
        elif key in there:
            keys[str(told)] = key
    moved = [pk for pk in every if pk not in twice]
    return Along({"moved": moved, "keys": keys}, _sentences(len(moved), len(twice), len(keys), keep, gone))


def _told(rows: Any, *more: str) -> Iterator[tuple[Any, ...]]:
    yield from rows.values_list("run_key", *more, *SAME)


def _sentences(moved: int, twice: int, keys: int, keep: Client, gone: Client) -> list[str]:
    told: list[str] = []
    if moved:
        told.append(ngettext("%(n)d promise goes along.", "%(n)d promises go along.", moved) % {"n": moved})
    if twice:
        words = ngettext(
            "%(n)d promise was taken in for both from one list: it counts once, and that of %(gone)s stays with it.",
            "%(n)d promises were taken in for both from one list: they count once, and those of %(gone)s stay with it.",
            twice,
        )
        told.append(words % {"n": twice, "gone": gone})
    if keys:
        words = ngettext(
            "%(n)d promise bears the key of another one of %(keep)s and says something else: both stand there then.",
            "%(n)d promises bear keys of others of %(keep)s and say something else: all stand there then.",
            keys,
        )
        told.append(words % {"n": keys, "keep": keep})
    return told


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Let them be the keeper's."""
    for part in _parts(list(data["keys"])):
        Promise.objects.filter(pk__in=part).update(run_key="")
    for part in _parts(data["moved"]):
        Promise.objects.filter(pk__in=part, client=gone).update(client=keep)


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Let them be the other's again; one given since under an engagement that goes back stands without it."""
    for part in _parts(data["moved"]):
        Promise.objects.filter(pk__in=part, client=keep).update(client=gone)
    for pk, key in data["keys"].items():
        Promise.objects.filter(pk=pk, run_key="").update(run_key=key)
    without = Promise.objects.filter(client=keep, engagement__client=gone).update(engagement=None)
    if not without:
        return []
    words = ngettext(
        "%(n)d promise made since stays with %(keep)s; its engagement goes back to %(gone)s.",
        "%(n)d promises made since stay with %(keep)s; their engagements go back to %(gone)s.",
        without,
    )
    return [words % {"n": without, "keep": keep, "gone": gone}]


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What they promised, and what was promised to them."""
    data = {
        name: [str(pk) for pk in Promise.objects.filter(**{name: gone}).values_list("pk", flat=True).order_by("pk")]
        for name in POINTERS
    }
    found = Finding.objects.filter(contact=gone).order_by("pk").values_list("pk", flat=True)
    data["found"] = [str(pk) for pk in found]
    asked = AnswerLink.objects.filter(contact=gone).order_by("pk").values_list("pk", flat=True)
    data["asked"] = [str(pk) for pk in asked]
    count = Promise.objects.filter(Q(owner_contact=gone) | Q(made_to=gone)).count()
    words = ngettext("%(n)d promise goes along.", "%(n)d promises go along.", count) % {"n": count}
    return Along(data, [words] if count else [])


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """Let them be the keeper's."""
    for name in POINTERS:
        for part in _parts(data[name]):
            Promise.objects.filter(**{"pk__in": part, name: gone}).update(**{name: keep})
    for part in _parts(data.get("found", [])):
        Finding.objects.filter(pk__in=part, contact=gone).update(contact=keep)
    for part in _parts(data.get("asked", [])):
        AnswerLink.objects.filter(pk__in=part, contact=gone).update(contact=keep)


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """Let them be the other's again, where nobody named somebody else since."""
    for name in POINTERS:
        for part in _parts(data[name]):
            Promise.objects.filter(**{"pk__in": part, name: keep}).update(**{name: gone})
    for part in _parts(data.get("found", [])):
        Finding.objects.filter(pk__in=part, contact=keep).update(contact=gone)
    for part in _parts(data.get("asked", [])):
        AnswerLink.objects.filter(pk__in=part, contact=keep).update(contact=gone)
    return []
