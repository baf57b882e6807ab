"""Finding clients, people, engagements and promises by name, number, mail or words, within one's rights (R-X-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
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
Seen = Mapping[UUID, Client]
_Row = TypeVar("_Row", Affiliation, Engagement, Promise)


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
    hits = {sort: _hits(sort, words, where) for sort in (CLIENT, PERSON, ENGAGEMENT, PROMISE)}
    wanted = {hit.client_id for each in hits.values() for hit in each}
    seen = Client.objects.visible_to(person).in_bulk(wanted) if wanted else {}
    clients, people = _clients(seen, hits[CLIENT]), _people(seen, hits[PERSON])
    engagements, promises = _engagements(seen, hits[ENGAGEMENT]), _promises(seen, hits[PROMISE], words)
    cut = any(len(rows) > MOST for rows in (clients, people, engagements, promises))
    return Found(words, clients[:MOST], people[:MOST], engagements[:MOST], promises[:MOST], cut)


def _hits(sort: str, words: str, where: Within) -> Sequence[Hit]:
    return finding.hits(sort, rules.asked(words, sort, named=sort in NAMED), where, wanted=MOST + 1)


def _near(seen: Seen, hits: Sequence[Hit]) -> Mapping[UUID, int]:
    return {hit.about_id: hit.nearness for hit in hits if hit.client_id in seen}


def _rank(nearness: int, *rest: Any) -> tuple[Any, ...]:
    """From afar last; else what begins so first."""
    return nearness == AFAR, nearness > 0, *rest


def _clients(seen: Seen, hits: Sequence[Hit]) -> list[Client]:
    near = _near(seen, hits)
    return sorted(
        (seen[pk] for pk in near), key=lambda one: (one.archived, *_rank(near[one.pk], one.order_name, one.pk))
    )


def _people(seen: Seen, hits: Sequence[Hit]) -> list[Affiliation]:
    near = {(hit.about_id, hit.client_id): hit.nearness for hit in hits if hit.client_id in seen}
    contacts = {about for about, _client in near}
    rows = Affiliation.objects.now().filter(contact__in=contacts).select_related("contact").order_by()
    there = _of(seen, [one for one in rows if (one.contact_id, one.client_id) in near])
    return sorted(there, key=lambda one: _rank(near[one.contact_id, one.client_id], one.contact.sort_name, one.pk))


def _engagements(seen: Seen, hits: Sequence[Hit]) -> list[Engagement]:
    near = _near(seen, hits)
    there = _of(seen, Engagement.objects.filter(pk__in=near))
    ended = Engagement.State.ENDED
    return sorted(there, key=lambda one: _rank(near[one.pk], one.state == ended, one.name.casefold(), one.pk))


def _promises(seen: Seen, hits: Sequence[Hit], words: str) -> list[Promise]:
    """The one of this reference first, then what is still owed, then the latest."""
    near = _near(seen, hits)
    there = _of(seen, Promise.objects.counted().filter(pk__in=near).select_related("owner"))
    exact = words.casefold()

    def place(one: Promise) -> tuple[Any, ...]:
        far = near[one.pk] == AFAR
        return one.reference.casefold() != exact, far, not one.is_owed, -one.due_at.timestamp(), one.pk

    return sorted(there, key=place)


def _of(seen: Seen, rows: Iterable[_Row]) -> list[_Row]:
    """Those of clients who are seen, each with its client; the index may lag behind, the tables do not."""
    there = []
    for one in rows:
        if one.client_id in seen:
            one.client = seen[one.client_id]
            there.append(one)
    return there
