"""Handed over, acknowledged, invoiced, paid: everyone has theirs (R-A-39)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, queries
from mainstay.promises.models import Exchange, Promise
from mainstay.promises.queries import exchange as shown
from mainstay.promises.queries.words import Reader

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Door = Callable[..., Any]
Give = Callable[..., Promise]


@pytest.fixture
def brochure(give: Give, manager: User, at: datetime) -> Promise:
    """A brochure, delivered today."""
    return actions.deliver(promise=give("The brochure"), by=manager, at=at)


def bill(promise: Promise, by: User, at: datetime, **told: Any) -> Exchange:
    """Invoice 118 of 2 400, to be paid in ten days."""
    return actions.invoice(
        promise=promise, by=by, at=at, **{"number": "118", "amount": Decimal(2400), "pay_by": date(2026, 3, 12), **told}
    )


def test_given_acknowledged_invoiced_and_paid_by_list_it_is_closed_on_both_sides(
    brochure: Promise,
    atlas: Client,
    manager: User,
    api: Door,
    terminal: Door,
    tmp_path: Any,
    at: datetime,
) -> None:
    caller = api(manager)
    path = f"/promises/{brochure.pk}"
    assert caller.get(f"{path}/exchange").json()["closed"] is False
    given = caller.post(f"{path}/give-over", {"what": "200 copies"}).json()
    assert (given["what"], given["given_on"], given["closed"]) == ("200 copies", "2026-03-02", False)
    caller.post(f"{path}/acknowledge", {"known_from": "She signed for it"})
    invoiced = caller.post(f"{path}/invoice", {"number": "118", "amount": "2400", "pay_by": "2026-03-12"}).json()
    assert (invoiced["pay_by"], invoiced["amount"], invoiced["paid_on"]) == ("2026-03-12", "2400.00", None)
    owed = queries.ledger(atlas)
    assert ([one.text for one in owed.you_owe], owed.we_owe) == (["Pay invoice 118"], [])
    file = tmp_path / "paid.csv"
    file.write_text("invoice,paid_on\n118,2026-03-01\n119,2026-03-01\n", encoding="utf-8")
    run = terminal(["promises", "exchange", "payments", str(file)], by=manager)
    assert (run.exit_code, "1 payment was taken in." in run.output) == (0, True), run.output
    assert "119: No invoice of that number stands here." in run.output
    closed = caller.get(f"{path}/exchange").json()
    assert (closed["closed"], closed["paid_on"], closed["overdue"], closed["draft"]) == (True, "2026-03-01", False, "")
    tallies = queries.tallies(Promise.objects.filter(client=atlas))
    assert (tallies["theirs"].counts.kept, tallies["ours"].counts.kept) == (1, 1)


def test_unpaid_past_its_day_stands_under_they_owe_with_a_polite_draft(
    brochure: Promise,
    atlas: Client,
    manager: User,
    at: datetime,
    signed_in: Door,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bill(brochure, manager, at)
    day = at + 14 * DAY
    found = shown.of(brochure)
    assert found is not None
    text = shown.draft(found, Reader("en", "Europe/Berlin", day), manager)
    assert text == (
        "Dear Atlas GmbH,\n\n"
        "our invoice 118 of €2,400.00 for “The brochure” was to be paid by Thursday 12\u00a0March 2026.\n\n"
        "We have not seen the payment yet. If it is on its way, nothing more is needed.\n\n"
        "If anything about the invoice is unclear, tell us, and we will see to it.\n\n"
        "With kind regards\nMara Vogt"
    )
    counts = queries.tallies(Promise.objects.filter(client=atlas))["ours"].counts
    assert (counts.broken, counts.kept_late, counts.kept) == (0, 0, 1)
    monkeypatch.setattr("mainstay.house.clock.real_now", lambda: day)
    page = signed_in(manager).get(f"/promises/{brochure.pk}/").content.decode()
    assert ("Their payment is late. It stands under what they owe." in page, "A reminder to copy" in page) == (
        True,
        True,
    )
    assert "Pay invoice 118" in signed_in(manager).get(f"/clients/{atlas.pk}/").content.decode()


def test_each_step_is_done_on_the_page_and_taken_back(brochure: Promise, manager: User, signed_in: Door) -> None:
    mara, path = signed_in(manager), f"/promises/{brochure.pk}"

    def stands() -> tuple[object, ...]:
        found = Exchange.objects.select_related("payment").get()
        owed = Promise.objects.theirs().owed().count()
        return found.what, found.acknowledged_on, found.invoice, owed, found.paid_on

    before: tuple[object, ...] = ("", None, "", 0, None)
    day = date(2026, 3, 2)
    for verb, told, after in (
        ("give-over", {"what": "200 copies", "given_on": "2026-03-02"}, ("200 copies", None, "", 0, None)),
        (
            "acknowledge",
            {"known_from": "She signed", "acknowledged_on": "2026-03-02"},
            ("200 copies", day, "", 0, None),
        ),
        (
            "invoice",
            {"number": "118", "amount": "2400", "currency": "EUR", "pay_by": "2026-03-12"},
            ("200 copies", day, "118", 1, None),
        ),
        ("pay", {"paid_on": "2026-03-02", "seen_where": "Statement 7"}, ("200 copies", day, "118", 0, day)),
    ):
        for done in (f"{path}/{verb}/", f"{path}/take-back/", f"{path}/{verb}/"):
            assert mara.post(done, told).status_code == 302, done
            assert stands() == (before if "take-back" in done else after)
        before = after
    assert "Closed on both sides" in mara.get(f"{path}/").content.decode()


def test_another_invoice_takes_the_place_of_one_that_is_not_paid(
    brochure: Promise, manager: User, at: datetime
) -> None:
    first = bill(brochure, manager, at).payment
    again = bill(brochure, manager, at, number="119")
    assert first is not None
    first.refresh_from_db()
    assert (first.annulled_at is not None, again.payment and again.payment.reference) == (True, "119")
    actions.pay(promise=brochure, by=manager, at=at)
    with pytest.raises(Refused, match="was paid"):
        bill(brochure, manager, at, number="120")


def test_refusals_say_why_and_where(brochure: Promise, give: Give, manager: User, front: User, at: datetime) -> None:
    told: dict[str, Any] = {"by": manager, "at": at}
    theirs = actions.deliver(promise=give(side="theirs"), **told)
    acts: list[tuple[Callable[[], object], str]] = [
        (lambda: actions.give_over(promise=brochure, what=" ", **told), "what"),
        (lambda: actions.give_over(promise=brochure, what="It", given_on=date(2026, 3, 3), **told), "given_on"),
        (lambda: actions.give_over(promise=give(), what="It", **told), ""),
        (lambda: actions.give_over(promise=theirs, what="It", **told), ""),
        (lambda: actions.acknowledge(promise=brochure, known_from="", **told), "known_from"),
        (lambda: actions.pay(promise=brochure, **told), ""),
        (lambda: bill(brochure, manager, at, number=""), "number"),
    ]
    for act, field in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.rule, refused.value.field or "") == ("R-A-39", field)
    with pytest.raises(Refused) as refused:
        bill(brochure, front, at)
    assert refused.value.rule == "R-X-3"
