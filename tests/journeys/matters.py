"""Something of every sort at one client, for the table of deeds: each with the id by which a door asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mainstay.clients import actions as clients
from mainstay.clients.actions import handing
from mainstay.clients.actions.handing import Terms
from mainstay.clients.models import Contact
from mainstay.engagements import actions as engagements
from mainstay.followups.models import FollowUp
from mainstay.house import actions as house
from mainstay.house.models import Post, WorkCalendar
from mainstay.lists.actions.keeping import keep_view
from mainstay.lists.queries import listing_called
from mainstay.promises import actions as promises
from mainstay.promises.models import Clash, Finding, Kind, Need
from mainstay.transfer import actions as bringing
from mainstay.trust.actions import advised, ours, service, usual
from mainstay.trust.actions.record import breaches, people
from mainstay.trust.actions.usual import reducing, understanding
from mainstay.trust.actions.word.sheets import make_sheet
from mainstay.trust.models import Extra, Lesson, Notice, Understanding

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User

DAY = timedelta(days=1)


@dataclass
class Builder:
    """Does what people did at Atlas before the table is asked."""

    atlas: Client
    manager: User
    colleague: User
    head: User
    admin: User
    take_in: Callable[..., User]
    at: datetime

    def ids(self) -> dict[str, Any]:
        """All of it, by the names the rows use."""
        found = {"client": self.atlas.pk, "colleague": self.colleague.pk, "manager": self.manager.pk}
        return found | self.people() | self.ledger() | self.used() | self.believed() | self.pairs() | self.of_house()

    def give(self, text: str, days: int, *, ago: int = 3, **told: Any) -> Any:
        """A word given by the manager, due so many days from now."""
        due = (self.at + days * DAY).date()
        return promises.make(client=self.atlas, text=text, due_on=due, by=self.manager, at=self.at - ago * DAY, **told)

    def ledger(self) -> dict[str, Any]:
        """Promises and what hangs between them."""
        by: dict[str, Any] = {"by": self.manager, "at": self.at}
        work = engagements.begin(client=self.atlas, name="Catalogue", outcome="They can order", **by)
        done = engagements.begin(client=self.atlas, name="Posters", outcome="They sell", **by)
        engagements.answer_outcome(engagement=done, said="reached", known_from="Her mail", **by)
        still, input_ = self.give("Write the report", 30), self.give("Their photos", 9, side="theirs")
        promises.needs_input(promise=still, on=input_, work_days=2, **by)
        promises.find_day(promise=still, side="theirs", word="too_tight", other_on=(self.at + 40 * DAY).date(), **by)
        told: dict[str, Any] = {"to_on": (self.at + 35 * DAY).date(), "reason": "No glue", "answer": "not_yet"}
        promises.move(promise=still, **told, **by)
        late = promises.deliver(promise=self.give("Draw the logo", -2, kind="logo", ago=60), **by)
        other = promises.deliver(promise=self.give("Draw the sign", -2, ago=60), **by)
        self.give("Send the offer", 5)
        due = (self.at + 8 * DAY).date()
        promises.make(client=self.atlas, text="Send offer", due_on=due, owner=self.colleague, by=self.head, at=self.at)
        link = promises.ask_by_link(promise=still, contact=Contact.objects.get(name="Emil Stein"), **by)
        return {
            "answer_link": link.pk,
            "work": work.pk, "confirmed": done.pk, "promise": still.pk, "late": late.pk, "other": other.pk,
            "input": input_.pk, "asked": still.renegotiations.get().pk, "need": Need.objects.get().pk,
            "finding": Finding.objects.get(side="theirs").pk, "clash": Clash.objects.get().pk,
            "kind": Kind.objects.get(name="logo").pk, "followup": FollowUp.objects.get(promise=late).pk,
        }  # fmt: skip

    def people(self) -> dict[str, Any]:
        """People there and of ours; a client that passed on; somebody who leaves."""
        by: dict[str, Any] = {"by": self.manager, "at": self.at}
        place = clients.add_contact(client=self.atlas, name="Uta Wolf", **by)
        second = clients.add_contact(client=self.atlas, name="Emil Stein", **by)
        serving = clients.assign(client=self.atlas, user=self.colleague, role="deputy", by=self.head, at=self.at)
        passed = clients.add(name="Passage AG", unit=self.atlas.unit, manager=self.manager, by=self.head, at=self.at)
        terms = Terms(told_on=self.at.date(), told_how="Mara rang them")
        (row,) = handing.hand_over(clients=[passed], giver=self.manager, taker=self.colleague, terms=terms, **by)
        handing.begin(person=self.colleague, by=self.head, at=self.at)
        return {
            "place": place.pk, "contact": place.contact_id, "second": second.contact_id, "serving": serving.pk,
            "batch": row.batch,
        }  # fmt: skip

    def pairs(self) -> dict[str, Any]:
        """Clients and people that were one, and that look as if they were."""
        told: dict[str, Any] = {"manager": self.manager, "unit": self.atlas.unit, "by": self.head, "at": self.at}
        twin, gone = clients.add(name="Nordlicht", **told), clients.add(name="Bolt", **told)
        clients.merge(keep=twin, gone=gone, by=self.head, at=self.at, why="One firm")
        by: dict[str, Any] = {"by": self.manager, "at": self.at}
        one = clients.add_contact(client=self.atlas, name="Ines Ortega", **by)
        two = clients.add_contact(client=self.atlas, name="Jan Kuhn", **by)
        clients.merge_people(keep=one.contact, gone=two.contact, **by)
        known = clients.add_contact(client=twin, name="Pia Lang", **by)
        return {"twin": twin.pk, "gone": gone.pk, "gone_person": two.contact_id, "known": known.contact_id}

    def used(self) -> dict[str, Any]:
        """What Atlas is used to."""
        told: dict[str, Any] = {"client": self.atlas, "by": self.manager, "at": self.at}
        before = (self.at - 9 * DAY).date()
        for what in ("Fruit basket", "Flowers"):
            usual.give(what=what, mark="standing", on=before, **told)
        usual.leave_out(what="Fruit basket", **told)
        ends = (self.at + 9 * DAY).date()
        words = reducing.Announcement("In April the basket ends.", "phone")
        ending = reducing.reduce(kind="extra", key="fruit basket", ends_on=ends, announcement=words, **told)
        understanding.note(text="They ring before ten", since_on=before, evidence="The log", **told)
        understanding.learn(happened="Unsaid", cost="A client", avoid="Ring", by=self.manager, at=self.at)
        return {
            "extra": Extra.objects.filter(what="Flowers").get().pk, "notice": Notice.objects.get(way="missing").pk,
            "ending": ending.pk, "understanding": Understanding.objects.get().pk, "lesson": Lesson.objects.get().pk,
        }  # fmt: skip

    def believed(self) -> dict[str, Any]:
        """The record, the word, advice, our own view."""
        told: dict[str, Any] = {"client": self.atlas, "by": self.manager, "at": self.at}
        late = self.atlas.promises.get(text="Draw the logo")
        weighing = people.ask_to_excuse(promise=late, reason="A strike", by=self.manager, at=self.at)
        breach = breaches.declare(
            client=self.atlas, kind="confidentiality", reason="A list got out", by=self.head, at=self.at
        )
        advice = advised.advise(text="Print on cotton", **told)
        advised.answer(advice=advice, answer="taken", by=self.manager, at=self.at)
        standard = service.set_standard(name="First answer", minutes=15, by=self.head, at=self.at)
        short = service.note(standard=standard, minutes=22, reason="A storm", **told)
        view = ours.say(word="wearing", abuse="They shouted", **told)
        return {
            "weighing": weighing.pk, "breach": breach.pk, "sheet": make_sheet(**told).pk, "advice": advice.pk,
            "view": view.pk, "standard": standard.pk, "occasion": short.pk,
        }  # fmt: skip

    def of_house(self) -> dict[str, Any]:
        """Absences, posts, calendars, a list that was brought."""
        day = self.at.date()
        away = house.note_absence(person=self.manager, from_on=day + 50 * DAY, to_on=day + 52 * DAY, by=self.manager,
                                  at=self.at)  # fmt: skip
        token, _key = house.make_token(person=self.manager, name="script", by=self.manager, at=self.at)
        seen: dict[str, Any] = {"session_key": "x", "address": "", "browser": "", "how": "password", "real": self.at}
        sign_in = house.note_sign_in(person=self.manager, **seen)
        recovery, _word = house.make_recovery(person=self.colleague, by=self.admin, at=self.at)
        calendar = WorkCalendar.objects.get()
        house.set_own_day(calendar=calendar, on=day + 30 * DAY, name="Stocktaking", by=self.admin, at=self.at)
        left = self.take_in("Lars Hahn", "manager", self.atlas.unit)
        house.let_go(person=left, by=self.admin, at=self.at)
        file = BytesIO("Firma;Ort\nKäse & Wein GmbH;Köln\n".encode())
        ours = listing_called("clients")
        kept = keep_view(listing=ours, name="Ours", told={}, unit=self.atlas.unit, by=self.head, at=self.at)
        run = bringing.receive(kind="clients", file_name="a.csv", file=file, by=self.manager, at=self.at)
        return {
            "sign_in": sign_in.pk, "recovery": recovery.pk,
            "absence": away.pk, "token": token.pk, "calendar": calendar.pk, "team": self.atlas.unit_id,
            "post": Post.objects.get(user=self.colleague).pk, "left": left.pk, "run": run.pk, "kept_view": kept.pk,
            "clients_list": "clients",
        }  # fmt: skip
