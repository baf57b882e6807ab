"""Finding clients, people and promises by name, text or reference, within one's rights. Bounded; no index yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, Value, When

from mainstay.clients.models import Affiliation, Client
from mainstay.clients.rules import digits, in_order
from mainstay.house.models import User
from mainstay.promises.models import Promise

MOST = 20  # of each kind
LONGEST = 120


@dataclass(frozen=True)
class Found:
    """What was found of each kind; ``cut`` says that there is more than is shown."""

    words: str
    clients: list[Client]
    people: list[Affiliation]
    promises: list[Promise]
    cut: bool

    @property
    def empty(self) -> bool:
        """Nothing was found."""
        return not (self.clients or self.people or self.promises)


def search(person: User, words: str) -> Found:
    """What holds these words and what this person may see: what begins with them first. Three queries."""
    words = " ".join(words.split())[:LONGEST]
    if not words:
        return Found("", [], [], [], cut=False)
    found = _clients(person, words), _people(person, words), _promises(person, words)
    clients, people, promises = found
    return Found(words, clients[:MOST], people[:MOST], promises[:MOST], cut=any(len(rows) > MOST for rows in found))


def _clients(person: User, words: str) -> list[Client]:
    folded = in_order(words)
    if not folded:
        return []
    rows = Client.objects.visible_to(person).filter(found_by__contains=folded)
    first = Case(When(order_name__startswith=folded, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(rows.annotate(first=first).order_by("first", "order_name", "id")[: MOST + 1])


def _people(person: User, words: str) -> list[Affiliation]:
    folded, number = in_order(words), digits(words).lstrip("0")  # the zero before the area, abroad left out
    holds = Q(contact__found_by__contains=folded) if folded else Q(pk__in=[])
    if len(number) >= 3 and not any(sign.isalpha() for sign in words):
        holds |= Q(contact__found_by__contains=number)
    rows = Affiliation.objects.visible_to(person).filter(holds, to_on=None).select_related("contact", "client")
    first = Case(
        When(contact__sort_name__startswith=folded, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return list(rows.annotate(first=first).order_by("first", "contact__sort_name", "id")[: MOST + 1])


def _promises(person: User, words: str) -> list[Promise]:
    """SQLite folds the case of ASCII letters alone, so other alphabets are asked for as people write them."""
    spelt = {words}
    if not words.isascii():
        spelt |= {words.lower(), words.upper(), words.capitalize(), words.title()}
    holds = reduce(or_, (Q(text__icontains=each) | Q(reference__icontains=each) for each in sorted(spelt)))
    rows = Promise.objects.visible_to(person).counted().filter(holds).select_related("client", "owner")
    exact = Case(When(reference__iexact=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    owed = Case(When(is_owed=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(rows.annotate(exact=exact, owed=owed).order_by("exact", "owed", "-due_at", "id")[: MOST + 1])
