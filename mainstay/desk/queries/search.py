"""Finding clients, people, engagements and promises by name, number, mail or words, within one's rights (R-X-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mainstay.clients.models import Affiliation, Client
from mainstay.engagements.models import Engagement
from mainstay.finding import queries as finding
from mainstay.finding import rules
from mainstay.finding.queries import Hit, Within
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.promises.models import Promise

MOST = 20  # of each kind
CLIENT, PERSON, ENGAGEMENT, PROMISE = "c", "p", "e", "w"
NAMED = frozenset({CLIENT, PERSON})
AFAR = 3


@dataclass(frozen=True)
class Found:
    """What was found of each kind; ``cut`` says that there is more than is shown."""

    words: str
    clients: list[Client]
    people: list[Affiliation]
    engagements: list[Engagement]
    promises: list[Promise]
    cut: bool

    @property
    def empty(self) -> bool:
        """Nothing was found."""
        return not (self.clients or self.people or self.engagements or self.promises)


def search(person: User, words: str) -> Found:
    """What answers these words and what this person may see: names that begin with them first, far forms last."""
    words = " ".join(words.split())[: rules.LONGEST]
    if not words:
        return Found("", [], [], [], [], cut=False)
    all_seen = person.is_active and person.may(rights.SEE_ALL)
    where = finding.within(None if all_seen else Client.objects.visible_to(person))
    found = [
        _clients(person, _hits(CLIENT, words, where)),
        _people(person, _hits(PERSON, words, where)),
        _engagements(person, _hits(ENGAGEMENT, words, where)),
        _promises(person, _hits(PROMISE, words, where), words),
    ]
    clients, people, engagements, promises = (rows[:MOST] for rows in found)
    return Found(words, clients, people, engagements, promises, cut=any(len(rows) > MOST for rows in found))


def _hits(sort: str, words: str, where: Within) -> Sequence[Hit]:
    return finding.hits(sort, rules.asked(words, sort, named=sort in NAMED), where, wanted=MOST + 1)


def _near(hits: Sequence[Hit]) -> Mapping[UUID, int]:
    return {hit.about_id: hit.nearness for hit in hits}


def _rank(nearness: int, *rest: Any) -> tuple[Any, ...]:
    """From afar last; else what begins so first."""
    return nearness == AFAR, nearness > 0, *rest


def _clients(person: User, hits: Sequence[Hit]) -> list[Client]:
    near = _near(hits)
    rows = Client.objects.visible_to(person).filter(pk__among=near) if near else []
    return sorted(rows, key=lambda one: (one.archived, *_rank(near[one.pk], one.order_name, one.pk)))


def _people(person: User, hits: Sequence[Hit]) -> list[Affiliation]:
    near = {(hit.about_id, hit.client_id): hit.nearness for hit in hits}
    if not near:
        return []
    rows = Affiliation.objects.visible_to(person).now().filter(contact__in={about for about, _client in near})
    there = [one for one in rows.select_related("contact", "client") if (one.contact_id, one.client_id) in near]
    return sorted(there, key=lambda one: _rank(near[one.contact_id, one.client_id], one.contact.sort_name, one.pk))


def _engagements(person: User, hits: Sequence[Hit]) -> list[Engagement]:
    near = _near(hits)
    rows = Engagement.objects.visible_to(person).filter(pk__among=near).select_related("client") if near else []
    ended = Engagement.State.ENDED
    return sorted(rows, key=lambda one: _rank(near[one.pk], one.state == ended, one.name.casefold(), one.pk))


def _promises(person: User, hits: Sequence[Hit], words: str) -> list[Promise]:
    """The one of this reference first, then what is still owed, then the latest."""
    near = _near(hits)
    if not near:
        return []
    rows = Promise.objects.visible_to(person).counted().filter(pk__among=near).select_related("client", "owner")
    exact = words.casefold()

    def place(one: Promise) -> tuple[Any, ...]:
        far = near[one.pk] == AFAR
        return one.reference.casefold() != exact, far, not one.is_owed, -one.due_at.timestamp(), one.pk

    return sorted(rows, key=place)
