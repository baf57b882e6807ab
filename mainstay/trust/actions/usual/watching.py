"""The watch over what clients are used to: whose streams are read again, which notices come and go by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from mainstay.clients.models import Client
from mainstay.house.models import house
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry, Told
from mainstay.kit import rows
from mainstay.kit.portions import Portion
from mainstay.kit.times import local_day
from mainstay.trust.models import Notice, Stirred, Usual
from mainstay.trust.queries.record.workdays import workdays
from mainstay.trust.queries.usual import reading, words
from mainstay.trust.rules import usual
from mainstay.trust.rules.usual import Course, Episode

FIRST, CHUNK = 5, 500  # clients read in one transaction, at first and at most
A_TICK = 5_000  # clients read by one tick


def hear(told: Sequence[Told]) -> None:
    """Something happened that a stream is told by: these clients are read again with the next tick."""
    stir({each.line.client_id for each in told if each.line.client_id is not None})


@transaction.atomic(savepoint=False)
def stir(clients: Iterable[UUID]) -> None:
    """Let the streams of these clients be read again. One statement."""
    rows.insert_new([Stirred(client_id=pk) for pk in sorted(clients)])


def keep_watch(at: datetime) -> None:
    """Read what was stirred, what grows silent, whose week is over: at most 5,000 clients a tick.

    A few at a time, by how heavy they are: whoever presses something meanwhile waits for one portion.
    """
    portion, read = Portion(first=FIRST, most=CHUNK), 0
    while read < A_TICK:
        with portion.timed():
            some = read_some(at, most=portion.size)
        if not some:
            return
        read += some


@transaction.atomic
def read_some(at: datetime, *, most: int = CHUNK) -> int:
    """Read the streams of up to so many clients again; how many there were."""
    found = set(Stirred.objects.order_by("pk").values_list("pk", flat=True)[:most])
    due = Usual.objects.filter(again_at__lte=at).order_by("again_at").values_list("client_id", flat=True)
    found |= set(due[: most - len(found)])
    if found:
        Stirred.objects.filter(pk__in=found).delete()
        read_again(sorted(found), at=at)
    return len(found)


@transaction.atomic
def read_again(clients: Sequence[UUID], *, at: datetime) -> None:
    """Read every stream of these clients; what stands, and which notices come and go, follows from it (R-A-13).

    The same happenings and decisions give the same rows, however often they are read.
    """
    kept = {client.pk: client for client in Client.objects.kept().filter(pk__in=clients)}
    reads = reading.of_clients([*kept])
    courses = {pk: {key: read.course(key, at) for key in read.streams()} for pk, read in reads.items()}
    _keep(clients, courses, reads, at)
    watch = _Watch(kept, at)
    for pk in clients:
        if pk in reads:
            watch.client(pk, courses[pk], reads[pk])
    watch.write()


def _keep(
    clients: Sequence[UUID],
    courses: Mapping[UUID, Mapping[reading.Key, Course]],
    reads: Mapping[UUID, reading.Read],
    at: datetime,
) -> None:
    """How each stream stands, in place of how it stood."""
    Usual.objects.filter(client__in=clients).delete()
    rows = [
        Usual(
            client_id=pk,
            stream=stream,
            series=series,
            name=reads[pk].names.get(series, series),
            usual=course.usual,
            now=course.now,
            agreed=reads[pk].agreed.get(stream),
            values_known=len(course.marks),
            habit=course.habit,
            last_at=course.marks[-1].at if course.marks else None,
            again_at=reading.again_at(course, reads[pk].zone, at),
        )
        for pk, found in courses.items()
        for (stream, series), course in found.items()
    ]
    Usual.objects.bulk_create(rows, batch_size=1000)


@dataclass
class _Watch:
    """The notices of some clients against what was read."""

    kept: Mapping[UUID, Client]
    at: datetime
    made: list[Notice] = field(default_factory=list)
    changed: list[Notice] = field(default_factory=list)
    told: list[Entry] = field(default_factory=list)
    standing: dict[UUID, list[Notice]] = field(default_factory=dict)
    earlier: dict[tuple[Any, ...], Notice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Notice.objects.filter(client__in=self.kept, opened_at__gte=self.at - usual.POLICY.fresh)
        for notice in (*rows, *Notice.objects.standing().filter(client__in=self.kept)):
            self.earlier[_key(notice)] = notice
        for notice in self.earlier.values():
            if notice.closed_at is None:
                self.standing.setdefault(notice.client_id, []).append(notice)

    def client(self, pk: UUID, courses: Mapping[reading.Key, Course], read: reading.Read) -> None:
        """What stood goes on, or goes; what is new comes."""
        for notice in self.standing.get(pk, []):
            course = courses.get((notice.stream, notice.series))
            self.go_on(notice, course)
        open_now = {(row.stream, row.series, row.way) for row in self.standing.get(pk, []) if row.closed_at is None}
        for (stream, series), course in courses.items():
            for episode in course.standing:
                if (stream, series, episode.way) not in open_now:
                    self.come(pk, (stream, series), episode, read)

    def go_on(self, notice: Notice, course: Course | None) -> None:
        """A standing notice, against what is read now."""
        over = [] if course is None else course.over
        ended = next((each for each in over if _same(each, notice)), None)
        now = None if course is None else next((each for each in course.standing if each.way == notice.way), None)
        if ended is not None or now is None:
            notice.closed_at = ended.closed_at if ended is not None else self.at
            notice.closed = ended.closed if ended is not None else "corrected"
            self.changed.append(notice)
            self.tell("trust.back_to_usual", notice)
        elif (notice.now, notice.count, notice.since_at) != (now.now, now.count, now.since):
            notice.now, notice.count, notice.since_at = now.now, now.count, now.since
            self.changed.append(notice)

    def come(self, pk: UUID, key: reading.Key, episode: Episode, read: reading.Read) -> None:
        """A new notice; none of what is old news, none of what was answered."""
        if episode.opened_at < self.at - usual.POLICY.fresh:
            return
        stream, series = key
        notice = Notice(
            client=self.kept[pk], stream=stream, series=series, name=read.names.get(series, series),
            way=episode.way, found_by=episode.found_by, opened_at=episode.opened_at, since_at=episode.since,
            before=episode.before, now=episode.now, count=episode.count, known_from=episode.known_from,
            known_to=episode.known_to, agreed=read.agreed.get(stream), noted_at=self.at,
            lead_from=workdays().after(local_day(self.at, "UTC"), usual.POLICY.answer_within),
        )  # fmt: skip
        before = self.earlier.get(_key(notice))
        if before is not None and before.answer:
            return
        if before is not None:
            before.closed_at, before.closed, before.now, before.count = None, "", episode.now, episode.count
            self.changed.append(before)
        else:
            self.made.append(notice)
        self.tell("trust.noticed", before or notice)

    def tell(self, kind: str, notice: Notice) -> None:
        """One line of the journal."""
        with override(house().language):  # nobody asked: it is told in the language of the house
            self.told.append(Entry(kind, notice, self.kept[notice.client_id], None, words.short(notice)))

    def write(self) -> None:
        """All of it at once."""
        Notice.objects.bulk_create(self.made)
        names = ["closed_at", "closed", "now", "count", "since_at"]
        Notice.objects.bulk_update(self.changed, names, batch_size=200)
        if self.told:
            journal.note_many(self.told, at=self.at)


def _key(notice: Notice) -> tuple[Any, ...]:
    return notice.client_id, notice.stream, notice.series, notice.way, notice.opened_at


def _same(episode: Episode, notice: Notice) -> bool:
    return episode.way == notice.way and episode.opened_at == notice.opened_at
