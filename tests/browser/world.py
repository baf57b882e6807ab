"""A house with something on every page: clients that are well and clients that are not, people, work, remarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mainstay.clients import actions as clients
from mainstay.clients.actions.handing import Terms, hand_over
from mainstay.clients.actions.handing.leaving import begin
from mainstay.clients.models import HandOver, Merge
from mainstay.engagements import actions as engagements
from mainstay.followups.models import FollowUp
from mainstay.house import actions as house_actions
from mainstay.house.models import Post, Unit, User, WorkCalendar
from mainstay.house.rules import rights
from mainstay.lists import actions as lists
from mainstay.lists.models import SavedView, Several
from mainstay.lists.queries import deed_called, listing_called
from mainstay.promises import actions
from mainstay.promises.models import AnswerLink, Clash, Kind, Promise, Remark, Renegotiation
from mainstay.promises.queries import linking
from mainstay.transfer import actions as bringing_in
from mainstay.trust.actions import advised, ours, service, usual
from mainstay.trust.actions.usual import reducing, understanding
from mainstay.trust.actions.word.sheets import make_sheet
from mainstay.trust.models import Advice, Notice, OurView, Reduction, Sheet, Understanding
from mainstay.trust.queries.word import sheet

if TYPE_CHECKING:
    from mainstay.clients.models import Affiliation, Assignment, Client
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import Absence, OwnDay, Token
    from mainstay.transfer.models import Run

DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """Who and what is there."""

    nora: User
    atlas: Client
    quiet: Client
    place: Affiliation
    deputy: Assignment
    work: Engagement
    late: Promise
    settled: Promise
    remark: Remark
    absence: Absence
    token: Token
    own_day: OwnDay
    run: Run
    alike: Client
    second: Affiliation

    @property
    def ids(self) -> dict[str, Any]:
        """What the addresses of the house take, by the names they take it by."""
        return {
            "client_id": self.atlas.pk,
            "place_id": self.place.pk,
            "assignment_id": self.deputy.pk,
            "engagement_id": self.work.pk,
            "promise_id": self.late.pk,
            "remark_id": self.remark.pk,
            "person_id": self.deputy.user_id,
            "post_id": Post.objects.filter(user=self.deputy.user_id).values_list("pk", flat=True)[0],
            "absence_id": self.absence.pk,
            "token_id": self.token.pk,
            "team_id": Unit.objects.values_list("pk", flat=True)[0],
            "calendar_id": WorkCalendar.objects.values_list("pk", flat=True)[0],
            "run_id": self.run.pk,
            "notice_id": Notice.objects.get(way="missing").pk,
            "reduction_id": Reduction.objects.get().pk,
            "understanding_id": Understanding.objects.get().pk,
            "followup_id": FollowUp.objects.get(promise=self.settled).pk,
            "clash_id": Clash.objects.get().pk,
            "batch": HandOver.objects.get().batch,
            "clients:leaving_step": {"client_id": HandOver.objects.get().client_id},
            "sheet_id": Sheet.objects.get().pk,
            "token": sheet.link(Sheet.objects.get()).rstrip("/").rpartition("/")[2],
            "promises:answer_open": {"token": linking.url(AnswerLink.objects.get()).rstrip("/").rpartition("/")[2]},
            "advice_id": Advice.objects.get().pk,
            "view_id": OurView.objects.get().pk,
            "name": "promises",
            "lists:rename": {"view_id": SavedView.objects.get().pk},
            "several_id": Several.objects.get().pk,
            "kind_id": Kind.objects.get(name="logo").pk,
            "clients:merge": {"keep_id": self.quiet.pk, "gone_id": self.alike.pk},
            "clients:unmerge": {"gone_id": Merge.objects.get(what="client").gone_id},
            "clients:merge_people": {"keep_id": self.place.contact_id, "gone_id": self.second.contact_id},
            "clients:unmerge_people": {"gone_id": Merge.objects.get(what="contact").gone_id},
        }


class Builder:
    """Does what people did in the week before Monday, at the times they did it."""

    def __init__(self, *, admin: User, manager: User, head: User, team: Unit, atlas: Client, at: datetime) -> None:
        self.admin, self.by, self.head, self.team, self.atlas, self.at = admin, manager, head, team, atlas, at

    def everybody(self) -> User:
        """Nora holds every post, as in a house of one person; she sees every page there is."""
        roles = [(role, None) for role in rights.ROLES]
        return house_actions.add_person(
            name="Nora Falk", email="nora@house.example", roles=roles, unit=self.team, by=self.admin, at=self.at
        )

    def give(self, text: str, days: int, *, ago: int = 10, client: Client | None = None, **told: Any) -> Promise:
        """A word given some days ago, due so many days from Monday."""
        at = self.at - ago * DAY
        due = self.at.date() + days * DAY
        return actions.make(client=client or self.atlas, text=text, due_on=due, by=self.by, at=at, **told)

    def people(self) -> Affiliation:
        """Frau Wolf decides, Herr Stein helps."""
        clients.add_contact(client=self.atlas, name="Emil Stein", role="Stores", by=self.by, at=self.at)
        return clients.add_contact(
            client=self.atlas, name="Uta Wolf", addressed_as="Frau Wolf", role="Purchasing", decides=True,
            email="uta.wolf@atlas.example", phone="+49 30 555 0100", channel="phone", by=self.by, at=self.at,
        )  # fmt: skip

    def ledger(self, place: Affiliation, work: Engagement) -> tuple[Promise, Promise]:
        """One of every sort that a page may show."""
        to: dict[str, Any] = {"made_to": place.contact, "engagement": work}
        late = self.give(
            "Print the catalogue", -2, budget=Decimal(5000), acceptance="The blue of the proof", said="phone", **to
        )
        self.give("Send the plan", 2, due_time=time(17), **to)
        self.give("Write the report", 30, outcome_wanted="The board decides in April", **to)
        asked = self.give("Bind the books", 1, **to)
        actions.move(
            promise=asked, to_on=self.at.date() + 8 * DAY, reason="No glue", answer=Renegotiation.Answer.NOT_YET,
            by=self.by, at=self.at - DAY,
        )  # fmt: skip
        actions.ask_by_link(promise=asked, contact=place.contact, by=self.by, at=self.at)
        self.give("Approve the proof", -3, side="theirs", owner_contact=place.contact)
        self.give("Deliver the paper", -1, side="third", owner_name="Paper Mill")
        untold = self.give("Rent the hall", -4)
        actions.deliver(promise=untold, by=self.by, at=self.at - DAY)
        actions.own_up(
            promise=self.give("Ring the mayor", -6), reason="Forgotten", by=self.by, at=self.at, told_how="phone"
        )
        return late, self.settled(to)

    def settled(self, to: dict[str, Any]) -> Promise:
        """Kept, over budget, accepted with a remark."""
        kept = self.give("Draw the logo", -2, budget=Decimal(100), kind="logo", **to)
        actions.deliver(promise=kept, cost=Decimal("120.50"), by=self.by, at=self.at - 3 * DAY)
        return actions.settle(
            promise=kept,
            satisfaction="remarks",
            known_from="Her mail",
            remark="A little too red",
            by=self.by,
            at=self.at,
        )

    def twins(self, quiet: Client, place: Affiliation, nora: User) -> tuple[Client, Affiliation]:
        """One that looks like Quiet, one that was merged into it; the same of Frau Wolf."""
        told: dict[str, Any] = {"manager": nora, "by": self.head, "at": self.at, "anyway": "From another list"}
        alike = clients.add(name="Quiet und Soehne KG", town="Ipoh", reference="K-17", **told)
        self.accustomed(alike, nora)
        clients.merge(keep=quiet, gone=clients.add(name="Квиет и Зёне", **told), by=nora, at=self.at, why="One firm")
        said: dict[str, Any] = {"client": alike, "by": nora, "at": self.at, "anyway": "From another list"}
        second = clients.add_contact(name="Wolf, Uta", email="u.wolf@home.example", **said)
        third = clients.add_contact(name="Dr. Uta Wolf", **said)
        clients.merge_people(keep=place.contact, gone=third.contact, by=nora, at=self.at)
        return alike, second

    def accustomed(self, client: Client, nora: User) -> None:
        """An extra that stands and was left out, its end announced; something that is merely understood."""
        told: dict[str, Any] = {"client": client, "by": nora, "at": self.at}
        usual.give(what="Fruit basket", mark="standing", on=(self.at - 9 * DAY).date(), **told)
        usual.leave_out(what="Fruit basket", **told)
        ends = (self.at + 9 * DAY).date()
        announced = reducing.Announcement("In April the basket ends.", "phone")
        reducing.reduce(kind="extra", key="fruit basket", ends_on=ends, announcement=announced, **told)
        since = (self.at - 400 * DAY).date()
        understanding.note(text="They ring, and we answer before ten", since_on=since, evidence="The log", **told)
        understanding.learn(
            happened="A list ended unsaid", cost="A client", avoid="Ring them before", by=nora, at=self.at
        )

    def lists(self, nora: User, late: Promise, settled: Promise) -> None:
        """Nora keeps a view, and of two promises at once neither can be handed over."""
        promises = listing_called("promises")
        lists.keep_view(listing=promises, name="Late", told={"state": "late"}, by=nora, at=self.at)
        ids, deed = [late.pk, settled.pk], deed_called(promises, "hand_over")
        lists.carry_out(listing=promises, deed=deed, ids=ids, told={"to": self.by, "why": ""}, by=nora, at=self.at)

    def passing(self, nora: User, deputy: User) -> None:
        """A client that passed to a colleague who has not accepted it, and to whom both promised one thing."""
        client = clients.add(name="Passage AG", unit=self.team, manager=nora, by=self.head, at=self.at)
        due = self.at.date() + 20 * DAY
        terms = Terms(told_on=self.at.date(), told_how="Nora rang them")
        hand_over(clients=[client], giver=nora, taker=deputy, by=nora, at=self.at, terms=terms)
        actions.make(client=client, text="Send the offer", due_on=due, by=nora, at=self.at)
        actions.make(client=client, text="Send offer", due_on=due + 3 * DAY, by=self.head, owner=deputy, at=self.at)
        begin(person=deputy, by=nora, at=self.at)
        make_sheet(client=client, by=self.head, at=self.at)

    def brought(self, nora: User) -> Run:
        """A list that Nora looked into and has not taken in yet."""
        text = "Firma;Ort;Kunde seit;Farbe\nKäse & Wein GmbH;Köln;03/04/2019;rot\nAtlas AG;Bonn;bald;\n"
        file = BytesIO(text.encode())
        return bringing_in.receive(kind="clients", file_name="kunden.csv", file=file, by=nora, at=self.at)

    def build(self, deputy: User) -> World:
        """All of it."""
        nora = self.everybody()
        serving = clients.assign(client=self.atlas, user=deputy, role="deputy", by=self.head, at=self.at)
        clients.assign(client=self.atlas, user=nora, role="sponsor", by=self.head, at=self.at)
        quiet = clients.add(
            name="Quiet & Söhne", town="Kuala Lumpur", zone="Asia/Kuala_Lumpur", country="MY", unit=self.team,
            manager=nora, by=self.head, at=self.at,
        )  # fmt: skip
        place = self.people()
        work = engagements.begin(
            client=self.atlas, name="Catalogue 2026", outcome="Their shops can order in May", by=self.by, at=self.at
        )
        late, settled = self.ledger(place, work)
        self.passing(nora, deputy)
        self.lists(nora, late, settled)
        advice = advised.advise(client=self.atlas, text="Print on cotton", by=self.by, at=self.at - 9 * DAY)
        advised.answer(advice=advice, answer="partly", said="For the summer", by=self.by, at=self.at)
        standard = service.set_standard(name="First answer", minutes=15, by=self.head, at=self.at)
        told: dict[str, Any] = {"client": self.atlas, "standard": standard, "by": self.by, "at": self.at}
        service.note(minutes=22, reason="The line was down for an hour", **told)
        service.note(minutes=10, wish="A second sample", **told)
        ours.say(client=self.atlas, word="wearing", abuse="Their buyer shouted", by=deputy, at=self.at)
        day = self.at.date()
        absence = house_actions.note_absence(
            person=deputy, from_on=day, to_on=day + 4 * DAY, by=self.admin, at=self.at, note="On leave"
        )
        token, _key = house_actions.make_token(person=nora, name="script", by=nora, at=self.at)
        calendar = WorkCalendar.objects.get()
        house_actions.set_own_day(calendar=calendar, on=day + 30 * DAY, name="Stocktaking", by=self.admin, at=self.at)
        return World(
            nora, self.atlas, quiet, place, serving, work, late, settled, Remark.objects.get(), absence, token,
            calendar.own_days.get(), self.brought(nora), *self.twins(quiet, place, nora),
        )  # fmt: skip
