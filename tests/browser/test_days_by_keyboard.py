"""What is not in one promise's life, by keyboard alone: their part undone, a mistake, the head's week, bringing in.

After every step the focus is where the next one begins (issue 6; R-X-12, J-6, J-7, J-10). ``test_by_keyboard`` has J-1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.clients.models import Assignment, Client, Leaving
from mainstay.lists.models import SavedView, Several
from mainstay.promises.models import AnswerLink, Promise, Renegotiation
from mainstay.promises.queries import linking
from mainstay.transfer import jobs
from mainstay.transfer.models import KeptMap
from mainstay.trust.models import Breach, Reduction
from tests.browser.keyboard import Keyboard

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from mainstay.house.models import User
    from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


class Days:
    """Nora holds every post; her hands never leave the keyboard."""

    def __init__(self, page: Page, world: World, at: datetime) -> None:
        self.page, self.world, self.at = page, world, at
        self.keys, self.push, self.find = Keyboard(page), Keyboard(page).push, page.locator

    def there(self, name: str, *ids: object, ask: str = "") -> None:
        """Begin at an address, as one who has it open."""
        self.page.goto(reverse(name, args=ids) + ask)

    def verb(self, words: str) -> None:
        """Open a verb by its words."""
        self.push(self.find("main .verb > summary", has_text=words))

    def at_field(self, field: str) -> Locator:
        """The focus is in this field."""
        there = self.find(field)
        expect(there).to_be_focused()
        return there

    def said(self, words: str) -> None:
        """The house says that it was done."""
        expect(self.find("#messages li")).to_contain_text(words)

    def promise(self, text: str) -> Promise:
        """As it stands in the house."""
        return Promise.objects.get(text=text)

    # --- lists: several at once, kept views ---------------------------------

    def hand_several_over(self) -> None:
        """x and x choose, d leads to what can be done; without a name it is refused; done, and taken back whole."""
        self.there("promises:list", ask="?whose=all&q=Send")
        self.keys.press("j", "x", "j", "x", "d")
        self.at_field(".several button >> nth=0")
        self.keys.press("Enter")
        self.push(self.find("main form button.first"))
        self.at_field("#id_to")
        self.keys.type("Helga")
        self.push(self.find("main form button.first"))
        self.said("2 promises were handed over.")
        one = Several.objects.latest("at")
        assert [len(one.done), one.refused, one.taken_back_at] == [2, [], None]
        self.push(self.find("#messages form button"))
        expect(self.find("#messages form")).to_have_count(0)
        one.refresh_from_db()
        assert one.taken_back_at is not None

    def keep_a_view(self) -> None:
        """The menu opens, Escape closes it to where one was; a name is asked for; its key opens the view."""
        menu = self.find("main details.menu summary").first
        self.push(menu)
        self.keys.press("Tab", "Escape")
        expect(menu).to_be_focused()
        self.keys.press("Enter")
        self.push(self.find("main details.menu a", has_text="Keep this view"))
        self.push(self.find("main form button.first"))
        self.at_field("#id_name")
        self.keys.type("My own")
        self.keys.press("Enter")
        self.said("My own")
        view = SavedView.objects.get(name="My own")
        self.there("promises:list")
        self.keys.press("2")
        self.page.wait_for_url(re.compile(str(view.pk)))

    # --- J-6: they have not done their part ---------------------------------

    def their_part_is_late(self) -> None:
        """Ours waits for theirs, which comes late: the new day follows from it and is proposed."""
        plan, proof = self.promise("Send the plan"), self.promise("Approve the proof")
        self.there("promises:page", plan.pk)
        self.verb("Needs")
        self.keys.choose(self.find("#needs_input-on"), "Approve the proof")
        self.keys.into(self.find("#needs_input-work_days"), "5")
        self.keys.press("Enter")
        expect(self.find("#needs")).to_contain_text("Approve the proof")
        self.at_field("#main")
        self.push(self.find("#needs a", has_text="Approve the proof"))
        self.page.wait_for_url(re.compile(str(proof.pk)))
        self.keys.press("e")
        expect(self.find("#promise [data-key=e]")).to_have_count(0)
        self.at_field("#main")
        assert self.promise("Approve the proof").delivered_on == self.at.date()
        self.there("promises:page", plan.pk)
        self.push(self.find("#needs button[value=not_yet]"))
        self.said("until they answer, the old one stands")
        asked = Renegotiation.objects.get(promise=plan)
        assert (asked.answer, asked.to_on) == ("not_yet", self.at.date() + 7 * DAY)

    def they_answer_by_link(self) -> None:
        """“Another day” without a day is refused where it is wanting; what they name is accepted with one press."""
        link, other = AnswerLink.objects.get(), self.at.date() + 10 * DAY
        self.page.goto(linking.url(link))
        self.keys.to(self.find("#id_answer_0"))
        self.keys.press("ArrowUp", "Enter")
        self.at_field("#id_other_on")
        self.keys.day(self.find("#id_other_on"), other)
        self.keys.press("Enter")
        expect(self.find("main")).to_contain_text("Your answer is written down.")
        self.there("promises:page", link.promise_id)
        self.push(self.find("#another-day button"))
        self.said("agreed by both sides")
        assert self.promise("Bind the books").due_on == other

    # --- J-7: we made a mistake ---------------------------------

    def own_up(self) -> None:
        """What will not be done is said, with how they were told; an empty line is refused where it is empty."""
        self.there("promises:page", self.world.late.pk)
        self.push(self.find("#verb-own_up > summary"))
        self.push(self.find("#verb-own_up button.first"))
        self.at_field("#own_up-reason")
        self.keys.type("The plates broke")
        self.keys.choose(self.find("#own_up-told_how"), "by phone")
        self.push(self.find("#verb-own_up button.first"))
        expect(self.find("#verb-own_up form")).to_have_count(0)
        self.at_field("#main")
        late = self.promise("Print the catalogue")
        assert (late.outcome, late.told_how) == ("broken", "phone")

    def a_breach(self) -> None:
        """Declared, told how it was put right, closed."""
        self.there("trust:record", self.world.atlas.pk)
        self.verb("Declare a breach")
        self.push(self.find("button", has_text="Declare it"))
        self.at_field("#id_reason")
        self.keys.type("The list went to a rival")
        self.keys.press("Enter")
        self.said("The breach is open.")
        self.verb("Close it")
        self.keys.into(self.find("#id_confirmed"), "Her call")
        self.keys.press("Enter")
        self.at_field("#id_verified")
        self.keys.type("The list is locked")
        self.keys.press("Enter")
        expect(self.find("main .verb > summary", has_text="Close it")).to_have_count(0)
        breach = Breach.objects.get()
        assert (breach.reason, breach.closed_on) == ("The list went to a rival", self.at.date())

    # --- J-10: the head's week ---------------------------------

    def less_than_they_are_used_to(self) -> None:
        """What stands is reduced: they are told first, and then it is written that they were."""
        ask = f"?kind=manager&key={self.world.nora.pk}"
        self.there("trust:reduce", self.world.alike.pk, ask=ask)
        self.push(self.find("main form button.first"))
        ends = self.at_field("#id_ends_on")
        self.keys.day(ends, self.at.date() + 40 * DAY)
        self.push(self.find("main form button.first"))
        self.at_field("#id_text")
        self.keys.type("From then on Deniz is there for them.")
        self.keys.choose(self.find("#id_channel"), "by phone")
        self.keys.day(self.find("#id_tell_on"), self.at.date())
        self.keys.press("Enter")
        self.said("ends once they were told")
        self.keys.press("e")
        expect(self.find("main [data-key=e]")).to_have_count(0)
        one = Reduction.objects.get(kind="manager")
        assert (one.ends_on, one.told_at is not None) == (self.at.date() + 40 * DAY, True)

    def hand_a_client_over(self, taker: User) -> None:
        """Without a client it is refused at the first box; seen before it passes; then it has passed."""
        self.there("clients:hand_over")
        self.keys.choose(self.find("#id_taker"), taker.name)
        self.keys.day(self.find("#id_told_on"), self.at.date())
        self.keys.into(self.find("#id_told_how"), "Nora rang them")
        self.keys.press("Enter")
        self.at_field("#id_clients_0")
        self.keys.to(self.find(f"input[value='{self.world.quiet.pk}']"))
        self.keys.press("Space", "Enter")
        self.push(self.find("button[name=sure]"))
        expect(self.find("h1")).not_to_contain_text("What would pass")
        serves = Assignment.objects.get(client=self.world.quiet, role="manager", to_on=None)
        assert serves.user == taker

    def leaving(self, person: User) -> None:
        """Client by client, then all at once."""
        self.there("clients:leaving", person.pk)
        self.push(self.find("main a.btn.first"))
        self.keys.choose(self.find("#id_taker"), "Nora")
        self.push(self.find("main form button.first"))
        self.keys.choose(self.find("#id_taker"), "Mara")
        self.keys.into(self.find("#id_told_how"), "Mara rings them")
        self.keys.press("Enter")
        expect(self.find("main .lead ~ .care")).to_have_text("When are they told?")
        self.keys.day(self.find("#id_told_on"), self.at.date())
        self.keys.press("Enter")
        self.push(self.find("button", has_text="Hand everything over"))
        expect(self.find("h1")).to_contain_text("left")
        assert Leaving.objects.get().done_at is not None
        assert not Assignment.objects.filter(user=person, to_on=None).exists()

    # --- bringing in ---------------------------------

    def bring_in(self) -> None:
        """Mapped: an answered question keeps the focus, Enter keeps the map; tried, taken in, undone."""
        run, first = self.world.run, self.find("#questions input[type=radio]").first
        self.there("transfer:columns", run.pk)
        name = self.find("#questions [role=radiogroup] input").first.get_attribute("name")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.keys.to(first)
            self.keys.press("Space")
        self.at_field(f"select[name='{name}']")
        self.verb("Keep it by a name")
        self.keys.press("Tab", "Enter")
        self.at_field("#map-name")
        self.keys.type("Old list")
        self.keys.press("Enter")
        self.said("The map is kept")
        assert KeptMap.objects.get().name == "Old list"
        self.push(self.find("button[value=check]"))
        self.work("1 row cannot be taken in")
        self.push(self.find("main form button.first"))
        self.work("was taken in")
        assert Client.objects.filter(name="Käse & Wein GmbH").exists()
        self.push(self.find("main a", has_text="Undo the whole run"))
        self.push(self.find("main form button.first"))
        self.work("was taken back")
        run.refresh_from_db()
        assert run.state == "undone"

    def work(self, shown: str) -> None:
        """What the worker does, here and now; the page follows by itself."""
        self.find("progress").wait_for()
        jobs.work.func(str(self.world.run.pk))
        self.page.reload()
        expect(self.find("h1")).to_contain_text(shown)


def test_the_days_of_the_house_by_keyboard_alone(
    world: World, manager: User, deputy: User, at: datetime, page_of: Callable[..., Page]
) -> None:
    days = Days(page_of(world.nora), world, at)
    days.hand_several_over()
    days.keep_a_view()
    days.their_part_is_late()
    days.they_answer_by_link()
    days.own_up()
    days.a_breach()
    days.less_than_they_are_used_to()
    days.hand_a_client_over(manager)
    days.leaving(deputy)
    days.bring_in()
