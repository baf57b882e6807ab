"""What came of a line: what was read, from which words, and what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from mainstay.promises.rules.capture.line import Span

OURS, THEIRS, THIRD = "ours", "theirs", "third"
NEW = "new"  # the choice of a client who is not here yet


@dataclass(frozen=True)
class Name:
    """Somebody who may be meant. ``keys`` are compared with the words of the line; ``zone`` is a client's."""

    id: str
    name: str
    keys: frozenset[str] = frozenset()
    zone: str = ""
    of: tuple[str, ...] = ()  # of a person on the client's side: the ids of the clients they are at


@dataclass(frozen=True)
class Question:
    """What nobody may guess.

    ``about`` is the part: side, client, text, due_on, due_time, owner, line. ``kind`` says why it is asked, ``words``
    are those it was read from, ``choices`` the values that answer it; ``day`` is the day at fault.
    """

    about: str
    kind: str
    words: str = ""
    choices: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Understood:
    """A line as it was understood (R-B-38). Day and time are those of ``zone``; no time is the end of the day."""

    line: str
    side: str = OURS
    client: Name | None = None
    contact: Name | None = None
    text: str = ""
    due_on: date | None = None
    due_time: time | None = None
    zone: str = "UTC"
    owner: Name | None = None
    owner_name: str = ""
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing is left to ask."""
        return not self.questions

    def words(self, part: str) -> str:
        """The words of the line a part was read from; empty where it was not said."""
        return self.quoted(part)

    def quoted(self, *parts: str) -> str:
        """The words of several parts in the order of the line; what lies between them as three dots."""
        words, end = "", 0
        for span in sorted({span for part in parts for span in self.spans.get(part, ())}):
            gap = self.line[end : span.start] if words else ""
            joint = gap if not gap.strip(" ,") else " … "
            words, end = words + joint + self.line[span.start : span.end], span.end
        return words

    def question(self, part: str) -> Question | None:
        """What has to be asked about a part."""
        return next((asked for asked in self.questions if asked.about == part), None)

    @property
    def mark(self) -> str:
        """What was understood, as one string: what somebody saw is what may be kept."""
        parts = (self.side, self.client, self.contact, self.text, self.due_on, self.due_time, self.zone, self.owner)
        told = [part.id if isinstance(part, Name) else str(part or "") for part in parts]
        return "|".join([*told, self.owner_name])
