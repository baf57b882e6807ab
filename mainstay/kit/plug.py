"""The plug of a capability, and the registry that keeps the plugs.

A folder describes itself in ``capability.py``; ``config`` registers what is switched on. Lower storeys ask the
registry and so never import what stands above them. The person who is signed in is known here only as a Protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from mainstay.kit.filtering import ClientFilter

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = str


class Person(Protocol):
    """What the ground needs to know of someone who signs in."""

    pk: UUID
    name: str
    language: str
    zone: str

    def may(self, right: str) -> bool:
        """Whether this person holds a named right."""


@dataclass(frozen=True)
class MenuEntry:
    """One place in the top bar: where it leads, its icon, the letter after ``g``, the right it needs."""

    label: Words
    url_name: str
    icon: str
    order: int
    key: str = ""
    right: str = ""
    dock: bool = False


@dataclass(frozen=True)
class Alarm:
    """A red line across the top: what stopped, since when, what to do. Only for what carries reminders or mail."""

    text: Words
    url: str = ""


@dataclass(frozen=True)
class Move:
    """One thing that can be done with a line of Today; ``key`` is its letter on the keyboard."""

    label: Words
    url: str
    key: str = ""
    post: bool = False


@dataclass(frozen=True)
class TodayLine:
    """One thing somebody must do for a client: computed, never stored (R-A-1, R-B-5).

    ``order`` is the place of its kind in the order of harm (1 broken or overdue … 11 courtesies); lines of one
    kind stand by ``urgency`` (the larger the more urgent), then by ``tie``.
    """

    key: str
    order: int
    kind: Words
    state: str  # "parted", "frayed", "theirs", "held" or ""
    client_id: UUID | None  # None where it is about no single client: several at once, or a colleague
    client: str
    who: str
    what: str
    url: str
    when: str = ""
    exact: str = ""
    urgency: float = 0.0
    tie: str = ""
    main: Move | None = None
    moves: Sequence[Move] = ()
    why: Words = ""
    rule: str = ""
    owner: str = ""
    days_late: int = 0
    code: str = ""  # its kind for programs: "late", "to_tell", "in_danger" …
    about: str = ""  # what the line is about, by name and id: a promise
    about_id: UUID | None = None
    due_on: date | None = None


class Lines(list[TodayLine]):
    """Lines of Today, the most pressing first; ``more`` counts those that were not read, by order of harm.

    ``beyond`` says that counting stopped: there are more still.
    """

    led: int | None = None  # what exceptions_count would say, where it was asked together with the lines

    def __init__(
        self, lines: Iterable[TodayLine] = (), *, more: Mapping[int, int] | None = None, beyond: bool = False
    ) -> None:
        super().__init__(lines)
        self.more: Mapping[int, int] = more or {}
        self.beyond = beyond


@dataclass(frozen=True)
class Panel:
    """A part of the client's page: a template of the capability that gives it, and what it needs."""

    heading: Words
    template: str
    context: Mapping[str, Any]
    order: int
    state: str = ""
    side: bool = False


@dataclass(frozen=True)
class ClientFacts:
    """What the list of clients says of one client: the next due thing, what each side owes, how much of it is late.

    ``next_due_state`` is "parted" (late), "frayed" (in danger) or empty.
    """

    next_due: date | None = None
    next_due_state: str = ""
    next_due_what: str = ""
    we_owe: int = 0
    we_late: int = 0
    they_owe: int = 0
    they_late: int = 0


@dataclass(frozen=True)
class Deliverables:
    """What was promised under an engagement, and what of it was delivered (R-A-35); withdrawn and released ones aside.

    ``late`` are those still owed past their time, ``broken`` those that will not come.
    """

    promised: int = 0
    delivered: int = 0
    late: int = 0
    broken: int = 0


@dataclass(frozen=True)
class Along:
    """What goes along when one record is merged into another: ``data`` (what JSON knows) is kept to move it back.

    ``told`` are sentences: what goes along, and what was decided by rule where both have the same.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    told: Sequence[str] = ()


@dataclass(frozen=True)
class Merges:
    """How a folder above the clients goes along when two clients, or two people there, turn out to be one.

    ``plan`` only reads; ``move`` carries out what it planned; ``back`` takes exactly that back and says what it could
    not. Each is called with the record that stays and the one that is laid aside.
    """

    facts: Callable[[Any], Sequence[tuple[Words, str]]]  # of one client, for the preview: word and value
    plan: Callable[[Any, Any], Along]
    move: Callable[[Any, Any, Mapping[str, Any]], None]
    back: Callable[[Any, Any, Mapping[str, Any]], Sequence[str]]
    plan_person: Callable[[Any, Any], Along] | None = None
    move_person: Callable[[Any, Any, Mapping[str, Any]], None] | None = None
    back_person: Callable[[Any, Any, Mapping[str, Any]], Sequence[str]] | None = None


@dataclass(frozen=True)
class Passing:
    """One client that passes from one of us to another (R-A-34): what the folders above the clients are told.

    ``id`` is the hand-over’s; ``data`` is what ``HandsOver.give`` kept of it, when it is taken back.
    """

    id: UUID
    client: Any
    giver: Any
    taker: Any
    by: Any
    at: datetime
    why: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HandsOver:
    """What goes along when clients pass from one of us to another. All at once, however many they are.

    ``clients`` names those where a person holds something open; ``facts`` says of some of them what, in sentences;
    ``give`` hands it on and gives back, by hand-over, what JSON knows of it; ``back`` takes exactly that back.
    """

    clients: Callable[[Any], Iterable[UUID]]
    facts: Callable[[Any, Sequence[UUID]], Mapping[UUID, Sequence[str]]]
    give: Callable[[Sequence[Passing]], Mapping[UUID, Mapping[str, Any]]]
    back: Callable[[Sequence[Passing]], None]


@dataclass(frozen=True)
class Happening:
    """One occurrence of what a client may get used to (R-A-13): whom, when, how much; ``once`` marks a one-off.

    ``series`` tells several of one stream apart: which custom it is.
    """

    client_id: UUID
    at: datetime
    value: float
    once: bool = False
    series: str = ""


@dataclass(frozen=True)
class Feed:
    """What a folder tells of one stream that is watched (rulebook 2.1): the stream, its occurrences, what was agreed.

    ``stream`` is answers, contact, earliness, rating, punctuality, price, customs or person. ``read`` gives all
    occurrences of some clients, ``agreed`` what was agreed with them in the stream’s unit. After journal lines of the
    kinds in ``told_by`` they are read again.
    """

    stream: str
    read: Callable[[Sequence[UUID]], Iterable[Happening]]
    told_by: Sequence[str] = ()
    agreed: Callable[[Sequence[UUID]], Mapping[UUID, float]] | None = None


@dataclass(frozen=True)
class Used:
    """One thing a client is used to and that could be reduced (R-A-14): what, since when, in words how much."""

    kind: str
    key: str
    what: str
    since_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Reducible:
    """A kind of thing that is taken from a client only when announced: a tier, a rhythm, a channel (R-A-14).

    ``of`` lists what some client is used to of it; ``end`` carries the reduction out on the day that was announced
    (client, key, by, at), where that is not done elsewhere.
    """

    kind: str
    label: Words
    of: Callable[[Any, datetime], Iterable[Used]]
    end: Callable[[Any, str, Any, datetime], None] | None = None


@dataclass(frozen=True)
class Finds:
    """What search finds of a folder (R-X-13): slips of one index, kept by ``mainstay.finding.actions``.

    ``hear`` hears every line that the folder itself tells, of one kind at a time, and keeps the slips in step.
    ``slips`` gives all of some clients anew, ``count`` says how many there ought to be, ``clients`` the next ids
    of clients in order after one, so many (one folder knows them).
    """

    sorts: str  # a letter for each sort of thing, no other folder's
    hear: Callable[[str, Sequence[Any]], None]
    slips: Callable[[Sequence[UUID]], Iterable[Any]]
    count: Callable[[], int]
    clients: Callable[[UUID | None, int], Sequence[UUID]] | None = None


@dataclass(frozen=True)
class Capability:
    """Everything a folder offers to the house (architecture.md, "One folder")."""

    name: str
    menu: Sequence[MenuEntry] = ()
    today: Callable[[Any, datetime], Lines] | None = None  # person, at: what this person must do
    exceptions: Callable[[Any, datetime], Lines] | None = None  # what is amiss with the clients this person heads
    exceptions_count: Callable[[Any, datetime], int] | None = None
    client_panels: Callable[[Any, Any, datetime], Iterable[Panel]] | None = None  # person, client, at
    client_moves: Callable[[Any, Any, datetime], Iterable[Move]] | None = None  # buttons at the head of the page
    client_facts: Callable[[Any, Sequence[Any], datetime], Mapping[UUID, ClientFacts]] | None = None  # of many at once
    client_filters: Sequence[ClientFilter] = ()
    # Of engagements: parts of the page of one and buttons at its head (person, engagement, at), what many delivered.
    engagement_panels: Callable[[Any, Any, datetime], Iterable[Panel]] | None = None
    engagement_moves: Callable[[Any, Any, datetime], Iterable[Move]] | None = None
    engagement_facts: Callable[[Sequence[UUID], datetime], Mapping[UUID, Deliverables]] | None = None
    first_days: Callable[[Sequence[UUID]], Mapping[UUID, date]] | None = None  # of clients: the first that is known
    api: str = ""  # "mainstay.promises.api:router", mounted at /api/v1/<prefix>
    api_prefix: str = ""
    urls: str = ""  # "mainstay.promises.urls"
    url_prefix: str = ""
    commands: Mapping[str, str] = field(default_factory=dict)  # by word: {"today": "mainstay.desk.cli.today:today"}
    tells: Sequence[str] = ()
    # What the chronicle says of each kind told, in the reader's language: %(by)s %(about)s %(client)s %(text)s
    sentences: Mapping[str, Words] = field(default_factory=dict)
    hears: Mapping[str, Callable[[Sequence[Any]], None]] = field(default_factory=dict)
    tick: Callable[[datetime], None] | None = None
    alarms: Callable[[Any], Iterable[Alarm]] | None = None
    frame: Callable[[HttpRequest], Mapping[str, Any]] | None = None
    merges: Callable[[], Merges] | None = None
    finds: Callable[[], Finds] | None = None
    # What fell between two people, for whoever may mend it: open without owner, not accepted, not answered (R-B-54)
    cracks: Callable[[Any, datetime], Lines] | None = None
    hands_over: Callable[[], HandsOver] | None = None
    # Sentences that say what still stands with somebody who is to be let go, and where that is handed on (R-A-34)
    holds: Callable[[Any], Iterable[str]] | None = None
    person_moves: Callable[[Any, Any], Iterable[Move]] | None = None  # reader, person: buttons of a colleague’s page
    feeds: Sequence[Feed] = ()  # what a client may get used to (R-A-13)
    watches: Callable[[Sequence[Any]], None] | None = None  # hears every kind that some feed is told by
    reducibles: Sequence[Reducible] = ()
    # What of one kind (“manager”) some clients are used to, in sentences, and whether the change was announced
    used_to: Callable[[str, Sequence[UUID], datetime], Mapping[UUID, Sequence[str]]] | None = None
    lists: Callable[[], Sequence[Any]] | None = None  # kit.listings.Listing: kept views, deeds done to several rows
    policy: Any = None


class Registry:
    """The capabilities of this house, in the order in which settings name them."""

    def __init__(self) -> None:
        self._plugs: dict[str, Capability] = {}

    def register(self, capability: Capability) -> None:
        """Add or replace a capability by name."""
        self._plugs[capability.name] = capability

    def remove(self, name: str) -> None:
        """Take a capability out (tests do)."""
        self._plugs.pop(name, None)

    def installed(self) -> tuple[Capability, ...]:
        """All capabilities, in order."""
        return tuple(self._plugs.values())

    def has(self, name: str) -> bool:
        """Whether a capability is switched on."""
        return name in self._plugs

    def menu_for(self, person: Person) -> list[MenuEntry]:
        """The menu entries this person may use, in order."""
        entries = [entry for plug in self.installed() for entry in plug.menu]
        allowed = [entry for entry in entries if not entry.right or person.may(entry.right)]
        return sorted(allowed, key=lambda entry: entry.order)

    def hearers(self, kind: str) -> list[Callable[[Sequence[Any]], None]]:
        """Everyone who hears a kind of journal line."""
        heard = [plug.hears[kind] for plug in self.installed() if kind in plug.hears]
        if any(kind in feed.told_by for feed in self.feeds()):
            heard += [plug.watches for plug in self.installed() if plug.watches is not None]
        teller = self._plugs.get(kind.partition(".")[0])
        if teller is not None and teller.finds is not None:
            heard.append(partial(teller.finds().hear, kind))
        return heard

    def finds(self) -> list[Finds]:
        """What search finds, folder by folder."""
        return [plug.finds() for plug in self.installed() if plug.finds is not None]

    def feeds(self, stream: str = "") -> list[Feed]:
        """Everything that is told of what clients get used to; of one stream, if it is named."""
        every = [feed for plug in self.installed() for feed in plug.feeds]
        return [feed for feed in every if not stream or feed.stream == stream]

    def client_filters(self) -> dict[str, ClientFilter]:
        """Every further filter of the list of clients, by its name."""
        return {each.name: each for plug in self.installed() for each in plug.client_filters}

    def reducibles(self) -> list[Reducible]:
        """Every kind of thing that is reduced only when announced."""
        return [each for plug in self.installed() for each in plug.reducibles]

    def sentence(self, kind: str) -> Words | None:
        """The neutral sentence for a kind of journal line, from the capability that tells it."""
        return next((plug.sentences[kind] for plug in self.installed() if kind in plug.sentences), None)

    def told(self) -> frozenset[str]:
        """Every kind of journal line that some capability declares."""
        return frozenset(kind for plug in self.installed() for kind in plug.tells)


registry = Registry()
