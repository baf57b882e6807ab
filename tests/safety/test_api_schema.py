"""The API keeps what its description says, whatever it is sent: every check of Schemathesis, on every door (R-X-11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from mainstay.config.api import api as whole_api
from mainstay.config.wsgi import application
from tests.journeys.deeds import DEEDS
from tests.journeys.test_rights_deeds import plain

if TYPE_CHECKING:
    from conftest import Caller
    from mainstay.house.models import User

# What the description allows a rule may refuse, in a sentence.
MAY_REFUSE = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
CHECKS = {"checks": {"positive_data_acceptance": {"expected-statuses": MAY_REFUSE}}}
WAYS = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
ONCE = settings(
    max_examples=1, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
PLACE = re.compile(r"{(\w+)}")


def real_ids(ids: dict[str, Any]) -> dict[str, list[str]]:
    """What stands in the addresses of the doors, door by door: what is there, not only what is not."""
    found = {plain(deed.api): [str(ids[name]) for name in deed.of] for deed in DEEDS if deed.api}
    return found | {f"get {path.split()[1]}": told for path, told in found.items()}


def one_of(cases: Any) -> Any:
    """One example; None where the description leaves no way to be wrong."""
    found: list[Any] = []

    @ONCE
    @given(case=cases)
    def keep(case: Any) -> None:
        found.append(case)

    try:
        keep()
    except Unsatisfiable:
        return None
    return found[0]


def faults_of(case: Any, places: dict[str, str], key: str) -> list[str]:
    """Ask one door; what is wrong with its answer. What it did is undone."""
    sent = {"Authorization": f"Bearer {key}"}
    for name, value in places.items():
        case.path_parameters[name] = value
    with transaction.atomic():
        try:
            case.validate_response(case.call(headers=sent), headers=sent)
        except schemathesis.core.failures.FailureGroup as group:
            return [f"{case.operation.label}: {fault.title}: {fault.message[:300]}" for fault in group.exceptions]
        finally:
            transaction.set_rollback(True)
    return []


@pytest.mark.django_db
@pytest.mark.usefixtures("unwatched", "one_connection")
def test_every_door_keeps_its_description(
    people: dict[str, User], ids: dict[str, Any], api: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One request as it is described to each, and one as it is not to each that takes a body; by a head."""
    told = whole_api.get_openapi_schema()
    schema = schemathesis.openapi.from_dict(dict(told), config=SchemathesisConfig.from_dict(CHECKS))
    schema.app = application
    key, known, faults, asked = api(people["head"]).key, real_ids(ids), [], 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        door = plain(operation.label.lower().replace("/api/v1", ""))
        places = dict(zip(PLACE.findall(operation.path), known.get(door, ()), strict=False))
        for way in WAYS if operation.body else WAYS[:1]:  # without a body there is little to be wrong
            case = one_of(operation.as_strategy(generation_mode=way))
            if case is not None:
                asked += 1
                faults += faults_of(case, places if way is WAYS[0] else {}, key)
    assert not faults, "\n".join(faults)
    assert asked > 200
