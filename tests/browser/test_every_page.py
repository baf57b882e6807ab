"""Every page there is, wide and narrow: axe, CSP, width, targets, forms, pictures (R-X-12, WCAG 2.2 AA).

In German, whose words are the longest; Today in all four languages. ``MAINSTAY_LANGUAGES=en,ru`` looks at others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse
from django.utils import translation

from mainstay.house.views.signed import KEPT
from mainstay.kit.plug import registry
from mainstay.promises import actions
from tests.browser import pictures
from tests.browser.judging import NARROW, OPEN_ALL, PICTURES, WIDE, Judge
from tests.browser.watching import AXE, axe

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.house.models import User
    from tests.browser.watching import Watch
    from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = os.environ.get("MAINSTAY_LANGUAGES", "de").split(",")

# Addresses that are no pages: they take a POST, or give a file or a part.
NO_PAGES = {
    "clients:card", "clients:restore", "clients:apart", "clients:ask_again", "promises:clients", "promises:take_back",
    "house:note_absence", "house:cancel_absence", "house:make_token", "house:revoke_token", "house:change_person",
    "house:give_post", "house:take_post", "house:set_password", "house:leave", "house:let_in_again",
    "house:note_absence_of", "house:set_clock", "house:advance_clock", "house:reset_clock", "house:set_own_day",
    "house:remove_own_day", "house:demo_sign_in", "house:end_other_sign_ins", "house:end_sign_in",
    "house:end_sign_ins_of", "house:make_recovery", "house:end_recovery", "house:sure", "house:recover",
    "house:keep_entering", "house:second_step",
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
OFFLINE = re.compile(r"ERR_INTERNET_DISCONNECTED|htmx:sendError")
FILES = re.compile(r"_(csv|xlsx|vcf|ics|zip)$")


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
        judge.look_named(name, url)


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
    watch.expected |= {404, 500}
    judge.look("not there", "/promises/00000000-0000-4000-8000-000000000000/", status=404)
    with translation.override(language):
        body = render_to_string("500.html")
    judge.page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    judge.look("failed", "/broken/", status=500)


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
    house_actions.change_house(second_step_for=["everybody"], by=world.nora, at=world.late.due_at)
    in_every_session(lacks=True)  # as if she had signed in after it was asked
    judge.look("second_step", reverse("house:second_step"))
    in_every_session(rests=True)
    judge.look("rested", reverse("house:people"), status=422)


def in_every_session(**told: bool) -> None:
    """Let every sign-in know this of itself."""
    for row in Session.objects.all():
        session = SessionStore(row.pk)
        session[KEPT] = {**session[KEPT], **told}
        session.save()


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
    page.add_init_script(AXE)
    found = []
    for name, url in (
        ("today", "/"),
        ("clients_list", reverse("clients:list")),
        ("clients_page", reverse("clients:page", args=[world.atlas.pk])),
        ("promises_page", reverse("promises:page", args=[world.late.pk])),
        ("promises_ledger", reverse("promises:ledger", args=[world.atlas.pk])),
        ("promises_list", reverse("promises:list") + "?whose=all&state=late"),
        ("promises_make", reverse("promises:make")),
        ("desk_report", reverse("desk:report")),
        ("house_me", reverse("house:me")),
    ):
        page.goto(url)
        kept = f"dark_{name}-{WIDE}-en"
        if kept in pictures.KEPT and pictures.drawn_alike(page):
            found += [f"{url}: {what}" for what in pictures.amiss(pictures.photograph(page, WIDE), kept)]
        page.evaluate(OPEN_ALL)
        found += [f"{url}: {finding}" for finding in axe(page, only=["color-contrast"])]  # all else is the same
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert not found, listed(found)
    assert paper != "rgb(251, 250, 247)"  # it was dark indeed


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogs_and_menus(
    language: str, world: World, manager: User, watch: Watch, judge_of: Callable[..., Judge]
) -> None:
    judge = judge_of(manager, language)
    judge.page.goto("/")
    judge.page.keyboard.press("?")
    judge.page.locator("#keys[open]").wait_for()
    judge.look("keys", opened=False)
    judge.page.keyboard.press("Escape")
    judge.page.keyboard.press("c")
    judge.page.locator("#capture[open]").wait_for()
    judge.look("capture", opened=False)
    judge.page.context.set_offline(True)
    judge.page.locator("#capture button.first").click()
    judge.page.locator("#capture > [role=alert]").wait_for()  # said where it is read: what is behind is out of reach
    judge.page.context.set_offline(False)
    judge.page.keyboard.press("Escape")
    judge.page.locator("#today details.menu summary").first.click()
    judge.look("the menu of a line", opened=False)
    judge.page.goto("/")
    judge.page.context.set_offline(True)
    judge.page.keyboard.press("c")
    judge.page.locator("#messages li").wait_for()
    judge.look("offline", opened=False)
    judge.page.context.set_offline(False)
    watch.faults[:] = [fault for fault in watch.faults if not OFFLINE.search(fault)]
    if PICTURES:
        return
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
