"""One line, understood: whom it concerns, what, by when, whose word; what nobody may guess is asked (R-B-38)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mainstay.house.rules.working_time import AnyCalendar
from mainstay.promises.rules.capture import mentions
from mainstay.promises.rules.capture.days import On
from mainstay.promises.rules.capture.line import LONGEST, Span, folded, language_of, tidied
from mainstay.promises.rules.capture.names import recognised
from mainstay.promises.rules.capture.understood import Name, Question, Understood
from mainstay.promises.rules.capture.when import When, when
from mainstay.promises.rules.capture.whom import Names, Reader, Whom

LONGEST_TEXT = 300
_ORDER = ("line", "side", "client", "text", "due_on", "due_time", "owner")
_GONE = "\x00"  # no tidied line holds one
_STOP = re.compile(r"[.!?](?![.!?])(?=[,;:]|\s*$|\s+(?![\s\"«“„(]*[A-ZÄÖÜА-ЯЁ]))")
_NO_ANSWERS: Mapping[str, str] = {}


def understand(
    line: str,
    *,
    on: datetime,
    zone: str,
    language: str,
    clients: Sequence[Name] = (),
    people: Sequence[Name] = (),
    contacts: Sequence[Name] = (),
    nearest: Sequence[Name] = (),
    here: Name | None = None,
    calendar: AnyCalendar | None = None,
    answers: Mapping[str, str] = _NO_ANSWERS,
) -> Understood:
    """Read a line as a word given (R-B-38, R-B-45, R-A-10).

    ``on`` is the moment, with a zone; ``zone`` (IANA) that of days and times where no client is known, else the
    client's counts. ``clients`` are candidates by key (see ``names.lookup``), ``contacts`` people there, ``people``
    colleagues, ``nearest`` what is offered for a name nobody knows, ``here`` the client of the page. ``calendar`` is
    ours: working days, close of business. ``answers`` to earlier questions, by part, count only where the question is
    asked again and the answer is among its choices. Never raises for any text.
    """
    line = tidied(line)
    if not line or len(line) > LONGEST:
        kind = "too_long" if line else "empty"
        return Understood(line[:LONGEST], zone=zone, questions=(Question("line", kind),), answers=dict(answers))
    spoken = language_of(line, language)
    first = On(on, ZoneInfo(zone), spoken, calendar)
    whom = _whom(line, first, Names(clients, contacts, people, nearest, here), answers, german=language == "de")
    there = whom.client.zone if whom.client and whom.client.zone else zone
    due = _when(line, folded(line), On(on, ZoneInfo(there), spoken, calendar), whom, answers)
    return _together(line, whom, due, there, answers)


def _whom(line: str, on: On, known: Names, answers: Mapping[str, str], *, german: bool) -> Whom:
    low = folded(line)
    spoken_of = mentions.mentions(low, on)
    days = [one.span for one in spoken_of]
    german = german or on.language == "de"
    return Reader(line, low, _head(line, low, spoken_of, known), days, known, german=german).read(answers)


def _together(line: str, whom: Whom, due: When, zone: str, answers: Mapping[str, str]) -> Understood:
    taken = [with_its_stop(line, span) for span in (*whom.taken, *due.taken)]
    text = said(line, taken)
    questions = [*whom.questions, *due.questions]
    if not text:
        questions.append(Question("text", "no_text"))
    elif len(text) > LONGEST_TEXT:
        questions.append(Question("text", "too_long"))
    return Understood(
        line, whom.side, whom.client, whom.contact, text, due.due_on, due.due_time, zone, whom.owner,
        whom.owner_name, _spans(line, whom, due, taken if text else []),
        tuple(sorted(questions, key=lambda asked: _ORDER.index(asked.about))), dict(answers),
    )  # fmt: skip


def _head(line: str, low: str, spoken_of: Sequence[mentions.Mention], known: Names) -> int:
    """Where the line begins once the date that stands first is taken off; “Freitag AG” is none."""
    named = [found.span for found in recognised(line, known.clients) if not found.partly]
    dates = [
        one for one in spoken_of
        if not any(name.start <= one.span.start and one.span.end <= name.end and name != one.span for name in named)
    ]  # fmt: skip
    head = 0
    for group in mentions.groups(low, dates):
        if low[head : group.span.start].strip(mentions.EDGE):
            break
        head = group.span.end
    return head + len(line[head:]) - len(line[head:].lstrip(mentions.EDGE))


def _when(line: str, low: str, on: On, whom: Whom, answers: Mapping[str, str]) -> When:
    names = whom.kept_names
    found = [
        one for one in mentions.mentions(low, on)
        if not any(name.start <= one.span.start and one.span.end <= name.end for name in names)
    ]  # fmt: skip
    return when(line, mentions.groups(low, found, whom.taken), on, answers)


def _spans(line: str, whom: Whom, due: When, taken: Sequence[Span]) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {part: (span,) for part, span in (whom.spans or {}).items()}
    found["due_on"], found["due_time"] = due.day_spans, due.clock_spans
    if taken:
        found["text"] = tuple(left(line, taken))
    return {part: spans for part, spans in found.items() if spans}


def left(line: str, taken: Sequence[Span]) -> list[Span]:
    """What stands of the line once these spans are taken out."""
    found, at = [], 0
    for span in [*sorted(taken), Span(len(line), len(line))]:
        if at < span.start and line[at : span.start].strip(mentions.EDGE + '()[]"«»“”„'):
            piece = line[at : span.start]
            start = at + len(piece) - len(piece.lstrip(mentions.EDGE))
            found.append(Span(start, max(start, at + len(piece.rstrip()))))
        at = max(at, span.end)
    return found


def with_its_stop(line: str, span: Span) -> Span:
    """The span with the stop behind it, unless a new sentence begins there: “by Fri. Call first” keeps it."""
    goes = _STOP.match(line, span.end)
    return Span(span.start, goes.end()) if goes else span


def said(line: str, taken: Sequence[Span]) -> str:
    """The rest of the line as it was typed, tidy: single blanks, no lost commas.

    A capital is put at its start only where words before it were taken out.
    """
    kept = list(line)
    for span in taken:
        kept[span.start : span.end] = _GONE * (span.end - span.start)
    text = re.sub(rf"\s*[,;:]?\s*{_GONE}[\s{_GONE}]*(?:[,;:](?=[\s{_GONE}]|$)[\s{_GONE}]*)*", " ", "".join(kept))
    text = re.sub(r"\(\s*\)|\[\s*\]|«\s*»|“\s*”|„\s*“", " ", text)
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", " ".join(text.split())).strip(" ,;:-–—")
    text = text.lstrip(". ").removesuffix(".").rstrip(" ,;:-–—") if not text.endswith("..") else text
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    begins = len("".join(kept)) - len("".join(kept).lstrip(_GONE + mentions.EDGE))
    if _GONE not in kept[:begins] or not first.islower() or len(text[:1].upper()) != 1:
        return text.strip()
    return text[:1].upper() + text[1:]


def written(understood: Understood) -> str:
    """What was understood as a line that is understood the same: for scripts, and to be read back."""
    day = f"by {understood.due_on}" if understood.due_on else ""
    if understood.due_time:
        day += f" {understood.due_time:%H:%M}"
    client = understood.client.name if understood.client else ""
    if understood.side == "theirs":
        return f"{client}: {understood.text} {day}".strip()
    owner = f" @{understood.owner.name}" if understood.owner else ""
    return f"{understood.text} to {client}{owner} {day}".strip()
