"""How an engagement stands, in words: the outcome leads, and delivered is not yet a success (R-A-35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.engagements import rules
from mainstay.engagements.models import Engagement
from mainstay.kit import times
from mainstay.kit.plug import Deliverables


@dataclass(frozen=True)
class Said:
    """A few words and their colour: "gone", "care", "muted" or plain."""

    text: str
    tone: str = ""


def question(one: Engagement, there: Deliverables, on: date) -> str:
    """In which of the six an engagement is, see ``rules.question``."""
    return rules.question(
        outcome=one.outcome,
        said=one.outcome_said,
        promised=there.promised,
        delivered=there.delivered,
        by=one.outcome_by,
        on=on,
    )


def delivered_words(there: Deliverables) -> str:
    """“delivered 5/5”, and what is late or broken of it."""
    if not there.promised:
        return _("nothing is promised under it yet")
    parts = [_("delivered %(done)d/%(all)d") % {"done": there.delivered, "all": there.promised}]
    if there.late:
        parts.append(ngettext("%(n)d late", "%(n)d late", there.late) % {"n": there.late})
    if there.broken:
        parts.append(ngettext("%(n)d broken", "%(n)d broken", there.broken) % {"n": there.broken})
    return ", ".join(parts)


def outcome_words(one: Engagement, there: Deliverables, on: date) -> Said:
    """“outcome not yet confirmed”, “outcome confirmed on 12 May”."""
    found = question(one, there, on)
    if found in (rules.DONE, rules.MISSED):
        day = times.spoken_short(one.outcome_said_on, on) if one.outcome_said_on else ""
        words = _("outcome confirmed on %(day)s") if found == rules.DONE else _("outcome not reached, said on %(day)s")
        return Said(words % {"day": day}, "" if found == rules.DONE else "gone")
    if found == rules.NOT_KNOWN:
        return Said(_("what it is to do for them is not known"), "muted")
    if found == rules.UNDER_WAY:
        by = times.spoken_short(one.outcome_by, on) if one.outcome_by else ""
        return Said(
            _("the outcome is to show by %(day)s") % {"day": by} if by else _("outcome not yet confirmed"), "muted"
        )
    return Said(_("outcome not yet confirmed"), "care")


def standing(one: Engagement, there: Deliverables, on: date) -> Said:
    """“delivered 5/5, outcome not yet confirmed”: one sentence's worth, for every list and report."""
    outcome = outcome_words(one, there, on)
    return Said(f"{delivered_words(there)}, {outcome.text}", "gone" if there.broken or there.late else outcome.tone)


def years_words(since: date, on: date) -> str:
    """“6 years”, “since 12 May” in the first one."""
    years = rules.years(since, on)
    if not years:
        return _("since %(when)s") % {"when": times.spoken_short(since, on)}
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def capital(words: str) -> str:
    """With a capital, for the start of a line."""
    return words[:1].upper() + words[1:]
