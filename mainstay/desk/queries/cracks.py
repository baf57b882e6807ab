"""What fell between two people, gathered from every capability (R-B-54)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.desk.queries.today import number
from mainstay.house.models import User
from mainstay.kit.plug import TodayLine, registry

MOST = 200  # lines on one page


@dataclass(frozen=True)
class Cracks:
    """The lines, those of one kind together; ``more`` are not shown."""

    lines: Sequence[TodayLine]
    more: int

    @property
    def heading(self) -> str:
        """How much there is, in one sentence."""
        count = len(self.lines) + self.more
        if not count:
            return _("Nothing fell between two people.")
        words = ngettext("One thing fell between two people.", "%(n)s things fell between two people.", count)
        said = words % {"n": number(count)}
        return said[:1].upper() + said[1:]


def gather(person: User, at: datetime) -> Cracks:
    """Everything this person may mend; of one kind what stands longest first."""
    found = [plug.cracks(person, at) for plug in registry.installed() if plug.cracks is not None]
    kinds: dict[str, int] = {}
    lines = [line for some in found for line in some]
    for line in lines:
        kinds.setdefault(str(line.kind), len(kinds))
    lines.sort(key=lambda line: (kinds[str(line.kind)], -line.urgency, line.tie, line.key))
    more = sum(sum(some.more.values()) for some in found) + max(0, len(lines) - MOST)
    return Cracks(lines[:MOST], more)
