"""Agreeing to what one asked for oneself: in a house of one person only, after a pause, with a reason (R-X-15)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from mainstay.house.clock import zone_of
from mainstay.house.models import User
from mainstay.house.queries.people import alone
from mainstay.house.rules.alone import agrees_from
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import spoken

RULE = "R-X-15"


def reason_alone(*, refusal: Refused, asked_at: datetime, reason: str, by: User, at: datetime) -> str:
    """The reason in writing of somebody who agrees with themselves, being alone in the house (R-X-15).

    Raises ``refusal`` where there is somebody else, and Refused before the pause has passed or without a reason.
    """
    if not alone(by):
        raise refusal
    first = agrees_from(asked_at)
    if at < first:
        here = first.astimezone(zone_of(by))
        words = {"day": spoken(here.date(), year=True), "time": f"{here:%H:%M}"}
        raise Refused(
            _("You are alone in this house, so a day’s pause takes the place of a second person. Agree from %(day)s, "
              "%(time)s on, with a reason in writing.") % words,
            rule=RULE,
            lifted_by=_("you, a day after it was asked"),
        )  # fmt: skip
    return clean(
        reason,
        field="reason",
        limit=300,
        required=_("You are alone in this house: say in writing why it still holds a day later."),
        rule=RULE,
    )
