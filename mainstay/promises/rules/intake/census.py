"""Whom a list names: who took how many for whom, and when last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from mainstay.promises.rules.intake.piles import Pile


@dataclass
class Census:
    """Our own deliveries by client and owner, as the list spells them. Grows with the names, not with the rows."""

    votes: dict[str, Counter[str]] = field(default_factory=dict)
    latest: dict[tuple[str, str], date] = field(default_factory=dict)

    def add(self, pile: Pile, times: int = 1) -> None:
        """Count a delivery, with -1 no more; what others owe us says nothing of who serves whom."""
        if pile.side != "ours":
            return
        name = (pile.client, pile.owner)
        if (votes := self.votes.get(pile.client)) is None:
            votes = self.votes[pile.client] = Counter()
        votes[pile.owner] += times
        last = self.latest.get(name)
        if last is None or pile.due > last:
            self.latest[name] = pile.due

    def manager_of(self, client: str) -> str:
        """Who took most of a client's deliveries; of equals who took the latest. Nobody: ""."""
        counted = self.votes.get(client)
        if not counted:
            return ""
        return max(counted, key=lambda owner: (counted[owner], self.latest[client, owner], owner))
