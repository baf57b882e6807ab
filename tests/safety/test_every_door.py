"""What a stranger tries at every door, and what looking at it may never do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client as Browser
from django.urls import Resolver404, get_resolver, resolve, reverse

from mainstay.config import views
from mainstay.house import actions
from mainstay.journal.models import Line
from tests import headers
from tests.journeys.deeds import DEEDS, HEAD
from tests.journeys.test_rights_deeds import addresses, filled, takes_posts

if TYPE_CHECKING:
    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import House, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched")]
HTMX = {"HX-Request": "true", "HX-Target": "main"}
OF_ATLAS = ("Atlas", "Write the report", "Emil Stein", "Uta Wolf", "Fruit basket", "Print on cotton")


def test_strangers_find_nothing_by_any_id_of_ours(
    people: dict[str, User], ids: dict[str, Any], signed_in: Callable[[User], Browser]
) -> None:
    """By the address of every deed, as a form that htmx sends; what is only read: ``test_strangers``."""
    browser, told = signed_in(people["stranger"]), []
    for deed in DEEDS:
        cells = deed.cells.split()[HEAD.index("stranger")].split("/")
        of = [ids[name] for name in deed.of]
        if deed.page and of and cells[0] == "404":
            response: Any = browser.post(reverse(deed.page, args=of), filled(deed.form, ids), headers=HTMX)
            body = response.getvalue().decode()
            if response.status_code not in (404, 405) or any(word in body for word in OF_ATLAS):
                told.append(f"{deed.name}: {response.status_code}, {[word for word in OF_ATLAS if word in body]}")
    assert not told, "\n".join(told)


def test_looking_changes_nothing(
    people: dict[str, User], ids: dict[str, Any], signed_in: Callable[[User], Browser]
) -> None:
    """A GET of what acts shows a form, or is no method of that door; the journal stays as it is."""
    before, browser, wrong = Line.objects.count(), signed_in(people["manager"]), []
    for deed in DEEDS:
        if deed.page:
            response = browser.get(reverse(deed.page, args=[ids[name] for name in deed.of]))
            if response.status_code >= 500 or headers.lacking(response):
                wrong.append(f"{deed.page}: {response.status_code}, {headers.lacking(response)}")
    assert not wrong, "\n".join(wrong)
    assert Line.objects.count() == before


def test_every_form_needs_the_page_s_own_key(manager: User, ids: dict[str, Any], settings: Any) -> None:
    """Forged from another site, no page acts: neither ours nor those of signing in."""
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(manager, backend=settings.AUTHENTICATION_BACKENDS[0])
    of = {deed.page: [ids[name] for name in deed.of] for deed in DEEDS if deed.page}
    wrong, asked = [], 0
    for name, view in addresses(get_resolver().url_patterns):
        if name.startswith("api") or not takes_posts(view):
            continue
        try:
            url = reverse(name, args=of.get(name, []))
        except Exception:  # noqa: BLE001, S112 (asks for ids that no deed names: the same view, tested by another)
            continue
        response = browser.post(url, {})
        asked += 1
        if response.status_code not in (403, 405):
            wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 100


def test_what_is_not_asked_for_is_not_taken(
    manager: User, atlas: Client, api: Callable[..., Caller], signed_in: Callable[[User], Browser]
) -> None:
    """Fields that a door does not ask for change nothing; of a value sent twice one is taken, never both."""
    more = {"is_superuser": True, "is_active": False, "roles": ["admin"], "id": "1", "password": "x", "visible": []}
    api(manager).patch("/me", {"language": "de", **more})
    api(manager).patch(f"/clients/{atlas.pk}", {"town": "Köln", "archived_at": "2026-01-01", "merged_into": "1"})
    manager.refresh_from_db()
    atlas.refresh_from_db()
    assert (manager.language, manager.is_active, manager.roles) == ("de", True, ["manager"])
    assert (atlas.town, atlas.archived_at) == ("Köln", None)
    twice = signed_in(manager).post(f"{reverse('language')}?language=ru", {"language": ["ms", "en"]})
    manager.refresh_from_db()
    assert (twice.status_code, manager.language) == (302, "en")


def test_what_is_no_page_is_not_served(house: House, client: Browser) -> None:
    for path in (
        "/.git/config", "/static/", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/theme/", "/manage.py",
        "/var/secret.key", "/mainstay.toml", "/.env", "/admin/", "/__debug__/", "/static/..%2f..%2fsecret.key",
    ):  # fmt: skip
        response = client.get(path)
        assert (path, response.status_code) == (path, 404)
    with pytest.raises(Resolver404):
        resolve("/admin/")


def test_nothing_of_the_inside_is_told_when_something_breaks(
    manager: User, atlas: Client, settings: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def breaks(*_args: Any, **_told: Any) -> None:
        raise RuntimeError("the inside of Atlas GmbH")

    browser = signed_in(manager)
    browser.raise_request_exception = False
    monkeypatch.setattr("mainstay.house.clock.now", breaks)
    with caplog.at_level(logging.ERROR):
        answers = [browser.get(reverse("clients:page", args=[atlas.pk])), browser.get("/api/v1/today")]
    for response in answers:
        body = response.content.decode()
        assert (response.status_code, headers.lacking(response)) == (500, [])
        assert not any(word in body for word in ("Traceback", "RuntimeError", "inside", ".py", "SELECT"))
    assert [record.name for record in caplog.records if "inside" in (record.exc_text or str(record.exc_info))]
    assert settings.DEBUG is False


# --- the door itself


def test_password_fields_hide_and_let_managers_fill(house: House, client: Browser) -> None:
    body = client.get(reverse("account_login")).content.decode()
    (field,) = [part for part in body.split("<input")[1:] if 'name="password"' in part]
    told = field.partition(">")[0]
    assert 'type="password"' in told
    assert 'autocomplete="current-password"' in told
    assert "onpaste" not in body
    assert "readonly" not in told


def test_a_password_is_taken_as_it_is_sent(admin: User, at: datetime) -> None:
    """Long, with signs of every kind and blanks; neither cut nor in another case."""
    password = "Ein Käse, zwei Weine und Ω – 田中さん 💥 " + "langes Seil " * 4 + "Ende"
    assert 64 <= len(password) <= 128
    actions.set_password(person=admin, password=password, by=admin, at=at)
    for tried, opens in ((password[:-1], False), (password.lower(), False), (password + "x", False), (password, True)):
        browser = Browser()
        browser.post(reverse("account_login"), {"login": admin.email, "password": tried})
        assert (tried, "_auth_user_id" in browser.session) == (tried, opens)


def test_signing_in_changes_the_key_of_the_session(admin: User, at: datetime, settings: Any) -> None:
    actions.set_password(person=admin, password="a quiet cable holds well", by=admin, at=at)
    browser, keys = Browser(), []
    browser.cookies[settings.SESSION_COOKIE_NAME] = "fixed-by-somebody-else-0123456789"
    for _time in range(2):
        browser.post(reverse("account_login"), {"login": admin.email, "password": "a quiet cable holds well"})
        keys.append(str(browser.session.session_key))
        browser.post(reverse("account_logout"))
    assert len({*keys, "fixed-by-somebody-else-0123456789"}) == 3
    assert [len(key) >= 32 for key in keys] == [True, True]  # 32 signs of 36: 165 bits


def test_leaving_clears_what_a_browser_keeps(manager: User, signed_in: Callable[[User], Browser]) -> None:
    browser = signed_in(manager)
    page = browser.get(reverse("house:me"))
    assert reverse("account_logout") in page.content.decode()
    left = browser.post(reverse("account_logout"))
    assert (left.status_code, left.headers["Clear-Site-Data"]) == (302, '"storage"')
    assert "Clear-Site-Data" not in page.headers
    assert browser.get(reverse("house:me")).status_code == 302


def test_every_page_leads_out(manager: User, atlas: Client, signed_in: Callable[[User], Browser]) -> None:
    """From every page to the one about yourself, where signing out stands."""
    browser = signed_in(manager)
    for url in (reverse("desk:today"), reverse("clients:list"), reverse("clients:page", args=[atlas.pk])):
        assert f'href="{reverse("house:me")}"' in browser.get(url).content.decode()


def test_a_link_that_was_altered_opens_nothing(house: House, client: Browser) -> None:
    """Signed links of every kind: another text, another purpose, none."""
    for name, view in addresses(get_resolver().url_patterns):
        if name in ("promises:answer_open", "trust:sheet_open"):
            for key in ("x", "eyJhIjoxfQ:1abc:xyz", "..%2f", "a" * 300):
                assert (name, client.get(reverse(name, args=[key])).status_code) == (name, 404), view
    assert views.not_found.__doc__


def test_signs_that_no_database_keeps_break_nothing(
    manager: User, atlas: Client, signed_in: Callable[[User], Browser], api: Callable[..., Caller]
) -> None:
    """NUL (which PostgreSQL refuses) and bytes that are no text, wherever an address takes words."""
    browser, caller = signed_in(manager), api(manager)
    for words in ("q=a%00b", "q=%ED%A0%80", "cursor=%00", "whose=%00&team=%00", "page=%00", "show=%00&sort=%00"):
        for name in ("desk:search", "clients:list", "promises:list", "desk:report", "desk:today"):
            assert browser.get(f"{reverse(name)}?{words}").status_code < 500, (name, words)
        for path in ("/search", "/clients", "/promises", "/contacts", "/engagements", "/report"):
            assert browser.get(f"/api/v1{path}?{words}", headers=caller._key).status_code < 500, (path, words)
    assert Browser().post(reverse("account_login"), {"login": "a\0b", "password": "\0"}).status_code < 500
