"""The seeds of second steps are kept sealed; a new secret of the house locks nobody out whose former one is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from mainstay.config.doctor import inside
from mainstay.house import actions
from mainstay.house.models import User
from mainstay.kit import sealing

SEED = "JBSWY3DPEHPK3PXP"
OLD, NEW = "o" * 40, "n" * 40


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def kept() -> dict[str, str]:
    """What stands in the database, by kind."""
    return {row.type: row.data.get("secret") or row.data["seed"] for row in Authenticator.objects.all()}


def test_what_is_sealed_is_read_by_the_same_secret_and_by_no_other() -> None:
    sealed = sealing.seal(SEED, [OLD])
    assert (SEED in sealed, sealing.opened(sealed, [OLD]), sealing.opened(sealed, [NEW, OLD])) == (False, SEED, SEED)
    assert sealing.seal(SEED, [OLD]) != sealed
    with pytest.raises(sealing.Unreadable):
        sealing.opened(sealed, [NEW])
    with pytest.raises(sealing.Unreadable):
        sealing.opened(sealed[:-4] + "AAAA", [OLD])
    assert sealing.opened(SEED, [OLD]) == SEED
    fresh = [sealing.is_fresh(each, [OLD, NEW]) for each in (sealed, sealing.seal(SEED, [NEW]), SEED)]
    assert fresh == [True, False, False]


@pytest.mark.django_db
def test_no_seed_stands_in_the_database_as_it_is(manager: User) -> None:
    TOTP.activate(manager, SEED)
    codes = RecoveryCodes.activate(manager)
    told = json.dumps([row.data for row in Authenticator.objects.all()])
    assert [each.startswith(sealing.MARK) for each in kept().values()] == [True, True]
    assert [word for word in (SEED, *codes.get_unused_codes()) if word in told] == []
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_of(SEED))
    assert codes.validate_code(codes.get_unused_codes()[0])
    assert inside.second_steps().said == "The seeds of second steps are sealed."


@pytest.mark.django_db
def test_seeds_from_before_are_sealed_and_a_new_secret_takes_over_the_old(manager: User, settings: Any) -> None:
    settings.SEALED_BY = [OLD]
    Authenticator.objects.create(user=manager, type="totp", data={"secret": SEED})
    Authenticator.objects.create(user=manager, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
    assert not inside.second_steps().well
    assert [actions.seal_second_steps(secrets=settings.SEALED_BY) for _ in range(2)] == [2, 0]
    assert (inside.second_steps().well, SEED in kept()["totp"]) == (True, False)
    settings.SEALED_BY = [NEW, OLD]
    assert "Run: mainstay migrate" in inside.second_steps().said
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_of(SEED))
    actions.seal_second_steps(secrets=settings.SEALED_BY)
    settings.SEALED_BY = [NEW]
    assert (inside.second_steps().well, sealing.opened(kept()["totp"], [NEW])) == (True, SEED)


@pytest.mark.django_db
def test_a_seed_that_nobody_can_read_opens_nothing_and_the_doctor_says_so(
    manager: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    TOTP.activate(manager, SEED)
    settings.SEALED_BY = [NEW]
    assert not TOTP(Authenticator.objects.get()).validate_code(code_of(SEED))
    assert "sealed under another secret" in caplog.text
    assert inside.second_steps().said.startswith("1 second step was sealed under another secret")
    assert actions.seal_second_steps(secrets=settings.SEALED_BY) == 0
