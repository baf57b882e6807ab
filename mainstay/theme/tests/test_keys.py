"""Keys, dialogs and focus in real Chromium, on pages that are served from memory under the house's own policy."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from mainstay.theme.tests.test_parts import LINE, today_line

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parent.parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
START = '{% extends "theme/page.html" %}{% block title %}T{% endblock %}{% block heading %}H{% endblock %}'
TODAY = START + '{% block content %}<ol id="today">{% for line in lines %}' + LINE + "{% endfor %}</ol>{% endblock %}"
CAPTURE = (
    START + '{% block content %}<c-row><form id="capture-form" method="post"><label for="said">Promise</label>'
    '<input id="said" class="typed" aria-invalid="true"><c-btn look="first">Promise it</c-btn>'
    '<c-btn href="/" look="plain" data-close>Leave</c-btn></form></c-row>{% endblock %}'
)
LIST = (
    START + '{% block content %}<c-row><c-search label="Name" /><table class="list" role="table">'
    '<caption class="vh">All</caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Who'
    '</th></tr></thead><tbody role="rowgroup">{% for name in names %}<tr class="parted" role="row"><td class="name" '
    'role="cell"><a href="/clients/{{ name }}/">{{ name }}</a></td></tr>{% endfor %}</tbody></table></c-row>'
    "{% endblock %}"
)
VERBS = (
    START + '{% block content %}<c-sec heading="Now"><div class="verbs"><c-verb label="Move" hint="a day" key="m">'
    '<p>F</p></c-verb><c-verb label="Settle" hint="three answers" key="e"><p>G</p></c-verb></div></c-sec>{% endblock %}'
)
Served = Callable[..., "Page"]


@pytest.fixture
def pages(show: Callable[..., str]) -> dict[str, str]:
    """What stands at which address; anything else answers with the name of the address."""
    lines = [today_line(key=str(n), who=f"Person {n}") for n in range(3)]
    return {
        "/": show(TODAY, lines=lines),
        "/promises/line/": show(CAPTURE),
        "/clients/": show(LIST, names=["Ernst", "Folk"]),
        "/promises/": show(VERBS),
    }


@pytest.fixture
def at(pages: dict[str, str], chrome: Browser) -> Iterator[Served]:
    """Open an address; a refusal of the policy or an error of a script fails the test."""
    said: list[str] = []
    answers: dict[str, tuple[int, str]] = {}

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or ""
            route.fulfill(body=(STATIC / path.removeprefix("/static/")).read_bytes(), content_type=kind)
            return
        status, body = answers.get(path, (200, pages.get(path, f"<!doctype html><title>{path}</title>")))
        route.fulfill(status=status, body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    def opened(where: str, **given: Any) -> Page:
        answers.update(given.pop("answers", {}))
        page = chrome.new_context(viewport={"width": given.pop("width", 1280), "height": 900}, **given).new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", serve)
        page.goto(f"http://house.example{where}")
        return page

    yield opened
    for context in chrome.contexts:
        context.close()
    assert [line for line in said if "500" not in line] == []


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def here(page: Page) -> list[str]:
    """Where the car stands."""
    return [str(each) for each in page.evaluate("[...document.querySelectorAll('.here')].map((line) => line.id)")]


def test_j_and_k_move_the_car_and_stop_at_the_ends(at: Served) -> None:
    page = at("/")
    stood = []
    for key in "jjjjkk":
        page.keyboard.press(key)
        stood += here(page)
    assert stood == ["line-0", "line-1", "line-2", "line-2", "line-1", "line-0"]
    assert focused(page) == "Ring Herr Mendel"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ring/")


def test_the_car_follows_the_focus_of_tab_too(at: Served) -> None:
    page = at("/")
    page.locator("summary.more").nth(2).focus()
    assert here(page) == ["line-2"]


def test_m_and_e_act_on_the_line_the_car_stands_at(at: Served) -> None:
    page = at(
        "/", answers={"/e/": (200, '<ol id="today"><li class="row line" id="line-9"><a href="/x/">X</a></li></ol>')}
    )
    page.keyboard.press("m")
    assert page.url.endswith("example/")  # no line is chosen: which one would it be?
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_selector("#line-9")
    assert (focused(page), here(page)) == ("X", ["line-9"])
    page = at("/")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.wait_for_url("**/m/")


def test_keys_are_letters_while_somebody_types(at: Served) -> None:
    page = at("/")
    page.keyboard.press("/")
    page.keyboard.type("jec?")
    assert page.evaluate("[document.activeElement.value, document.querySelectorAll('dialog[open]').length]") == [
        "jec?",
        0,
    ]
    assert here(page) == []


def test_question_mark_shows_the_keys_and_escape_takes_them_away(at: Served) -> None:
    page = at("/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert page.locator("#keys dd").all_inner_texts()[:3] == ["Search", "Promise something", "Today"]
    page.keyboard.press("j")
    assert here(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_g_and_a_letter_go_to_a_place(at: Served) -> None:
    page = at("/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/clients/")
    for _ in range(2):
        page.keyboard.press("j")
    assert focused(page) == "Folk"
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients/Folk/")


def test_c_brings_the_capture_form_into_a_dialog_and_puts_the_focus_into_it(at: Served) -> None:
    page = at("/")
    page.keyboard.press("c")
    page.wait_for_selector("#capture[open] #capture-form")
    assert page.evaluate("document.activeElement.id") == "said"
    page.click("[data-close]")
    assert not page.locator("#capture").is_visible()
    assert page.url == "http://house.example/"


def test_c_follows_the_link_where_the_page_has_no_capture_form(at: Served) -> None:
    page = at("/", answers={"/promises/line/": (200, "<!doctype html><title>Make</title>")})
    page.keyboard.press("c")
    page.wait_for_url("**/promises/line/")


def test_a_verb_opens_by_its_key_because_the_page_has_only_one(at: Served) -> None:
    page = at("/promises/")
    page.keyboard.press("e")
    assert page.locator(".verb[open] summary b").all_inner_texts() == ["Settle"]


def test_why_opens_from_the_menu_and_stands_open_without_a_script(at: Served) -> None:
    page = at("/")
    assert page.locator(".why").first.is_hidden()
    page.locator("summary.more").first.click()
    page.locator("[data-why]").first.click()
    assert page.locator(".why[open]").count() == 1
    assert page.locator(".menu[open]").count() == 0
    assert focused(page) == "why?"
    page = at("/", java_script_enabled=False)
    assert page.locator(".why").first.is_visible()
    page.locator("summary.more").first.click()
    assert page.locator("[data-why]").first.is_hidden()
    page.locator(".menu[open] [data-key=m]").click()
    page.wait_for_url("**/m/")


def test_what_the_server_could_not_do_is_said_and_the_page_stays(at: Served) -> None:
    page = at("/", answers={"/e/": (500, "broken")})
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_selector("#messages li")
    assert "What you typed is still here" in page.locator("#messages").inner_text()
    assert page.locator("#today li.line").count() == 3


SMALL = """[...document.querySelectorAll("a, button, summary, input, select")]
  .filter((each) => each.checkVisibility() && !each.matches(".skip") && each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page) -> list[str]:
    """What axe finds when the page has come to rest: a colour on its way has a contrast that nobody reads."""
    page.evaluate("() => document.getAnimations().forEach((each) => each.finish())")
    return [str(found["id"]) for found in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("where", ["/", "/clients/", "/promises/", "/promises/line/"])
def test_axe_finds_nothing_and_nothing_overflows_and_a_thumb_finds_everything(at: Served, where: str) -> None:
    page = at(where)
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 375, "height": 800})
    assert (faults(page), page.evaluate(WIDE), page.evaluate(SMALL)) == ([], 0, [])


def test_axe_would_find_a_fault(at: Served) -> None:
    page = at("/")
    page.evaluate("document.querySelector('.who').innerHTML = '<img src=\"data:,\">'")
    assert faults(page) == ["image-alt"]
