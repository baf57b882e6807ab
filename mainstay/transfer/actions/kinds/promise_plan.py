"""What is to be written of a batch of promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mainstay.clients.models import Client
from mainstay.promises.models import Promise
from mainstay.promises.rules.intake import Delivery
from mainstay.transfer.actions.kinds.known import Clients
from mainstay.transfer.actions.kinds.promise_names import Names
from mainstay.transfer.actions.kinds.promise_values import told_values
from mainstay.transfer.rules.kinds import Step

Spot = tuple[int, str]  # a client and the key of a delivery: what is known again


@dataclass
class Plan:
    """What is to be written of a batch."""

    known: Clients
    clients: list[Client | None]  # by record
    ours: dict[str, Promise] = field(default_factory=dict)  # that the list brings back by their ids, as it tells them
    made: dict[int, dict[str, Any]] = field(default_factory=dict)  # by place of the record: columns
    changed: dict[int, tuple[Promise, dict[str, Any]]] = field(default_factory=dict)
    untold: list[int] = field(default_factory=list)  # places of those made whose values no step tells yet

    def tell(self, steps: Sequence[Step], records: Sequence[Delivery], names: Names) -> None:
        """Let the steps tell what is made, where they do not yet."""
        for place in self.untold:
            steps[place].changes = told_values(records[place], self.made[place], names)
        self.untold.clear()

    def client(self, place: int) -> Client:
        """Whom a record that is written is about, as it was written itself."""
        told = self.clients[place]
        if told is None:
            raise TypeError("A record without a client is refused")
        return self.known.by_id.get(told.id, told) if self.known.fresh else told

    def brings_back(self, record: Delivery, promise: Promise) -> bool:
        """Whether the list tells a promise by its id."""
        told = self.ours.get(record.told_key) if record.told_key else None
        return told is not None and told.pk == promise.pk
