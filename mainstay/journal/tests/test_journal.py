"""The journal: added to, never changed; what is said of it can be proved."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mainstay.journal import actions as journal
from mainstay.journal import rules, triggers
from mainstay.journal.models import Head, Line, Words
from mainstay.kit.plug import Capability, registry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Thing:
    """Something to tell of."""

    def __init__(self, name: str = "a thing") -> None:
        self.pk = uuid.uuid4()
        self.name = name

    def __str__(self) -> str:
        return self.name


@pytest.fixture(autouse=True)
def telling() -> Iterator[None]:
    """A capability that tells two kinds."""
    registry.register(Capability(name="trial", tells=("trial.done", "trial.left")))
    yield
    registry.remove("trial")


def note(client: Thing | None = None, text: str = "said", **more: Any) -> Line:
    """One line."""
    return journal.note("trial.done", about=Thing(), client=client, by=Thing("Mara"), at=AT, text=text, **more)


def test_lines_of_a_client_form_one_chain() -> None:
    client, other = Thing("Atlas"), Thing("Berg")
    first, second, third = note(client), note(other), note(client)
    assert [(line.seq, line.before) for line in (first, second, third)] == [
        (1, "0" * 64),
        (1, "0" * 64),
        (2, first.hash),
    ]
    assert (third.client_name, third.by_name, third.about_type) == ("Atlas", "Mara", "thing")
    proof = journal.verify()
    assert (proof.holds, proof.lines, proof.chains) == (True, 3, 2)


PARTS = st.one_of(
    st.none(), st.integers(0, 2**63), st.text(max_size=8), st.uuids(), st.datetimes(timezones=st.timezones())
)


SIGNS = st.text(st.characters(exclude_categories=()), max_size=8)
CHANGES = st.dictionaries(SIGNS, st.lists(st.none() | st.booleans() | st.integers() | SIGNS, min_size=2, max_size=2))


@given(SIGNS, CHANGES, SIGNS)
def test_a_digest_is_that_of_what_json_writes(text: str, changes: dict[str, Any], salt: str) -> None:
    body = json.dumps([salt, text, changes], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert rules.digest_of(text, changes, salt) == hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


@given(st.text("0123456789abcdef", max_size=64), st.lists(PARTS, max_size=12))
def test_a_seal_is_the_digest_of_what_json_writes(before: str, parts: list[Any]) -> None:
    plain = [
        part.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(part, datetime)
        else str(part) if isinstance(part, uuid.UUID) else part
        for part in parts
    ]  # fmt: skip
    body = json.dumps([before, *plain], ensure_ascii=False, separators=(",", ":"))
    assert rules.seal(before, parts) == hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def test_seals_never_change_from_one_release_to_the_next() -> None:
    words = rules.digest_of("gesagt “ja”", {"due_on": ["2026-03-01", None], "acts": [1, 2]}, "5a")
    parts = [uuid.UUID(int=5), 3, "trial.done", "Ä", None, AT, words]
    assert (words[:16], rules.seal(rules.START, parts)[:16]) == ("0e079cd672267c76", "d29f89ff9bf678d6")


def test_lines_about_no_client_stand_on_the_chain_of_the_house() -> None:
    assert note().chain == uuid.UUID(int=0)


def test_note_refuses_a_kind_nobody_declares() -> None:
    with pytest.raises(ValueError, match=r"trial\.forgotten"):
        journal.note("trial.forgotten", about=Thing(), at=AT)


@pytest.mark.django_db(transaction=True)
def test_note_refuses_to_stand_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        note()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_line SET kind = 'x'",
        "DELETE FROM journal_line",
        "UPDATE journal_words SET text = 'x'",
    ],
)
def test_the_database_refuses_to_change_the_journal(sql: str) -> None:
    note(Thing())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Line.objects.count() == 1


def test_the_database_refuses_to_replace_or_truncate() -> None:
    line = note(Thing())
    replace = f"INSERT OR REPLACE INTO journal_line SELECT * FROM journal_line WHERE id = {line.pk}"
    sql = replace if connection.vendor == "sqlite" else "TRUNCATE journal_line"
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_triggers_stand_after_migrating() -> None:
    assert triggers.missing() == []


@pytest.fixture
def loosened() -> Iterator[None]:
    """No triggers, as for somebody who holds the database file."""
    triggers.take_down()
    yield
    triggers.put_up()


@pytest.mark.usefixtures("loosened")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"by_name": "Somebody"}, "altered"),
        ({"at": datetime(2026, 3, 1, tzinfo=UTC)}, "altered"),
        ({"seq": 9}, "missing"),
    ],
)
def test_verify_finds_what_was_altered(change: dict[str, Any], fault: str) -> None:
    client = Thing()
    note(client)
    line = note(client)
    Line.objects.filter(pk=line.pk).update(**change)
    proof = journal.verify()
    assert not proof.holds
    assert any(fault in found for found in proof.faults)


@pytest.mark.usefixtures("loosened")
def test_verify_finds_lines_cut_off_and_words_altered() -> None:
    client = Thing()
    first, last = note(client), note(client)
    Words.objects.filter(pk=first.pk).update(text="never said")
    Line.objects.filter(pk=last.pk).delete()
    faults = journal.verify().faults
    assert any("words were altered" in fault for fault in faults)
    assert any("missing at the end" in fault for fault in faults)


def test_forgetting_words_keeps_the_chain_whole() -> None:
    client = Thing()
    line = note(client, text="something private")
    gone = journal.forget(line_ids=[line.pk], by=Thing("Ada"), at=AT, about=client, reason="asked for")
    assert (gone, journal.verify().holds, Line.objects.filter(pk=line.pk).count()) == (1, True, 1)
    assert not Words.objects.filter(pk=line.pk).exists()


def test_hearers_hear_in_the_same_transaction() -> None:
    heard: list[str] = []

    def hear(lines: Sequence[journal.Told]) -> None:
        heard.extend(told.text for told in lines)

    registry.register(Capability(name="trial-ear", hears={"trial.done": hear}))
    try:
        note(Thing(), text="hello")
        assert heard == ["hello"]
    finally:
        registry.remove("trial-ear")


def test_many_lines_cost_few_queries(django_assert_max_num_queries: Any) -> None:
    client, by = Thing("Atlas"), Thing("Mara")
    with django_assert_max_num_queries(12):
        journal.note_many([journal.Entry("trial.done", Thing(), client, by) for _ in range(300)], at=AT)
    assert journal.verify().holds
    assert Head.objects.get(chain=client.pk).seq == 300


@given(st.lists(st.tuples(st.integers(0, 2), st.text(max_size=20), st.integers(1, 3)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chain_verifies_after_any_sequence(steps: list[tuple[int, str, int]]) -> None:
    chains = [None, Thing("a"), Thing("b")]
    with transaction.atomic():
        for which, text, many in steps:
            text = text.replace("\x00", "").encode("utf-8", "ignore").decode()
            entries = [journal.Entry("trial.done", Thing(), chains[which], text=text) for _ in range(many)]
            journal.note_many(entries, at=AT)
        proof = journal.verify()
        assert proof.holds
        assert proof.lines == sum(many for _, _, many in steps)
        transaction.set_rollback(True)
