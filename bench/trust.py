"""How fast the record of a whole house is folded, and how fast promises that came in become evidence.

``trust.py fold [CLIENTS] [ROWS]`` folds so many clients (a million without a number) with so many pieces of evidence
each (20) in step, and says how long it took and how much memory; needs numpy. ``trust.py plain [CLIENTS] [ROWS]`` does
the same without numpy (20,000 clients). ``trust.py agree [CLIENTS]`` folds clients by chance (10,000) one by one and
in step under all policies on three days, and counts differences. ``trust.py sql [CLIENTS]`` writes the evidence of
clients by chance (10,000) into the database of ``DATABASE_URL`` (SQLite without) and holds the database's own fold
against that of the rules. ``trust.py house [PROMISES]`` takes a history in (100,000 promises), lets the tick derive
it, and checks it as the night does.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from array import array
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from mainstay.trust.rules.record.batch import CLIENT, DAY, FIRST_DAY, OUTCOME, STRAND, Pile, fold_many, same
from mainstay.trust.rules.record.fold import Row, fold
from mainstay.trust.rules.record.policy import BUSY, POLICIES, SLOW, STEADY, THEIRS_1, Policy

START = date(2022, 1, 3)
DAYS = (START + timedelta(days=400), START + timedelta(days=1000), START + timedelta(days=2500))


def memory() -> float:
    """The most memory this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def heap(clients: int, rows: int, policy: Policy) -> Pile:
    """Evidence by chance: so many rows each, over three years."""
    import numpy as np

    chance = np.random.default_rng(1)
    many = clients * rows
    client = np.repeat(np.arange(clients, dtype=np.int64), rows)
    day = chance.integers(0, 1100, many) + (START.toordinal() - FIRST_DAY)
    strand = chance.integers(0, 4, many)
    good = np.repeat(chance.choice([0.6, 0.85, 0.95, 0.99], clients), rows)
    outcome = np.where(chance.random(many) < good, 2, chance.integers(0, 2, many))
    half = (chance.random(many) < 0.1).astype(np.int64)
    packed = client << CLIENT | day << DAY | strand << STRAND | outcome << OUTCOME | half
    chance.shuffle(packed)
    pile = Pile(policy)
    pile.packed = array("q")
    pile.packed.frombytes(packed.tobytes())
    return pile


def fold_all(clients: int, rows: int, *, plain: bool) -> None:
    """Time one fold of everybody."""
    pile = heap(clients, rows, STEADY)
    before, begun, cpu = memory(), time.monotonic(), time.process_time()
    if plain:
        many = sum(1 for _one in fold_many(pile, as_of=DAYS[1], plain=True))
        print(f"plain: {many} clients, {len(pile.packed)} rows: {time.monotonic() - begun:.1f} s")
        return
    from mainstay.trust.rules.record.in_step import Folded

    folded = Folded(pile.packed, STEADY, DAYS[1])
    took, used = time.monotonic() - begun, time.process_time() - cpu
    print(f"in step: {folded.numbers.size} clients, {len(pile.packed)} rows: {took:.1f} s ({used:.1f} s of ours)")
    print(f"memory: {memory():.0f} MB at most, {before:.0f} MB before the fold (the rows are drawn and mixed there)")
    begun = time.monotonic()
    told = sum(1 for _one in fold_many(heap(20_000, rows, STEADY), as_of=DAYS[1]))
    print(f"of 20,000 clients as standings, one object each ({told}): {time.monotonic() - begun:.1f} s")


def by_chance(chance: random.Random, policy: Policy) -> list[Row]:
    """Somebody's evidence, some of it on one day, some after long silence."""
    good = chance.choice([0.5, 0.8, 0.95, 0.99])
    day, rows = START + timedelta(days=chance.randrange(200)), []
    for _ in range(chance.randrange(40)):
        day += timedelta(days=chance.choice([0, 0, 1, 7, 14, 30, 91, policy.lapse, policy.lapse + 1]))
        outcome = "kept" if chance.random() < good else chance.choice(["slip", "miss"])
        rows.append(Row(day, chance.choice(policy.strands), outcome, chance.choice([1.0, 1.0, 0.5])))
    return rows


def agree(clients: int) -> None:
    """One by one and in step, under every policy."""
    for policy in POLICIES.values():
        chance, pile = random.Random(policy.name), Pile(policy)
        every = [by_chance(chance, policy) for _client in range(clients)]
        for number, rows in enumerate(every):
            for row in rows:
                pile.put(number, *row)
        for as_of in DAYS:
            found = {one.number: one for one in fold_many(pile, as_of=as_of, plain=False)}
            wrong = 0
            for number, rows in enumerate(every):
                alone = fold(rows, policy, as_of=as_of)
                one = found.get(number)
                wrong += (one is None) != (not alone.strands) or (
                    one is not None and not (same(one.standing, alone) and one.changes == len(alone.history))
                )
            print(f"{policy.name}, {as_of}: {clients} clients, {wrong} differ")


def sql(clients: int) -> None:
    """The database's own fold against the rules'."""
    from ground import AT, open_house

    open_house()
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.kit import rows as kit_rows
    from mainstay.promises.models import Promise
    from mainstay.trust.models import Evidence

    somebody = User.objects.first()
    for policy, way in ((STEADY, "ours"), (BUSY, "ours"), (SLOW, "ours"), (THEIRS_1, "theirs")):
        chance = random.Random(policy.name)
        Evidence.objects.all().delete()
        made = [Client(name=f"{policy.name} {n}", order_name=f"{n}", zone="UTC") for n in range(clients)]
        Client.objects.bulk_create(made)
        every: dict[Any, list[Row]] = defaultdict(list)
        promises: list[Promise] = []
        evidence: list[Evidence] = []
        for client in made:
            for row in by_chance(chance, policy):
                every[client.pk].append(row)
                given = {"due_on": row.on, "first_due_on": row.on, "judged_on": row.on, "due_at": AT, "due_zone": "UTC"}
                promises.append(Promise(client=client, text="x", owner=somebody, **given))
                told = {"client": client, "direction": way, "promise": promises[-1], "recorded_at": AT}
                evidence.append(Evidence(**told, **row._asdict()))
        kit_rows.insert_many(promises)
        kit_rows.insert_many(evidence)
        _against(policy, way, every)


def _against(policy: Policy, way: str, every: dict[Any, list[Row]]) -> None:
    """What the database folds, held against what the rules fold."""
    from mainstay.trust.queries.record.crosscheck import strands_in_sql

    for as_of in DAYS:
        begun = time.monotonic()
        said = strands_in_sql(policy, way, as_of)
        took, wrong, strands = time.monotonic() - begun, 0, 0
        for client_id, known in every.items():
            for name, strand in fold(known, policy, as_of=as_of).strands.items():
                found = said.pop((client_id, name), None)
                strands += 1
                wrong += found is None or found[1:] != strand[1:] or abs(found.balance - strand.balance) > 1e-6
        print(f"{policy.name}, {as_of}: {strands} strands, {wrong + len(said)} differ, {took:.1f} s in the database")


def house(promises: int) -> None:
    """Promises that came in become evidence by the tick; then the night checks them."""
    from ground import AT, open_house

    open_house()
    from mainstay.house.models import User
    from mainstay.promises.models import Promise
    from mainstay.trust.actions.record import checking, deriving
    from mainstay.trust.models import Difference, Evidence, Record

    _history(promises, AT, User.objects.filter(is_active=True).first())
    begun, cpu, ticks, longest = time.monotonic(), time.process_time(), 0, 0.0
    while True:
        one = time.monotonic()
        if not deriving.catch_up(at=AT):
            break
        ticks, longest = ticks + 1, max(longest, time.monotonic() - one)
    took, used = time.monotonic() - begun, time.process_time() - cpu
    print(f"{Promise.objects.count()} promises read in {took:.1f} s ({used:.1f} s of processor time), {ticks} ticks,")
    print(f"  the longest {longest:.1f} s: {Evidence.objects.count()} rows, {Record.objects.count()} records")
    begun, checked = time.monotonic(), 0
    while some := checking.check_some(at=AT):
        checked += some
    print(f"{checked} clients checked in {time.monotonic() - begun:.1f} s, {Difference.objects.count()} differ")


def _history(many: int, at: Any, by: Any) -> None:
    """A hundredth as many clients, each with its deliveries."""
    from mainstay.clients.models import Client
    from mainstay.kit import rows as kit_rows
    from mainstay.promises.models import Promise
    from mainstay.trust.actions.record import deriving

    chance = random.Random(1)
    clients = [Client(name=f"Client {n}", order_name=f"{n:06d}", zone="UTC") for n in range(max(1, many // 100))]
    Client.objects.bulk_create(clients, batch_size=1000)
    made = []
    for n in range(many):
        due = START + timedelta(days=chance.randrange(1400))
        done = due + timedelta(days=chance.choice([-3, -1, 0, 0, 0, 2, 9]))
        given: dict[str, Any] = {"due_on": due, "first_due_on": due, "judged_on": due, "due_at": at, "due_zone": "UTC"}
        given |= {"made_on": due - timedelta(days=20), "delivered_on": done, "closed_on": done, "is_owed": False}
        given |= {"budget": 100, "cost": chance.choice([99, 100, 108]), "said": "list", "outcome": "kept"}
        made.append(Promise(client=clients[n // 100 % len(clients)], text=f"Order {n}", owner=by, **given))
    kit_rows.insert_many(made)
    deriving.put_aside(clients=[client.pk for client in clients], on=START)


def main() -> None:
    """Read what is asked."""
    what, *numbers = sys.argv[1:] or ["fold"]
    told = [int(number) for number in numbers]
    if what == "fold":
        fold_all(told[0] if told else 1_000_000, told[1] if len(told) > 1 else 20, plain=False)
    elif what == "plain":
        fold_all(told[0] if told else 20_000, told[1] if len(told) > 1 else 20, plain=True)
    elif what == "agree":
        agree(told[0] if told else 10_000)
    elif what == "sql":
        sql(told[0] if told else 10_000)
    else:
        house(told[0] if told else 100_000)


if __name__ == "__main__":
    main()
