"""The database's own fold gives what the rules give; so does the night's check (1.12 d)."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit import rows
from mainstay.promises.models import Promise
from mainstay.trust.models import Breach, Evidence
from mainstay.trust.queries.record.crosscheck import strands_in_sql
from mainstay.trust.queries.record.reading import breaches_of
from mainstay.trust.rules.record.fold import Row, Strand, fold
from mainstay.trust.rules.record.policy import BUSY, STEADY, THEIRS_1, Policy
from mainstay.trust.tests.test_record_batch import START, chance_rows

CLIENTS = 120


@pytest.fixture
def many(atlas: Client, head: User, at: datetime) -> list[Client]:
    """Clients with evidence by chance, some with a breach."""
    clients = [Client(name=f"Client {n}", order_name=f"client {n}", zone="UTC") for n in range(CLIENTS)]
    Client.objects.bulk_create(clients)
    chance = random.Random(7)
    promises, evidence = [], []
    for client in clients:
        for way, policy in (("ours", STEADY), ("theirs", THEIRS_1)):
            for row in chance_rows(chance, policy):
                promises.append(
                    Promise(client=client, text="x", due_on=row.on, due_zone="UTC", due_at=at, first_due_on=row.on,
                            judged_on=row.on, owner=head)
                )  # fmt: skip
                told = {"client": client, "direction": way, "promise": promises[-1], "recorded_at": at}
                evidence.append(Evidence(**told, **row._asdict()))
    Promise.objects.bulk_create(promises)
    rows.insert_many(evidence)
    Breach.objects.bulk_create(
        Breach(client=client, kind="law", reason="x", opened_on=START + timedelta(days=300), opened_by=head,
               opened_at=at, closed_on=START + timedelta(days=500), confirmed="x", verified="x")
        for client in clients[::9]
    )  # fmt: skip
    return clients


@pytest.mark.django_db
def test_the_database_folds_as_the_rules_do(many: list[Client]) -> None:
    every: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    told = Evidence.objects.values_list("client_id", "direction", "on", "strand", "outcome", "weight")
    for client, way, on, strand, outcome, weight in told:
        every[(client, way)].append(Row(on, strand, outcome, weight))
    breaches = breaches_of([client.pk for client in many])
    for policy, way in ((STEADY, "ours"), (BUSY, "ours"), (THEIRS_1, "theirs")):
        for as_of in (START + timedelta(days=700), START + timedelta(days=4000)):
            assert _differing(policy, way, as_of, every, breaches) == []


def _differing(policy: Policy, way: str, as_of: date, every: dict, breaches: dict) -> list[object]:  # type: ignore[type-arg]
    said = strands_in_sql(policy, way, as_of)
    wanted: dict[tuple[UUID, str], Strand] = {}
    for (client, side), told in every.items():
        if side == way:
            found = fold(told, policy, as_of=as_of, breaches=breaches.get((client, side), ()))
            wanted |= {(client, name): strand for name, strand in found.strands.items()}
    assert set(said) == set(wanted)
    return [
        (key, said[key], wanted[key])
        for key in said
        if said[key][1:] != wanted[key][1:] or abs(said[key].balance - wanted[key].balance) > 1e-6
    ]
