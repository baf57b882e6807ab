"""What a line was understood as, and what has to be asked, in words: the same on the page, API and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.kit import times
from mainstay.promises.actions.holding import due_at
from mainstay.promises.models import Promise
from mainstay.promises.queries.words import Reader, due_exact, place
from mainstay.promises.rules import capture
from mainstay.promises.rules.capture import Question

if TYPE_CHECKING:
    from mainstay.promises.queries.capture import Line


@dataclass(frozen=True)
class Choice:
    """One answer to a question: what is sent, and what is read."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Asked:
    """A question in words, with its choices."""

    about: str
    sentence: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Row:
    """One part as it was understood: its name, its value, the words it was read from; or what is asked of it."""

    part: str
    label: str
    value: str = ""
    more: str = ""
    words: str = ""
    asked: Asked | None = None


def rows(line: Line, reader: Reader) -> list[Row]:
    """What, to whom or from whom, by when, who of us: with the words each was read from (R-B-38)."""
    told = line.understood
    whole = told.question("line")
    if whole is not None:
        return [Row("line", _("The line"), asked=asked(whole, line, reader))]
    theirs = told.side == capture.THEIRS
    made = [
        Row("text", _("What"), told.text, words=told.words("text")),
        Row("client", _("From whom") if theirs else _("To whom"), *_whom(line), _words(line, "client", "contact")),
        Row("due_on", _("By when"), *_when(line, reader), _words(line, "due_on", "due_time")),
        Row("owner", _("By whom"), *_by_whom(line), _words(line, "owner")),
    ]
    if line.engagement is not None and told.whole:
        made.append(Row("engagement", _("So that"), line.engagement.outcome, line.engagement.name))
    placed = {"due_time": "due_on", "side": "owner"}
    parts = [row for row in made if not told.question(row.part)]
    for question in told.questions:
        row = next(row for row in made if row.part == placed.get(question.about, question.about))
        label = {"due_time": _("At what time"), "side": _("Whose word")}.get(question.about, row.label)
        parts.append(Row(question.about, label, "", "", told.words(question.about), asked(question, line, reader)))
    order = ["text", "client", "side", "due_on", "due_time", "owner", "engagement"]
    return sorted(parts, key=lambda row: order.index(row.part))


def _words(line: Line, *parts: str) -> str:
    return line.understood.quoted(*parts)


def _whom(line: Line) -> tuple[str, str]:
    if line.client is None:
        return "", ""
    if line.contact is not None:
        return line.contact.address, line.client.name
    return line.client.name, line.client.town


def _when(line: Line, reader: Reader) -> tuple[str, str]:
    """The exact day and time, where it is that day, and until when where no time was told."""
    told = line.understood
    if told.due_on is None:
        return "", ""
    client = line.client or Client(zone=told.zone)
    promise = Promise(
        client=client, due_on=told.due_on, due_time=told.due_time, due_zone=told.zone,
        due_at=due_at(told.due_on, told.due_time, told.zone),
    )  # fmt: skip
    words = due_exact(promise, reader)
    if told.due_time is not None:
        return words, ""
    return words, _("until the end of the day in %(place)s") % {"place": place(promise, reader)}


def _by_whom(line: Line) -> tuple[str, str]:
    told = line.understood
    if told.side == capture.THIRD:
        return told.owner_name, _("a third party")
    if told.side == capture.OURS:
        return (line.owner.name if line.owner is not None else _("you")), ""
    if line.owner is None:
        return _("they"), _("you watch over it")
    return _("they"), _("%(name)s watches over it") % {"name": line.owner.name}


# --- questions ---------------------------------


def questions(line: Line, reader: Reader) -> list[Asked]:
    """All that has to be asked, in words."""
    return [asked(question, line, reader) for question in line.understood.questions]


def asked(question: Question, line: Line, reader: Reader) -> Asked:
    """One question in words, with its choices."""
    choices = tuple(_choice(question, value, line, reader) for value in question.choices)
    return Asked(question.about, _sentence(question, line, reader), choices)


def _sentence(question: Question, line: Line, reader: Reader) -> str:
    words = {"words": question.words}
    if question.day is not None:
        words["day"] = times.date_words(question.day, reader.language, year=question.day.year != reader.today.year)
    match question.about, question.kind:
        case "line", "empty":
            return _("Write in one line what is promised, to whom and by when.")
        case "line" | "text", "too_long":
            return _("This is too long for one promise: a line has 400 signs, what is promised 300. Shorten it.")
        case "side", "whose":
            return _("Is it our word or theirs?")
        case "side", _kind:
            return _("Who is “%(words)s”?") % words
        case "client", _kind:
            return _of_client(question) % words
        case "text", _kind:
            return _("Say in a few words what is promised.")
        case "owner", _kind:
            return _("Several colleagues are called “%(words)s”. Who is meant?") % words
        case "due_time", _kind:
            return _of_time(question.kind) % words
    return _of_day(question.kind) % words


def _of_client(question: Question) -> str:
    if question.kind == "which_client":
        return _("Which client is meant by “%(words)s”?")
    if question.kind == "no_client":
        return _("To whom? Name a client in the line.")
    if any(value != capture.NEW for value in question.choices):
        return _("There is no client called “%(words)s” that you may see. Is one of these meant?")
    return _("There is no client called “%(words)s” that you may see. Write another name, or write them down first.")


def _of_time(kind: str) -> str:
    if kind == "part_of_day":
        return _("“%(words)s” names no time. By when is it?")
    if kind == "no_hours":
        return _("Nobody of us works on %(day)s, so there is no close of business. Write a time, or another day.")
    return _("Which time is meant by “%(words)s”?")


def _of_day(kind: str) -> str:
    match kind:
        case "no_day":
            return _("By when? Choose a day, or add one to the line.")
        case "no_such_day":
            return _("There is no such day as “%(words)s”. Choose one, or write another.")
        case "days_differ":
            return _("The weekday and the date do not agree in “%(words)s”. Which day is meant?")
        case "today_or_next":
            return _("“%(words)s” may be today or a week from today. Which day is meant?")
        case "passed":
            return _("“%(words)s” has just passed. Is this day meant?")
        case "which_of_week" | "which_of_month":
            return _("“%(words)s” names no day. Which one is it?")
        case "before":
            return _("Before “%(words)s”: is it due the day before, or on that day?")
        case "day_passed":
            return _("%(day)s has passed. A promise needs a day that is still to come: choose one, or write another.")
        case "time_passed":
            return _("That time has passed today. Choose a day, or write another time.")
    return _("“%(words)s” can be read in more than one way. Which day is meant?")


def _choice(question: Question, value: str, line: Line, reader: Reader) -> Choice:
    match question.about:
        case "client" if value == capture.NEW:
            return Choice(value, _("a new client"))
        case "client" | "owner":
            return _named(value, line)
        case "due_on":
            return Choice(value, _day_words(date.fromisoformat(value), line, reader))
        case "due_time":
            return Choice(value, {"end": _("the end of the day"), "close": _("close of business")}.get(value, value))
    if question.kind == "who_is":
        third = _("a third party, whose word it is")
        return Choice(value, third if value == capture.THIRD else _("nobody; it belongs to what we promise"))
    return Choice(value, _("We promise it") if value == capture.OURS else _("They promise it"))


def _named(value: str, line: Line) -> Choice:
    known = line.known[value]
    if isinstance(known, Client):
        return Choice(value, known.name, ", ".join(filter(None, (known.town, known.reference))))
    return Choice(value, known.name, known.email or "")


def _day_words(day: date, line: Line, reader: Reader) -> str:
    today = times.local_day(reader.at, line.understood.zone)
    words = times.date_words(day, reader.language, year=day.year != today.year)
    if day == today:
        return _("today, %(day)s") % {"day": words}
    return _("tomorrow, %(day)s") % {"day": words} if day == today + timedelta(days=1) else words
