"""Finding clients, people, engagements and promises by name, number, mail or words, within one's rights (R-X-13).

Of every kind a hundred may answer and twenty are shown: the hundred are put in order by the few columns that say it,
and only what is shown is read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from mainstay.clients.models import Affiliation, Client
from mainstay.engagements.models import Engagement
from mainstay.finding import queries as finding
from mainstay.finding import rules
from mainstay.finding.queries import Hit
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.promises.models import Promise

MOST = 20  # of each kind
CLIENT, PERSON, ENGAGEMENT, PROMISE = "c", "p", "e", "w"
NAMED = frozenset({CLIENT, PERSON})
AFAR = 3
_SHOWN = ("text", "reference", "due_on", "is_owed", "outcome", "client")  # of a promise
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


class _Seen(NamedTuple):
    """What is shown of a client, and where its name stands in order."""

    id: UUID  # in the order of the table
    name: str
    order_name: str
    town: str
    archived_at: datetime | None

    def client(self) -> Client:
        """The client; what is not shown of it is read when it is asked for."""
        return Client.from_db(None, self._fields, self)


Seen = Mapping[UUID, _Seen]


def search(person: User, words: str) -> Found:
    """What answers these words and what this person may see: names that begin with them first, far forms last."""
    words = " ".join(words.split())[: rules.LONGEST]
    if not words:
        return Found("", [], [], [], [], cut=False)
    all_seen = person.is_active and person.may(rights.SEE_ALL)
    where = finding.within(None if all_seen else Client.objects.visible_to(person))
    asked = {sort: rules.asked(words, sort, named=sort in NAMED) for sort in (CLIENT, PERSON, ENGAGEMENT, PROMISE)}
    hits = finding.hits(asked, where, wanted=MOST + 1)
    seen = _seen(person, {hit.client_id for each in hits.values() for hit in each})
    clients, people = _clients(seen, hits[CLIENT]), _people(seen, hits[PERSON])
    engagements, promises = _engagements(seen, hits[ENGAGEMENT]), _promises(seen, hits[PROMISE], words)
    return Found(
        words,
        [seen[pk].client() for pk in clients[:MOST]],
        _of(seen, people, Affiliation.objects.select_related("contact")),
        _of(seen, engagements, Engagement.objects.all()),
        _of(seen, promises, Promise.objects.only(*_SHOWN)),
        cut=any(len(found) > MOST for found in (clients, people, engagements, promises)),
    )


def _seen(person: User, clients: Collection[UUID]) -> Seen:
    """Those of these clients this person may see; the index may lag behind, the tables do not."""
    if not clients:
        return {}
    rows = Client.objects.visible_to(person).filter(pk__among=clients).order_by()
    return {row[0]: _Seen(*row) for row in rows.values_list(*_Seen._fields)}


def _near(seen: Seen, hits: Sequence[Hit]) -> Mapping[UUID, int]:
    return {hit.about_id: hit.nearness for hit in hits if hit.client_id in seen}


def _rank(nearness: int, *rest: Any) -> tuple[Any, ...]:
    """From afar last; else what begins so first."""
    return nearness == AFAR, nearness > 0, *rest


def _in_order(rows: Iterable[tuple[tuple[Any, ...], UUID]]) -> list[UUID]:
    """What stands beside its place, by place."""
    return [pk for _place, pk in sorted(rows)]


def _clients(seen: Seen, hits: Sequence[Hit]) -> list[UUID]:
    near = _near(seen, hits)
    those = [seen[pk] for pk in near]
    return _in_order(((one.archived_at is not None, *_rank(near[one.id], one.order_name)), one.id) for one in those)


def _people(seen: Seen, hits: Sequence[Hit]) -> list[UUID]:
    near = {(hit.about_id, hit.client_id): hit.nearness for hit in hits if hit.client_id in seen}
    if not near:
        return []
    rows = Affiliation.objects.now().filter(contact__id__among={about for about, _client in near}).order_by()
    there = rows.values_list("pk", "contact_id", "client_id", "contact__sort_name")
    return _in_order(
        (_rank(near[about, client], name), pk) for pk, about, client, name in there if (about, client) in near
    )


def _engagements(seen: Seen, hits: Sequence[Hit]) -> list[UUID]:
    near = _near(seen, hits)
    if not near:
        return []
    rows = Engagement.objects.filter(pk__among=near).order_by().values_list("pk", "client_id", "state", "name")
    ended = Engagement.State.ENDED
    return _in_order(
        (_rank(near[pk], state == ended, name.casefold()), pk) for pk, client, state, name in rows if client in seen
    )


def _promises(seen: Seen, hits: Sequence[Hit], words: str) -> list[UUID]:
    """The one of this reference first, then what is still owed, then the latest."""
    near, exact = _near(seen, hits), words.casefold()
    if not near:
        return []
    rows = Promise.objects.counted().filter(pk__among=near).order_by()
    told = rows.values_list("pk", "client_id", "reference", "is_owed", "due_at")
    return _in_order(
        ((reference.casefold() != exact, near[pk] == AFAR, not owed, -due.timestamp()), pk)
        for pk, client, reference, owed, due in told
        if client in seen
    )


def _of(seen: Seen, ids: Sequence[UUID], rows: QuerySet[_Row]) -> list[_Row]:
    """The first of these, each with its client."""
    there = {one.pk: one for one in rows.filter(pk__among=ids[:MOST]).order_by()} if ids else {}
    found = [there[pk] for pk in ids if pk in there and there[pk].client_id in seen]
    for one in found:
        one.client = seen[one.client_id].client()
    return found
