"""Every page there is, wide and narrow: axe, CSP, width, targets (R-X-12, WCAG 2.2 AA).

In German, whose words are the longest; Today in all four languages. ``MAINSTAY_LANGUAGES=en,ru`` looks at others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import get_resolver, reverse

from mainstay.kit.plug import registry
from mainstay.promises import actions
from tests.browser.watching import axe, broken_words, small_targets, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.house.models import User
    from tests.browser.watching import Watch
    from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = 1280, 375
NARROWEST = 320  # 1280 at 400 %: nothing is lost sideways (WCAG 1.4.10)
LANGUAGES = os.environ.get("MAINSTAY_LANGUAGES", "de").split(",")
PICTURES = os.environ.get("MAINSTAY_PICTURES", "")

# Addresses that are no pages: they take a POST, or give a file or a part.
NO_PAGES = {
    "clients:card", "clients:restore", "clients:apart", "clients:ask_again", "promises:clients", "promises:take_back",
    "house:note_absence", "house:cancel_absence", "house:make_token", "house:revoke_token", "house:change_person",
    "house:give_post", "house:take_post", "house:set_password", "house:leave", "house:let_in_again",
    "house:note_absence_of", "house:set_clock", "house:advance_clock", "house:reset_clock", "house:set_own_day",
    "house:remove_own_day", "house:demo_sign_in", "house:end_other_sign_ins", "house:end_sign_in",
    "house:end_sign_ins_of", "house:make_recovery", "house:end_recovery", "house:sure", "house:recover",
    "trust:answer", "trust:annul_extra", "trust:reduction_told", "trust:call_off", "trust:put_in_writing",
    "trust:leave_unwritten", "trust:lesson_aside", "trust:reduce",
    "trust:declare", "trust:close_breach", "trust:annul_breach", "trust:agree", "trust:take_back",
    "trust:say_ours", "trust:that_is_all", "trust:service_end", "trust:approve_occasion", "trust:annul_occasion",
    "trust:settle_difference", "trust:sheet_end", "promises:drop_need", "promises:accept_day", "promises:propose",
    "promises:end_link",
    "clients:accept_hand_over", "clients:decline_hand_over", "clients:take_hand_over_back", "clients:leaving_same",
    "clients:leaving_finish", "clients:leaving_undo",
    "engagements:reopen", "promises:take_duties_back", "followups:take_back", "followups:stop_delay",
    "lists:first", "lists:drop", "lists:several", "lists:several_take_back",
    "transfer:forget_map", "transfer:check", "transfer:same", "transfer:begin", "transfer:discard",
}  # fmt: skip
FILES = re.compile(r"_(csv|xlsx|vcf|ics|zip)$")
OPEN_ALL = "() => document.querySelectorAll('main details:not(.menu)').forEach((each) => { each.open = true; })"


def addresses(folder: str, ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and address of every page of a folder."""
    plug = next(plug for plug in registry.installed() if plug.name == folder)
    module: Any = __import__(plug.urls, fromlist=["urlpatterns"])
    for pattern in module.urlpatterns:
        name = f"{module.app_name}:{pattern.name}"
        if name not in NO_PAGES and not FILES.search(name):
            own = ids | ids.get(name, {})  # what one page alone takes
            yield name, reverse(name, kwargs={wanted: own[wanted] for wanted in pattern.pattern.converters})


def listed(found: list[str]) -> str:
    """Each finding once, with the pages it stands on."""
    places: dict[str, list[str]] = {}
    for finding in found:
        name, _colon, what = finding.partition(": ")
        places.setdefault(what, []).append(name)
    return "\n".join(f"{what}\n    on {', '.join(names)}" for what, names in places.items())


@dataclass
class Judge:
    """Looks at one page after another in one language, and keeps what is amiss."""

    page: Page
    language: str
    found: list[str] = field(default_factory=list)

    def look(self, name: str, url: str | None = None, *, status: int = 200, opened: bool = True) -> None:
        """Wide, narrow and as narrow as can be. Without an address the page is looked at as it stands."""
        self.page.set_viewport_size({"width": WIDE, "height": 800})
        if url is not None:
            answer = self.page.goto(url)
            assert answer is not None
            if answer.status != status:
                self.found.append(f"{name}: {answer.status} instead of {status}")
                return
        if opened:
            self._see(name, WIDE)
            self.page.evaluate(OPEN_ALL)
        self._judge(name, WIDE)
        self.page.set_viewport_size({"width": NARROW, "height": 812})
        self._judge(name, NARROW)
        self.found += [f"{name} at {NARROW}: small target: {target}" for target in small_targets(self.page)]
        if opened:
            self._see(name, NARROW)
        self.page.set_viewport_size({"width": NARROWEST, "height": 640})
        self.found += [f"{name} at {NARROWEST}: too wide: {what}" for what in too_wide(self.page, NARROWEST)]

    def _judge(self, name: str, width: int) -> None:
        self.found += [f"{name} at {width}: {finding}" for finding in axe(self.page, colours=width == WIDE)]
        self.found += [f"{name} at {width}: too wide: {what}" for what in too_wide(self.page, width)]
        self.found += [f"{name} at {width}: word broken in two: {word}" for word in broken_words(self.page)]
        if self.page.evaluate("() => document.documentElement.lang") != self.language:
            self.found.append(f"{name}: speaks another language")

    def _see(self, name: str, width: int) -> None:
        if PICTURES:
            file = Path(PICTURES) / f"{re.sub(r'[^a-z_]+', '-', name.lower())}-{width}-{self.language}.png"
            self.page.screenshot(path=file, full_page=True)


@pytest.fixture
def judge_of(page_of: Callable[..., Page]) -> Iterator[Callable[..., Judge]]:
    """``judge_of(nora, "de")``; what is amiss fails the test when all pages were looked at."""
    judges: list[Judge] = []

    def judge(person: User, language: str) -> Judge:
        judges.append(Judge(page_of(person, WIDE, language), language))
        return judges[-1]

    yield judge
    found = [finding for judge in judges for finding in judge.found]
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", [plug.name for plug in registry.installed() if plug.urls])
def test_every_page_of_a_folder(folder: str, language: str, world: World, judge_of: Callable[..., Judge]) -> None:
    judge = judge_of(world.nora, language)
    for name, url in addresses(folder, world.ids):
        judge.look(name, url)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_their_other_states(
    language: str, world: World, watch: Watch, judge_of: Callable[..., Judge], manager: User
) -> None:
    judge = judge_of(world.nora, language)
    judge.look("a quiet client", reverse("clients:page", args=[world.quiet.pk]))
    judge.look("a quiet ledger", reverse("promises:ledger", args=[world.quiet.pk]))
    judge.look("a settled promise", reverse("promises:page", args=[world.settled.pk]))
    judge.look("no client found", reverse("clients:list") + "?q=nobody")
    judge.look("no promise found", reverse("promises:list") + "?state=released")
    judge.look("late promises", reverse("promises:list") + "?whose=all&state=late")
    judge.look("search", reverse("desk:search") + "?q=atlas")
    judge.look("search for nothing", reverse("desk:search") + "?q=zzz")
    judge.look("exceptions", reverse("desk:today") + "?view=house")
    ending = reverse("trust:reduce", args=[world.alike.pk])
    judge.look("the end of a custom", f"{ending}?kind=manager&key={world.nora.pk}")
    judge.look("a form for this client", reverse("promises:make") + f"?client={world.atlas.pk}")
    judge.look("a line understood", reverse("promises:line") + "?line=2026-03-06+17:00+Plan+an+Atlas+GmbH")
    judge.look("a line asked back", reverse("promises:line") + "?line=next+Fri+at+7+send+plan+to+Borealis")
    actions.annul(promise=world.settled, reason="Twice", by=manager, at=world.late.due_at)
    judge.look("entered in error", reverse("promises:page", args=[world.settled.pk]))
    watch.expected |= {404}
    judge.look("not there", "/promises/00000000-0000-4000-8000-000000000000/", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_form_and_a_closed_page(
    language: str, world: World, manager: User, watch: Watch, judge_of: Callable[..., Judge]
) -> None:
    judge = judge_of(manager, language)
    for name, url in (
        ("make", reverse("promises:make")),
        ("move", reverse("promises:move", args=[world.late.pk])),
        ("client", reverse("clients:add")),
        ("contact", reverse("clients:add_contact", args=[world.atlas.pk])),
    ):
        judge.page.goto(url)
        with judge.page.expect_response(lambda answer: answer.request.method == "POST"):
            judge.page.locator("main form:not([role=search]) button.btn.first").first.evaluate(
                "(button) => { button.form.noValidate = true; button.click(); }"
            )
        judge.page.locator("main .refusal").first.wait_for()
        judge.look(f"{name} refused")
    watch.expected |= {403}
    judge.look("closed", reverse("house:settings"), status=403)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door(language: str, world: World, context_of: Callable[..., BrowserContext], watch: Watch) -> None:
    judge = Judge(context_of(WIDE, language).new_page(), language)
    for name in ("account_login", "account_reset_password", "account_signup", "account_reset_password_done"):
        judge.look(name, reverse(name))
    watch.expected |= {404}
    judge.look("nothing here", "/nothing/here/", status=404)
    assert not judge.found, listed(judge.found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_one_does_about_signing_in(language: str, world: World, judge_of: Callable[..., Judge]) -> None:
    from mainstay.house import actions as house_actions

    house_actions.set_password(person=world.nora, password="a quiet cable holds", by=world.nora, at=world.late.due_at)
    judge = judge_of(world.nora, language)
    for name in (
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_reauthenticate_webauthn",
        "account_logout",
    ):
        judge.look(name, reverse(name))


IN_ENGLISH = ("One promise is late, six things follow.", "Nothing needs you.")


@pytest.mark.parametrize("language", ["en", "de", "ms", "ru"])
def test_today_in_four_languages(
    language: str, world: World, manager: User, stranger: User, judge_of: Callable[..., Judge]
) -> None:
    judge, empty = judge_of(manager, language), judge_of(stranger, language)
    judge.look("today with lines", "/")
    assert judge.page.locator("#today .line").count() == 7
    empty.look("today, empty", "/")
    assert empty.page.locator(".line").count() == 0
    headings = tuple(each.page.locator("h1").inner_text() for each in (judge, empty))
    assert (headings == IN_ENGLISH) == (language == "en")  # another language says it in its own words


def test_in_the_dark(world: World, page_of: Callable[..., Page]) -> None:
    page = page_of(world.nora)
    page.emulate_media(color_scheme="dark")
    found = []
    for url in (
        "/",
        reverse("clients:list"),
        reverse("clients:page", args=[world.atlas.pk]),
        reverse("promises:page", args=[world.late.pk]),
        reverse("promises:ledger", args=[world.atlas.pk]),
        reverse("promises:list") + "?whose=all&state=late",
        reverse("promises:make"),
        reverse("desk:report"),
        reverse("house:me"),
    ):
        page.goto(url)
        page.evaluate(OPEN_ALL)
        found += [f"{url}: {finding}" for finding in axe(page)]
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert not found, listed(found)
    assert paper != "rgb(251, 250, 247)"  # it was dark indeed


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogs_and_menus(language: str, world: World, manager: User, judge_of: Callable[..., Judge]) -> None:
    judge = judge_of(manager, language)
    judge.page.goto("/")
    judge.page.keyboard.press("?")
    judge.page.locator("#keys[open]").wait_for()
    judge.look("keys", opened=False)
    judge.page.keyboard.press("Escape")
    judge.page.keyboard.press("c")
    judge.page.locator("#capture[open]").wait_for()
    judge.look("capture", opened=False)
    judge.page.keyboard.press("Escape")
    judge.page.locator("#today details.menu summary").first.click()
    judge.look("the menu of a line", opened=False)
    judge.page.keyboard.press("Escape")
    judge.page.set_viewport_size({"width": NARROW, "height": 812})
    judge.page.locator(".dock button").click()
    judge.page.locator("#sheet").wait_for(state="visible")
    judge.found += [f"sheet: {finding}" for finding in axe(judge.page)]


def test_every_address_that_is_no_page_is_there() -> None:
    spaces = get_resolver().namespace_dict
    there = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in spaces.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert sorted(NO_PAGES - there) == []
