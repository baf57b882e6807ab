"""A promise made, moved, delivered late, told, settled and taken back: by keyboard alone (issue 2, R-X-12, J-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from mainstay.clients import actions as clients
from mainstay.house import actions as house_actions
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.promises.models import Promise
from tests.browser.keyboard import Keyboard

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.clients.models import Client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a quiet cable holds"
WHAT = "Print the catalogue"
DAY = timedelta(days=1)
REFUSED = "Not settled yet. This answer is the client’s to give: write how you know, or choose “no answer yet”."


class Story:
    """One person, one browser, one promise; hands never leave the keyboard."""

    def __init__(self, page: Page, who: User, client: Client, language: str) -> None:
        self.page, self.who, self.client, self.language = page, who, client, language
        self.keys = Keyboard(page)

    def said(self, sentence: str) -> str:
        """The sentence as this language has it."""
        with translation.override(self.language):
            return gettext(sentence)

    @property
    def promise(self) -> Promise:
        """As it stands in the house."""
        return Promise.objects.get(text=WHAT)

    def sign_in(self) -> None:
        """Through the door, by mail address and password."""
        self.page.goto("/")
        self.keys.into(self.page.locator("#id_login"), self.who.email or "")
        self.keys.into(self.page.locator("#id_password"), PASSWORD)
        self.keys.press("Enter")
        expect(self.page.locator("h1")).to_have_text(self.said("Nothing needs you."))

    def make(self, at: datetime) -> None:
        """“c”, one line, seen, Enter, and it is promised; one is back where one was."""
        self.keys.press("c")
        expect(self.page.locator("#capture")).to_have_attribute("open", "")
        expect(self.page.locator("#capture #id_line")).to_be_focused()
        self.keys.type(f"{WHAT} to Atlas by {at.date() + 4 * DAY}")
        expect(self.page.locator("#capture .read")).to_contain_text("Atlas GmbH")
        self.keys.press("Enter")
        expect(self.page.locator("#messages li")).to_contain_text(WHAT)
        assert self.page.url.endswith("/")
        assert (self.promise.client, self.promise.owner) == (self.client, self.who)

    def see_it_owed(self) -> None:
        """On the client's page, and in the ledger as both sides read it; from there to the promise."""
        self.keys.press("g", "c")
        self.page.wait_for_url(re.compile(reverse("clients:list")))
        self.keys.press("j", "Enter")
        self.page.wait_for_url(re.compile(reverse("clients:page", args=[self.client.pk])))
        expect(self.page.locator(".owe").first).to_contain_text(WHAT)
        self.keys.to(self.page.locator(f'a[href="{reverse("promises:ledger", args=[self.client.pk])}"]').first)
        self.keys.press("Enter")
        self.page.wait_for_url(re.compile("ledger"))
        self.keys.to(self.page.get_by_role("link", name=WHAT))
        self.keys.press("Enter")
        expect(self.page.locator("h1")).to_have_text(WHAT)

    def move(self, at: datetime) -> None:
        """“m”, another day, why, and that they agreed."""
        self.keys.press("m")
        self.keys.day(self.page.locator("#move-to_on"), at.date() + 7 * DAY)
        self.keys.into(self.page.locator("#move-reason"), "The plates are late")
        self.keys.to(self.page.locator("#move-answer_0"))
        self.keys.press("Space")
        self.submit("move")
        expect(self.page.locator("#messages li")).to_contain_text(WHAT)
        assert (self.promise.outcome, self.promise.due_on) == ("moved", at.date() + 7 * DAY)

    def submit(self, verb: str) -> None:
        """Go to the verb's button and press it."""
        self.keys.to(self.page.locator(f"#verb-{verb} button.first"))
        self.keys.press("Enter")

    def deliver_late_and_tell(self) -> None:
        """Today shows the line; “e” delivers it, the next line says to tell; then Today needs nothing."""
        self.keys.press("g", "t")
        line = self.page.locator(f"#line-{self.promise.pk}")
        expect(line).to_contain_text(WHAT)
        self.keys.press("j")
        expect(line.locator(".do button")).to_be_focused()
        self.keys.press("e")
        tell = line.locator(".do a")
        expect(tell).to_have_attribute("href", re.compile("/tell/"))
        assert (self.promise.outcome, self.promise.to_tell) == ("kept_late", True)
        self.keys.to(tell)
        self.keys.press("Enter")
        self.keys.to(self.page.locator("#tell-how"))
        self.keys.press("ArrowDown")
        self.keys.to(self.page.locator("main form button.first"))
        self.keys.press("Enter")
        expect(self.page.locator("h1")).to_have_text(self.said("Nothing needs you."))
        assert (self.promise.told_how, self.promise.to_tell) == ("phone", False)

    def find_it(self) -> None:
        """“/” and a word lead back to the promise."""
        self.keys.press("/")
        field = self.page.locator("input[name=q]:focus")
        if self.page.viewport_size and self.page.viewport_size["width"] < 700:
            self.page.wait_for_url(re.compile(reverse("desk:search")))
            self.keys.press("/")
        field.wait_for()
        self.keys.type("catalogue")
        self.keys.press("Enter")
        self.keys.to(self.page.get_by_role("link", name=WHAT))
        self.keys.press("Enter")
        expect(self.page.locator("h1")).to_have_text(WHAT)

    def settle(self) -> None:
        """Refused first, with the focus where it is wanting; then accepted with a remark, which stands open."""
        self.keys.to(self.page.locator("#settle-satisfaction_0"))
        self.keys.press("Space")
        self.submit("settle")
        refusal = self.page.locator("#verb-settle .refusal")
        expect(refusal).to_contain_text(self.said(REFUSED))
        known = self.page.locator("#settle-known_from")
        expect(known).to_be_focused()
        assert self.promise.satisfaction == ""
        self.keys.type("Her mail of Monday")
        self.keys.to(self.page.locator("#settle-satisfaction_0"))
        self.keys.press("ArrowDown")
        self.keys.into(self.page.locator("#settle-remark"), "The cover is dull")
        self.submit("settle")
        expect(self.page.locator("#remarks")).to_contain_text("The cover is dull")
        promise = self.promise
        assert (promise.satisfaction, promise.known_from) == ("remarks", "Her mail of Monday")
        assert [remark.closed_at for remark in promise.remarks.all()] == [None]

    def take_it_back(self) -> None:
        """One press at the sentence that says what was done."""
        self.keys.to(self.page.locator("#messages form button"))
        self.keys.press("Enter")
        expect(self.page.locator("#messages li form")).to_have_count(0)
        promise = self.promise
        assert (promise.satisfaction, promise.settled_at, promise.delivered_on is not None) == ("", None, True)
        assert not promise.remarks.filter(closed_at=None).exists()


@pytest.fixture
def story_of(
    context_of: Callable[..., BrowserContext], atlas: Client, manager: User, admin: User, at: datetime
) -> Callable[..., Story]:
    """``story_of(375, "de")``: Mara, with a password; she has Frau Wolf at Atlas."""
    house_actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)
    clients.add_contact(client=atlas, name="Uta Wolf", addressed_as="Frau Wolf", decides=True, by=manager, at=at)

    def story(width: int, language: str) -> Story:
        User.objects.filter(pk=manager.pk).update(language=language)
        page = context_of(width, language).new_page()
        return Story(page, User.objects.get(pk=manager.pk), atlas, language)

    return story


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (375, "de")])
def test_a_promise_from_the_word_to_its_settling(
    width: int, language: str, story_of: Callable[..., Story], admin: User, at: datetime
) -> None:
    story = story_of(width, language)
    story.sign_in()
    story.make(at)
    story.see_it_owed()
    story.move(at)
    house_actions.advance_clock(delta=9 * DAY, by=admin, at=clock.now())
    story.deliver_late_and_tell()
    story.find_it()
    story.settle()
    story.take_it_back()
    story.keys.press("g", "t")
    expect(story.page.locator("h1")).to_have_text(story.said("Nothing needs you."))
    expect(story.page.locator(f"#line-{story.promise.pk}")).to_have_count(0)
