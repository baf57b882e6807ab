"""What is said of a stream and of a notice: in natural units, never in those of the charts (rulebook 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mainstay.promises.queries.words import Reader
from mainstay.trust.models import Notice, Usual
from mainstay.trust.rules import usual

HOUR = 60


def heading(stream: str, series: str = "") -> str:
    """What a stream is called; of customs, which one it is."""
    if stream == usual.CUSTOMS.name and series:
        return series[:1].upper() + series[1:]
    return {
        "answers": _("Answers"),
        "contact": _("Hearing from us"),
        "earliness": _("Ahead of the day"),
        "rating": _("Their ratings"),
        "punctuality": _("On time"),
        "price": _("Price"),
        "customs": _("Extras"),
        "person": _("Who keeps our word"),
    }[stream]


def number(value: float, digits: int = 1) -> str:
    """A number as the reader writes it, with one place at most, none where it says nothing."""
    rounded = round(value, digits)
    shown = f"#,##0.{'#' * digits}"
    return format_decimal(rounded, format=shown, locale=(get_language() or "en").replace("-", "_"))


def amount(stream: str, value: float) -> str:
    """A value of a stream in words: “2 h”, “3 working days early”, “8 of 10 on time”."""
    return {
        "minutes": _time,
        "days": _days,
        "working_days": _early,
        "rating": lambda told: _("%(n)s of 5") % {"n": number(told)},
        "share": _share,
        "percent": _price,
        "times": _times,
    }[usual.STREAMS[stream].unit](value)


def _time(minutes: float) -> str:
    if minutes < 1.5 * HOUR:
        return _("%(n)s min") % {"n": number(minutes, 0)}
    hours = minutes / HOUR
    return _("%(n)s h") % {"n": number(hours, 0 if hours >= 10 else 1)}


def _days(days: float) -> str:
    whole = round(days)
    return ngettext("%(n)d day", "%(n)d days", whole) % {"n": whole}


def _early(days: float) -> str:
    whole = round(days)
    if whole == 0:
        return _("on the day itself")
    if whole > 0:
        return ngettext("%(n)d working day early", "%(n)d working days early", whole) % {"n": whole}
    return ngettext("%(n)d working day late", "%(n)d working days late", -whole) % {"n": -whole}


def _share(share: float) -> str:
    if share > 0.97:
        return _("nearly always on time")
    of_ten = round(share * 10)
    return ngettext("%(n)d of 10 on time", "%(n)d of 10 on time", of_ten) % {"n": of_ten}


def _price(below: float) -> str:
    shown = number(below)
    return _("%(n)s %% under the agreed price") % {"n": shown} if shown != "0" else _("the agreed price")


def _times(times: float) -> str:
    whole = round(times)
    return pgettext("custom", "given") if whole > 0 else pgettext("custom", "left out")


def stands(row: Usual) -> str:
    """What they are used to of one stream, in a few words."""
    if row.stream in (usual.CUSTOMS.name, "person"):
        if row.stream == "person":
            return _("by whoever is named for them") if row.habit else _("by different people")
        return _("they are used to it") if row.habit else _("given now and then")
    if row.usual is None:
        return _("too little is known yet")
    words = {"usual": amount(row.stream, row.usual), "agreed": ""}
    if usual.STREAMS[row.stream].unit == "share" or words["usual"] == _("the agreed price"):
        return words["usual"]
    if row.agreed is not None:
        words["agreed"] = amount(row.stream, row.agreed)
        return _("about %(usual)s; agreed %(agreed)s") % words
    return _("about %(usual)s") % words


def short(notice: Notice) -> str:
    """One sentence for a line: “Used to about 2 h; the last three about 9 h; agreed 24 h.”"""
    words = {
        "before": amount(notice.stream, notice.before),
        "now": amount(notice.stream, notice.now),
        "what": heading(notice.stream, notice.name),
        "name": heading(notice.stream, notice.name),
        "days": _days(notice.now),
        "usual": _days(notice.before),
    }
    said = {
        Notice.Way.SILENCE: _("Used to hear from us every %(usual)s; silent for %(days)s."),
        Notice.Way.PROPOSED: _("“%(name)s” was given three times: a custom from now on, or for once?"),
        Notice.Way.MISSING: _("“%(name)s” is usual and was left out."),
    }.get(Notice.Way(notice.way), "")
    if notice.way == Notice.Way.MISSING and notice.stream == "person":
        said = _("Used to whoever is named for them; the last time it was somebody else.")
    if not said:
        said = _drop(notice)
    told = said % words
    if notice.agreed is not None:
        told = _("%(told)s Agreed: %(agreed)s.") % {"told": told, "agreed": amount(notice.stream, notice.agreed)}
    return told


def _drop(notice: Notice) -> str:
    """The sentence of a chart, or of the last three."""
    if notice.way == Notice.Way.BETTER:
        return _("%(what)s: used to about %(before)s, now about %(now)s. They are getting used to this.")
    if notice.found_by == "quick":
        return _("%(what)s: used to about %(before)s; the last three about %(now)s.")
    return _("%(what)s: used to about %(before)s; of late about %(now)s.")


def whole(notice: Notice, reader: Reader) -> str:
    """The notice as its page says it: before and until when, now and for how long, what they said of it (2.6)."""
    words = {
        "client": notice.client.name,
        "what": heading(notice.stream, notice.name),
        "before": amount(notice.stream, notice.before),
        "now": amount(notice.stream, notice.now),
        "from": reader.at_day(notice.known_from),
        "to": reader.at_day(notice.known_to),
        "since": reader.at_day(notice.since_at),
    }
    if notice.way in (Notice.Way.SILENCE, Notice.Way.PROPOSED, Notice.Way.MISSING):
        return " ".join([short(notice), reaction(notice)])
    told = {
        "answers": _("%(client)s was used to an answer within about %(before)s (%(from)s to %(to)s)."),
        "contact": _("%(client)s was used to hearing from us every %(before)s (%(from)s to %(to)s)."),
        "earliness": _("%(client)s was used to deliveries about %(before)s (%(from)s to %(to)s)."),
        "price": _("%(client)s was used to %(before)s (%(from)s to %(to)s)."),
    }.get(notice.stream, _("%(client)s was used to this: %(what)s, about %(before)s (%(from)s to %(to)s)."))
    since = _("Since %(since)s it has been about %(now)s.")
    return " ".join([told % words, since % words, reaction(notice)])


def reaction(notice: Notice) -> str:
    """What the client said of it."""
    if notice.way in (Notice.Way.BETTER, Notice.Way.PROPOSED):
        return ""
    said = {
        Notice.Reaction.NONE: _("Nobody has complained."),
        Notice.Reaction.MENTIONED: _("They mentioned it."),
        Notice.Reaction.COMPLAINED: _("They complained."),
    }[Notice.Reaction(notice.reaction)]
    return f"{said} {notice.reaction_words}".strip()


def draft(notice: Notice) -> str:
    """An honest text to start from, for whoever tells them."""
    words = {
        "what": heading(notice.stream, notice.name),
        "before": amount(notice.stream, notice.before),
        "now": amount(notice.stream, notice.now),
    }
    if notice.way == Notice.Way.BETTER:
        return _("Of late it has been about %(now)s instead of %(before)s. We cannot promise that it stays so.") % words
    if notice.way == Notice.Way.PROPOSED:
        return _("We gladly did this for you. It was for these occasions; it may not be possible every time.")
    if notice.way == Notice.Way.SILENCE:
        return _("You have not heard from us for a while. That is not how it should be, and this is why:")
    if notice.way == Notice.Way.MISSING:
        return _("This time it was not as you know it from us. The reason is:")
    return _("You know it from us like this: about %(before)s. Of late it was about %(now)s. The reason is:") % words


@dataclass(frozen=True)
class Ended:
    """A notice of the past: when, what, how it ended."""

    when: str
    text: str
    how: str
    url: str


def how_it_ended(notice: Notice, reader: Reader) -> str:
    """What became of a notice, in one sentence."""
    if notice.closed_at is None:
        return _("It stands.")
    words = {"day": reader.at_day(notice.closed_at), "name": notice.answered_by.name if notice.answered_by else ""}
    said = {
        "restore": _("%(name)s promised to restore it on %(day)s."),
        "tell": _("%(name)s told them on %(day)s."),
        "agree": _("Something else was agreed; noted by %(name)s on %(day)s."),
    }.get(notice.answer)
    if said is None:
        said = {
            usual.HELD: _("It held, and since %(day)s it is what they are used to."),
            "corrected": _("What it rested on was corrected on %(day)s."),
        }.get(notice.closed, _("It was back to usual by itself on %(day)s."))
    return said % words


def moment(at: datetime, reader: Reader) -> str:
    """A day for a table."""
    return reader.at_day(at)
