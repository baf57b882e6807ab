"""The plug of trust: the record, what clients are used to, the word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Alarm, Capability, Merges, Words
from mainstay.promises.capability import SENTENCES as TOLD_OF_PROMISES
from mainstay.trust.actions.record import deriving

if TYPE_CHECKING:
    from mainstay.house.models import User

RECORD: dict[str, Words] = {
    "trust.sized": _("%(by)s said what “%(about)s” is: %(text)s."),
    "trust.made_good": _("%(by)s noted that “%(about)s” was made good by “%(text)s”."),
    "trust.same_incident": _("%(by)s noted that “%(about)s” failed in the same incident as “%(text)s”."),
    "trust.excuse_asked": _("%(by)s asked that “%(about)s” count for nothing: %(text)s"),
    "trust.excused": _("%(by)s agreed, as the second person, that “%(about)s” counts for nothing: %(text)s"),
    "trust.weighing_taken_back": _("%(by)s took back what was said of how “%(about)s” weighs: %(text)s."),
    "trust.breach_declared": _("%(by)s declared a breach towards %(client)s: %(text)s"),
    "trust.breach_closed": _("%(by)s closed a breach; %(client)s confirmed it: %(text)s"),
    "trust.breach_annulled": _("%(by)s noted that a breach was declared in error: %(text)s"),
    "trust.standard_confirmed": _("%(by)s confirmed what the record goes by: %(text)s"),
    "trust.difference_settled": _("%(by)s looked at a verdict that its evidence did not give: %(text)s"),
}
USUAL: dict[str, Words] = {}
WORD: dict[str, Words] = {}
SENTENCES = {**RECORD, **USUAL, **WORD}

HEARS_RECORD = dict.fromkeys(TOLD_OF_PROMISES, deriving.weigh)


def tick(at: datetime) -> None:
    """What was put aside is read, what became overdue counts, silence ends strands, the night checks (TV-11, TV-52)."""
    from mainstay.trust.actions.record import checking, folding

    deriving.catch_up(at=at)
    folding.let_lapse(at=at)
    checking.check_some(at=at)


def alarms(person: User) -> Iterable[Alarm]:
    """To whoever runs the house: a stored verdict that its evidence does not give (TV-52)."""
    from mainstay.trust.queries.record import alarm

    return alarm.alarms(person)


def merges() -> Merges:
    """What happens to the record when two clients are one."""
    from mainstay.trust.actions.record import merging

    return Merges(facts=merging.facts, plan=merging.plan, move=merging.go_along, back=merging.go_back)


capability = Capability(
    name="trust",
    api="mainstay.trust.api:router",
    api_prefix="/trust",
    urls="mainstay.trust.urls",
    url_prefix="trust/",
    commands="mainstay.trust.cli:commands",
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    hears=HEARS_RECORD,
    tick=tick,
    alarms=alarms,
    merges=merges,
)
