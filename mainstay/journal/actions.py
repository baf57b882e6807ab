"""Adding to the journal, proving it, forgetting words. The only writer of its tables."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, models, transaction

from mainstay.journal.models import Head, Line, Words
from mainstay.journal.rules import (
    HOUSE_CHAIN,
    START,
    changes_written,
    digest_of,
    digest_written,
    seal,
    seal_written,
    written,
)
from mainstay.kit import learned, rows
from mainstay.kit.plug import registry


class Named(Protocol):
    """Anything with an id; its name is what ``str`` gives."""

    pk: Any


@dataclass(slots=True)  # frozen would cost as much again as all else of it
class Told:
    """A line as its hearers get it: the row, and the words it was noted with."""

    line: Line
    about: Any
    text: str
    changes: Mapping[str, Any]


_PLAIN = frozenset({str, bool, int})


@dataclass(slots=True)
class Entry:
    """One line to note: see ``note``."""

    kind: str
    about: Named
    client: Named | None = None
    by: Named | None = None
    text: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """A value as it stands in ``changes``: what JSON knows, days and times ISO, amounts as text."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, models.Model):
        return str(value.pk)
    return value


def note(
    kind: str,
    *,
    about: Named,
    at: datetime,
    client: Named | None = None,
    by: Named | None = None,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Line:
    """Append one line and let its hearers hear it, in the caller's transaction (R-X-2).

    ``changes`` maps a field to [old, new]; ``client`` decides the chain. Raises RuntimeError outside a transaction
    and ValueError for a kind that no capability declares.
    """
    told = _append([Entry(kind, about, client, by, text, changes or {})], at)
    return rows.in_order(Line, told)[0]


def note_many(entries: Sequence[Entry], *, at: datetime, beside: Callable[[], object] | None = None) -> None:
    """Append many lines in a fixed number of queries per thousand, chain by chain, in the order given (R-X-2).

    ``beside`` writes what the lines tell of: it is done once the chains are held, so that a database that works
    beside us does so while the lines are sealed.
    """
    _append(entries, at, beside)


def _append(entries: Sequence[Entry], at: datetime, beside: Callable[[], object] | None = None) -> list[list[Any]]:
    """Write the lines and let them be heard; gives their columns."""
    if not connection.in_atomic_block:
        raise RuntimeError("A journal line is noted inside the transaction of the act it tells of.")
    unknown = {entry.kind for entry in entries} - registry.told()
    if unknown:
        raise ValueError(f"No capability declares that it tells: {', '.join(sorted(unknown))}")
    heads = _lock_heads({_chain(client) for client in {id(entry.client): entry.client for entry in entries}.values()})
    numbers = rows.ids_for(Line, len(entries))
    if beside is not None:
        beside()
    told, words = _sealed(entries, heads, numbers, at)
    rows.update_many(list(heads.values()), ["seq", "hash"])
    rows.insert_values(Line, told)
    rows.insert_values(Words, words)
    _let_hear(told, words, entries)
    return told


@dataclass(slots=True)
class _Party:
    """Somebody whom several lines name: a client, a person; and how a seal covers them."""

    pk: Any
    name: str
    written: str


def _party(thing: Named | None, limit: int) -> _Party:
    pk, name = (None, "") if thing is None else (thing.pk, str(thing)[:limit])
    return _Party(pk, name, f"{written(pk)},{written(name)}")


_NOTHING: tuple[dict[str, Any], str] = ({}, changes_written({}))


def _kept(changes: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Changes as they are kept, and as the digest covers them."""
    if not changes:
        return _NOTHING
    kept = {name: [plain(old), plain(new)] for name, (old, new) in changes.items()}
    return kept, changes_written(kept)


def _sealed(
    entries: Sequence[Entry], heads: Mapping[UUID, Head], numbers: Sequence[int], at: datetime
) -> tuple[list[list[Any]], list[list[Any]]]:
    """The columns of the lines and of their words, sealed one after the other; the heads move on."""
    when, salts = written(at), secrets.token_hex(16 * len(entries))
    clients: dict[int, tuple[_Party, Head, str]] = {}  # by identity: the same few in many lines, which hold them
    people: dict[int, _Party] = {}
    changed: dict[int, tuple[dict[str, Any], str]] = {}
    kinds: dict[str, str] = {}
    lines, words = [], []
    for place, (number, entry) in enumerate(zip(numbers, entries, strict=True)):
        about, text = entry.about, entry.text
        if (met := clients.get(id(entry.client))) is None:
            head = heads[_chain(entry.client)]
            met = clients[id(entry.client)] = (_party(entry.client, 300), head, written(head.chain))
        if (by := people.get(id(entry.by))) is None:
            by = people[id(entry.by)] = _party(entry.by, 200)
        if (kind := kinds.get(entry.kind)) is None:
            kind = kinds[entry.kind] = written(entry.kind)
        if (told := changed.get(id(entry.changes))) is None:
            told = changed[id(entry.changes)] = _kept(entry.changes)
        (client, head, chain), (changes, as_told) = met, told
        salt = salts[32 * place : 32 * place + 32]
        about_id, name, sort = about.pk, str(about)[:300], type(about).__name__.lower()
        digest, seq, before = digest_written(text, as_told, salt), head.seq + 1, head.hash
        parts = (
            f"{chain},{seq},{kind},{written(sort)},{written(about_id)},{written(name)},"
            f'{client.written},{by.written},{when},"{digest}"'
        )
        head.seq, head.hash = seq, seal_written(before, parts)
        lines.append(
            [
                number, head.chain, seq, entry.kind, sort, about_id, name, client.pk, client.name, by.pk, by.name, at,
                digest, before, head.hash,
            ]
        )  # fmt: skip
        words.append([number, text, changes, salt])
    return lines, words


def _chain(client: Named | None) -> Any:
    return client.pk if client is not None else HOUSE_CHAIN


def _lock_heads(chains: set[UUID]) -> dict[UUID, Head]:
    """The heads, locked in one order so that two writers never wait for each other crosswise."""
    heads: dict[UUID, Head] = {}
    wanted = sorted(chains)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        heads |= _locked(some)
        if missing := [chain for chain in some if chain not in heads]:
            Head.objects.bulk_create([Head(chain=chain) for chain in missing], ignore_conflicts=True)
            heads |= _locked(missing)
    return heads


def _locked(chains: Sequence[UUID]) -> dict[UUID, Head]:
    heads = rows.in_order(Head, learned.of_ids("journal.heads", _in_one_order, chains))
    return {head.chain: head for head in heads}


def _in_one_order(chains: Sequence[UUID], _at: datetime) -> models.QuerySet[Head, Any]:
    rows_of = Head.objects.select_for_update().filter(chain__among=chains).order_by("chain")
    return rows_of.values_list("chain", "seq", "hash")


def _let_hear(lines: Sequence[list[Any]], words: Sequence[list[Any]], entries: Sequence[Entry]) -> None:
    """Tell the hearers of each kind all its lines at once; where nobody hears, nothing is made of them."""
    for kind in dict.fromkeys(entry.kind for entry in entries):
        hearers = registry.hearers(kind)
        if not hearers:
            continue
        places = [place for place, entry in enumerate(entries) if entry.kind == kind]
        told = [
            Told(line, entries[place].about, words[place][1], words[place][2])
            for place, line in zip(places, rows.in_order(Line, [lines[place] for place in places]), strict=True)
        ]
        for hear in hearers:
            hear(told)


@dataclass(frozen=True)
class Proof:
    """What ``verify`` found: how many lines and chains, and a sentence's worth of facts per fault."""

    lines: int
    chains: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was altered."""
        return not self.faults


def verify(*, most_faults: int = 20) -> Proof:
    """Recompute every hash of every chain, and the digest of all words that were not forgotten (R-X-2).

    Reads in one pass with flat memory. Faults name the chain, the place and what does not agree.
    """
    faults: list[str] = []
    count, chains = 0, 0
    chain: UUID | None = None
    seq, last = 0, ""
    ends: dict[UUID, tuple[int, str]] = {}
    for line in Line.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        if line.chain != chain:
            chain, seq, last = line.chain, 0, START
            chains += 1
        count += 1
        if line.seq != seq + 1 or line.before != last:
            faults.append(f"{line.chain} {line.seq}: a line is missing before it")
        if seal(line.before, line.parts()) != line.hash:
            faults.append(f"{line.chain} {line.seq}: the line was altered")
        seq, last = line.seq, line.hash
        ends[line.chain] = (seq, last)
    faults.extend(
        f"{head.chain} {head.seq}: lines are missing at the end"
        for head in Head.objects.iterator(chunk_size=2000)
        if ends.get(head.chain, (0, START)) != (head.seq, head.hash)
    )
    faults.extend(_altered_words())
    return Proof(count, chains, tuple(faults[:most_faults]))


def _altered_words() -> list[str]:
    faults: list[str] = []
    batch: list[Words] = []

    def check() -> None:
        digests = dict(Line.objects.filter(pk__in=[said.pk for said in batch]).values_list("pk", "digest"))
        faults.extend(
            f"line {said.pk}: its words were altered"
            for said in batch
            if digests.get(said.pk) != digest_of(said.text, said.changes, said.salt)
        )

    for said in Words.objects.order_by("pk").iterator(chunk_size=500):
        batch.append(said)
        if len(batch) == 500:
            check()
            batch = []
    check()
    return faults


@transaction.atomic
def forget(*, line_ids: Sequence[int], by: Named, at: datetime, about: Named, reason: str) -> int:
    """Delete the words of some lines for ever; the chain goes on verifying. Returns how many went (R-X-2)."""
    gone, _details = Words.objects.filter(pk__in=line_ids).delete()
    note("journal.forgotten", about=about, by=by, at=at, text=reason)
    return gone
