"""Taking a file in: checked, carried out in batches, taken up again where it died, undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Client
from mainstay.config import worker
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.tables import Unreadable
from mainstay.transfer import actions, jobs, queries
from mainstay.transfer.actions import claims, files, running
from mainstay.transfer.actions.kinds import clients as clients_kind
from mainstay.transfer.models import Batch, Piece, Run
from mainstay.transfer.tests.working import work_off

pytestmark = pytest.mark.django_db
MAP = '[columns]\nname = "Name"\nreference = "No"\ntown = "Town"\nsince = "Since"\n'
HEAD = "Name,No,Town,Since"
FIVE = [
    "Atlas GmbH,1,Berlin,2020-02-01",
    "Berg AG,2,Bern,",
    "Cairn Ltd,3,Cork,",
    "Deich KG,4,Emden,",
    "Eiche OHG,5,Essen,",
]
Receive = Callable[..., Run]


def written(lines: list[str]) -> bytes:
    """A CSV."""
    return "\n".join([HEAD, *lines]).encode()


@pytest.fixture
def receive(head: User, at: datetime) -> Receive:
    """``receive(lines)`` brings a list of clients in as the head of the team."""

    def bring(lines: list[str] = FIVE, *, by: User = head, map_text: str = MAP, **more: Any) -> Run:
        told = {"kind": "clients", "file_name": "clients.csv", **more}
        return actions.receive(file=io.BytesIO(written(lines)), map_text=map_text, by=by, at=at, **told)

    return bring


@pytest.fixture
def take(receive: Receive, head: User, at: datetime) -> Receive:
    """``take(lines)`` brings a list in and carries it out at once."""

    def whole(lines: list[str] = FIVE, **more: Any) -> Run:
        run = receive(lines, **more)
        actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
        return actions.carry_out(run_id=run.pk, at=at)

    return whole


def counts(run: Run) -> tuple[str, int, int, int, int]:
    """Where a run stands."""
    run = Run.objects.get(pk=run.pk)
    return run.state, run.made, run.changed, run.left, run.refused


def towns() -> dict[str, str]:
    """The clients that are kept."""
    return dict(Client.objects.kept().order_by("name").values_list("name", "town"))


def test_a_file_is_kept_in_pieces_and_read_as_it_was(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIECE", 7)
    run = receive()
    assert b"".join(bytes(piece.bytes) for piece in run.pieces.all()) == written(FIVE)
    assert (run.state, run.format, run.file_size) == ("mapping", "csv", len(written(FIVE)))


def test_a_check_keeps_what_would_become_and_writes_nothing(receive: Receive, head: User, at: datetime) -> None:
    run = actions.check(run=receive(), by=head, at=at)
    assert (run.state, run.worker) == ("checking", "")
    assert work_off() == 1
    assert counts(run) == ("checked", 5, 0, 0, 0)
    assert Client.objects.count() == 0
    assert [step.name for step in queries.steps(run).steps] == [line.split(",")[0] for line in FIVE]


@pytest.mark.django_db(transaction=True)
def test_a_run_is_carried_out_by_the_worker_with_a_journal(receive: Receive, head: User, at: datetime) -> None:
    run = receive()
    actions.check(run=run, by=head, at=at)
    worker.work_off()
    actions.start(run=run, skip_bad=False, by=head, at=at)
    assert Client.objects.count() == 0
    worker.work_off()
    assert counts(run) == ("done", 5, 0, 0, 0)
    assert Run.objects.get().percent == 100
    assert (Piece.objects.count(), Batch.objects.filter(dry=True).count()) == (0, 0)
    assert list(Line.objects.filter(kind__startswith="transfer.").values_list("kind", flat=True)) == [
        "transfer.run_started",
        "transfer.run_done",
    ]
    assert journal.verify().holds


def test_a_second_time_nothing_changes_and_a_changed_file_shows_the_difference(take: Receive) -> None:
    take()
    assert counts(take()) == ("done", 0, 0, 5, 0)
    run = take([FIVE[0], FIVE[1].replace("Bern", "Basel"), "Fels AG,6,Fulda,"])
    assert counts(run) == ("done", 1, 1, 1, 0)
    (step,) = queries.steps(run, "changed").steps
    assert (step.name, step.changes, step.rows) == ("Berg AG", {"town": ["Bern", "Basel"]}, (3,))
    assert towns()["Berg AG"] == "Basel"


def test_a_value_that_cannot_be_read_refuses_the_file_unless_left_out(
    receive: Receive, head: User, at: datetime
) -> None:
    run = receive([*FIVE, "Gold AG,7,Gera,31.31.2020"])
    actions.check(run=run, by=head, at=at)
    work_off()
    assert counts(run) == ("checked", 5, 0, 0, 0)
    (problem,) = Run.objects.get().report["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (7, "Since", "31.31.2020")
    with pytest.raises(Refused) as refused:
        actions.start(run=run, skip_bad=False, by=head, at=at)
    assert (refused.value.field, Client.objects.count()) == ("skip_bad", 0)
    actions.start(run=run, skip_bad=True, by=head, at=at)
    work_off()
    assert counts(run) == ("done", 5, 0, 0, 0)


def dies_at(monkeypatch: pytest.MonkeyPatch, batch: int, error: BaseException) -> None:
    """Let the kind die in the middle of that batch, after it has written."""
    real, calls = clients_kind.kind.apply, []

    def dies(steps: Any, records: Any, around: Any) -> None:
        real(steps, records, around)
        calls.append(1)
        if len(calls) == batch:
            raise error

    monkeypatch.setattr(running, "BATCH", 2)
    monkeypatch.setattr(clients_kind.kind, "apply", dies, raising=False)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OperationalError("database or disk is full"), OSError(28, "no")]
)
def test_a_run_that_died_is_taken_up_where_it_stopped(
    take: Receive, at: datetime, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        dies_at(patch, 2, error)
        with pytest.raises(type(error)):
            take()
    run = Run.objects.get()
    assert (run.state, run.made, Client.objects.count(), run.batches.count()) == ("running", 2, 2, 1)
    monkeypatch.setattr(running, "BATCH", 2)
    actions.carry_out(run_id=run.pk, at=at)
    assert counts(run) == ("done", 5, 0, 0, 0)
    assert [batch.records for batch in run.batches.order_by("seq")] == [2, 2, 1]
    assert journal.verify().holds


def test_what_is_no_fault_of_the_machine_fails_the_run_with_a_sentence(
    take: Receive, head: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        dies_at(patch, 2, Refused("No more clients.", rule="R-X-10"))
        run = take()
    assert (run.state, run.message, run.made) == ("failed", "No more clients.", 2)
    actions.start(run=run, skip_bad=False, by=head, at=at)
    work_off()
    assert counts(run) == ("done", 5, 0, 0, 0)
    assert Line.objects.filter(kind="transfer.run_started").count() == 1


def test_two_workers_never_do_the_same_run(receive: Receive, head: User, at: datetime) -> None:
    run = receive()
    actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
    mine = claims.claim(run.pk, "running")
    assert mine is not None
    assert claims.claim(run.pk, "running") is None
    assert actions.carry_out(run_id=run.pk, at=at).made == 0
    with pytest.raises(Refused):
        actions.start(run=run, skip_bad=False, by=head, at=at)
    Run.objects.filter(pk=run.pk).update(worker="elsewhere:1:x")
    with pytest.raises(claims.Lost):
        claims.hold(mine)


def test_the_tick_takes_up_a_run_whose_worker_is_silent(
    receive: Receive, head: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = receive()
    actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
    assert claims.claim(run.pk, "running") is not None
    jobs.tick(at)
    assert work_off() == 0
    later = at + claims.DEAD + timedelta(seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    jobs.tick(at)
    jobs.tick(at)
    assert work_off() == 1
    assert counts(run) == ("done", 5, 0, 0, 0)


def test_a_worker_of_this_machine_that_is_gone_is_replaced_at_once(receive: Receive, head: User, at: datetime) -> None:
    run = receive()
    actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
    mine = claims.claim(run.pk, "running")
    assert mine is not None
    host = mine.worker.rsplit(":", 2)[0]
    Run.objects.filter(pk=run.pk).update(worker=f"{host}:{2**22 + 1}:x")  # beyond the largest number of a process
    assert actions.carry_out(run_id=run.pk, at=at).made == 5


def test_files_and_runs_that_nobody_takes_in_are_thrown_away(receive: Receive, at: datetime) -> None:
    receive()
    jobs.tick(at + timedelta(days=6))
    assert (Run.objects.count(), Piece.objects.count()) == (1, 1)
    jobs.tick(at + timedelta(days=7, seconds=1))
    assert (Run.objects.count(), Piece.objects.count()) == (0, 0)


def test_undo_takes_back_what_was_made_and_changed(take: Receive, head: User, at: datetime) -> None:
    take(FIVE[:2])
    run = take([FIVE[0].replace("Berlin", "Bonn"), *FIVE[1:]])
    assert counts(run) == ("done", 3, 1, 1, 0)
    actions.undo(run=run, by=head, at=at)
    work_off()
    assert counts(run)[0] == "undone"
    assert towns() == {"Atlas GmbH": "Berlin", "Berg AG": "Bern"}
    with pytest.raises(Refused):
        actions.undo(run=run, by=head, at=at)
    assert journal.verify().holds
    assert Line.objects.filter(kind="transfer.run_undone").count() == 1


def test_what_somebody_acted_on_since_stays_and_is_told(take: Receive, head: User, at: datetime) -> None:
    run = take()
    client_actions.change(client=Client.objects.get(name="Berg AG"), town="Biel", by=head, at=at)
    actions.undo(run=run, by=head, at=at, inline=True)
    undone = actions.carry_undo(run_id=run.pk, at=at)
    assert (undone.state, undone.stayed, towns()) == ("undone", 1, {"Berg AG": "Biel"})
    (stayed,) = queries.steps(undone, "stayed").steps
    assert (stayed.name, stayed.what, bool(stayed.why)) == ("Berg AG", "left", True)


def test_an_undo_that_died_goes_on(take: Receive, head: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    run = take()
    real, calls = clients_kind.kind.undo, []

    def dies(steps: Any, around: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(steps, around)

    actions.undo(run=run, by=head, at=at, inline=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clients_kind.kind, "undo", dies, raising=False)
        with pytest.raises(KeyboardInterrupt):
            actions.carry_undo(run_id=run.pk, at=at)
    assert (Run.objects.get().state, len(towns())) == ("undoing", 4)
    assert actions.carry_undo(run_id=run.pk, at=at).state == "undone"
    assert towns() == {}


def test_a_run_that_made_nothing_has_nothing_to_undo(receive: Receive, head: User, at: datetime) -> None:
    run = receive()
    with pytest.raises(Refused):
        actions.undo(run=run, by=head, at=at)
    actions.discard(run=run, by=head, at=at)
    assert Run.objects.count() == 0


def test_a_run_is_seen_by_whoever_made_it_and_whoever_sees_all(
    receive: Receive, manager: User, stranger: User, front: User, at: datetime
) -> None:
    run = receive(by=manager)
    assert queries.one(manager, run.pk) == run
    assert queries.one(front, str(run.pk)) == run
    for told in (run.pk, "no such run"):
        with pytest.raises(NotFound):
            queries.one(stranger, told)
    with pytest.raises(NotFound):
        actions.start(run=run, skip_bad=False, by=stranger, at=at)
    with pytest.raises(Refused) as refused:
        actions.start(run=run, skip_bad=False, by=front, at=at)
    assert refused.value.rule == "R-X-3"


def test_somebody_without_the_right_brings_nothing_in(receive: Receive, front: User, sponsor: User) -> None:
    for person in (front, sponsor):
        with pytest.raises(Refused) as refused:
            receive(by=person)
        assert refused.value.rule == "R-X-3"
    assert Run.objects.count() == 0


def test_files_that_are_empty_too_large_or_no_list_are_refused(
    receive: Receive, head: User, at: datetime, settings: Any
) -> None:
    for junk, wrong in ((b"", Refused), (b"PK\x03\x04 no workbook", Unreadable), (b"%PDF-1.7 \0\x01", Unreadable)):
        with pytest.raises(wrong):
            actions.receive(kind="clients", file_name="x", file=io.BytesIO(junk), by=head, at=at)
    with pytest.raises(Refused):
        receive(kind="invoices")
    with pytest.raises(Unreadable):
        receive(map_text="[colums]")
    settings.LARGEST_FILE_MB = 1
    with pytest.raises(Refused) as refused:
        receive(["x" * 1000] * 1001)
    assert "larger than the 1 MB" in refused.value.message
    assert (Run.objects.count(), Piece.objects.count()) == (0, 0)


def test_the_headers_suggest_a_map_and_a_new_map_forgets_the_check(receive: Receive, head: User, at: datetime) -> None:
    run = receive(map_text="")
    assert run.map_text == '[columns]\nname = "Name"\nreference = "No"\ntown = "Town"\nsince = "Since"\n'
    actions.check(run=run, by=head, at=at)
    work_off()
    run = actions.set_map(run=run, map_text='[columns]\nname = "Town"\n', by=head, at=at)
    assert (run.state, run.batches.count(), run.made) == ("mapping", 0, 0)
    assert [step.name for step in queries.preview(run, run.map_text, head, at=at).steps][:2] == ["Berlin", "Bern"]


def test_a_map_is_kept_by_name_and_thrown_away(head: User, at: datetime) -> None:
    actions.keep_map(name=" Old shop ", kind="clients", text=MAP, by=head, at=at)
    kept = actions.keep_map(name="Old shop", kind="clients", text=MAP + '[same]\n"A" = "new"\n', by=head, at=at)
    assert [(one.name, one.text) for one in queries.maps(head, "clients")] == [
        ("Old shop", MAP + '[same]\n"A" = "new"\n')
    ]
    with pytest.raises(Refused):
        actions.keep_map(name=" ", kind="clients", text=MAP, by=head, at=at)
    with pytest.raises(Unreadable):
        actions.keep_map(name="x", kind="clients", text="[columns]", by=head, at=at)
    actions.forget_map(kept=kept, by=head, at=at)
    assert queries.maps(head) == []


def test_steps_are_paged_both_ways(take: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    run = take()
    first = queries.steps(run, size=2)
    second = queries.steps(run, cursor=first.next, size=2)
    third = queries.steps(run, cursor=second.next, size=2)
    names = [[step.name[:1] for step in page.steps] for page in (first, second, third)]
    assert (names, first.back, third.next) == ([["A", "B"], ["C", "D"], ["E"]], "", "")
    again = queries.steps(run, cursor=third.back, size=2)
    assert [step.name for step in again.steps] == [step.name for step in second.steps]
    assert queries.steps(run, cursor="nonsense", size=9).steps == list(queries.every_step(run))
    assert queries.steps(run, "refused").steps == []


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(take: Receive) -> None:
    spent = []
    for many, start in ((20, 100), (200, 1000)):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            take([f"Firm {n},{n},Town {n}," for n in range(start, start + many)])
        spent.append(len(seen))
    assert spent[1] - spent[0] <= 6  # bulk writes go out in slices
