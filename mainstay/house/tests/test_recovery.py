"""An administrator lets somebody in again by a link: once, for a day, told to both sides (R-X-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import Recovery, User
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused

pytestmark = pytest.mark.django_db
NEW = "four words in a row"
SignedIn = Callable[[User], Browser]


def kinds(person: User) -> list[str]:
    rows = Line.objects.filter(about_id=person.pk, kind__startswith="house.recover")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def url(word: str) -> str:
    return reverse("house:recover", args=[word])


def test_a_link_from_the_page_lets_somebody_in_once(manager: User, admin: User, signed_in: SignedIn) -> None:
    page = signed_in(admin).post(reverse("house:make_recovery", args=[manager.pk]), {"recovery-second_step_too": ""})
    link = page.context["link"]
    assert link.startswith("http://testserver/recover/")
    assert link in page.content.decode()
    outside, path = Browser(), link.removeprefix("http://testserver")
    shown = outside.get(path)
    assert "For Mara Vogt. Ada Winter made this link; it works once." in shown.content.decode()
    assert shown.headers["Referrer-Policy"] == "same-origin"
    weak = outside.post(path, {"password": "short"})
    assert (weak.status_code, "too short" in weak.content.decode()) == (422, True)
    assert outside.post(path, {"password": NEW}).headers["Location"] == reverse("account_login")
    gone = [outside.get(path), outside.post(path, {"password": NEW}), outside.get(url("nonsense"))]
    assert [page.status_code for page in gone] == [404, 404, 404]
    assert ["Ask an administrator of your house for a new one." in page.content.decode() for page in gone] == [True] * 3
    manager.refresh_from_db()
    assert manager.check_password(NEW)
    assert kinds(manager) == ["house.recovery_made", "house.recovered"]


def test_only_the_digest_of_a_link_is_kept(manager: User, admin: User, at: datetime) -> None:
    made, word = actions.make_recovery(person=manager, by=admin, at=at)
    assert word not in str(Recovery.objects.values_list().get())
    assert made.ends_at == at + timedelta(hours=24)


def test_a_link_ends_by_time_by_another_by_an_act_and_with_its_person(
    manager: User, admin: User, at: datetime, monkeypatch: Any
) -> None:
    _made, first = actions.make_recovery(person=manager, by=admin, at=at)
    second, word = actions.make_recovery(person=manager, by=admin, at=at)
    assert [Browser().get(url(each)).status_code for each in (first, word, "nonsense")] == [404, 200, 404]
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(hours=24))
    assert Browser().get(url(word)).status_code == 404
    monkeypatch.setattr(clock, "real_now", lambda: at)
    actions.end_recovery(recovery=second, by=manager, at=at)
    assert Browser().get(url(word)).status_code == 404
    _made, word = actions.make_recovery(person=manager, by=admin, at=at)
    actions.let_go(person=manager, by=admin, at=at)
    assert Browser().get(url(word)).status_code == 404


def test_the_person_is_told_on_every_page_and_may_end_it(
    manager: User, admin: User, at: datetime, signed_in: Any
) -> None:
    browser = signed_in(manager)
    made, word = actions.make_recovery(person=manager, by=admin, at=at)
    alarm = "Ada Winter made a link with which a new password can be chosen for you."
    assert alarm in browser.get(reverse("house:people")).content.decode()
    assert browser.post(reverse("house:end_recovery", args=[made.pk])).status_code == 302
    assert alarm not in browser.get(reverse("house:people")).content.decode()
    assert Browser().get(url(word)).status_code == 404
    assert kinds(manager)[-1] == "house.recovery_ended"
    again = browser.post(reverse("house:end_recovery", args=[made.pk]))
    assert "This link has ended already." in again.content.decode()


def test_the_second_step_is_forgotten_only_where_the_link_says_so(manager: User, admin: User, at: datetime) -> None:
    Authenticator.objects.create(user=manager, type="totp", data={"secret": "x"})
    for too, left in ((False, 1), (True, 0)):
        made, _word = actions.make_recovery(person=manager, by=admin, at=at, second_step_too=too)
        actions.recover(recovery=made, password=NEW, at=at)
        assert Authenticator.objects.filter(user=manager).count() == left


def test_a_link_is_made_by_an_administrator_for_somebody_who_may_sign_in(
    manager: User, deputy: User, admin: User, at: datetime, signed_in: SignedIn
) -> None:
    with pytest.raises(Refused, match="Only an administrator"):
        actions.make_recovery(person=deputy, by=manager, at=at)
    bare = actions.add_person(name="Bare Owner", by=admin, at=at)
    page = signed_in(admin).post(reverse("house:make_recovery", args=[bare.pk]))
    assert (page.status_code, "Bare Owner cannot sign in" in page.content.decode()) == (422, True)
    made, _word = actions.make_recovery(person=deputy, by=admin, at=at)
    assert signed_in(manager).post(reverse("house:end_recovery", args=[made.pk])).status_code == 404


def test_links_over_the_api_and_in_the_terminal(
    manager: User, admin: User, stranger: User, api: Any, terminal: Any
) -> None:
    made = api(admin).post(f"/people/{manager.pk}/recovery", {"second_step_too": True})
    told = made.json()
    assert (made.status_code, told["person"], told["made_by"], told["second_step_too"]) == (
        201,
        "Mara Vogt",
        "Ada Winter",
        True,
    )
    assert Browser().get(told["url"].removeprefix("http://testserver")).status_code == 200
    assert api(stranger).delete(f"/recoveries/{told['id']}").status_code == 404
    assert api(manager).delete(f"/recoveries/{told['id']}").status_code == 204
    link = terminal(["person", "recover", "Mara Vogt"])
    path = link.output.splitlines()[0].removeprefix("http://localhost:8000")
    assert (link.exit_code, Browser().get(path).status_code) == (0, 200)
    assert terminal(["person", "recover", "Mara Vogt"], by=stranger).exit_code == 1
