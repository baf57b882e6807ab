"""Whom a line concerns and whose word it is, out of the names recognised in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mainstay.promises.rules.capture import names, sides
from mainstay.promises.rules.capture.line import Span
from mainstay.promises.rules.capture.mentions import ANY
from mainstay.promises.rules.capture.names import Found
from mainstay.promises.rules.capture.understood import NEW, OURS, THEIRS, THIRD, Name, Question

HEAD, ADDRESSED, NAMED, UNSURE = 3, 2, 1, 0


@dataclass(frozen=True)
class Names:
    """Who may be meant: clients by key, people there, colleagues; nearest to what is not known; where one is."""

    clients: Sequence[Name] = ()
    contacts: Sequence[Name] = ()
    people: Sequence[Name] = ()
    nearest: Sequence[Name] = ()
    here: Name | None = None


@dataclass(frozen=True)
class Whom:
    """The client, the person there, whose word, who of us; what to take out of the text; what is asked."""

    client: Name | None = None
    contact: Name | None = None
    side: str = OURS
    owner: Name | None = None
    owner_name: str = ""
    spans: Mapping[str, Span] | None = None
    taken: tuple[Span, ...] = ()
    kept_names: tuple[Span, ...] = ()  # names over which no day is to be read: “Freitag AG”
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class _Place:
    """A name where it stands: how surely it is meant, what leads to it, and where the rest goes on."""

    found: Found
    rank: int
    taken: Span
    rest: str = ""  # “colon”, “verb” or nothing, where it stands at the head


class Reader:
    """Reads one line, once."""

    def __init__(
        self, line: str, low: str, head: int, days: Sequence[Span], names_: Names, *, german: bool = False
    ) -> None:
        self.line, self.low, self.head, self.names, self.days = line, low, head, names_, days
        self.infinitive = german and bool(sides.INFINITIVE.search(_without(line, days)))
        self.capitals = any(sign.isupper() for sign in line)
        self.clients = [self._named_if_by(place) for place in self._places(names_.clients, days)]
        self.contacts = [one for one in self._places(names_.contacts, days, people=True) if one.rest != "by"]
        self.people = self._places(names_.people, days, people=True)
        self.spans: dict[str, Span] = {}
        self.taken: list[Span] = []
        self.questions: list[Question] = []

    def _places(self, known: Sequence[Name], days: Sequence[Span], *, people: bool = False) -> list[_Place]:
        found = names.recognised(self.line, known) if known else []
        places = [self._place(one) for one in found]
        sure = [place for place in places if place.rank >= ADDRESSED or not (people or place.found.partly)]
        return [place for place in sure if not self._is_a_day(place, days)]

    def _named_if_by(self, place: _Place) -> _Place:
        """“by Atlas” names a client and says nothing of whose word it is."""
        start = place.found.span.start
        return replace(place, rank=NAMED, taken=Span(start, start), rest="") if place.rest == "by" else place

    def _is_a_day(self, place: _Place, days: Sequence[Span]) -> bool:
        span = place.found.span
        over = [day for day in days if day.start < span.end and span.start < day.end]
        sure = place.rank == HEAD or (place.rank == ADDRESSED and self.low[place.taken.start] not in "вк")
        return any(not (span.start <= day.start and day.end <= span.end and (day != span or sure)) for day in over) or (
            bool(over) and place.rank < ADDRESSED and span in days
        )

    def _place(self, found: Found) -> _Place:
        start, end = self._quoted(found.span)
        if re.match(r"['’](?:\s|$)", self.line[end : end + 2]):
            found = replace(found, declined=True)  # “Atlas’ Logo”
        rest = sides.head_end(self.low, end)
        lead = self.low[self.head : start]
        begins = start == self.head or bool(sides.TITLE.fullmatch(lead))
        at_head = begins or bool(sides.FROM.fullmatch(lead)) or not lead.strip('"«“„@')
        if at_head and rest and (begins or rest[0] == "colon"):
            return _Place(found, HEAD, Span(self.head, rest[1]), rest[0])
        if at_head and start == self.head and not found.declined:
            return _Place(found, UNSURE if self._small(start) else NAMED, Span(start, start), "bare")
        if by := sides.BY_US.search(self.low, 0, start):
            return _Place(found, ADDRESSED, Span(by.start(), end), "by")
        to = sides.addressed(self.low, start)
        if to and rest and rest[0] == "verb":
            to = None  # “wait for Atlas to send the logo”
        if to and not (found.declined and self.line[end : end + 2].strip()):
            return _Place(found, ADDRESSED, Span(to.start, end))
        if sides.given_to(self.low, self.head, found.span.start, found.span.end):
            return _Place(found, NAMED, Span(start, end))
        return _Place(found, UNSURE if self._small(start) else NAMED, Span(start, start))

    def _small(self, start: int) -> bool:
        return self.capitals and self.line[start].islower()

    def _quoted(self, span: Span) -> Span:
        start, end = span
        if start and self.line[start - 1] in '"«“„' and self.line[end : end + 1] in ('"', "»", "”", "“"):
            return Span(start - 1, end + 1)
        if self.line[end : end + 1] == "»" and "«" in self.line[start:end]:
            return Span(start, end + 1)
        if self.line[end : end + 1] == "." and names.with_form(self.line[start : end + 1]) and end + 1 < len(self.line):
            return Span(start, end + 1)
        return span

    # --- who ---------------------------------

    def read(self, answers: Mapping[str, str]) -> Whom:
        """All of it; an answer counts where its question is asked."""
        client, place = self._client(answers)
        contact, client, place = self._contact(client, place)
        side, owner_name = self._side(place, client, answers)
        owner = self._owner(answers)
        client = client or self._unknown(side, answers)
        return Whom(
            client, contact, side, owner, owner_name, self.spans, tuple(self.taken),
            tuple(one.found.span for one in self.clients if one.rank), tuple(self.questions),
        )  # fmt: skip

    def _client(self, answers: Mapping[str, str]) -> tuple[Name | None, _Place | None]:
        top = max((place.rank for place in self.clients), default=UNSURE)
        if not self.clients or (top == UNSURE and self.names.here):
            return None, None
        least = min(top, ADDRESSED)
        best = [place for place in self.clients if place.rank >= least]
        meant = list(dict.fromkeys(name for place in best for name in place.found.names))
        words = " … ".join(self._words(place.found.span) for place in best)
        doubt = top == UNSURE or names.other_form(self._words(best[0].found.span), meant[0])
        place = max(best, key=lambda one: one.rank)
        if len(meant) > 1 or doubt:
            chosen = next((name for name in meant if name.id == answers.get("client")), None)
            if chosen is None:
                choices = (*(name.id for name in meant), *([NEW] if len(meant) == 1 and top else []))
                self.questions.append(Question("client", "which_client", words, choices))
                self._take(place)
                return None, place
            meant = [chosen]
            place = next(one for one in best if chosen in one.found.names)
        self._take(place)
        return meant[0], place

    def _words(self, span: Span) -> str:
        return self.line[span.start : span.end]

    def _take(self, place: _Place) -> None:
        self.spans["client"] = place.found.span
        if place.taken.start < place.taken.end:
            self.taken.append(place.taken)

    def _contact(self, client: Name | None, place: _Place | None) -> tuple[Name | None, Name | None, _Place | None]:
        """A person there, addressed or at the head; where no client is named, theirs is meant."""
        by_id = {known.id: known for known in self.names.clients} | (
            {self.names.here.id: self.names.here} if self.names.here else {}
        )
        for there in sorted(self.contacts, key=lambda one: -one.rank):
            meant = [name for name in there.found.names if client is None or client.id in name.of]
            at = list(dict.fromkeys(by_id[pk] for name in meant for pk in name.of if pk in by_id))
            if self.names.here in at:
                at = [self.names.here]
            if len(meant) != 1 or (client is None and len(at) != 1):
                continue
            if client is None and not self.questions:
                self._take(there)
                return meant[0], at[0], there
            if client is not None:
                self.taken.append(there.taken)
                self.spans["contact"] = there.found.span
                return meant[0], client, replace(there, rest=there.rest or (place.rest if place else ""))
        return None, client, place

    def _side(self, place: _Place | None, client: Name | None, answers: Mapping[str, str]) -> tuple[str, str]:
        for pattern, side in ((sides.OURS, OURS), (sides.THEIRS, THEIRS)):
            if found := pattern.match(self.low, self.head):
                self.taken.append(Span(*found.span()))
                self.spans["side"] = Span(*found.span())
                return side, ""
        if place and place.rest in ("colon", "verb"):
            return THEIRS, ""
        if place and place.rest == "bare" and not self.infinitive and self._goes_on(place.found.span.end):
            return self._whose(Question("side", "whose", self._words(place.found.span), (OURS, THEIRS)), answers), ""
        return self._other_head(client, answers)

    def _goes_on(self, end: int) -> bool:
        return bool(self.line[end:].strip(" ,.;:-–—"))

    def _whose(self, asked: Question, answers: Mapping[str, str]) -> str:
        if answers.get("side") in asked.choices:
            return answers["side"]
        self.questions.append(asked)
        return OURS

    def _other_head(self, client: Name | None, answers: Mapping[str, str]) -> tuple[str, str]:
        """Somebody before a colon whom we do not know: a third party, or the client who is not known yet."""
        head = sides.HEAD.match(self.low, self.head)
        known = (*self.people, *self.contacts, *self.clients)
        if head is None or any(place.rank == HEAD or place.found.span.end <= head.end() for place in known):
            return OURS, ""
        span = Span(*head.span("words"))
        if client is None and self.names.here is None:
            if any(question.about == "client" for question in self.questions):
                return OURS, ""
            self.spans["client"] = span
            self.taken.append(Span(span.start, head.end()))
            return THEIRS, ""
        side = self._whose(Question("side", "who_is", self._words(span), (OURS, THIRD)), answers)
        if side == THIRD:
            self.taken.append(Span(span.start, head.end()))
            self.spans["owner"] = span
            return side, self._words(span)
        return side, ""

    def _owner(self, answers: Mapping[str, str]) -> Name | None:
        for place in self.people:
            span = place.found.span
            if place.rank != HEAD and place.rest != "by":
                continue
            if any(span == there.found.span and there.rank == HEAD for there in (*self.clients, *self.contacts)):
                continue
            self.spans["owner"] = span
            self.taken.append(place.taken)
            if len(place.found.names) == 1:
                return place.found.names[0]
            choices = tuple(name.id for name in place.found.names)
            chosen = next((name for name in place.found.names if name.id == answers.get("owner")), None)
            if chosen is None:
                self.questions.append(Question("owner", "which_owner", self._words(span), choices))
            return chosen
        return None

    def _unknown(self, side: str, answers: Mapping[str, str]) -> Name | None:
        """No client was recognised: the one of this page, else it is asked."""
        here = self.names.here
        if any(question.about == "client" for question in self.questions):
            return None
        if here is not None and not (side == THEIRS and "client" in self.spans):
            return here
        if "client" not in self.spans and (phrase := suspect(self.line, self.low, self.days)):
            self.spans["client"] = phrase
        words = self._words(self.spans["client"]) if "client" in self.spans else ""
        nearest = list(dict.fromkeys((*self.names.nearest, *([here] if here else []))))
        chosen = next((name for name in nearest if name.id == answers.get("client")), None)
        if chosen is None:
            choices = (*(name.id for name in nearest), *([NEW] if words else []))
            self.questions.append(Question("client", "unknown_client" if words else "no_client", words, choices))
        if words and side != THEIRS and (to := sides.addressed(self.low, self.spans["client"].start)):
            self.taken.append(Span(to.start, self.spans["client"].end))
        return chosen


def _without(line: str, days: Sequence[Span]) -> str:
    kept = list(line)
    for span in days:
        kept[span.start : span.end] = " " * (span.end - span.start)
    return "".join(kept).rstrip(" ,.;:!")


def suspects(line: str, low: str) -> list[Span]:
    """Where a name may stand that nobody knows: before a colon at the head, behind “to”, “an”, “kepada”, “в”."""
    found = []
    if head := sides.HEAD.match(low):
        found.append(Span(*head.span("words")))
    for span in names.runs(line):
        words = line[span.start : span.end].split()
        if sides.addressed(low, span.start) and (low == line or words[-1][0].isupper()):
            found.append(span)
    return found


def _holds_date(low: str, span: Span, day: Span) -> bool:
    """“Borealis by Fri”, “Borealis Fri”; “Nord Sonntag GmbH” is none."""
    inside = span.start < day.start < span.end
    return inside and (day.end >= span.end or bool(ANY.search(low, span.start, day.start)))


def suspect(line: str, low: str, days: Sequence[Span] = ()) -> Span | None:
    """The longest of them that begins first, without the date behind it; in a line without capitals one word."""
    found = [span for span in suspects(line, low) if not any(_holds_date(low, span, day) for day in days)]
    if not found:
        return None
    first = min(span.start for span in found)
    ends = [span.end for span in found if span.start == first]
    return Span(first, min(ends) if low == line else max(ends))
