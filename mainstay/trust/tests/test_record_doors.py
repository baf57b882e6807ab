"""The record through API and terminal: words, reasons, the fold line by line; a stranger finds nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from ninja import Schema

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.config.api import api as the_api
from mainstay.house.models import User
from mainstay.promises import actions as promising
from mainstay.promises.models import Promise
from mainstay.trust.models import Breach, Standard, Weighing
from mainstay.trust.rules.record.fold import digest, fold, read_lines
from mainstay.trust.rules.record.policy import STEADY


@pytest.fixture
def lived(atlas: Client, manager: User, deputy: User, head: User, at: datetime) -> list[Promise]:
    """Six deliveries of Atlas half a year ago, on time and on budget, and a late one since."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    done = []
    for number in range(7):
        made = at - timedelta(days=200 - number * 14)
        due = (made + timedelta(days=7)).date()
        told: dict[str, Any] = {
            "client": atlas,
            "by": manager,
            "at": made,
            "due_on": due,
            "budget": Decimal(100),
            "reference": f"R{number}",
        }
        promise = promising.make(text=f"Plan {number}", **told)
        late = timedelta(days=9 if number < 6 else 25)
        promise = promising.deliver(promise=promise, by=manager, at=made + late - timedelta(days=2), cost=Decimal(100))
        done.append(promise)
    return done


def numbers_of_trust(body: Any) -> list[str]:
    """Every number in what an answer says, but for days and counts in words."""
    if isinstance(body, dict):
        return [key for key, value in body.items() if isinstance(value, int | float)] + [
            name for value in body.values() for name in numbers_of_trust(value)
        ]
    return [name for value in body for name in numbers_of_trust(value)] if isinstance(body, list) else []


def test_the_api_says_a_word_with_its_reasons_and_no_number(
    lived: list[Promise], atlas: Client, manager: User, stranger: User, api: Callable[..., Any]
) -> None:
    body = api(manager).get(f"/trust/clients/{atlas.pk}/record").json()
    assert (body["client"], body["record"]["verdict"]) == ("Atlas GmbH", "not_enough_information")
    assert [line["code"] for line in body["record"]["reasons"]][:3] == ["headline", "ended", "strand"]
    assert body["record"]["would_earn"] == ["What would earn it: On time kept at least 6 more times in a row."]
    assert numbers_of_trust(body) == []
    early = api(manager).get(f"/trust/clients/{atlas.pk}/record", as_of="2025-11-05").json()
    assert early["record"]["verdict"] == "trusted"
    alone = api(manager).get(f"/trust/clients/{atlas.pk}/record", policy="busy-1", quorum=1).json()
    assert alone["record"]["policy"] == "busy-1/q1"
    refused = api(manager).get(f"/trust/clients/{atlas.pk}/record", policy="mostly")
    assert (refused.status_code, refused.json()["field"]) == (422, "policy")
    for path in ("record", "audit"):
        assert api(stranger).get(f"/trust/clients/{atlas.pk}/{path}").status_code == 404


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every shape that goes in or out of the API."""
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_of_all_shapes_of_the_api_the_audit_alone_holds_a_number_of_trust() -> None:
    """R-A-6, TV-2: any other number with a fraction is a value of a stream; money is exact and none of them."""
    assert the_api.urls
    numbers: dict[str, list[str]] = {}
    for one in shapes():
        for name, field in one.model_fields.items():
            if one.__module__.startswith("mainstay.") and "float" in str(field.annotation):
                numbers.setdefault(one.__name__, []).append(name)
    assert numbers == {
        "FoldStepOut": ["weight", "before", "after"],
        "NoticeOut": ["before", "now", "agreed"],
        "StreamOut": ["usual", "now", "agreed"],
        "AgreeIn": ["level"],
    }


def test_what_was_explained_replays_to_the_same_hash(
    lived: list[Promise],
    atlas: Client,
    manager: User,
    at: datetime,
    api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:
    body = api(manager).get(f"/trust/clients/{atlas.pk}/audit").json()
    said = terminal(["trust", "explain", "Atlas GmbH"], by=manager).output
    rows, breaches = read_lines(said)
    assert digest(rows, breaches) == body["digest"]
    assert f"sha256: {body['digest']}" in said
    again = fold(rows, STEADY, as_of=at.date(), breaches=breaches)
    assert body["verdict"] == {"insufficient": "not_enough_information"}[again.verdict]
    assert body["steps"][0]["after"] == 0.459532
    assert [step["promise"] for step in body["steps"][:2]] == ["Plan 0", "Plan 0"]


def test_the_terminal_says_it_of_one_and_of_all(
    lived: list[Promise], atlas: Client, manager: User, stranger: User, terminal: Callable[..., Any]
) -> None:
    said = terminal(["trust", "Atlas GmbH"], by=manager)
    assert said.exit_code == 0
    assert said.output.splitlines()[0] == "Not enough information."
    told = json.loads(terminal(["trust", "--json"], by=manager).output)
    assert [one["client"] for one in told] == ["Atlas GmbH"]
    assert (
        json.loads(terminal(["trust", "Atlas GmbH", "--json", "--as-of", "2025-11-05"], by=manager).output)[0][
            "record"
        ]["verdict"]
        == "trusted"
    )
    assert terminal(["trust"], by=stranger).output.splitlines() == ["client  our record  since  their word"]
    refused = terminal(["trust", "Atlas GmbH", "--policy", "x"], by=manager)
    assert refused.exit_code == 1


def test_an_excuse_goes_through_api_and_terminal(
    lived: list[Promise], manager: User, deputy: User, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    late = lived[-1]
    asked = api(manager).post(f"/trust/promises/{late.pk}/excuse", {"reason": "The flood"}).json()
    own = terminal(["trust", "agree", asked["id"]], by=manager)
    assert own.exit_code == 1
    assert "Two people excuse a failure" in own.output
    assert api(deputy).post(f"/trust/weighings/{asked['id']}/agree").json()["agreed"] is True
    assert terminal(["trust", "take-back", asked["id"]], by=deputy).exit_code == 0
    assert Weighing.objects.standing().count() == 0


def test_a_breach_goes_through_api_and_terminal(
    lived: list[Promise],
    atlas: Client,
    manager: User,
    head: User,
    api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:
    refused = api(manager).post(f"/trust/clients/{atlas.pk}/breaches", {"kind": "law", "reason": "x"})
    assert (refused.status_code, refused.json()["lifted_by"]) == (422, "a head of client service")
    assert terminal(["trust", "breach", "Atlas GmbH", "law", "--what", "A permit"], by=head).exit_code == 0
    breach = Breach.objects.get()
    body = api(head).post(f"/trust/breaches/{breach.pk}/close", {"confirmed": "by mail", "verified": "a lock"}).json()
    assert body["closed_on"] == "2026-03-02"


def test_the_house_chooses_through_api_and_terminal(
    lived: list[Promise], admin: User, head: User, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    asked = {"policy": "busy-1", "core": ["time"], "quorum": 1}
    seen = api(admin).post("/trust/standard/preview", asked).json()
    assert seen["looked"] == 1
    assert api(admin).post("/trust/standard", {**asked, "why": "x", "seen": "y"}).status_code == 422
    made = api(admin).post("/trust/standard", {**asked, "why": "A courier has no budgets", "seen": seen["seen"]})
    assert (made.status_code, made.json()["number"]) == (200, 1)
    said = terminal(["trust", "choose", "slow-1", "--why", "Quarterly"], by=admin)
    assert said.exit_code == 0, said.output
    assert Standard.objects.count() == 2
    assert terminal(["trust", "catch-up"], by=admin).output == "Promises read: 7.\n"
    assert api(head).post("/trust/standard", {**asked, "why": "x", "seen": "y"}).status_code == 422
