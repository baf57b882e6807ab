"""J-1 in real Chromium: four languages, each at both widths. The story stands in tests/journeys/kept_word.py.

An act is done once, so a play is told once in each language, and begins wide in English and Malay, on the phone in
German and Russian. All of it is met at both widths in the same page, for nothing but the sheet of styles knows the
width: what is read is seen at both, no page is wider than its screen, and every button and summary that could be
pressed at one width (in view, still, enabled, nothing above it) is then pressed at the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mainstay.house.models import User
from tests.browser.conftest import HEIGHTS
from tests.browser.watching import too_wide
from tests.journeys.kept_word import Story

if TYPE_CHECKING:
    from decimal import Decimal

    from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize

    from mainstay.clients.models import Client, Contact
    from mainstay.followups.models import FollowUp
    from mainstay.promises.models import AnswerLink, Clash, Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


WIDE: ViewportSize = {"width": 1280, "height": HEIGHTS[1280]}
PHONE: ViewportSize = {"width": 375, "height": HEIGHTS[375]}


class ByBrowser:
    """Mara’s own browser, and one of each who looks beside her."""

    prices = False

    def __init__(self, page: Page, mara: User, beside: Callable[[User], Page], stranger: Callable[[], Page]) -> None:
        self.page, self.mara, self.beside, self.stranger = page, mara, beside, stranger

    def turn(self, page: Page) -> None:
        """The same page at the other width."""
        size = WIDE if page.viewport_size == PHONE else PHONE
        page.set_viewport_size(size)
        assert too_wide(page, size["width"]) == []

    def click(self, page: Page, what: Locator) -> None:
        """Click at the other width what could be clicked at this one."""
        what.click(trial=True)
        self.turn(page)
        what.click()

    def seen(self, page: Page, what: Locator) -> list[str]:
        """The words of these, which stand at both widths."""
        shown = what.count()
        expect(what.locator("visible=true")).to_have_count(shown)
        if shown:
            self.turn(page)
            expect(what.locator("visible=true")).to_have_count(shown)
        return what.all_inner_texts()

    def open(self, promise: Promise) -> None:
        """The page of the promise, unless it is open."""
        if not self.page.url.endswith(f"/promises/{promise.pk}/"):
            self.page.goto(f"/promises/{promise.pk}/")

    def verb(self, promise: Promise, name: str) -> Any:
        """The form of a verb, opened on the promise’s page."""
        self.open(promise)
        found = self.page.locator(f"#verb-{name}")
        if not found.locator("form").is_visible():
            self.click(self.page, found.locator("summary").first)
        return found

    def send(self, form: Any) -> None:
        """Press its button; it is done when the house has answered."""
        self.press(self.page, form.locator("button.first"))

    def press(self, page: Page, button: Any) -> None:
        """Press, and wait for the answer: what is refused is answered with 422."""
        button.click(trial=True)
        self.turn(page)
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            button.click()
        assert answered.value.status in (200, 204, 302), answered.value.url
        page.wait_for_load_state()

    def catch(self, line: str, price: Decimal | None) -> str:
        """On Today: “c” or the thumb’s button, the line, what was understood, Enter."""
        self.page.goto("/")
        button = self.page.locator("a[data-capture]:visible")
        button.click(trial=True)
        self.turn(self.page)
        if self.page.viewport_size == PHONE:
            button.click()
        else:
            self.page.keyboard.press("c")
        expect(self.page.locator("#capture #id_line")).to_be_focused()
        self.page.keyboard.type(line)
        understood = self.page.locator("#capture #understood")
        expect(understood).to_contain_text("Shop 2026")
        expect(understood.locator("input[name=seen]")).to_have_count(1)
        (words,) = self.seen(self.page, understood)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#messages li")).to_contain_text("Atlas GmbH")
        return words

    def is_warned(self, person: User, promise: Promise) -> bool:
        """A line of Today that leads to the promise."""
        page = self.page if person == self.mara else self.beside(person)
        page.goto("/")
        about = f'a[href*="{promise.pk}"], form[action*="{promise.pk}"]'
        return bool(self.seen(page, page.locator("main .line").filter(has=page.locator(about))))

    def settle_clash(self, clash: Clash, why: str) -> None:
        """On the page of the promise."""
        self.open(clash.one)
        form = self.page.locator("#clashes")
        self.click(self.page, form.locator("summary").first)
        form.locator("input[name=why]").fill(why)
        self.send(form)

    def move(self, promise: Promise, to_on: date, reason: str, substitute: str) -> None:
        """“No answer yet”."""
        form = self.verb(promise, "move")
        form.locator("[name=to_on]").fill(to_on.isoformat())
        form.locator("[name=reason]").fill(reason)
        form.locator("[name=substitute]").fill(substitute)
        form.locator('[name=answer][value="not_yet"]').check()
        self.send(form)

    def ask(self, promise: Promise, contact: Contact) -> None:
        """Somebody there, for two weeks."""
        form = self.verb(promise, "ask_by_link")
        form.locator("[name=contact]").select_option(str(contact.pk))
        self.send(form)
        expect(self.page.locator("#links a")).to_have_count(1)

    def answer(self, link: AnswerLink, url: str) -> None:
        """Frau Wolf opens it on her own, without an account."""
        page = self.stranger()
        page.goto(url)
        expect(page.locator("h1")).to_have_text(link.promise.text)
        page.locator('[name=answer][value="yes"]').check()
        self.press(page, page.locator("main button.first"))
        expect(page.locator("main form.form")).to_have_count(0)

    def deliver(self, promise: Promise, cost: Decimal | None) -> None:
        """One press at the head of the page."""
        self.page.goto(f"/promises/{promise.pk}/")
        self.press(self.page, self.page.locator("#promise .headline button").first)

    def give_over(self, promise: Promise, what: str) -> None:
        """What they have."""
        form = self.verb(promise, "give_over")
        form.locator("[name=what]").fill(what)
        self.send(form)

    def settle(self, promise: Promise, known_from: str, remark: str) -> None:
        """Accepted with a remark."""
        form = self.verb(promise, "settle")
        form.locator('[name=satisfaction][value="remarks"]').check()
        form.locator("[name=known_from]").fill(known_from)
        form.locator("[name=remark]").fill(remark)
        self.send(form)
        expect(self.page.locator("#remarks")).to_contain_text(remark)

    def answer_remark(self, remark: Any, answer: str) -> None:
        """Under the promise it was made to."""
        self.open(remark.promise)
        form = self.page.locator(f'form[action*="remarks/{remark.pk}/answer"]')
        self.click(self.page, self.page.locator("#remarks summary").first)
        form.locator("[name=answer]").fill(answer)
        self.send(form)

    def answer_followup(self, asked: FollowUp, answers: tuple[str, ...], known_from: str) -> None:
        """What they say, and the outcome."""
        self.page.goto(f"/followups/{asked.pk}/")
        for place, words in enumerate(answers, 1):
            self.page.locator(f"[name=answer_{place}]").fill(words)
        self.page.locator('[name=outcome][value="reached"]').check()
        self.page.locator("[name=known_from]").fill(known_from)
        self.press(self.page, self.page.locator("main form.form button.first"))

    def counts(self, client: Client) -> tuple[int, int]:
        """On the client’s page: the row of counts of our side."""
        self.page.goto(f"/clients/{client.pk}/")
        cells = self.seen(self.page, self.page.locator("table.counts tbody tr").first.locator("td"))
        return int(cells[0]), int(cells[3])

    def used_to(self, client: Client) -> int:
        """The page of it: the terms under “Usual”."""
        self.page.goto(f"/trust/used-to/{client.pk}/")
        return len(self.seen(self.page, self.page.locator("main dl.terms dt")))

    def exceptions(self, head: User) -> int:
        """The head’s list."""
        page = self.beside(head)
        page.goto("/?view=house")
        return len(self.seen(page, page.locator("main .line")))


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (375, "de"), (1280, "ms"), (375, "ru")])
def test_a_promise_is_kept_or_honourably_moved(
    width: int, language: str, page_of: Callable[..., Page], context_of: Callable[..., BrowserContext],
    atlas: Client, manager: User, deputy: User, head: User, admin: User, at: datetime,
) -> None:  # fmt: skip
    story = Story(atlas, manager, deputy, head, admin, at)
    story.begin()
    opened: dict[str, Page] = {}

    def beside(person: User) -> Page:
        return opened.setdefault(person.name, opened.get(person.name) or page_of(person, width, language))

    def stranger() -> Page:
        return context_of(width, language).new_page()

    story.play(ByBrowser(page_of(manager, width, language), manager, beside, stranger), language)
