"""Follow-ups in words: what is asked, about what, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.followups.models import FollowUp
from mainstay.kit import times

About = FollowUp.About


def one_month_on() -> Sequence[str]:
    """The three questions that are built in (R-B-35)."""
    return (
        _("How did it go once it was in use or handed out?"),
        _("How was it received by those it is for?"),
        _("Did anything show that nobody had thought of?"),
    )


def of_outcome() -> Sequence[str]:
    """What is asked of an outcome (R-A-35)."""
    return (_("What is different for you since then?"), _("What is still missing?"))


def questions_of(followup: FollowUp) -> Sequence[str]:
    """What is asked: the questions of its kind, else those that are built in, in the language now spoken."""
    if followup.questions:
        return [str(one) for one in followup.questions]
    return of_outcome() if followup.about == About.OUTCOME else one_month_on()


def length_words(months: int, days: int = 0) -> str:
    """“1 month”, “14 days”, “1 month and 3 days”."""
    parts = []
    if months:
        parts.append(ngettext("%(n)d month", "%(n)d months", months) % {"n": months})
    if days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    return _("%(months)s and %(days)s") % {"months": parts[0], "days": parts[1]} if len(parts) == 2 else "".join(parts)


def heading(followup: FollowUp) -> str:
    """What is asked, as a heading: “How did “Print the catalogue” go?”."""
    if followup.about == About.OUTCOME:
        return _("Did “%(name)s” do what it was to do?") % {"name": followup.name}
    return _("How did “%(name)s” go?") % {"name": followup.name}


def since_words(followup: FollowUp, today: date) -> str:
    """What happened, in one sentence: “It was delivered on 31 January, 1 month before.”"""
    if followup.about == About.OUTCOME:
        return _("Everything promised under it is delivered.")
    delivered = followup.promise.delivered_on if followup.promise else None
    if delivered is None:
        return ""
    words = {"day": times.spoken_short(delivered, today), "length": length_words(followup.months, followup.days)}
    return _("Delivered on %(day)s; we ask after %(length)s.") % words


def state_words(followup: FollowUp, today: date) -> str:
    """“to ask on 28 February”, “answered on 2 March”."""
    if followup.state == FollowUp.State.OPEN:
        if followup.due_on <= today:
            return _("to ask since %(day)s") % {"day": times.spoken_short(followup.due_on, today)}
        return _("to ask on %(day)s") % {"day": times.spoken_short(followup.due_on, today)}
    label = str(FollowUp.State(followup.state).label)
    if followup.ended_at is None:
        return label
    return _("%(state)s on %(day)s") % {"state": label, "day": times.spoken_short(followup.ended_at.date(), today)}
