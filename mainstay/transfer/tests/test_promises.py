"""Lists of promises: ours and theirs, once, again, changed, undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mainstay.clients.models import Affiliation, Assignment, Client
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.promises import actions
from mainstay.promises.actions.kinds import kind_named
from mainstay.promises.models import Clash, Kind, Promise
from mainstay.promises.queries import clashes
from mainstay.transfer.actions import carry_undo, undo
from mainstay.transfer.actions.inline import Outcome, take_in
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import Step

pytestmark = pytest.mark.django_db
Take = Callable[..., Outcome]

MAP = """
[columns]
client = "Client"
reference = "No"
due = "Due"
delivered = "Done"
owner = "Owner"
budget = "Price"
cost = "Cost"
engagement = "Project"
side = "Whose"
contact = "Who"
"""
HEADER = ["Client", "No", "Due", "Done", "Owner", "Price", "Cost", "Project", "Whose", "Who"]
ROWS = [
    ["Atlas GmbH", "1", "2025-03-10", "2025-03-09 17:30", "Mara Vogt", "100", "90", "", "", ""],
    ["Atlas GmbH", "2", "2025-03-10", "2025-03-12", "Mara Vogt", "100", "110", "Mill", "", "Otto Fink"],
    ["Berg AG", "3", "2026-04-10 12:00", "", "Nora Lind", "", "", "", "theirs", "Rita Moss"],
    ["Berg AG", "4", "2026-04-10", "", "Nora Lind", "", "", "", "", ""],
    ["Berg AG", "5", "2026-05-10", "", "", "", "", "", "third party", "The printer"],
]


@pytest.fixture
def take(tmp_path: Path, head: User, at: datetime) -> Take:
    """``take(rows)`` takes a file in as the head of the team."""

    def run(rows: list[list[str]] = ROWS, *, header: list[str] = HEADER, map_text: str = MAP, **more: Any) -> Outcome:
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        file = tmp_path / "orders.csv"
        file.write_text(out.getvalue())
        return take_in(kind="promises", path=file, map_text=map_text, by=head, at=at, **more)

    return run


def taken_back(run: Run | None, by: User, at: datetime) -> Run:
    """A run, undone."""
    assert run is not None
    undo(run=run, by=by, at=at, inline=True)
    return carry_undo(run_id=run.pk, at=at)


def told(outcome: Outcome) -> dict[str, int]:
    """The counts that are not 0."""
    return {what: count for what, count in outcome.counts.items() if count}


def steps(run: Run | None, what: str) -> list[Step]:
    """The steps of a run."""
    assert run is not None
    kept = [step for batch in run.batches.filter(dry=False) for step in batch.steps]
    return [Step.of(step) for step in kept if step["what"] == what]


def ledger() -> list[tuple[Any, ...]]:
    """What the ledger says, without ids."""
    rows = Promise.objects.counted().select_related("client", "owner").order_by("client__name", "reference")
    return [(row.client.name, row.reference, row.side, row.due_on, row.delivered_on, row.outcome) for row in rows]


def test_promises_of_every_side_are_taken_in(take: Take, manager: User, atlas: Client) -> None:
    outcome = take()
    assert told(outcome) == {"made": 5}
    assert {name: outcome.as_dict()[name] for name in ("clients", "people", "engagements", "contacts")} == {
        "clients": 1, "people": 1, "engagements": 1, "contacts": 2,
    }  # fmt: skip
    one, two, three, four, five = Promise.objects.order_by("reference")
    assert (one.owner, one.delivered_at) == (manager, datetime(2025, 3, 9, 16, 30, tzinfo=UTC))
    assert (two.engagement and two.engagement.name, two.made_to and two.made_to.name) == ("Mill", "Otto Fink")
    assert (three.side, three.owner_words, three.owner and three.owner.name) == ("theirs", "Rita Moss", "Nora Lind")
    assert (four.side, four.owner_contact, five.side, five.owner_words) == ("ours", None, "third", "The printer")
    berg = Client.objects.get(name="Berg AG")
    now = [(serves.role, serves.user.name) for serves in Assignment.now_for(berg)]
    assert ("manager", "Nora Lind") in now
    assert Line.objects.filter(kind="promises.taken_in").count() == 5
    assert journal.verify().holds


def test_a_dry_run_foresees_what_is_made(take: Take, atlas: Client) -> None:
    dry = take(dry_run=True)
    assert (Promise.objects.count(), Client.objects.count()) == (0, 1)
    real = take()
    for name in ("made", "clients", "people", "engagements", "contacts", "newcomers"):
        assert dry.as_dict()[name] == real.as_dict()[name]
    assert len(real.as_dict()["newcomers"]) == real.as_dict()["people"] == 1  # a colleague nobody knew is named


def test_the_same_file_again_leaves_everything(take: Take, atlas: Client) -> None:
    take()
    before, lines = ledger(), Line.objects.filter(kind__startswith="promises.").count()
    assert told(take(list(reversed(ROWS)))) == {"left": 5}
    assert (ledger(), Line.objects.filter(kind__startswith="promises.").count()) == (before, lines)


def test_open_promises_of_a_list_that_contradict_each_other_are_noticed_once(
    take: Take, manager: User, head: User, deputy: User, atlas: Client, at: datetime
) -> None:
    heads = ["Client", "What", "Due", "Done", "Owner"]
    map_text = '[columns]\nclient = "Client"\ntitle = "What"\ndue = "Due"\ndelivered = "Done"\nowner = "Owner"\n'
    rows = [
        ["Atlas GmbH", "Send the plan", "2026-04-10", "", "Mara Vogt"],
        ["Atlas GmbH", "send plan", "2026-04-12", "", "Deniz Aydin"],
        ["Atlas GmbH", "Send the plan", "2026-04-14", "2026-03-01", "Deniz Aydin"],
        ["Atlas GmbH", "", "2026-04-10", "", "Mara Vogt"],
        ["Atlas GmbH", "", "2026-04-12", "", "Deniz Aydin"],
    ]
    run = take(rows, header=heads, map_text=map_text).run
    assert [(one.one.due_on.day, one.other.due_on.day) for one in Clash.objects.all()] == [(10, 12)]
    mine = Promise.objects.get(text="Send the plan", delivered_on=None)
    assert [one.other.text for one in clashes.of_promise(mine)] == ["send plan"]
    assert told(take(rows[:2], header=heads, map_text=map_text)) == {"left": 2}
    assert (Clash.objects.count(), journal.verify().holds) == (1, True)
    taken_back(run, head, at)
    assert not clashes.open_clashes().exists()


def test_kinds_are_told_by_a_list_made_where_they_are_new_and_set_back_with_it(
    take: Take, manager: User, head: User, atlas: Client, at: datetime
) -> None:
    kind_named("Print job", by=manager, at=at)
    heads = ["Client", "No", "Due", "Kind"]
    rows = [
        ["Atlas GmbH", "1", "2026-04-10", "print  JOB"],
        ["Atlas GmbH", "1", "2026-04-10", "Print job"],
        ["Atlas GmbH", "2", "2026-04-10", "Brochure"],
        ["Atlas GmbH", "3", "2026-04-10", ""],
    ]
    map_text = '[columns]\nclient = "Client"\nreference = "No"\ndue = "Due"\nkind = "Kind"\n'
    dry = take(rows, header=heads, map_text=map_text, dry_run=True)
    first = take(rows, header=heads, map_text=map_text)
    assert dry.as_dict()["kinds"] == first.as_dict()["kinds"] == 1
    named = {one.reference: one.kind and one.kind.name for one in Promise.objects.select_related("kind")}
    assert named == {"1": "Print job", "2": "Brochure", "3": None}
    assert [step.changes["kind"] for step in steps(first.run, "made") if "kind" in step.changes] == [
        [None, "Print job"], [None, "Brochure"],
    ]  # fmt: skip
    again = take([rows[0], [*rows[2][:3], "Print job"], rows[3]], header=heads, map_text=map_text)
    assert (told(again), steps(again.run, "changed")[0].changes) == (
        {"left": 2, "changed": 1}, {"kind": ["Brochure", "Print job"]},
    )  # fmt: skip
    taken_back(again.run, head, at)
    assert Promise.objects.get(reference="2").kind == Kind.objects.get(name="Brochure")
    assert journal.verify().holds


def changed(place: int, **cells: str) -> list[list[str]]:
    """The rows with some cells of one of them changed."""
    rows = [list(row) for row in ROWS]
    for header, text in cells.items():
        rows[place][HEADER.index(header)] = text
    return rows


def test_what_a_list_says_otherwise_is_noted_and_can_be_undone(
    take: Take, head: User, at: datetime, atlas: Client
) -> None:
    take()
    before = ledger()
    outcome = take(changed(3, Done="2026-04-11", Owner="Mara Vogt"))
    assert told(outcome) == {"changed": 1, "left": 4}
    (step,) = steps(outcome.run, "changed")
    assert step.changes == {"delivered": ["", "2026-04-11"], "owner": ["Nora Lind", "Mara Vogt"]}
    four = Promise.objects.get(reference="4")
    assert (four.outcome, four.is_owed, four.closed_on, four.acts) == ("kept_late", False, date(2026, 4, 11), 0)
    (line,) = Line.objects.filter(kind="promises.taken_in_again")
    assert line.about_id == four.pk
    assert taken_back(outcome.run, head, at).stayed == 0
    assert ledger() == before
    assert Promise.objects.get(reference="4").owner != four.owner
    assert journal.verify().holds


def test_a_corrected_day_is_no_day_that_was_moved(take: Take, head: User, at: datetime, atlas: Client) -> None:
    take()
    outcome = take(changed(1, Due="2025-03-12"))
    assert told(outcome) == {"changed": 1, "left": 4}
    two = Promise.objects.get(reference="2")
    assert (two.due_on, two.first_due_on, two.moves_in_time) == (date(2025, 3, 12), date(2025, 3, 12), 0)
    assert (two.outcome, two.renegotiations.count()) == ("kept", 0)
    assert told(take(changed(1, Due="2025-03-12"))) == {"left": 5}
    taken_back(outcome.run, head, at)
    assert Promise.objects.get(reference="2").outcome == "kept_late"
    assert told(take()) == {"left": 5}


def test_a_reference_with_several_days_is_never_one_promise(take: Take, atlas: Client) -> None:
    rows = [["Atlas GmbH", "7", day, *[""] * 7] for day in ("2025-03-10", "2025-04-10")]
    take(rows)
    outcome = take([*rows, ["Atlas GmbH", "7", "2025-05-10", *[""] * 7]])
    assert told(outcome) == {"made": 1, "left": 2}


def test_what_somebody_acted_on_is_left_and_said(take: Take, head: User, at: datetime, atlas: Client) -> None:
    first = take()
    four = Promise.objects.get(reference="4")
    actions.deliver(promise=four, by=head, at=at, delivered_on=at.date())
    outcome = take(changed(3, Done="2026-04-11"))
    assert told(outcome) == {"left": 5}
    (step,) = [step for step in steps(outcome.run, "left") if step.why]
    assert (step.id, step.why) == (
        str(four.pk),
        "Somebody has acted on it since: what the list says otherwise is left.",
    )
    run = taken_back(first.run, head, at)
    assert (run.stayed, [row[1] for row in ledger()]) == (2, ["4"])  # the promise and its client
    (stays,) = [Step.of(step) for batch in run.batches.all() for step in batch.stayed if step["id"] == str(four.pk)]
    assert (stays.what, stays.why.startswith("Somebody has acted on it since.")) == ("left", True)


def test_a_blank_cell_takes_nothing_away(take: Take, atlas: Client) -> None:
    take()
    before = ledger()
    assert told(take(changed(1, Done="", Price="", Cost="", Project="", Owner="", Who=""))) == {"left": 5}
    assert ledger() == before


def test_a_run_that_a_later_list_changed_waits_for_that_one(
    take: Take, head: User, at: datetime, atlas: Client
) -> None:
    first = take()
    second = take(changed(3, Done="2026-04-11"))
    run = taken_back(first.run, head, at)
    assert (run.stayed, [row[1] for row in ledger()]) == (2, ["4"])  # the promise and its client
    taken_back(second.run, head, at)
    assert [row[4] for row in ledger()] == [None]


def test_an_undone_list_leaves_nothing_behind(take: Take, head: User, at: datetime, atlas: Client) -> None:
    serves = set(Assignment.objects.filter(client=atlas).values_list("user_id", "role", "to_on"))
    run = taken_back(take().run, head, at)
    assert (ledger(), run.stayed, run.state) == ([], 0, Run.State.UNDONE)
    assert list(Client.objects.filter(archived_at=None)) == [atlas]
    assert set(Assignment.objects.filter(client=atlas).values_list("user_id", "role", "to_on")) == serves
    assert Engagement.objects.exclude(state="ended").count() == 0
    assert Affiliation.objects.now().count() == 0
    assert told(take()) == {"made": 5}
    assert journal.verify().holds


def test_fixed_values_stand_where_the_list_tells_nothing(take: Take, atlas: Client) -> None:
    map_text = """
[columns]
due = "Due"
title = "What"
[fixed]
client = "Atlas"
side = "theirs"
made = "2025-01-02"
[same]
"Atlas" = "Atlas GmbH"
[values.side]
"""
    take([["2025-03-10", "Send the plans"]], header=["Due", "What"], map_text=map_text)
    one = Promise.objects.get()
    assert (one.client, one.side, one.made_on, one.text) == (atlas, "theirs", date(2025, 1, 2), "Send the plans")


def test_a_key_of_the_file_knows_a_promise_whatever_else_changes(take: Take, atlas: Client) -> None:
    map_text = '[columns]\nclient = "Client"\ndue = "Due"\nkey = "Id"\ntitle = "What"\n'
    header = ["Client", "Due", "Id", "What"]
    take([["Atlas GmbH", "2025-03-10", "a-1", "Plans"]], header=header, map_text=map_text)
    outcome = take([["Atlas GmbH", "2025-06-10", "a-1", "New plans"]], header=header, map_text=map_text)
    (step,) = steps(outcome.run, "changed")
    assert step.changes == {"title": ["Plans", "New plans"], "due": ["2025-03-10", "2025-06-10"]}
    assert Promise.objects.get().due_on == date(2025, 6, 10)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a firm//EN
BEGIN:VTODO
UID:todo-1@firm.example
DTSTAMP:20260201T080000Z
SUMMARY:Send the plans
DUE;VALUE=DATE:20260310
END:VTODO
BEGIN:VTODO
UID:todo-2@firm.example
DTSTAMP:20260201T080000Z
SUMMARY:Check the roof
DUE;VALUE=DATE:20260201
STATUS:COMPLETED
COMPLETED:20260130T090000Z
END:VTODO
BEGIN:VEVENT
UID:event-1@firm.example
DTSTAMP:20260201T080000Z
SUMMARY:Hand over the keys
DTSTART;VALUE=DATE:20260420
DTEND;VALUE=DATE:20260421
END:VEVENT
BEGIN:VTODO
UID:todo-3@firm.example
DTSTAMP:20260201T080000Z
SUMMARY:Dropped
DUE;VALUE=DATE:20260310
STATUS:CANCELLED
END:VTODO
END:VCALENDAR
""".replace("\n", "\r\n")


def test_a_calendar_is_a_list_of_promises(tmp_path: Path, head: User, at: datetime, atlas: Client) -> None:
    file = tmp_path / "tasks.ics"
    file.write_text(CALENDAR, newline="")
    map_text = (
        '[columns]\ntitle = "summary"\ndue = "due"\ndelivered = "completed"\nkey = "uid"\n'
        '[fixed]\nclient = "Atlas GmbH"\n'
    )
    outcome = take_in(kind="promises", path=file, map_text=map_text, by=head, at=at)
    rows = Promise.objects.order_by("due_on").values_list("text", "due_on", "delivered_on")
    assert list(rows) == [
        ("Check the roof", date(2026, 2, 1), date(2026, 1, 30)),
        ("Send the plans", date(2026, 3, 10), None),
        ("Hand over the keys", date(2026, 4, 20), None),
    ]
    assert outcome.report["not_judgeable"] == {"CANCELLED": 1}
    assert told(take_in(kind="promises", path=file, map_text=map_text, by=head, at=at)) == {"left": 3}
