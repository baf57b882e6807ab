"""Every night all verdicts are worked out anew from their evidence; a difference is an alarm (TV-52)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.trust.actions.record.folding import Changed, refold
from mainstay.trust.models.record import Evidence, Record
from mainstay.trust.models.weighing import Check, Difference, Stale
from mainstay.trust.queries.record.reading import breaches_of
from mainstay.trust.queries.record.standard import InForce, in_force
from mainstay.trust.rules.record.batch import Pile, fold_many, same
from mainstay.trust.rules.record.fold import Row, Standing, as_plain, fold
from mainstay.trust.rules.record.policy import OURS, SAID, THEIRS

A_TICK = 2000  # clients checked by one tick
Key = tuple[UUID, str]


def check_some(*, at: datetime, most: int = A_TICK) -> int:
    """Check the next clients of this night; returns how many were looked at. Nothing is ever repaired (TV-52)."""
    today = local_day(at, house().zone)
    check = _how_far()
    if check.on == today and check.finished_at is not None:
        return 0
    after = check.after if check.on == today else None
    before = check.checked if check.on == today else 0
    clients = _next_clients(after, most)
    for key in differing(clients, today):
        _confirm(key, today, at)
    check.on, check.after, check.checked = today, clients[-1] if clients else after, before + len(clients)
    check.finished_at = None if len(clients) == most else at
    _remember(check)
    return len(clients)


def _how_far() -> Check:
    check, _made = Check.objects.get_or_create(pk=1)
    return check


def _remember(check: Check) -> None:
    check.save(update_fields=["on", "after", "checked", "finished_at"])


def _next_clients(after: UUID | None, most: int) -> list[UUID]:
    """The next clients of whom anything is stored, evidence or a verdict, by id."""
    start = Q() if after is None else Q(client_id__gt=after)
    ids: set[UUID] = set()
    for table in (Record.objects, Evidence.objects.standing()):
        ids |= set(table.filter(start).order_by("client_id").values_list("client_id", flat=True).distinct()[:most])
    return sorted(ids)[:most]


def differing(clients: Iterable[UUID], today: date) -> list[Key]:
    """Whose stored standing is not what the evidence gives: three queries, folded together.

    Who waits to be read anew, or for a newer choice of the house, is left for another night.
    """
    every = list(clients)
    standard = in_force()
    waiting = set(Stale.objects.filter(client__pk__among=every).values_list("client_id", flat=True))
    stored = {(row.client_id, row.direction): row for row in Record.objects.filter(client__pk__among=every)}
    late = {key for key, row in stored.items() if row.next_lapse_on is not None and row.next_lapse_on <= today}
    other = {key for key, row in stored.items() if row.standard != standard.number}
    computed = _computed(every, standard, today)
    keys = {*stored, *computed} - late - other
    return [
        key
        for key in sorted(keys, key=str)
        if key[0] not in waiting and not _agrees(stored.get(key), computed.get(key))
    ]


def _agrees(row: Record | None, found: Standing | None) -> bool:
    was = row.standing if row is not None else Standing()
    return same(was, found or Standing())


def _computed(clients: list[UUID], standard: InForce, today: date) -> Mapping[Key, Standing]:
    numbers = {client: number for number, client in enumerate(clients)}
    piles = {way: Pile(standard.policy(way)) for way in (OURS, THEIRS)}
    rows = Evidence.objects.standing().filter(client__pk__among=clients).order_by()
    told = rows.values_list("client_id", "direction", "on", "strand", "outcome", "weight")
    for client, way, on, strand, outcome, weight in told.iterator(chunk_size=5000):
        piles[way].put(numbers[client], on, strand, outcome, weight)
    breaches = breaches_of(clients)
    found: dict[Key, Standing] = {
        key: fold((), standard.policy(key[1]), as_of=today, breaches=declared) for key, declared in breaches.items()
    }
    for way, pile in piles.items():
        known = {numbers[client]: declared for (client, side), declared in breaches.items() if side == way}
        for one in fold_many(pile, as_of=today, breaches=known):
            found[(clients[one.number], way)] = one.standing
    return found


@transaction.atomic
def _confirm(key: Key, today: date, at: datetime) -> None:
    """Look once more with the row held, so that nobody who just wrote is taken for a fault; then keep the alarm."""
    row = Record.objects.select_for_update().filter(client=key[0], direction=key[1]).first()
    standard = in_force()
    rows = [
        Row(*told) for told in Evidence.objects.standing().of(*key).values_list("on", "strand", "outcome", "weight")
    ]
    until = max((today, *(one.on for one in rows)))
    found = fold(rows, standard.policy(key[1]), as_of=until, breaches=breaches_of([key[0]]).get(key, ()))
    if _agrees(row, found) or Difference.objects.filter(client=key[0], direction=key[1], settled_at=None).exists():
        return
    Difference.objects.create(
        client_id=key[0],
        direction=key[1],
        found_at=at,
        stored={"verdict": row.verdict, **row.state} if row is not None else {},
        computed={"verdict": SAID[found.verdict], **as_plain(found)},
    )


@transaction.atomic
def settle_difference(*, difference: Difference, why: str, by: User, at: datetime) -> Difference:
    """Say what was behind a difference; its client is read anew. Needs the right to run the house (TV-52)."""
    gate.needs_right(by)
    row = Difference.objects.select_for_update(of=("self",)).select_related("client").filter(pk=difference.pk).first()
    if row is None:
        raise NotFound
    if row.settled_at is not None:
        raise Refused(_("Somebody looked at this already."), rule="R-X-2")
    row.why = clean(why, field="why", limit=300, required=_("Say what was behind it."), rule="R-X-2")
    row.settled_at, row.settled_by = at, by
    row.save(update_fields=["why", "settled_at", "settled_by"])
    journal.note("trust.difference_settled", about=row.client, client=row.client, by=by, at=at, text=row.why)
    changed = Changed()
    changed.whole([row.client_id])
    refold(changed=changed, at=at)
    return row
