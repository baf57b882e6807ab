"""The frame around every page: its places, its alarms, its messages; and the pages that must stand without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string

from mainstay.kit.plug import Alarm, MenuEntry
from mainstay.theme import context, say
from mainstay.theme.tests.conftest import Someone

Asked = Callable[..., HttpRequest]
Shown = Callable[..., str]
PAGE = '{% extends "theme/page.html" %}{% block title %}T{% endblock %}{% block heading %}H{% endblock %}'


def frame(request: HttpRequest) -> context.Frame:
    """The frame as a template gets it."""
    made = context.frame(request)["frame"]
    assert isinstance(made, context.Frame)
    return made


def test_places_are_those_one_may_go_to_and_that_are_there(ask: Asked) -> None:
    assert [(place.label, place.url) for place in frame(ask()).places] == [
        ("Today", "/"),
        ("Clients", "/clients/"),
        ("Promises", "/promises/"),
    ]
    ruler = Someone(rights=frozenset({"run the house"}))
    assert [place.label for place in frame(ask("/", ruler)).places] == ["Today", "Clients", "Promises", "Settings"]


@pytest.mark.parametrize(
    ("where", "current"),
    [
        ("/", ["Today"]),
        ("/clients/", ["Clients"]),
        ("/clients/0193/", ["Clients"]),
        ("/clients/new/", ["Settings"]),
        ("/me/", []),
        ("/search/", []),
    ],
)
def test_the_place_one_is_in_is_marked_once(ask: Asked, where: str, current: list[str]) -> None:
    places = frame(ask(where, Someone(rights=frozenset({"run the house"})))).places
    assert [place.label for place in places if place.current] == current


def test_a_passer_by_gets_no_place_and_no_alarm(ask: Asked, alarmed: None) -> None:
    for nobody in (None, Someone(is_authenticated=False)):
        empty = frame(ask("/", nobody))
        assert (empty.places, empty.alarms, empty.name) == ([], [], "")


def test_a_bar_that_would_overflow_keeps_the_rest_under_more(ask: Asked, house: Callable[..., None]) -> None:
    more = tuple(MenuEntry(f"Place {n}", "clients:list", "list", 20 + n) for n in range(2))
    house(name="one", menu=more[:1])
    assert (len(frame(ask()).bar), frame(ask()).rest) == (4, [])
    house(name="two", menu=more[1:])
    assert (len(frame(ask()).bar), len(frame(ask()).rest)) == (4, 1)
    house(name="new", menu=(MenuEntry("New", "clients:new", "plus", 40),))
    assert frame(ask("/clients/new/")).rest_is_current


def test_the_dock_holds_the_two_places_that_wish_it(ask: Asked) -> None:
    assert [place.label for place in frame(ask()).dock] == ["Today", "Clients"]


def test_the_menu_and_alarms_are_asked_for_only_when_a_page_reads_them(ask: Asked, house: Callable[..., None]) -> None:
    asked: list[str] = []

    def alarms(user: Someone) -> list[Alarm]:
        asked.append(user.name)
        return []

    house(name="loud", alarms=alarms, frame=lambda request: {"house_name": "N"})
    made = context.frame(ask())
    assert made["house_name"] == "N"
    assert asked == []
    assert made["frame"].alarms == []
    assert asked == ["Janet Leverling"]


def test_a_page_has_one_heading_its_landmarks_and_the_way_past_them(show: Shown) -> None:
    html = show(PAGE)
    assert "<title>T · Mainstay</title>" in html
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["H"]
    assert '<html lang="en">' in html
    assert html.index('href="#main"') < html.index("<header") < html.index('<main class="page wrap" id="main"')
    labels = re.findall(r'<nav[^>]* aria-label="([^"]+)"', html)
    assert len(labels) == len(set(labels)) == 2
    assert '<form class="find" role="search" action="/search/">' in html
    assert html.count('href="/promises/line/" data-capture') == 2
    assert html.count('aria-current="page"') == 3  # bar, dock and the sheet behind "More"
    assert len(ids := re.findall(r'\sid="([^"]+)"', html)) == len(set(ids))
    assert '<div class="buttons"></div>' in html  # nothing between, so that :empty takes it away


def test_what_is_switched_off_leaves_the_frame_whole(show: Shown, settings: Any) -> None:
    settings.ROOT_URLCONF = ()
    html = show(PAGE)
    assert "<h1>H</h1>" in html
    for gone in ("data-capture", 'role="search"', "data-go", 'class="me"'):
        assert gone not in html, gone


def test_alarms_stand_before_everything_but_the_skip_link(show: Shown, alarmed: None) -> None:
    html = show(PAGE)
    assert "No reminders for Janet Leverling since Tuesday." in html
    assert html.index('class="skip"') < html.index('class="alarm" role="alert"') < html.index("<header")
    assert '<a href="/what/">What to do</a>' in html


class Kept(BaseStorage):
    """Messages in memory."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Message]:
        return []


def test_a_message_offers_the_way_back_where_there_is_one(ask: Asked) -> None:
    request = ask()
    request._messages = Kept(request)  # type: ignore[attr-defined]
    say.done(request, "Sent.", undo="/recaps/7/take-back/")
    say.done(request, "Kept.")
    html = render_to_string("theme/_messages.html", {"messages": get_messages(request), "oob": True}, request)
    assert html.count("<li>") == 2
    assert re.findall(r'<form method="post" action="([^"]+)">', html) == ["/recaps/7/take-back/"]
    assert html.count("Take it back") == 1
    assert 'role="status" aria-live="polite" hx-swap-oob="true"' in html


def test_what_allauth_tags_is_no_way_back(ask: Asked) -> None:
    request = ask()
    request._messages = Kept(request)  # type: ignore[attr-defined]
    say.done(request, "Signed.", undo="verified https://elsewhere")
    html = render_to_string("theme/_messages.html", {"messages": get_messages(request)}, request)
    assert "<form" not in html


@pytest.mark.parametrize("number", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_stands_without_context_and_says_what_was_kept(number: str, settings: Any) -> None:
    settings.ROOT_URLCONF = "what.broke.is.the.table.of.addresses" if number == "500" else ()
    html = get_template(f"{number}.html").render()  # as Django's own server_error does: no request, no database
    assert len(re.findall(r"<h1>.+?</h1>", html)) == 1
    assert "Nothing was changed" in html or "nothing was changed" in html or "nothing was left half written" in html
    assert "frame" not in re.sub(r"frame\.css", "", html)
    assert '<a class="btn first" href="/" >Back to Today</a>' in html


def test_sign_in_offers_the_people_of_a_demo_house_only_where_there_are_any(ask: Asked) -> None:
    request = ask("/account/login/", None)
    people = [{"name": "Janet Leverling", "role": "Account manager", "email": "janet@house.example"}]
    html = render_to_string("account/login.html", {"demo_people": people}, request)
    assert '<form class="signas" method="post" action="/me/as/">' in html
    assert '<button class="btn" name="email" value="janet@house.example">' in html
    assert "signas" not in render_to_string("account/login.html", {}, request)


def test_a_passer_by_may_choose_the_language(ask: Asked) -> None:
    html = render_to_string("account/login.html", {}, ask("/account/login/?next=/", None))
    assert re.findall(r'name="language" value="(..)" lang="(..)"', html) == [
        (code, code) for code in ("en", "de", "ms", "ru")
    ]
    assert '<input type="hidden" name="next" value="/account/login/?next=/">' in html
