"""The client answers by a link: yes, no or another day, once, as theirs; the link shows one day and ends (R-B-50)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients.models import Client, Contact
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit import throttle
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.models import AnswerLink, Promise
from mainstay.promises.queries import agreed, linking
from mainstay.promises.rules import linking as rules

Give = Callable[..., Promise]
DAY = timedelta(days=1)
FRIDAY, NEXT, LATER = date(2026, 3, 6), date(2026, 3, 13), date(2026, 3, 17)


@pytest.fixture
def asked(give: Give, manager: User, at: datetime) -> Promise:
    """Another day was asked for: the 13th instead of the 6th; nobody has answered."""
    told: dict[str, Any] = {
        "to_on": NEXT,
        "reason": "The plates are late",
        "answer": "not_yet",
        "substitute": "A proof",
    }
    return actions.move(promise=give("Print the catalogue", due_on=FRIDAY), **told, by=manager, at=at)


@pytest.fixture
def link(asked: Promise, buyer: Contact, manager: User, at: datetime) -> AnswerLink:
    """Ms Ortega may answer, for two weeks."""
    return actions.ask_by_link(promise=asked, contact=buyer, by=manager, at=at)


def read(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).replace("\xa0", " ").split())


def fresh(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ((False, False, 1, True), "open"),
        ((False, False, 1, False), "overtaken"),
        ((True, False, 1, False), "answered"),
        ((True, False, -1, False), "answered"),
        ((False, False, 0, True), "expired"),
        ((True, True, 1, True), "ended"),
    ],
)
def test_a_link_stands_one_way(facts: tuple[bool, bool, int, bool], stands: str, at: datetime) -> None:
    answered, ended, days, is_asked = facts
    assert rules.standing(rules.Link(answered, ended, at + days * DAY, is_asked), at) == stands


@pytest.mark.django_db
def test_a_yes_moves_the_promise_and_is_theirs(link: AnswerLink, asked: Promise, buyer: Contact) -> None:
    page, url = Browser(), linking.url(link)
    shown = page.get(url)
    words = read(shown)
    for part in ("Brückner & Partner asks you for Friday 13 March 2026 instead of Friday 6 March 2026.",
                 "The plates are late", "Meanwhile: A proof", "Print the catalogue"):  # fmt: skip
        assert part in words
    for hidden in ("Atlas", "Ortega", "owed", "/promises/", "/clients/"):
        assert hidden not in words.replace(url, "")
    assert (shown.headers["X-Robots-Tag"], "no-store" in shown.headers["Cache-Control"]) == ("noindex", True)
    assert page.post(url, {"answer": "yes", "note": "Fine with us"}).status_code == 302
    kept = fresh(asked)
    assert (kept.due_on, kept.outcome) == (NEXT, "moved")
    assert "Your answer is written down. Friday 13 March is fine. “Fine with us”" in read(page.get(url))
    last = Line.objects.about(asked.pk).order_by("-id").first()
    assert last is not None
    assert (last.kind, last.by_id, last.by_name) == ("promises.answered_by_link", buyer.pk, "Inés Ortega")
    assert not actions.can_take_back(promise=kept, by=link.by, at=link.at)
    again = page.post(url, {"answer": "no"})
    assert (again.status_code, fresh(asked).due_on) == (422, NEXT)


@pytest.mark.django_db
def test_another_day_is_declined_and_stands_to_be_accepted(
    link: AnswerLink, asked: Promise, buyer: Contact, manager: User, at: datetime
) -> None:
    page, url = Browser(), linking.url(link)
    for wrong, sentence in (
        ({}, "Say yes, no, or another day."),
        ({"answer": "other_day"}, "Choose the day you could manage."),
        ({"answer": "other_day", "other_on": "2026-03-01"}, "The new day needs to be still to come."),
    ):
        refused = page.post(url, wrong)
        assert (refused.status_code, sentence in read(refused)) == (422, True), sentence
    assert page.post(url, {"answer": "other_day", "other_on": LATER.isoformat()}).status_code == 302
    assert [one.answer for one in asked.renegotiations.all()] == ["declined"]
    theirs = agreed.standing(fresh(asked)).theirs
    assert theirs is not None
    assert (theirs.other_on, theirs.contact) == (LATER, buyer)
    assert actions.accept_other_day(finding=theirs, by=manager, at=at).due_on == LATER


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "word"), [("yes", "manageable"), ("no", "too_tight")])
def test_of_the_day_it_stands_at_they_say_what_they_find(
    answer: str, word: str, give: Give, buyer: Contact, manager: User, at: datetime
) -> None:
    promise = give("Print the catalogue", due_on=FRIDAY)
    link = actions.ask_by_link(promise=promise, contact=buyer, by=manager, at=at)
    assert "promises you this for Friday 6 March 2026" in read(Browser().get(linking.url(link)))
    assert Browser().post(linking.url(link), {"answer": answer}).status_code == 302
    theirs = agreed.standing(fresh(promise)).theirs
    assert theirs is not None
    assert (theirs.word, theirs.contact, fresh(promise).due_on) == (word, buyer, FRIDAY)


@pytest.mark.django_db
def test_it_is_in_their_language_and_ends(
    link: AnswerLink, buyer: Contact, asked: Promise, manager: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = linking.url(link)
    Contact.objects.filter(pk=buyer.pk).update(language="de")
    assert '<html lang="de"' in Browser().get(url).content.decode()
    assert Browser().get(url[:-3] + "xx/").status_code == 404
    second = actions.ask_by_link(promise=asked, contact=buyer, days=3, by=manager, at=at)
    assert Browser().get(url).status_code == 404  # the newer one took its place
    actions.move(promise=asked, to_on=LATER, reason="Agreed on the phone", answer="agreed", by=manager, at=at)
    actions.answer(renegotiation=asked.renegotiations.earliest("asked_at"), answer="declined", by=manager, at=at)
    Contact.objects.filter(pk=buyer.pk).update(language="en")
    assert "This is settled meanwhile." in read(Browser().get(linking.url(second)))
    assert Browser().post(linking.url(second), {"answer": "yes"}).status_code == 422
    monkeypatch.setattr(clock, "real_now", lambda: at + 3 * DAY)
    assert Browser().get(linking.url(second)).status_code == 404


@pytest.mark.django_db
def test_who_asks_without_end_is_told_to_wait(link: AnswerLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mainstay.promises.public.OPENED", throttle.Limit(times=2, seconds=600))
    said = [Browser().get(linking.url(link)) for _time in range(3)]
    assert [one.status_code for one in said] == [200, 200, 429]
    assert said[2].headers["Retry-After"] == "600"


@pytest.mark.django_db
def test_it_is_made_and_ended_on_the_page(
    asked: Promise, buyer: Contact, manager: User, stranger: User, signed_in: Callable[[User], Browser]
) -> None:
    mara, page = signed_in(manager), f"/promises/{asked.pk}/"
    assert mara.post(f"{page}ask-by-link/", {"contact": "", "days": "14"}).status_code == 422
    assert mara.post(f"{page}ask-by-link/", {"contact": str(buyer.pk), "days": "14"}).status_code == 302
    link = AnswerLink.objects.get()
    words = mara.get(page).content.decode()
    assert f"http://testserver{linking.url(link)}" in words
    assert "Inés Ortega is asked about Friday 13 March; the link ends on 16 March." in unescape(words).replace(
        "\xa0", " "
    )
    assert signed_in(stranger).post(f"/promises/links/{link.pk}/end/").status_code == 404
    assert mara.post(f"/promises/links/{link.pk}/end/").status_code == 302
    assert Browser().get(linking.url(link)).status_code == 404
    assert mara.post(f"/promises/links/{link.pk}/end/").status_code == 422


@pytest.mark.django_db
def test_api_and_terminal_make_it_list_it_and_end_it(
    asked: Promise, atlas: Client, buyer: Contact, manager: User, stranger: User, at: datetime,
    api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    door, path = api(manager), f"/promises/{asked.pk}"
    made = door.post(f"{path}/ask-by-link", {"contact": str(buyer.pk), "days": 3})
    assert (made.status_code, made.json()["standing"], made.json()["due_on"]) == (201, "open", "2026-03-13")
    too_long = door.post(f"{path}/ask-by-link", {"contact": str(buyer.pk), "days": 91})
    assert (too_long.status_code, too_long.json()["rule"], too_long.json()["field"]) == (422, "R-B-50", "days")
    assert Browser().post(made.json()["link"], {"answer": "no"}).status_code == 302
    assert [(one["standing"], one["answer"], one["link"]) for one in door.get(f"{path}/links").json()] == [
        ("answered", "no", "")
    ]
    assert api(stranger).post(f"/promises/links/{made.json()['id']}/end-link").status_code == 404
    printed = terminal(["promises", "ask-by-link", str(asked.pk), "--contact", "Inés Ortega"], by=manager)
    assert Browser().get(printed.output.strip()).status_code == 200
    link = AnswerLink.objects.latest("expires_at")
    said = terminal(["promises", "links", str(asked.pk)], by=manager).output
    assert "Inés Ortega answered by the link" in said
    assert terminal(["promises", "end-link", str(link.pk)], by=manager).exit_code == 0
    assert door.post(f"/promises/links/{link.pk}/end-link").json()["detail"] == "This link has ended already."


@pytest.mark.django_db
def test_nobody_of_another_client_is_asked_and_nothing_that_is_done(
    asked: Promise, atlas: Client, buyer: Contact, manager: User, at: datetime
) -> None:
    buyer.affiliations.update(to_on=at.date())
    with pytest.raises(Refused, match="does not belong to this client"):
        actions.ask_by_link(promise=asked, contact=buyer, by=manager, at=at)
    actions.settle(
        promise=actions.deliver(promise=asked, by=manager, at=at), satisfaction="accepted", known_from="A call",
        by=manager, at=at,
    )  # fmt: skip
    with pytest.raises(Refused, match="delivered already"):
        actions.ask_by_link(promise=asked, contact=buyer, by=manager, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "note", "kept", "remarks"),
    [
        ("accepted", "", "accepted", []),
        ("remarks", "Too dark", "remarks", ["Too dark"]),
        ("refused", "", "not_accepted", []),
    ],
)
def test_of_what_they_got_they_say_whether_it_is_as_they_wanted_it(
    answer: str, note: str, kept: str, remarks: list[str], give: Give, buyer: Contact, manager: User, at: datetime,
    signed_in: Callable[[User], Browser],
) -> None:  # R-A-10  # fmt: skip
    promise = actions.deliver(promise=give("Print the catalogue", due_on=FRIDAY), by=manager, at=at)
    mara = signed_in(manager)
    assert mara.post(f"/promises/{promise.pk}/ask-by-link/", {"contact": str(buyer.pk), "days": "9"}).status_code == 302
    link = AnswerLink.objects.get()
    page, url = Browser(), linking.url(link)
    assert "Brückner & Partner gave you this on Monday 2 March 2026. Is it as you wanted it?" in read(page.get(url))
    for wrong, sentence in (
        ({}, "Say whether it is as you wanted it."),
        ({"answer": "remarks"}, "Say in your words what is still to be put right."),
    ):
        refused = page.post(url, wrong)
        assert (refused.status_code, sentence in read(refused)) == (422, True), sentence
    assert page.post(url, {"answer": answer, "note": note}).status_code == 302
    after = fresh(promise)
    assert (after.satisfaction, after.known_from) == (kept, "Inés Ortega answered by the link")
    assert [one.text for one in after.remarks.all()] == remarks
    assert "Your answer is written down." in read(page.get(url))
    assert page.post(url, {"answer": "accepted"}).status_code == 422
    assert "Inés Ortega answered by the link:" in mara.get(f"/promises/{promise.pk}/").content.decode()


@pytest.mark.django_db
def test_what_was_settled_meanwhile_is_asked_no_more(
    give: Give, buyer: Contact, manager: User, at: datetime, api: Callable[..., Any]
) -> None:
    promise = actions.deliver(promise=give("Print the catalogue", due_on=FRIDAY), by=manager, at=at)
    made = api(manager).post(f"/promises/{promise.pk}/ask-by-link", {"contact": str(buyer.pk)}).json()
    assert (made["about"], made["due_on"]) == ("delivery", at.date().isoformat())
    actions.settle(promise=promise, satisfaction="accepted", known_from="A call", by=manager, at=at)
    assert "This is settled meanwhile." in read(Browser().get(made["link"]))
    assert Browser().post(made["link"], {"answer": "refused"}).status_code == 422
    assert fresh(promise).satisfaction == "accepted"
