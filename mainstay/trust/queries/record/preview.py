"""What another choice of the house would change, on its own data, before anybody confirms it (TV-53)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from mainstay.clients.models import Client
from mainstay.house.models import User, house
from mainstay.kit.times import local_day
from mainstay.trust.models.record import Evidence, Record
from mainstay.trust.queries.record.reading import breaches_of
from mainstay.trust.rules.record.batch import Pile, fold_many
from mainstay.trust.rules.record.fold import fold
from mainstay.trust.rules.record.policy import INSUFFICIENT, OURS, SAID, Policy

MOST = 20_000  # clients that are looked at before a page answers
SHOWN = 200


class Turn(NamedTuple):
    """A client whose word would be another."""

    client_id: UUID
    was: str
    becomes: str
    name: str = ""


@dataclass(frozen=True)
class Preview:
    """Which verdicts would change, of how many that were looked at. ``seen`` stands for exactly this list."""

    policy: Policy
    turns: Sequence[Turn]
    looked: int
    every: int
    seen: str
    named: Sequence[Turn] = field(default=())  # those that whoever looks may see, by name

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many would go from which word to which."""
        counted = Counter((turn.was, turn.becomes) for turn in self.turns)
        return [(was, becomes, many) for (was, becomes), many in sorted(counted.items())]


def preview(policy: Policy, *, person: User, at: datetime) -> Preview:
    """Fold the evidence there is under another policy: a fixed number of queries, at most ``MOST`` clients."""
    today = local_day(at, house().zone)
    stored = Record.objects.filter(direction=OURS)
    every = stored.count()
    words: dict[UUID, str] = dict(stored.order_by("client_id").values_list("client_id", "verdict")[:MOST])
    becomes = _folded(list(words), policy, today)
    turns = sorted(
        (Turn(client, was, becomes[client]) for client, was in words.items() if becomes[client] != was),
        key=lambda turn: turn.client_id.int,
    )
    text = "\n".join([policy.label, *(f"{turn.client_id} {turn.was} {turn.becomes}" for turn in turns)])
    return Preview(policy, turns, len(words), every, hashlib.sha256(text.encode()).hexdigest(), _named(turns, person))


def _named(turns: Sequence[Turn], person: User) -> list[Turn]:
    ids = [turn.client_id for turn in turns]
    visible = Client.objects.visible_to(person).filter(pk__among=ids).order_by("order_name", "id")
    by_id = {turn.client_id: turn for turn in turns}
    return [by_id[pk]._replace(name=name) for pk, name in visible.values_list("pk", "name")[:SHOWN]]


def _folded(clients: Sequence[UUID], policy: Policy, today: date) -> dict[UUID, str]:
    numbers = {client: number for number, client in enumerate(clients)}
    pile = Pile(policy)
    if clients:
        rows = Evidence.objects.standing().filter(direction=OURS, client__pk__among=clients).order_by()
        told = rows.values_list("client_id", "on", "strand", "outcome", "weight")
        for client, on, strand, outcome, weight in told.iterator(chunk_size=5000):
            pile.put(numbers[client], on, strand, outcome, weight)
    breached = {numbers[client]: told for (client, _way), told in breaches_of(clients).items()}
    found = dict.fromkeys(clients, SAID[INSUFFICIENT])
    for number, breaches in breached.items():
        found[clients[number]] = SAID[fold((), policy, as_of=today, breaches=breaches).verdict]
    for one in fold_many(pile, as_of=today, breaches=breached):
        found[clients[one.number]] = SAID[one.standing.verdict]
    return found
