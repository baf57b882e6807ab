"""What trust does with promises that came in from a file, or were taken back."""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.journal.actions import Told
from mainstay.trust.actions.record import deriving
from mainstay.trust.actions.word import signing


def taken_in(told: Sequence[Told]) -> None:
    """Promises came in from a file: they are weighed, and who ordered chose us (R-A-5)."""
    deriving.weigh(told)
    signing.hear_orders(told)


def annulled(told: Sequence[Told]) -> None:
    """Promises were entered in error: they weigh nothing, and who chose us by them alone did not (R-A-5)."""
    deriving.weigh(told)
    signing.hear_no_order(told)
