"""Opening the demo house: Northwind Traders, through the verbs that everybody uses, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients import actions as clients
from mainstay.clients.models import Assignment, Client
from mainstay.desk.demo import facts, places, story
from mainstay.desk.demo.facts import Customer, Facts
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.house import actions as house
from mainstay.house.models import House, Unit, User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.promises import actions as promises
from mainstay.promises.actions import intake
from mainstay.promises.actions.intake import Placed
from mainstay.promises.models import Promise
from mainstay.promises.rules.intake import Delivery, key_of

Role = Assignment.Role


@dataclass
class _Demo:
    """What is at hand while the house is being furnished."""

    told: Facts
    admin: User
    teams: dict[str, Unit]
    people: dict[int, User]
    clients: dict[str, Client]

    def team_of(self, number: int) -> list[int]:
        """The colleagues in somebody’s team, in the order of their numbers."""
        return [other for other, person in self.people.items() if person.unit_id == self.people[number].unit_id]


def refuse_other_house(name: str = story.NAME) -> House | None:
    """The demo house of this name if it stands here; None where no house does. Refused where another does (R-X-7)."""
    there = House.objects.first()
    if there is not None and (there.kind != House.Kind.DEMO or there.name != name):
        raise Refused(
            _("%(name)s stands here, and no demo is loaded over it. Give the demo a folder of its own: MAINSTAY_HOME.")
            % {"name": there.name},
            rule="R-X-7",
        )
    return there


@transaction.atomic
def open_demo(*, at: datetime) -> House:
    """Open and furnish the demo house; its clock then shows Monday 25 May 1998, 09:00 in Seattle.

    ``at`` is the real time. A demo house that stands already is left as it is. Refused over a firm’s house (R-X-7).
    """
    there = refuse_other_house()
    if there is not None:
        return there
    told = facts.read()
    opened, admin = house.open_house(
        name=story.NAME,
        kind=House.Kind.DEMO,
        country=story.COUNTRY,
        zone=story.ZONE,
        language="en",
        currency=story.CURRENCY,
        admin_name=story.ADMINISTRATOR,
        admin_email=_mail(story.ADMINISTRATOR),
        password=story.PASSWORD,
        at=story.OPENED,
    )
    demo = _Demo(told, admin, _teams(admin), {}, {})
    _people(demo)
    _clients(demo)
    _work(demo)
    _theirs(demo)
    _orders(demo)
    house.set_clock(shows=story.SHOWS, by=admin, at=at)
    return House.objects.get(pk=opened.pk)


def _mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{story.MAIL}"


# --- who we are ---


def _teams(admin: User) -> dict[str, Unit]:
    return {name: house.add_unit(name=name, by=admin, at=story.OPENED) for name in story.ZONES}


def _people(demo: _Demo) -> None:
    """The nine who sell, and the front line; everybody signs in with the demo’s password."""
    london = house.add_calendar(
        name=story.LONDON, zone=story.ZONES[story.LONDON], country="GB", by=demo.admin, at=story.OPENED
    )
    for employee in demo.told.employees:
        team = story.LONDON if employee.country == "UK" else story.SEATTLE
        unit = demo.teams[team]
        posts: list[tuple[str, Unit | None]] = [(rights.MANAGER, unit)]
        if employee.number == story.HEAD:
            posts += [(rights.HEAD, None), (rights.SPONSOR, None)]
        if employee.number == story.HEAD_OF_LONDON:
            posts.append((rights.HEAD, unit))
        demo.people[employee.number] = house.add_person(
            name=employee.name,
            email=_mail(employee.name),
            roles=posts,
            zone=story.ZONES[team],
            unit=unit,
            calendar=london if team == story.LONDON else None,
            password=story.PASSWORD,
            by=demo.admin,
            at=story.OPENED,
        )
    house.add_person(
        name=story.FRONT,
        email=_mail(story.FRONT),
        roles=[(rights.FRONT, None)],
        unit=demo.teams[story.SEATTLE],
        password=story.PASSWORD,
        by=demo.admin,
        at=story.OPENED,
    )


# --- whom we look after ---


def _clients(demo: _Demo) -> None:
    made = clients.take_in(
        names=[_client(demo, customer) for customer in demo.told.customers], run_id=None, by=demo.admin, at=story.OPENED
    )
    for customer, client in zip(demo.told.customers, made, strict=True):
        demo.clients[customer.code] = client
        clients.add_contact(
            client=client,
            name=customer.contact,
            role=customer.title,
            phone=customer.phone,
            by=demo.admin,
            at=story.OPENED,
        )
    _assign(demo)


def _client(demo: _Demo, customer: Customer) -> clients.NewClient:
    first = demo.told.first_order_on(customer.code)
    return {
        "name": " ".join(customer.company.split()),
        "stage": Client.Stage.ACTIVE if first else Client.Stage.PROSPECT,
        "zone": places.zone_of(customer.country, customer.city),
        "country": places.country_of(customer.country),
        "town": customer.city,
        "since_on": first,
        "reference": customer.code,
        "unit_id": demo.people[_manager(demo, customer.code)].unit_id,
    }


def _manager(demo: _Demo, customer: str) -> int:
    return demo.told.manager_of(customer) or story.NEVER_ORDERED


def _assign(demo: _Demo) -> None:
    """Manager, deputy and sponsor, and as helper whoever still owes an order and is neither."""
    managers = {code: _manager(demo, code) for code in demo.clients}
    deputies = {code: demo.told.deputy_of(code, demo.team_of(manager), manager) for code, manager in managers.items()}
    helpers = [
        (code, number)
        for code, number in sorted(demo.told.still_owing())
        if number not in (managers[code], deputies[code])
    ]
    sponsored = [(code, story.HEAD) for code in _bought_most(demo) if managers[code] != story.HEAD]
    for role, pairs, why in (
        (Role.MANAGER, list(managers.items()), _("took most of their orders")),
        (Role.DEPUTY, list(deputies.items()), _("of the same team")),
        (Role.HELPER, helpers, _("took an order that has not left yet")),
        (Role.SPONSOR, sponsored, _("one of those who bought most")),
    ):
        clients.assign_many(
            pairs=[(demo.clients[code], demo.people[number]) for code, number in pairs],
            by=demo.admin,
            at=story.OPENED,
            role=role,
            why=why,
        )


def _bought_most(demo: _Demo) -> list[str]:
    bought = dict.fromkeys(demo.clients, Decimal(0))
    for order in demo.told.orders:
        bought[order.customer] += order.value
    return sorted(bought, key=lambda code: (-bought[code], code))[: story.SPONSORED]


# --- what each side owes ---


def _work(demo: _Demo) -> None:
    for work in story.WORK:
        engagements.begin(
            client=demo.clients[work.customer],
            name=work.name,
            outcome=work.outcome,
            state=Engagement.State.ACTIVE,
            by=demo.people[_manager(demo, work.customer)],
            at=story.OPENED,
        )


def _theirs(demo: _Demo) -> None:
    """What customers and a third party owe, made and done by their managers on the days of the story."""
    for owed in sorted(story.THEIRS, key=lambda owed: owed.made_on):
        client, manager = demo.clients[owed.customer], demo.people[_manager(demo, owed.customer)]
        contact = client.contacts.get()
        promise = promises.make(
            client=client,
            text=owed.text,
            side=Promise.Side.THIRD if owed.third else Promise.Side.THEIRS,
            owner_contact=None if owed.third else contact,
            owner_name=owed.third,
            due_on=owed.due_on,
            said=Promise.Said.PHONE,
            by=manager,
            at=story.at_noon(owed.made_on),
        )
        if owed.done_on is not None:
            promises.deliver(promise=promise, by=manager, at=story.at_noon(owed.done_on))


def _orders(demo: _Demo) -> None:
    """Every order is a promise of ours: ordered, required, shipped; what the customer said of it nobody wrote down."""
    placed = []
    for row, order in enumerate(demo.told.orders, start=1):
        client = demo.clients[order.customer]
        reference = str(order.number)
        delivery = Delivery(
            client=client.name,
            reference=reference,
            due_on=order.required_on,
            delivered_on=order.shipped_on,
            title=_("Order %(number)s") % {"number": reference},
            owner=demo.people[order.employee].name,
            made_on=order.ordered_on,
            budget=order.value,
            cost=order.value if order.shipped_on else None,
            accepted=None,
            outcome="",
            currency=story.CURRENCY,
            engagement="",
            rows=(row,),
            key=key_of(client.name, reference, order.required_on),
        )
        placed.append(Placed(delivery, client, demo.people[order.employee]))
    intake.take_in(placed=placed, run_id=None, by=demo.admin, at=story.TAKEN_IN)
