"""A contract's duties as promises, in one go (R-A-35): each a promise of its own, taken back together or one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused
from mainstay.promises.actions.giving import make
from mainstay.promises.actions.holding import need
from mainstay.promises.actions.undoing import take_back
from mainstay.promises.models import Promise
from mainstay.promises.rules import duties as rules


@dataclass(frozen=True)
class Duty:
    """One duty: what, by when, and how often again; ``every`` is "", "month", "quarter" or "year"."""

    text: str
    due_on: date | None
    every: str = ""
    times: int = 1
    kind: str = ""


@transaction.atomic
def enter_duties(
    *, engagement: Engagement, duties: Sequence[Duty], by: User, at: datetime, side: str = Promise.Side.OURS
) -> list[Promise]:
    """Write down what a contract asks for as promises under its engagement, all of one side (R-A-35, R-B-38).

    All or none: raises Refused, naming the duty, for one without a day, for a day that has passed, for none at all and
    for more than 200 promises.
    """
    need(by, rights.GIVE_WORD, engagement.client)
    days = [_days(number, duty) for number, duty in enumerate(duties, 1)]
    if not days:
        raise Refused(_("Write each duty on a line, with its day."), rule="R-A-35", field="duties")
    if sum(map(len, days)) > rules.MOST:
        raise Refused(
            _("These are more than %(most)d promises. Enter the contract in parts.") % {"most": rules.MOST},
            rule="R-A-35",
            field="duties",
        )
    return [
        _promised(number, duty, day, engagement, side, by, at)
        for number, (duty, whole) in enumerate(zip(duties, days, strict=True), 1)
        for day in whole
    ]


def _days(number: int, duty: Duty) -> Sequence[date]:
    if duty.due_on is None:
        raise _refused(number, duty, _("it has no day. Write it for example as 2026-03-31 Report on sales"))
    try:
        if duty.times > rules.MOST:
            raise ValueError(duty.times)
        return rules.days(duty.due_on, duty.every, duty.times)
    except ValueError:
        why = _("it cannot be repeated so; say every month, quarter or year, and how often")
        raise _refused(number, duty, why) from None


def _promised(number: int, duty: Duty, day: date, engagement: Engagement, side: str, by: User, at: datetime) -> Promise:
    try:
        return make(
            client=engagement.client, text=duty.text, due_on=day, by=by, at=at, side=side, engagement=engagement,
            said=Promise.Said.CONTRACT, kind=duty.kind,
        )  # fmt: skip
    except Refused as refused:
        if refused.rule == "R-X-3":
            raise
        said = _refused(number, duty, str(refused))
        said.rule = refused.rule
        raise said from None


def _refused(number: int, duty: Duty, why: str) -> Refused:
    words = {"number": number, "text": duty.text, "why": why}
    return Refused(_("Nothing was kept. Line %(number)d, “%(text)s”: %(why)s") % words, rule="R-A-35", field="duties")


@transaction.atomic
def take_duties_back(*, engagement: Engagement, entered_at: datetime, by: User, at: datetime) -> int:
    """Take back what one entered at one stroke, within a day and before anybody acted on it (R-X-2).

    Gives how many. Raises Refused where there is nothing to take back.
    """
    need(by, rights.DELIVER, engagement.client)
    lines = Line.objects.of_client(engagement.client_id).filter(kind="promises.made", by_id=by.pk, at=entered_at)
    found = Promise.objects.counted().filter(engagement=engagement, pk__in=[line.about_id for line in lines])
    promises = list(found.select_related("client").order_by("id"))
    if not promises:
        raise Refused(
            _("There is nothing of yours to take back here: only your own last act can be, within a day."),
            rule="R-X-2",
        )
    for promise in promises:
        take_back(promise=promise, by=by, at=at)
    return len(promises)
