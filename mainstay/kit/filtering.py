"""A filter that a folder adds to a list of a lower one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mainstay.kit.plug import Words


@dataclass(frozen=True)
class ClientFilter:
    """One more filter of the list of clients: its name in the address, what may be chosen, which clients are meant.

    ``only`` takes some clients (a query set) and a choice and gives those of them that are meant.
    """

    name: str
    label: Words
    choices: Mapping[str, Words]
    only: Callable[[Any, str], Any]
