"""Whether the index is whole: of these rules, written to its end, with as many slips as there are things."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from mainstay.finding import rules
from mainstay.finding.models import Slip, State
from mainstay.kit.plug import registry


@dataclass(frozen=True)
class Wholeness:
    """What stands in the index, and what ought to."""

    done: bool
    slips: int
    wanted: int
    stands: bool  # the database's own index over the words

    @property
    def whole(self) -> bool:
        """Whether everything is found."""
        return self.done and self.stands and self.slips == self.wanted


def wholeness() -> Wholeness:
    """Count both sides: one query each."""
    done = not State.objects.exclude(version=rules.VERSION, done=True).exists()  # none yet: a new house, kept in step
    return Wholeness(done, Slip.objects.count(), sum(each.count() for each in registry.finds()), _stands())


def _stands() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'finding_words'")
        else:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'finding_slip_words'")
        return bool(cursor.fetchone()[0])
