"""What a merge would do, side by side: facts, people, what goes along, both histories; and what merges there were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.actions import clients_as_one, merge_values, people_as_one
from mainstay.clients.actions.merge_values import Differing
from mainstay.clients.models import Affiliation, Assignment, Client, Contact, Merge
from mainstay.clients.queries.chronicle import Told, in_words, lines_of
from mainstay.journal.models import Line
from mainstay.kit.plug import Along, Words

if TYPE_CHECKING:
    from mainstay.house.models import User

LINES = 12


@dataclass(frozen=True)
class Preview:
    """Both side by side: ``differing`` asks which value stays, ``facts`` are read only, ``told`` says what happens."""

    keep: Client | Contact
    gone: Client | Contact
    differing: list[Differing]
    facts: list[tuple[Words, str, str]]
    told: list[str]
    keep_lines: list[Told]
    gone_lines: list[Told]
    keep_name: str = ""
    gone_name: str = ""

    def __post_init__(self) -> None:
        one, other = told_apart(self.keep, self.gone)
        object.__setattr__(self, "keep_name", one)
        object.__setattr__(self, "gone_name", other)


def told_apart(one: Client | Contact, other: Client | Contact) -> tuple[str, str]:
    """How two are called where they stand side by side: by name; namesakes by what they do not share."""
    if one.name != other.name:
        return one.name, other.name
    marks = [[getattr(each, name, "") for name in ("town", "reference", "email", "phone")] for each in (one, other)]
    differ = [place for place, pair in enumerate(zip(*marks, strict=True)) if pair[0] != pair[1]]
    said = [", ".join(mark[place] for place in differ if mark[place]) for mark in marks]
    if said[0] == said[1] or not any(said):
        said = [str(each.pk)[-6:] for each in (one, other)]
    names = [f"{each.name} ({words or '–'})" for each, words in zip((one, other), said, strict=True)]
    return names[0], names[1]


def preview(keep: Client, gone: Client, user: User, at: datetime) -> Preview:
    """Of two clients."""
    facts: list[tuple[Words, str, str]] = [
        (_("People"), _people(keep), _people(gone)),
        (_("Served by"), _served(keep), _served(gone)),
    ]
    for hook in clients_as_one.hooks().values():
        pairs = zip(hook.facts(keep), hook.facts(gone), strict=True)
        facts += [(label, one, other) for (label, one), (_same, other) in pairs]
    told = _told(clients_as_one.plan(keep, gone))
    if keep.reference and gone.reference and keep.reference != gone.reference:
        words = {"one": keep.reference, "other": gone.reference}
        told.insert(
            0, _("Each has a number of its own, %(one)s and %(other)s: look whether they are really one.") % words
        )
    differing = merge_values.differing(keep, gone, merge_values.CLIENT)
    return Preview(keep, gone, differing, facts, told, _lines_of(keep, user, at), _lines_of(gone, user, at))


def _told(planned: Mapping[str, Along]) -> list[str]:
    return [words for along in planned.values() for words in along.told]


def _people(client: Client) -> str:
    there = client.affiliations.now().select_related("contact").order_by("contact__sort_name")
    return "; ".join(place.contact.name for place in there)


def _served(client: Client) -> str:
    now = Assignment.now_for(client)
    return "; ".join(f"{one.user.name} ({Assignment.Role(one.role).label})" for one in now)


def _lines_of(client: Client, user: User, at: datetime) -> list[Told]:
    lines = lines_of(client).order_by("-at", "-id")
    return in_words(list(lines[:LINES]), user, at)


def preview_people(keep: Contact, gone: Contact, user: User, at: datetime) -> Preview:
    """Of two people; only of clients whom the reader may see."""
    seen = Affiliation.objects.visible_to(user).filter(contact__in=[keep, gone]).select_related("client")
    places: dict[UUID, list[str]] = {}
    for place in seen.order_by("client__order_name", "id"):
        said = ", ".join(filter(None, [place.client.name, place.role]))
        places.setdefault(place.contact_id, []).append(said)
    facts: list[tuple[Words, str, str]] = [
        (_("Belongs to"), "; ".join(places.get(keep.pk, [])), "; ".join(places.get(gone.pk, []))),
        (_("Reached by"), _ways(keep), _ways(gone)),
    ]
    differing = merge_values.differing(keep, gone, merge_values.PERSON)
    told = _told(people_as_one.plan(keep, gone))
    clients = {place.client_id for place in seen}
    return Preview(
        keep, gone, differing, facts, told, _lines_about(keep, clients, user, at), _lines_about(gone, clients, user, at)
    )


def _ways(contact: Contact) -> str:
    return ", ".join(way.value for way in contact.ways.all())


def _lines_about(contact: Contact, clients: set[UUID], user: User, at: datetime) -> list[Told]:
    lines = Line.objects.about(contact.pk).visible_to(clients).order_by("-id")
    return in_words(list(lines[:LINES]), user, at)


def since(made: Merge, user: User, at: datetime) -> list[Told]:
    """What was written into the keeper's chronicle since a merge: it stays there when it is taken apart."""
    lines = Line.objects.of_client(made.keep_id)
    first = lines.filter(about_id=made.gone_id, kind="clients.merged").order_by("-id").first()
    return in_words(list(lines.filter(id__gt=first.pk).order_by("-id")[:LINES]), user, at) if first else []
