"""J-1, told once: a promise kept, or honourably moved, from one line typed to the outcome confirmed.

Whoever plays it goes through one door: the browser, the API, the terminal. What the house then knows is asked
here, once for all doors; what a door shows is asked of the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.test import Client as Browser

from mainstay.clients import actions as clients
from mainstay.clients.models import Client, Contact
from mainstay.config import worker
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.followups.models import FollowUp
from mainstay.house import actions as house_actions
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.promises import actions
from mainstay.promises.models import AnswerLink, Clash, Promise
from mainstay.promises.queries import linking
from mainstay.trust.models import Evidence, Usual

FRIDAY, MOVED, ASKED = date(2026, 3, 6), date(2026, 3, 13), date(2026, 4, 13)
LINES = {  # the same word, as it is typed in each language
    "en": "Fri 5pm send plan to Atlas GmbH",
    "de": "bis Freitag 17 Uhr Plan an Atlas",
    "ms": "hantar pelan kepada Atlas sebelum Jumaat 5 petang",
    "ru": "до пятницы 17:00 отправить план в Атлас",
}
TEXTS = {"en": "send plan", "de": "Plan", "ms": "hantar pelan", "ru": "отправить план"}  # what is promised by them
REASON, MEANWHILE, GIVEN = "The plates are late", "A proof on Friday", "The plan, three sheets"
KNOWN, REMARK, ANSWERED = "Her mail of Friday", "The scale is hard to read", "Printed anew, twice the size"
PRICE, FORGOTTEN = Decimal(1200), "Ring them about the sign"
SAID = ("The shop opened on 2 April", "Nothing is missing")


class Player(Protocol):
    """One door, and what is done through it."""

    prices: bool
    """Whether a price may stand beside the one line there."""

    def catch(self, line: str, price: Decimal | None) -> str:
        """Steps 1 and 2: the line is typed, what was understood is seen with what speaks against it, and it is kept.

        Gives the words in which it is warned.
        """

    def is_warned(self, person: User, promise: Promise) -> bool:
        """Whether this person's Today has a line of the promise."""

    def settle_clash(self, clash: Clash, why: str) -> None:
        """A contradiction is none."""

    def move(self, promise: Promise, to_on: date, reason: str, substitute: str) -> None:
        """Step 4: another day, why, something meanwhile; they have not answered yet."""

    def ask(self, promise: Promise, contact: Contact) -> None:
        """A link for whoever answers there."""

    def answer(self, link: AnswerLink, url: str) -> None:
        """They open it without an account and say yes."""

    def deliver(self, promise: Promise, cost: Decimal | None) -> None:
        """Step 5: it is done, and what was charged for it."""

    def give_over(self, promise: Promise, what: str) -> None:
        """What was handed to them."""

    def settle(self, promise: Promise, known_from: str, remark: str) -> None:
        """Step 6: accepted, with a remark."""

    def answer_remark(self, remark: Any, answer: str) -> None:
        """The item is answered."""

    def answer_followup(self, asked: FollowUp, answers: tuple[str, ...], known_from: str) -> None:
        """Step 7: what they say, and the outcome confirmed."""

    def counts(self, client: Client) -> tuple[int, int]:
        """Step 8: how many were promised and how many of them moved, as the door tells it."""

    def used_to(self, client: Client) -> int:
        """Step 8: of how many things the door tells what they are used to."""

    def exceptions(self, head: User) -> int:
        """How many lines the head's list has."""


@dataclass
class Story:
    """Mara promises Atlas a plan; Deniz stands in for her, Helga heads their team, Frau Wolf is at Atlas."""

    atlas: Client
    mara: User
    deniz: User
    helga: User
    admin: User
    at: datetime

    def begin(self) -> None:
        """Who serves, whom, what for; and what a colleague promised already."""
        clients.assign(client=self.atlas, user=self.deniz, role="deputy", by=self.helga, at=self.at)
        place = clients.add_contact(
            client=self.atlas, name="Uta Wolf", addressed_as="Frau Wolf", decides=True, by=self.mara, at=self.at
        )
        self.wolf = place.contact
        told: dict[str, Any] = {"outcome": "Their shop can open in May", "state": "active"}
        self.work = engagements.begin(client=self.atlas, name="Shop 2026", **told, by=self.mara, at=self.at)
        told = {"text": FORGOTTEN, "due_on": date(2026, 3, 4), "by": self.mara, "at": self.at}
        self.forgotten = actions.make(client=self.atlas, **told)

    @property
    def promise(self) -> Promise:
        """The word that was given."""
        return Promise.objects.get(owner=self.mara, engagement=self.work)

    def turn(self, day: date, hour: int = 8) -> None:
        """The clock of the house goes on to this day; what is due by then arises."""
        now = clock.now()
        house_actions.advance_clock(delta=datetime.combine(day, time(hour), now.tzinfo) - now, by=self.admin, at=now)
        worker.tick()

    def play(self, door: Player, language: str = "en") -> None:
        """All eight steps."""
        self.caught(door, language)
        self.warned(door)
        self.moved(door)
        self.delivered(door)
        self.asked_after(door)
        self.looked_back(door)

    def caught(self, door: Player, language: str) -> None:
        """1 and 2: one line; owner, client, time there and outcome are set; a colleague’s word speaks against it."""
        due: dict[str, Any] = {"due_on": MOVED, "by": self.deniz, "at": clock.now()}
        other = actions.make(client=self.atlas, text=TEXTS[language], **due)
        self.price = PRICE if door.prices else None
        warned = door.catch(LINES[language], self.price)
        made = self.promise
        assert made.budget == self.price
        assert (made.text.casefold(), made.due_on, made.due_time) == (other.text.casefold(), FRIDAY, time(17))
        assert (made.client, made.due_zone, made.engagement) == (self.atlas, self.atlas.zone, self.work)
        assert self.deniz.name in warned
        door.settle_clash(Clash.objects.get(one=made, other=other), "Mine is the draft of it")
        actions.annul(promise=other, reason="It is the same plan", by=self.deniz, at=clock.now())

    def warned(self, door: Player) -> None:
        """3: three days before it stands on her Today, with no movement on the deputy's; past its day with the head."""
        made = self.promise
        assert not door.is_warned(self.mara, made)
        self.turn(date(2026, 3, 3))
        assert (door.is_warned(self.mara, made), door.is_warned(self.deniz, made)) == (True, False)
        self.turn(date(2026, 3, 5))
        assert door.is_warned(self.deniz, made)
        assert door.exceptions(self.helga) == 1  # what was to be done yesterday, and nobody moved
        late = actions.deliver(promise=self.forgotten, by=self.mara, at=clock.now())
        actions.tell(promise=late, how="phone", by=self.mara, at=clock.now())

    def moved(self, door: Player) -> None:
        """4: it cannot hold; a reason, another day, something meanwhile; they answer themselves."""
        door.move(self.promise, MOVED, REASON, MEANWHILE)
        assert (self.promise.due_on, self.promise.outcome) == (FRIDAY, "open")
        door.ask(self.promise, self.wolf)
        link = AnswerLink.objects.get()
        door.answer(link, linking.url(link))
        assert (self.promise.due_on, self.promise.outcome, self.promise.judged_on) == (MOVED, "moved", MOVED)

    def delivered(self, door: Player) -> None:
        """5 and 6: on time, on budget, handed over, accepted with a remark, which is an item until it is answered."""
        self.turn(MOVED)
        door.deliver(self.promise, self.price)
        door.give_over(self.promise, GIVEN)
        door.settle(self.promise, KNOWN, REMARK)
        kept, remark = self.promise, self.promise.remarks.get()
        on_budget = False if self.price else None
        assert (kept.days_late, kept.over_budget, kept.cost) == (0, on_budget, self.price)
        assert (kept.satisfaction, remark.closed_at) == ("remarks", None)
        assert (kept.exchange.what, kept.exchange.given_on) == (GIVEN, MOVED)
        assert door.is_warned(self.mara, kept)
        door.answer_remark(remark, ANSWERED)
        assert self.promise.remarks.get().answer == ANSWERED

    def asked_after(self, door: Player) -> None:
        """7: a month on the outcome is asked about, and confirmed in the same step."""
        self.turn(ASKED)
        asked = FollowUp.objects.get(engagement=self.work)
        door.answer_followup(asked, SAID, "on the phone")
        work = Engagement.objects.get(pk=self.work.pk)
        assert (work.outcome_said, work.outcome_known_from) == ("reached", "on the phone")
        assert not FollowUp.objects.open().exists()

    def looked_back(self, door: Player) -> None:
        """8: ledger, record, what they are used to and journal tell the same; nobody's list has any of it left."""
        self.turn(ASKED + timedelta(days=1))
        assert door.counts(self.atlas) == (2, 1)
        known = dict(Usual.objects.filter(client=self.atlas).values_list("stream", "values_known"))
        assert (known["earliness"], known["punctuality"], known["person"]) == (2, 2, 2)
        assert door.used_to(self.atlas) == len(known)
        assert Evidence.objects.filter(promise=self.promise).exists()
        assert door.exceptions(self.helga) == 0
        assert not door.is_warned(self.mara, self.promise)
        assert journal.verify().holds


def yes(url: str) -> None:
    """Frau Wolf opens the link and says yes, with a browser of her own."""
    page = Browser()
    assert page.get(url).status_code == 200
    assert page.post(url, {"answer": "yes"}).status_code == 302
