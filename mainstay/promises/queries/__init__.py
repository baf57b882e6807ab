"""Reads of the ledger across tables."""

from mainstay.promises.queries.counts import (
    Ledger,
    Standing,
    Tally,
    deliveries,
    ledger,
    of_user,
    standings,
    tallies,
    tallies_of_clients,
)

__all__ = [
    "Ledger",
    "Standing",
    "Tally",
    "deliveries",
    "ledger",
    "of_user",
    "standings",
    "tallies",
    "tallies_of_clients",
]
