"""A hundred clients written by the house's own verbs: what a large house is copied from (``crowd.py``).

Of these a manager serves ninety and another one ten, and each stands in for the other with ten. A client has one
person or two, one engagement and two, three or six promises in every state. What is late or unanswered is so in
every copy alike, so that a house of a million clients differs from one of ten thousand in nothing but its size.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ground import AT

CLIENTS, FEW = 100, 10  # so many are copied; so many of them are of the second manager
ZONES = ("Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kuala_Lumpur")
SURNAMES = [
    "Adler",
    "Baum",
    "Cord",
    "Dorn",
    "Eich",
    "Falk",
    "Gruber",
    "Hale",
    "Iversen",
    "Jahn",
    "Kerner",
    "Lindt",
    "Moser",
    "Novak",
    "Orlow",
    "Petrov",
    "Quandt",
    "Roth",
    "Sauer",
    "Thorn",
    "Ulmer",
    "Vogt",
    "Wille",
    "Yilmaz",
    "Zander",
]
FIRST = [
    "Anna",
    "Boris",
    "Clara",
    "Dmitri",
    "Elena",
    "Georg",
    "Helga",
    "Ibrahim",
    "Jane",
    "Kamal",
    "Lena",
    "Maria",
    "Nur",
    "Olga",
    "Peter",
    "Siti",
    "Thomas",
    "Ute",
]
TRADES = [
    "Print",
    "Paper",
    "Travel",
    "Steel",
    "Garden",
    "Music",
    "Medical",
    "Ocean",
    "Energy",
    "Market",
    "Design",
    "Logistics",
]
TOWNS = ["Berlin", "London", "Boston", "Ipoh", "Bremen", "Leeds", "Chicago", "Kassel", "York", "Lyon"]
THINGS = [
    "quarterly report",
    "brochure proof",
    "delivery plan",
    "price list",
    "sample set",
    "colour test",
    "contract draft",
    "review notes",
    "print order",
    "meeting minutes",
    "paper stock",
    "cover artwork",
]
KINDS = ("Print", "Report", "", "", "", "", "", "", "", "")


def written(first: Any) -> dict[str, Any]:
    """The people and all their clients, as of the day of the house; gives the two managers by name."""
    from django.db import transaction

    from mainstay.house import actions as house

    dice = random.Random(11)
    begun = AT - timedelta(days=400)
    with transaction.atomic():
        both = {
            name: house.add_person(
                name=told, email=f"{name}@bench.example", roles=[("manager", None)], by=first, at=begun
            )
            for name, told in (("many", "Mika Orlow"), ("few", "Nils Thorn"))
        }
        for n in range(CLIENTS):
            manager, deputy = (both["few"], both["many"]) if n < FEW else (both["many"], both["few"])
            _client(n, dice, manager, deputy if n < 2 * FEW else None)
    return both


def _client(n: int, dice: random.Random, manager: Any, deputy: Any) -> None:
    from mainstay.clients import actions as clients
    from mainstay.engagements import actions as engagements

    begun = AT - timedelta(days=300 - n % 90)
    m = n % 98  # the last two of them look like others
    name = f"{SURNAMES[m % 25]} {TRADES[m % 12]} {m}"
    told: dict[str, Any] = {"town": dice.choice(TOWNS), "zone": ZONES[n % len(ZONES)], "reference": f"K-{n:04d}"}
    if n % 3:
        told["since_on"] = date(2010 + n % 16, 1 + n % 12, 1)
    stage = "prospect" if n % 25 == 24 else "active"
    client = clients.add(name=f"{name}", stage=stage, by=manager, at=begun, anyway="another house", **told)
    if deputy is not None:
        clients.assign(client=client, user=deputy, role="deputy", by=manager, at=begun)
    people = [_person(client, n + CLIENTS * k, dice, manager, begun) for k in range(1 + (n % 5 == 0))]
    work = engagements.begin(
        client=client, name=f"{name} {n}", outcome="They get what they ordered on the day it was promised.",
        state="active", by=manager, at=begun,
    )  # fmt: skip
    for k in range((2, 2, 3, 2, 6)[n % 5]):
        _promise(n, n * 3 + k, dice, client, work if k else None, people[0], manager)
    if n % 10 == 0:
        from mainstay.trust.actions.word import setting

        setting.say(client=client, word="trusted", reason="They renewed without asking others.", by=manager, at=AT)
    if n % 50 == 49:
        clients.set_stage(client=client, stage="former", by=manager, at=AT, why="closed")


def _person(client: Any, n: int, dice: random.Random, manager: Any, at: datetime) -> Any:
    from mainstay.clients import actions

    name = f"{dice.choice(FIRST)} {dice.choice(SURNAMES)}"
    place = actions.add_contact(
        client=client, name=name, email=f"p{n}@post.example", phone=f"+4930{n:07d}", decides=n % 2 == 0, by=manager,
        at=at, anyway="another one",
    )  # fmt: skip
    return place.contact


def _promise(n: int, number: int, dice: random.Random, client: Any, work: Any, person: Any, by: Any) -> None:
    """One promise, and what became of it by its number."""
    from mainstay.promises import actions

    way = number % 20
    late, theirs = n % 100 == 17 and number % 3 == 0, way in (18, 19)
    open_ = late or way in (15, 16, 17, 18)
    days = -dice.randrange(2, 10) if late else dice.randrange(1, 3) if way == 17 and n % 3 == 0 else 0
    days = days or (dice.randrange(5, 90) if open_ else -dice.randrange(10, 120))
    due = AT + timedelta(days=days)
    made = min(due - timedelta(days=dice.randrange(20, 60)), AT - timedelta(days=1))
    word: dict[str, Any] = {"engagement": work, "made_to": person, "kind": KINDS[number % 10], "said": "mail"}
    if theirs:
        word |= {"side": "theirs", "owner_contact": person, "made_to": None}
    if number % 4 == 0:
        word |= {"budget": Decimal(100 + number)}
    if open_ and n % 100 < 2 and not theirs:
        word |= {"cost_of_missing": Decimal(5000)}
    text = f"{dice.choice(('Send', 'Deliver', 'Check', 'Print'))} the {dice.choice(THINGS)} {dice.choice(THINGS)}"
    one = actions.make(client=client, text=text, due_on=due.date(), by=by, at=made, **word)
    if not open_:
        _ended(one, way, n, due, by)
    elif n % 50 == 7:
        actions.move(
            promise=one, to_on=due.date() + timedelta(days=200), reason="The paper is late.", answer="not_yet", by=by,
            at=made + timedelta(days=1),
        )  # fmt: skip


def _ended(one: Any, way: int, n: int, due: datetime, by: Any) -> None:
    from mainstay.promises import actions

    soon = due - timedelta(days=3)
    if way == 12:
        actions.withdraw(promise=one, reason="The machine broke.", substitute="a smaller run", told_how="mail",
                         answer="accepted" if n % 10 else "not_yet", by=by, at=soon)  # fmt: skip
    elif way == 13:
        actions.release(promise=one, known_from="their mail", by=by, at=soon)
    elif way == 14:
        actions.own_up(promise=one, reason="We forgot.", told_how="phone" if n % 10 else "", by=by, at=due + 3 * DAY)
    else:
        done = due + (4 * DAY if way == 9 else -DAY)
        if way == 11:
            later = due.date() + timedelta(days=9)
            actions.move(promise=one, to_on=later, reason="They asked for it.", answer="agreed", by=by, at=soon)
        paid = None if one.budget is None else one.budget * (2 if way == 5 else 1)
        actions.deliver(promise=one, by=by, at=done, cost=paid)
        if way == 9 and n % 10:
            actions.tell(promise=one, how="phone", by=by, at=done)
        if way != 10:
            remark = "The cover is a little dark." if n % 50 == 3 else ""
            said = "remarks" if remark else "not_accepted" if way == 8 and n % 4 == 0 else "accepted"
            actions.settle(promise=one, satisfaction=said, known_from="their mail", remark=remark, by=by, at=done + DAY)


DAY = timedelta(days=1)
