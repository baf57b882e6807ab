"""What is told of a cell that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mainstay.kit.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be read: its row as a spreadsheet counts, its column, its text, and why."""

    row: int
    column: str
    value: str
    reason: Sentence

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``, the API and the kept report; the reason in the language now active."""
        return {"row": self.row, "column": self.column, "value": self.value, "reason": str(self.reason)}
