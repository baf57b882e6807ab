"""Opening the second demo house: one person with every post, through the verbs that everybody uses (R-X-15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import transaction

from mainstay.clients import actions as clients
from mainstay.clients.models import Client
from mainstay.desk.actions.demo import refuse_other_house
from mainstay.desk.demo import solo
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.house import actions as house
from mainstay.house.models import House, User
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise

Acts = list[tuple[datetime, Callable[[], object]]]


@transaction.atomic
def open_solo(*, at: datetime) -> House:
    """Open and furnish the house of one person; its clock then shows Thursday 12 March 2026, 09:00 in Lisbon.

    ``at`` is the real time. A demo house that stands already is left as it is. Refused over a firm’s house (R-X-7).
    """
    there = refuse_other_house(solo.NAME)
    if there is not None:
        return there
    opened, rita = house.open_house(
        name=solo.NAME,
        kind=House.Kind.DEMO,
        country=solo.COUNTRY,
        zone=solo.ZONE,
        language="en",
        currency=solo.CURRENCY,
        admin_name=solo.PERSON,
        admin_email=solo.MAIL,
        password=solo.PASSWORD,
        at=solo.OPENED,
    )
    buyers = {buyer.code: _buyer(buyer, rita) for buyer in solo.BUYERS}
    works = {code: _work(buyers[code], name, outcome, rita) for code, name, outcome in solo.WORK}
    acts: Acts = []
    for given in solo.GIVEN:
        _give(acts, given, buyers[given.buyer], works.get(given.buyer) if given.work else None, rita)
    _extras(acts, buyers, rita)
    for _when, act in sorted(acts, key=itemgetter(0)):
        act()
    house.set_clock(shows=solo.SHOWS, by=rita, at=at)
    return House.objects.get(pk=opened.pk)


def _buyer(buyer: solo.Buyer, rita: User) -> Client:
    client = clients.add(
        name=buyer.name,
        stage=buyer.stage,
        town=buyer.town,
        country=buyer.country,
        zone=buyer.zone,
        by=rita,
        at=solo.OPENED,
    )
    clients.add_contact(
        client=client,
        name=buyer.contact,
        language=buyer.language,
        addressed_as=buyer.addressed_as,
        by=rita,
        at=solo.OPENED,
    )
    return client


def _work(client: Client, name: str, outcome: str, rita: User) -> Engagement:
    state = Engagement.State.ACTIVE
    return engagements.begin(client=client, name=name, outcome=outcome, state=state, by=rita, at=solo.OPENED)


def _give(acts: Acts, given: solo.Given, client: Client, work: Engagement | None, rita: User) -> None:
    """A promise, and what became of it: each act at its own time, among all others."""
    contact = client.contacts.get()
    made: list[Promise] = []

    def give() -> None:
        side = {"side": Promise.Side.THEIRS, "owner_contact": contact} if given.theirs else {"made_to": contact}
        word: Any = {**side, "said": given.said, "engagement": work}
        made.append(promises.make(client=client, text=given.text, due_on=given.due, by=rita, at=given.made, **word))

    def act(verb: str, when: datetime, told: dict[str, Any]) -> Callable[[], object]:
        done: Callable[..., object] = getattr(promises, verb)
        return lambda: done(promise=made[0], by=rita, at=when, **told)

    acts.append((given.made, give))
    acts.extend((when, act(verb, when, told)) for verb, when, told in given.done)


def _extras(acts: Acts, buyers: dict[str, Client], rita: User) -> None:
    """What the publisher is used to, beyond what was promised; nothing where the house keeps no such record."""
    if not apps.is_installed("mainstay.trust"):
        return
    from mainstay.trust.actions import usual

    def give(code: str, when: datetime) -> Callable[[], object]:
        return lambda: usual.give(client=buyers[code], what=solo.EXTRA, by=rita, at=when)

    acts.extend((when, give(code, when)) for code, when in solo.EXTRAS)
