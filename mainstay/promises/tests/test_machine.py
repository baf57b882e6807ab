"""Any sequence of verbs by two people, each acting on what they last looked at.

Whoever looked before the other acted is refused and nothing changes; else a verb is done exactly where its state
allows it. After every act the counts add up, both clocks make the whole, and at the end the journal verifies and tells
every change there was, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, queries, rules
from mainstay.promises.actions.holding import snapshot, today_for
from mainstay.promises.models import Clash, Finding, Need, Promise, Remark, Renegotiation
from mainstay.promises.queries.counts import tallies_of
from mainstay.promises.queries.needs import clocks_of, needs_of

pytestmark = pytest.mark.django_db

OWED, ENDED, DONE = {"open", "past"}, {"withdrawn", "released", "broken"}, {"delivered", "settled"}
WHERE = {  # in which states a verb whose form is filled in well is done; the others depend on more than the state
    "move": OWED,
    "release": OWED,
    "deliver": OWED,
    "progress": OWED,
    "withdraw": {"open"},
    "own_up": {"past"},
    "settle": {"delivered"},
    "hand_over": OWED | ENDED,
    "tell": OWED | ENDED | DONE,
    "annul": OWED | ENDED | DONE,
    "be_of_kind": OWED | ENDED | DONE,
}
Told = dict[str, Any]
CHOICES: dict[str, list[Told]] = {
    "move": [{"reason": "r", "answer": answer} for answer in ("agreed", "not_yet", "declined")],
    "withdraw": [{"reason": "r", "substitute": "s"}, {"reason": "r", "substitute": "", "answer": "let_go"}],
    "settle": [
        {"satisfaction": "accepted", "known_from": "k"},
        {"satisfaction": "remarks", "known_from": "k", "remark": "m"},
        {"satisfaction": "not_accepted", "known_from": "k"},
        {"satisfaction": "no_answer"},
    ],
    "find_day": [{"side": side, "word": word} for side in ("ours", "theirs") for word in ("manageable", "too_tight")],
    "answer_instead": [{"answer": answer} for answer in ("accepted", "declined", "not_yet", "let_go")],
    "exceed": [{"how": "results", "proof": "p"}, {"how": "energy", "proof": "p"}],
    "guard": [{"cost_of_missing": Decimal(900)}, {"cost_of_missing": None}],
    "own_up": [{"reason": "r"}],
    "release": [{"known_from": "k"}],
    "annul": [{"reason": "r"}],
    "tell": [{"how": "phone"}],
    "progress": [{"text": "t"}],
    "be_of_kind": [{"kind": "report"}],
    "give_over": [{"what": "w"}],
    "acknowledge": [{"known_from": "k"}],
    "invoice": [{"number": "7", "amount": Decimal(10)}],
}
PLAIN = ("deliver", "hand_over", "heed", "pay", "propose_new_day", "take_back")
BESIDE = ("answer", "answer_remark", "promise_remark", "accept_other_day", "settle_clash", "needs_input", "drop_need")
ELSEWHERE = {"enter_duties", "take_duties_back", "ask_by_link", "answer_by_link", "end_link"}  # test_work, test_linking
people = st.integers(0, 1)
places = st.integers(0, 5)


def state(row: Promise, at: datetime) -> str:
    """How a promise stands, read from its columns alone."""
    if row.annulled_at is not None:
        return "annulled"
    if row.ended:
        return row.ended
    if row.delivered_on is not None:
        return "settled" if row.settled_at is not None else "delivered"
    return "past" if today_for(row, at) > row.due_on else "open"


def check_counts() -> None:
    """The seven outcomes add up, ours and theirs, and the run follows from them."""
    rows = list(Promise.objects.all())
    for row in rows:
        assert row.outcome == rules.outcome(row.facts)
        assert row.is_owed == (row.delivered_on is None and not row.ended and row.annulled_at is None)
    tallies = queries.tallies(Promise.objects.all())
    for side in ("ours", "theirs"):
        counted = [row for row in rows if row.side == side and row.annulled_at is None]
        judged = [(row.outcome, row.over_budget, row.satisfaction) for row in counted]
        assert tallies[side].counts == rules.count(judged)
        closed = zip([row.closed_on for row in counted], judged, strict=True)
        events = [rules.Event(on, how[0] == rules.KEPT, rules.is_miss(*how)) for on, how in closed if on]
        assert tallies[side].run == rules.run_since_last_miss(events)
    for client in {row.client for row in rows}:
        assert tallies_of(client) == queries.tallies(Promise.objects.filter(client=client))


def check_clocks(at: datetime) -> None:
    """Both clocks of a promise that needs something make the whole: no day on both, none on neither."""
    for row in Promise.objects.filter(pk__in=Need.objects.filter(dropped_at=None).values("promise")):
        both = clocks_of(row, needs_of(row), at)
        if both is not None:
            days = [set(_days(runs)) for runs in (both.ours, both.waiting)]
            assert not days[0] & days[1]
            assert (both.ours_days + both.waiting_days, both.days) == (len(days[0] | days[1]),) * 2


def _days(runs: Any) -> list[date]:
    return [run.first + timedelta(days=n) for run in runs for n in range((run.last - run.first).days + 1)]


@dataclass(frozen=True)
class Begun:
    """A promise as it was when it was made: its columns, and the last line of the journal then."""

    columns: Told
    line: int


def begun(row: Promise) -> Begun:
    """As it stands now."""
    return Begun(told_of(row), Line.objects.order_by("id").values_list("pk", flat=True).last() or 0)


def told_of(row: Promise) -> Told:
    """Every column an act may change, as the journal writes it."""
    return {name: journal.plain(value) for name, value in snapshot(row).items()}


def check_journal(made: dict[Any, Begun]) -> None:
    """The chains hold; from how a promise was made, line by line, its columns come to what they are: none unseen."""
    assert journal.verify().holds
    for row in Promise.objects.filter(pk__in=made):
        stood = dict(made[row.pk].columns)
        lines = Line.objects.about(row.pk).filter(pk__gt=made[row.pk].line).order_by("id").values_list("pk", flat=True)
        told = Words.objects.in_bulk(list(lines))
        for pk in lines:
            for name, (old, new) in told[pk].changes.items():
                assert stood[name] == old, (name, stood[name], old)
                stood[name] = new
        assert stood == told_of(row)


def refusal_of(deed: Callable[[], Any]) -> Refused | None:
    """What a deed is refused with; None where it was done."""
    try:
        deed()
    except Refused as refused:
        return refused
    return None


class TwoPeople(RuleBasedStateMachine):
    """Mara and Deniz, each with what they last saw of every promise; the world is rolled back at the end."""

    client: Client
    two: list[User]
    began: datetime

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.at, self.ids, self.made = self.began, list[Any](), dict[Any, Begun]()
        self.looked: list[dict[Any, Promise]] = [{}, {}]
        self.lines = 0

    def teardown(self) -> None:
        """Look back, and leave no trace."""
        try:
            check_journal(self.made)
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """One word of ours and one of theirs, seen by both."""
        self.make(0, 4, "ours")
        self.make(1, 2, "theirs")

    @precondition(lambda self: len(self.ids) < 6)
    @rule(who=people, days=st.integers(1, 8), side=st.sampled_from(["ours", "theirs"]))
    def make(self, who: int, days: int, side: str) -> None:
        """Another promise; both have the list before them."""
        due = self.at.date() + timedelta(days=days)
        made = actions.make(client=self.client, text="word", due_on=due, side=side, by=self.two[who], at=self.at)
        self.ids.append(made.pk)
        self.made[made.pk] = begun(Promise.objects.get(pk=made.pk))
        self.look(0, len(self.ids) - 1)
        self.look(1, len(self.ids) - 1)

    @rule(hours=st.sampled_from([1, 20, 30, 60, 100]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.at += timedelta(hours=hours)

    @rule(who=people, which=places)
    def look(self, who: int, which: int) -> None:
        """Open the page of a promise."""
        row = Promise.objects.select_related("client").get(pk=self.ids[which % len(self.ids)])
        row.seen = row.acts
        self.looked[who][row.pk] = row

    @rule(who=people, which=places, verb=st.sampled_from([*CHOICES, *PLAIN, "deliver"]), how=places)
    def act(self, who: int, which: int, verb: str, how: int) -> None:
        """Send the form of a verb."""
        row = self.looked[who][self.ids[which % len(self.ids)]]
        told = dict(CHOICES[verb][how % len(CHOICES[verb])]) if verb in CHOICES else {}
        stands = Promise.objects.get(pk=row.pk)
        if verb == "move":
            day = today_for(stands, self.at) + timedelta(days=3)
            told["to_on"] = day if day != stands.due_on else day + timedelta(days=1)
        if verb == "find_day" and told["word"] == "too_tight":
            told["other_on"] = max(stands.due_on, today_for(stands, self.at)) + timedelta(days=2)
        if verb == "invoice":
            told["pay_by"] = self.at.date() + timedelta(days=10)
        if verb == "hand_over":
            told["to"] = self.two[1] if stands.owner_id == self.two[0].pk else self.two[0]
        allowed = state(stands, self.at) in WHERE[verb] if verb in WHERE else None
        self.try_it(who, row, allowed, lambda: getattr(actions, verb)(promise=row, **self.by(who), **told))

    @rule(who=people, which=places, verb=st.sampled_from([*WHERE, "take_back"]), how=places)
    def look_and_act(self, who: int, which: int, verb: str, how: int) -> None:
        """Open the page and send a form at once: what is done most."""
        self.look(who, which)
        self.act(who, which, verb, how)

    @rule(who=people, which=places, verb=st.sampled_from(BESIDE), other=places)
    def act_beside(self, who: int, which: int, verb: str, other: int) -> None:
        """What is done with something that hangs on a promise, where there is such a thing."""
        row = self.looked[who][self.ids[which % len(self.ids)]]
        deed = beside(verb, row, self.looked[who][self.ids[other % len(self.ids)]], self.by(who), self.at)
        if deed is None:
            return
        if verb == "settle_clash":  # said of two promises, it changes neither: nothing of theirs can be out of date
            self.look(who, which)
            row = self.looked[who][row.pk]
        self.try_it(who, row, None, deed)

    def by(self, who: int) -> Told:
        """Who acts, and when: never twice in one moment."""
        self.at += timedelta(minutes=1)
        return {"by": self.two[who], "at": self.at}

    def try_it(self, who: int, row: Promise, allowed: bool | None, deed: Callable[[], Any]) -> None:
        """Do it; what is refused leaves nothing behind, and a form that is out of date is refused."""
        before = Promise.objects.in_bulk()
        lines, made = Line.objects.count(), len(before)
        stale = before[row.pk].acts != row.seen
        refused = refusal_of(deed)
        if refused is not None:
            assert (bool(refused.message), bool(refused.rule), bool(refused.advice)) == (True, True, True)
            assert stale or allowed is not True, refused.message
            assert ("after you looked" in refused.message) <= stale
            assert (Line.objects.count(), columns(Promise.objects.in_bulk())) == (lines, columns(before))
            return
        assert (stale, allowed is not False) == (False, True)
        added = Line.objects.order_by("id")[lines:]  # what the house plants after a delivery, it plants by itself
        assert {line.by_id for line in added if line.kind.startswith("promises.")} <= {self.two[who].pk}
        new = list(Promise.objects.exclude(pk__in=before))
        self.ids += [one.pk for one in new]
        self.made |= {one.pk: begun(one) for one in new}
        for place in range(made, len(self.ids)):
            self.look(0, place)
            self.look(1, place)
        self.look(who, self.ids.index(row.pk))

    @invariant()
    def holds(self) -> None:
        """What holds after every act that changed something."""
        lines = Line.objects.count()
        if lines != self.lines:
            check_counts()
            check_clocks(self.at)
        self.lines = lines


def columns(rows: dict[Any, Promise]) -> dict[Any, list[Any]]:
    """Everything that is kept of promises."""
    names = [field.attname for field in Promise._meta.concrete_fields]
    return {pk: [getattr(row, name) for name in names] for pk, row in rows.items()}


def beside(verb: str, row: Promise, other: Promise, by: Told, at: datetime) -> Callable[[], Any] | None:
    """The deed on something that hangs on the promise as it was seen; None where nothing does."""
    if verb == "needs_input":
        fresh = Promise.objects.get(pk=other.pk)
        return lambda: actions.needs_input(promise=row, on=fresh, work_days=2, **by)
    rows: dict[str, Any] = {
        "answer": Renegotiation.objects.filter(promise=row, answer="not_yet"),
        "answer_remark": Remark.objects.filter(promise=row),
        "promise_remark": Remark.objects.filter(promise=row),
        "accept_other_day": Finding.objects.filter(promise=row, other_on__isnull=False),
        "drop_need": Need.objects.filter(promise=row),
        "settle_clash": Clash.objects.filter(one=row),
    }
    found = rows[verb].last()
    if found is None:
        return None
    if verb != "settle_clash":
        found.promise = row
    told: dict[str, Told] = {
        "answer": {"renegotiation": found, "answer": "agreed"},
        "answer_remark": {"remark": found, "answer": "a"},
        "promise_remark": {"remark": found, "due_on": at.date() + timedelta(days=5)},
        "accept_other_day": {"finding": found},
        "drop_need": {"need_of": found},
        "settle_clash": {"clash": found, "why": "w"},
    }
    return lambda: getattr(actions, verb)(**told[verb], **by)


@pytest.fixture
def two(atlas: Client, manager: User, deputy: User, head: User, at: datetime) -> list[User]:
    """Both serve Atlas."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    return [manager, deputy]


def test_ledger_holds_after_any_sequence(two: list[User], atlas: Client, at: datetime) -> None:
    plan = settings(
        max_examples=8,
        stateful_step_count=50,
        deadline=None,
        phases=[Phase.reuse, Phase.generate],  # a failure is told as it was found: shrinking takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    world = type("World", (TwoPeople,), {"client": atlas, "two": two, "began": at})
    run_state_machine_as_test(world, settings=plan)


def test_a_value_of_which_no_line_tells_is_found(atlas: Client, manager: User, at: datetime) -> None:
    promise = actions.make(client=atlas, text="word", due_on=at.date(), by=manager, at=at)
    made = {promise.pk: begun(Promise.objects.get(pk=promise.pk))}
    actions.tell(promise=promise, how="phone", by=manager, at=at)
    check_journal(made)
    Promise.objects.filter(pk=promise.pk).update(told_how="mail")
    with pytest.raises(AssertionError):
        check_journal(made)


def test_every_verb_of_the_ledger_takes_part() -> None:
    named = {*CHOICES, *PLAIN, *BESIDE, "make"}
    assert set(actions.__all__) - {"can_take_back"} - ELSEWHERE == named
