"""The courses of clients: every feed of the house, every decision, read together for many clients at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mainstay.clients.models import Client
from mainstay.kit.plug import registry
from mainstay.kit.wall import zone_named
from mainstay.trust.models import Anew, Custom, Extra, Notice, Stretch
from mainstay.trust.rules import usual
from mainstay.trust.rules.usual import Course, Turn, Value
from mainstay.trust.rules.usual.telling import ENDS, RESET, STANDS

Key = tuple[str, str]  # stream, series


@dataclass
class Read:
    """What was read of one client: its courses by stream and series, and what was agreed by stream."""

    zone: ZoneInfo
    values: dict[Key, list[Value]] = field(default_factory=dict)
    turns: dict[Key, list[Turn]] = field(default_factory=dict)
    everywhere: list[Turn] = field(default_factory=list)
    spans: list[tuple[date, date]] = field(default_factory=list)
    agreed: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of customs, as people wrote them

    def course(self, key: Key, at: datetime) -> Course:
        """The course of one stream."""
        turns = [*self.turns.get(key, []), *self.everywhere]
        stream = usual.STREAMS[key[0]]
        return usual.read(stream, self.values.get(key, []), turns, at=at, zone=self.zone, spans=self.spans)

    def streams(self) -> list[Key]:
        """Every stream of which anything is known."""
        return sorted({*self.values, *(key for key in self.turns if key[0] == usual.CUSTOMS.name)})


def of_clients(clients: Sequence[UUID], *, only: Key | None = None) -> dict[UUID, Read]:
    """Everything told of some clients. One query for each feed and six more, however many there are."""
    zones = dict(Client.objects.filter(pk__in=clients).values_list("pk", "zone"))
    read = {pk: Read(zone_named(zone)) for pk, zone in zones.items()}
    for feed in registry.feeds(only[0] if only else ""):
        for each in feed.read(clients):
            if each.client_id in read and (only is None or each.series == only[1]):
                told = read[each.client_id].values.setdefault((feed.stream, each.series), [])
                told.append(Value(each.at, float(each.value), each.once))
        if feed.agreed is not None:
            for pk, agreed in feed.agreed(clients).items():
                if pk in read:
                    read[pk].agreed[feed.stream] = agreed
    _decisions(clients, read)
    return read


def _decisions(clients: Sequence[UUID], read: dict[UUID, Read]) -> None:
    answered = Notice.objects.filter(client__in=clients, closed=usual.ANSWERED).exclude(answer="")
    for row in answered.only("client_id", "stream", "series", "closed_at", "answer", "way", "level"):
        if row.closed_at is not None:
            turn = Turn(row.closed_at, row.answer, row.way, row.level)
            read[row.client_id].turns.setdefault((row.stream, row.series), []).append(turn)
    for anew in Anew.objects.filter(client__in=clients):
        read[anew.client_id].everywhere.append(Turn(anew.at, RESET))
    for stretch in Stretch.objects.filter(client__in=clients):
        read[stretch.client_id].spans.append((stretch.from_on, stretch.until_on))
    written = Extra.objects.filter(client__in=clients).order_by("noted_at").values_list("client_id", "key", "what")
    for pk, key, what in written:
        read[pk].names[key] = what
    for custom in Custom.objects.filter(client__in=clients):
        whose = read[custom.client_id]
        whose.names.setdefault(custom.key, custom.what)
        turns = whose.turns.setdefault((usual.CUSTOMS.name, custom.key), [])
        turns.append(Turn(datetime.combine(custom.since_on, time(0), whose.zone), STANDS))
        if custom.until_on is not None:
            turns.append(Turn(datetime.combine(custom.until_on, time(0), whose.zone), ENDS))


def one(client_id: UUID, stream: str, series: str, at: datetime) -> Course:
    """The course of one stream of one client."""
    return of_clients([client_id], only=(stream, series))[client_id].course((stream, series), at)


def again_at(course: Course, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When a stream must be read again though nothing happens: silence grows unusual, a week comes to its end."""
    due = [course.silent_after] if course.silent_after is not None and course.silent_after > at else []
    if course.stream.weekly and course.marks is not None:
        day = at.astimezone(zone).date()
        end = datetime.combine(day + timedelta(days=8 - day.isoweekday()), time(0), zone)
        due.append(end.astimezone(UTC))
    return min(due, default=None)


def known(clients: Iterable[UUID], at: datetime) -> dict[UUID, dict[Key, Course]]:
    """Every course of some clients."""
    return {pk: {key: read.course(key, at) for key in read.streams()} for pk, read in of_clients([*clients]).items()}
