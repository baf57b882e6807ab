"""What is said of one promise: how it stands, when it is due, whether the cable holds beside it.

One place for the promise's page, the lists, the ledger and the client's page, so that they never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.kit import times
from mainstay.promises import rules
from mainstay.promises.models import Promise
from mainstay.promises.queries.ended import instead_row, instead_words

if TYPE_CHECKING:
    from decimal import Decimal

    from mainstay.clients.models import Client
    from mainstay.house.models import User


@dataclass(frozen=True)
class Said:
    """A few words and their colour: "gone" (ours, not put right), "care", "muted", or plain."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads, where, and at which moment."""

    language: str
    zone: str
    at: datetime

    @classmethod
    def of(cls, user: User, at: datetime) -> Reader:
        """The reader of a page: the language now spoken, the person's own zone."""
        return cls(get_language() or "en", user.zone, at)

    @cached_property
    def today(self) -> date:
        """The reader's own day."""
        return times.local_day(self.at, self.zone)

    def today_for(self, promise: Promise) -> date:
        """The day it is where the promise is due."""
        return times.local_day(self.at, promise.due_zone)

    def on(self, day: date) -> str:
        """“2 April”, with the year where it is another one: for “delivered on …”."""
        words = times.date_words(day, self.language, year=day.year != self.today.year)
        return words.split(" ", 1)[1]

    def at_day(self, moment: datetime) -> str:
        """The reader's day of a moment, as ``on``."""
        return self.on(times.local_day(moment, self.zone))


# --- when ---------------------------------


def place(promise: Promise, reader: Reader) -> str:
    """Where its clock hangs: the client's town if that is its zone, else the zone's city."""
    if promise.due_zone == promise.client.zone:
        return whereabouts(promise.client, reader.language)
    return _city(promise.due_zone, reader.language)


def whereabouts(client: Client, language: str) -> str:
    """Whose clock a client goes by: its town, else the city of its zone."""
    return client.town or _city(client.zone, language)


def _city(zone: str, language: str) -> str:
    city: str = get_timezone_location(zone, locale=language, return_city=True)
    return city.rsplit("/", 1)[-1]


def due_exact(promise: Promise, reader: Reader) -> str:
    """“Monday 27 April, 17:00 in Cork (18:00 for you)”: the client's clock first, as it was promised (R-A-40)."""
    words = times.date_words(
        promise.due_on, reader.language, year=promise.due_on.year != reader.today_for(promise).year
    )
    here, there = _walls(promise, reader)
    if promise.due_time is not None:
        where = _("%(day)s, %(time)s in %(place)s")
        words = where % {"day": words, "time": f"{promise.due_time:%H:%M}", "place": place(promise, reader)}
    elif here != there:
        words = _("%(day)s in %(place)s") % {"day": words, "place": place(promise, reader)}
    if here == there:
        return words
    if promise.due_time is not None:
        bracket = _("%(time)s for you") % {"time": _clock(here, promise.due_on, reader)}
    else:
        bracket = _("until %(time)s for you") % {"time": _clock(here, promise.due_on, reader)}
    return f"{words} ({bracket.replace(' ', times.NO_BREAK)})"


def _walls(promise: Promise, reader: Reader) -> tuple[datetime, datetime]:
    """What the reader's and the promise's clocks show when it falls due, without their zones."""
    here = promise.due_at.astimezone(ZoneInfo(reader.zone)).replace(tzinfo=None)
    return here, promise.due_at.astimezone(ZoneInfo(promise.due_zone)).replace(tzinfo=None)


def _clock(here: datetime, due_on: date, reader: Reader) -> str:
    if here.date() == due_on:
        return f"{here:%H:%M}"
    weekday = times.date_words(here.date(), reader.language, year=False).split(" ", 1)[0].rstrip(",")
    return f"{weekday} {here:%H:%M}"


def due_short(promise: Promise, reader: Reader) -> str:
    """“tomorrow”, “Friday 17:00 (their 23:00)”, “Thursday 28 May”: for a row."""
    if promise.due_time is None:
        return times.day_words(promise.due_on, reader.today_for(promise), reader.language)
    return times.time_words(promise.due_at, reader.zone, promise.due_zone, reader.language, reader.today)


def is_late(promise: Promise, at: datetime) -> bool:
    """Owed, and past its time."""
    return promise.is_owed and promise.due_at <= at


def is_near(promise: Promise, reader: Reader) -> bool:
    """Ours, owed, not late, and due within the days in which its owner is reminded (R-A-12)."""
    if promise.side != Promise.Side.OURS or not promise.is_owed or is_late(promise, reader.at):
        return False
    return promise.due_on - reader.today_for(promise) <= rules.POLICY.remind_before


# --- how it stands ---------------------------------


def whom(promise: Promise) -> str:
    """To whom it was promised: the person there as they wish to be addressed, else the client."""
    return promise.made_to.address if promise.made_to else promise.client.name


def alarm(promise: Promise) -> str:
    """The colour of what is missing: red only for our own word."""
    return "gone" if promise.side == Promise.Side.OURS else "care"


def stands(promise: Promise, reader: Reader) -> list[Said]:
    """How a promise stands, in sentences, the first the most important."""
    if promise.annulled_at is not None:
        day = reader.at_day(promise.annulled_at)
        words = _("Entered in error, marked so on %(day)s: “%(why)s”. It counts nowhere.")
        return [Said(words % {"day": day, "why": promise.annulled_why}, "muted")]
    if promise.ended:
        instead = instead_words(promise)
        return [_ended(promise, reader), *([Said(instead)] if instead else []), *_told(promise)]
    if promise.delivered_on is not None:
        return [Said(_delivered(promise, reader), _late_tone(promise)), *_told(promise), *_settled(promise)]
    return _owed(promise, reader)


def _ended(promise: Promise, reader: Reader) -> Said:
    day = {"day": reader.on(promise.closed_on or reader.today)}
    if promise.ended == rules.WITHDRAWN:
        return Said(_("Withdrawn on %(day)s, before its day.") % day)
    if promise.ended == rules.RELEASED:
        return Said(_("Released on %(day)s: it is no longer wanted.") % day)
    return Said(_("Broken. Owned up to on %(day)s.") % day, alarm(promise))


def _delivered(promise: Promise, reader: Reader) -> str:
    on = promise.delivered_on or promise.due_on
    day, late, early = reader.on(on), promise.days_late, (promise.judged_on - on).days
    if late:
        words = ngettext("Delivered on %(day)s, %(n)d day late.", "Delivered on %(day)s, %(n)d days late.", late)
        return words % {"day": day, "n": late}
    if early:
        words = ngettext(
            "Delivered on %(day)s, %(n)d day before its date.",
            "Delivered on %(day)s, %(n)d days before its date.",
            early,
        )
        return words % {"day": day, "n": early}
    return _("Delivered on %(day)s, on its day.") % {"day": day}


def _late_tone(promise: Promise) -> str:
    return "care" if promise.days_late else ""


def _told(promise: Promise) -> list[Said]:
    if not promise.to_tell:
        return []
    return [Said(_("%(who)s has not been told yet.") % {"who": whom(promise)}, "care")]


def _settled(promise: Promise) -> list[Said]:
    ours = promise.side == Promise.Side.OURS
    said: list[Said] = []
    if promise.over_budget:
        said.append(Said(over_words(promise) + ".", "care"))
    match promise.satisfaction:
        case rules.ACCEPTED:
            said.append(Said(_("Accepted.")))
        case rules.REMARKS:
            said.append(Said(_("Accepted with remarks.")))
        case rules.NOT_ACCEPTED:
            said.append(Said(_("Not accepted."), alarm(promise)))
        case rules.NO_ANSWER:
            said.append(Said(_("No answer yet on whether it is satisfactory."), "muted"))
        case _ if ours:
            said.append(Said(_("Not settled: the word of %(who)s is missing.") % {"who": whom(promise)}, "care"))
    return said


def over_words(promise: Promise) -> str:
    """“8 % over the agreed price”; a share, never an amount."""
    if not promise.budget or promise.cost is None:
        return _("Over the agreed price")
    share = rules.percent_over(promise.budget, promise.cost)
    shown = format_decimal(share, format="#,##0.#", locale=get_language() or "en")
    return _("%(percent)s %% over the agreed price") % {"percent": shown}


def _owed(promise: Promise, reader: Reader) -> list[Said]:
    day = {"day": reader.on(promise.first_due_on)}
    said = [late(promise, reader) if is_late(promise, reader.at) else _due(promise, reader)]
    if promise.due_on != promise.judged_on:
        words = _("The new day was agreed after %(day)s had passed, so it stays late.")
        said.append(Said(words % {"day": reader.on(promise.judged_on)}, alarm(promise)))
    elif promise.moves_in_time:
        said.append(Said(_("Moved in time; first promised for %(day)s.") % day))
    return said


def _due(promise: Promise, reader: Reader) -> Said:
    return Said(_("Due %(due)s.") % {"due": due_short(promise, reader)}, "care" if is_near(promise, reader) else "")


def late(promise: Promise, reader: Reader) -> Said:
    """“2 days late: it was due Monday.” On the day itself: “Late since 17:00.”"""
    days = promise.late_on(reader.today_for(promise))
    if not days:
        here, _there = _walls(promise, reader)
        return Said(_("Late since %(time)s.") % {"time": f"{here:%H:%M}"}, alarm(promise))
    words = ngettext("%(n)d day late: it was due %(due)s.", "%(n)d days late: it was due %(due)s.", days)
    return Said(words % {"n": days, "due": due_short(promise, reader)}, alarm(promise))


# --- in a row ---------------------------------


def row_state(promise: Promise, reader: Reader, *, untold: bool = True) -> Said:
    """How it stands in the second line of a row: “Friday 15 May”, “2 days late, was due Monday”.

    ``untold``: say it where the client has not been told yet; the ledger that they read too does not.
    """
    if promise.is_owed:
        return _owed_row(promise, reader)
    parts = [Said(capital(outcome_words(promise, reader)), _late_tone(promise))]
    parts += _told(promise) if untold else []
    if promise.annulled_at is None and promise.delivered_on is not None:
        if promise.over_budget:
            parts.append(Said(_("over budget"), "care"))
        if promise.satisfaction not in ("", rules.NO_ANSWER):
            bad = promise.satisfaction == rules.NOT_ACCEPTED
            parts.append(Said(promise.get_satisfaction_display(), alarm(promise) if bad else ""))
    if promise.outcome == rules.BROKEN and promise.annulled_at is None:
        return Said("; ".join(part.text.rstrip(".") for part in parts), alarm(promise))
    tones = [part.tone for part in parts if part.tone]
    return Said("; ".join(part.text.rstrip(".") for part in parts), tones[-1] if tones else "muted")


def _owed_row(promise: Promise, reader: Reader) -> Said:
    due = due_short(promise, reader)
    if is_late(promise, reader.at):
        days = promise.late_on(reader.today_for(promise))
        if not days:
            return Said(late(promise, reader).text.rstrip("."), alarm(promise))
        words = ngettext("%(n)d day late, was due %(due)s", "%(n)d days late, was due %(due)s", days)
        return Said(words % {"n": days, "due": due}, alarm(promise))
    if promise.due_on != promise.first_due_on:
        due = _("%(due)s, moved from %(day)s") % {"due": due, "day": reader.on(promise.first_due_on)}
    return Said(capital(due), "care" if is_near(promise, reader) else "muted")


def outcome_words(promise: Promise, reader: Reader) -> str:
    """What became of it, without colour: “delivered 2 April, 25 days early”."""
    if promise.annulled_at is not None:
        return _("entered in error")
    if promise.ended:
        label = str(Promise.Outcome(promise.ended).label)
        values = {"outcome": label, "day": reader.on(promise.closed_on or promise.due_on), "said": instead_row(promise)}
        if not values["said"]:
            return _("%(outcome)s on %(day)s") % values
        if promise.ended == rules.WITHDRAWN:
            return _("withdrawn with notice on %(day)s, %(said)s") % values
        return _("%(outcome)s on %(day)s, %(said)s") % values
    on = promise.delivered_on or promise.due_on
    day, late_by, early = reader.on(on), promise.days_late, (promise.judged_on - on).days
    if late_by:
        words = ngettext("delivered %(day)s, %(n)d day late", "delivered %(day)s, %(n)d days late", late_by)
        return words % {"day": day, "n": late_by}
    if promise.moves_in_time:
        words = _("moved in time from %(first)s, delivered %(day)s")
        return words % {"first": reader.on(promise.first_due_on), "day": day}
    if early:
        words = ngettext("delivered %(day)s, %(n)d day early", "delivered %(day)s, %(n)d days early", early)
        return words % {"day": day, "n": early}
    return _("delivered %(day)s, on its day") % {"day": day}


# --- the cable, and amounts ---------------------------------


def cable(promise: Promise, reader: Reader, *, settled: bool = False) -> str:
    """Whether the cable parts or frays beside it; only our own word can do that (design, NOTES).

    ``settled`` asks of a delivered one also whether the client's answer is there: its own page does, no list does.
    """
    if promise.annulled_at is not None or promise.side != Promise.Side.OURS:
        return ""
    if is_late(promise, reader.at):
        return "parted"
    stale = promise.is_owed and promise.due_on != promise.judged_on
    if promise.to_tell or stale or is_near(promise, reader):
        return "frayed"
    if not settled:
        return ""
    if promise.outcome == rules.BROKEN or promise.satisfaction == rules.NOT_ACCEPTED:
        return "parted"
    return "frayed" if promise.delivered_on is not None and not promise.satisfaction else ""


def money(amount: Decimal | None, currency: str) -> str:
    """An amount as the reader writes it; nothing where none is known."""
    return "" if amount is None else format_currency(amount, currency, locale=get_language() or "en")


def capital(words: str) -> str:
    """With a capital, for the start of a line."""
    return words[:1].upper() + words[1:]
