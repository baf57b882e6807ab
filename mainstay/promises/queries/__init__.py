"""Reads of the ledger across tables."""

from mainstay.promises.queries.counts import (
    BroughtIn,
    Ledger,
    Standing,
    Tally,
    brought_in,
    deliveries,
    ledger,
    of_user,
    standings,
    tallies,
    tallies_of_clients,
)

__all__ = [
    "BroughtIn",
    "Ledger",
    "Standing",
    "Tally",
    "brought_in",
    "deliveries",
    "ledger",
    "of_user",
    "standings",
    "tallies",
    "tallies_of_clients",
]
