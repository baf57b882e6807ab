"""The record on deliveries that firms really had: the same in any order, explained line by line, foretold as written.

The facts of the demo are ours; the files of the shared material are read too where ``MAINSTAY_SHARED`` names them.
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from mainstay.trust.rules.record.fold import Row, Standing, Step, digest, fold, lines, read_lines
from mainstay.trust.rules.record.policy import STEADY, Policy, chosen
from mainstay.trust.tests.histories import History, read

TREE = Path(__file__).parents[3]
ORDERS = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "orders"
DEMO = TREE / "mainstay" / "desk" / "demo" / "northwind.json"
FILES = (DEMO, *(ORDERS / name for name in ("scms_excerpt_cp1252_tab.csv", "nyc_sca_district1.csv")))
ALONE = chosen("steady-1", core=("time",), quorum=1)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def history(request: pytest.FixtureRequest) -> History:
    """One history."""
    if not request.param.is_file():
        pytest.skip(f"MAINSTAY_SHARED names no folder with {request.param.name}")
    return read(request.param)


def policy_of(history: History) -> Policy:
    """Time alone where nothing else is known."""
    return STEADY if history.priced else ALONE


def test_a_history_says_the_same_in_whatever_order_it_is_told(history: History) -> None:
    chance, policy = random.Random(7), policy_of(history)
    for client in history.clients:
        rows = history.rows(client)
        found, proof = fold(rows, policy, as_of=history.until), digest(rows)
        chance.shuffle(rows)
        assert (fold(rows, policy, as_of=history.until), digest(rows)) == (found, proof)


def test_a_history_is_explained_line_by_line(history: History) -> None:
    policy = policy_of(history)
    for client in history.clients:
        rows, steps = history.rows(client), list[Step]()
        found = fold(rows, policy, as_of=history.until, steps=steps)
        assert len(steps) == len(rows)
        assert {name: strand.balance for name, strand in found.strands.items()} == _added_up(steps, policy)
        again, breaches = read_lines("\n".join(lines(rows)))
        assert (fold(again, policy, as_of=history.until), breaches, digest(again)) == (found, [], digest(rows))


def _added_up(steps: list[Step], policy: Policy) -> dict[str, float]:
    """The balances, reckoned anew from the lines alone: each goes on from the one before it."""
    last: dict[str, tuple[Row, float]] = {}
    for row, age, before, after, _state in steps:
        was, balance = last.get(row.strand, (row, 0.0))
        assert (age, before) == ((row.on - was.on).days, balance)
        raised = before * 2 ** (-age / policy.half_life) + row.weight * policy.steps[row.outcome]
        assert after == min(policy.cap_top, max(-policy.cap_bottom, raised))
        last[row.strand] = row, after
    return {strand: after for strand, (_row, after) in last.items()}


def test_days_alone_never_make_anybody_trusted_where_two_strands_must_hold() -> None:
    told = read(DEMO)
    usual = Counter(_standing(told, client, STEADY).verdict for client in told.clients)
    alone = Counter(_standing(told, client, ALONE).verdict for client in told.clients)
    assert usual == {"insufficient": 88, "not_trusted": 1}
    assert alone == {"trusted": 46, "insufficient": 42, "not_trusted": 1}


def _standing(told: History, client: str, policy: Policy) -> Standing:
    return fold(told.rows(client), policy, as_of=told.until)


def test_what_the_verdict_foretold_stands_in_the_docs_as_the_script_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("foretold", TREE / "bench" / "foretold.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, script)
    spec.loader.exec_module(script)
    written = (TREE / "docs" / "foretold.md").read_text(encoding="utf-8")
    for file in (DEMO, *(file for file in FILES[1:] if file.is_file())):
        assert "\n".join(script.table(read(file))) in written
