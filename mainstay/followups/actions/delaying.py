"""Saying of a kind of thing after how long, and with which questions, we ask how it fared (R-B-34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.followups import rules
from mainstay.followups.models import Delay
from mainstay.followups.queries.words import length_words
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.models import Kind


def may_set(by: User) -> bool:
    """Whether this person may say what a kind of thing gets: heads of client service and administrators (R-X-3)."""
    return by.may(rights.ASSIGN) or by.may(rights.RUN_HOUSE)


def _needs(by: User) -> None:
    if not may_set(by):
        raise Refused(
            _("When we ask after a kind of thing is for heads of client service and administrators to say."),
            rule="R-X-3",
            lifted_by=_("an administrator, by giving you the role"),
        )


@transaction.atomic
def set_delay(
    *, kind: Kind, by: User, at: datetime, months: int = 0, days: int = 0, questions: Sequence[str] = ()
) -> Delay:
    """After a delivery of this kind we ask so much later, with these questions or the three that are built in (R-B-34).

    What was planted before stays as it was planted. Said again for the same delay it gets other questions. The first
    thing said of a kind replaces the month it had by itself. Raises Refused for no delay, too long a one, too many
    questions, and by rights.
    """
    _needs(by)
    if not (0 <= months <= rules.MOST_MONTHS and 0 <= days <= rules.MOST_DAYS and months + days > 0):
        raise Refused(
            _("Say after how long: from one day to %(months)d months and %(days)d days.")
            % {"months": rules.MOST_MONTHS, "days": rules.MOST_DAYS},
            rule="R-B-34",
            field="months",
        )
    told = [clean(one, field="questions", limit=200) for one in questions]
    kept = [one for one in told if one]
    if len(kept) > rules.MOST_QUESTIONS:
        raise Refused(
            _("Nobody answers more than %(most)d questions. Keep the best ones.") % {"most": rules.MOST_QUESTIONS},
            rule="R-B-34",
            field="questions",
        )
    delay, _new = Delay.objects.select_for_update().get_or_create(
        kind=kind, months=months, days=days, stopped_at=None, defaults={"questions": kept}
    )
    if delay.questions != kept:
        delay.questions = kept
        delay.save(update_fields=["questions"])
    journal.note("followups.delay_set", about=delay, by=by, at=at, text=length_words(months, days))
    return delay


@transaction.atomic
def stop_delay(*, kind: Kind, by: User, at: datetime, months: int, days: int = 0) -> None:
    """No longer ask after this delay; a kind whose last one is stopped is not asked about (R-B-34).

    What was planted stays. Raises Refused where there is no such delay, and by rights.
    """
    _needs(by)
    rows = Delay.objects.filter(kind=kind)
    stopped = rows.filter(months=months, days=days, stopped_at=None).update(stopped_at=at)
    built_in = (months, days) == (rules.ONE_MONTH_ON.months, rules.ONE_MONTH_ON.days)
    if not stopped and built_in and not rows.exists():
        Delay.objects.create(kind=kind, months=months, days=days, stopped_at=at)
        stopped = 1
    if not stopped:
        raise Refused(_("There is no such delay. Choose one that is there."), rule="R-B-34")
    journal.note("followups.delay_stopped", about=kind, by=by, at=at, text=length_words(months, days))
