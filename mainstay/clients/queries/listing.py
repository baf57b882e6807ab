"""The list of clients: who is on it, in which order, and what stands in each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Assignment, Client, ClientQuerySet
from mainstay.clients.models.client import SINCE_PLACE, STAGE_PLACE
from mainstay.house.queries.learned import rows_for
from mainstay.kit import addresses, learned, paging, times
from mainstay.kit.plug import ClientFacts, registry
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from mainstay.house.models import User

WHOSE = ("mine", "deputy", "house")
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("order_name", "id"),
    "stage": ("stage_place", "order_name", "id"),
    "since": ("since_place", "id"),
}


@dataclass(frozen=True)
class Wanted:
    """Which clients, in which order. ``whose``: mine, deputy (I stand in for) or house (whom I may see).

    ``columns`` are codes with commas between, ``view`` is the kept view this began from.
    """

    whose: str = "house"
    stage: str = ""
    archived: bool = False
    words: str = ""
    order: str = "name"
    down: bool = False
    more: tuple[tuple[str, str], ...] = ()  # filters of the folders above: name and choice
    columns: str = ""
    view: str = ""

    def among(self, user: User) -> ClientQuerySet:
        """The clients wanted, of those this person may see."""
        found = Client.objects.visible_to(user)
        if self.whose == "mine":
            found = found.filter(pk__in=Client.objects.served_by(user))
        elif self.whose == "deputy":
            found = found.filter(pk__in=Client.objects.served_by(user, Assignment.Role.DEPUTY))
        found = found.filter(archived_at__isnull=False) if self.archived else found.kept()
        if self.stage:
            place = list(Client.Stage.values).index(self.stage)
            found = found.alias(stage_place=STAGE_PLACE).filter(stage_place=place)
        for name, choice in self.more:
            found = registry.client_filters()[name].only(found, choice)
        return found.found_by(self.words)

    def in_order(self, user: User) -> ClientQuerySet:
        """The same, with the columns that the order needs."""
        found = self.among(user)
        if self.order == "stage":
            return found.annotate(stage_place=STAGE_PLACE)
        if self.order == "since":
            return found.annotate(since_place=SINCE_PLACE)
        return found


def more_of(told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is told of the filters that folders above add. Raises Refused for a choice that is none, naming them."""
    chosen = []
    for name, filter_ in registry.client_filters().items():
        if choice := told.get(name, ""):
            if choice not in filter_.choices:
                raise Refused(
                    _("%(name)s is one of: %(choices)s.") % {"name": name, "choices": ", ".join(filter_.choices)},
                    rule="R-X-11",
                    field=name,
                )
            chosen.append((name, choice))
    return tuple(chosen)


def page(user: User, wanted: Wanted, *, cursor: str = "", size: int = 50) -> paging.Page[Client]:
    """One page of the list, by keyset."""
    first = None if wanted.words or wanted.more else _learned(user, wanted, size)
    rows = cast("ClientQuerySet", SimpleLazyObject(lambda: wanted.in_order(user).select_related("unit")))
    return paging.page_of(rows, by=ORDERS[wanted.order], cursor=cursor, size=size, descending=wanted.down, first=first)


def _learned(user: User, wanted: Wanted, size: int) -> paging.First[Client]:
    """Reads the first page by a statement that is compiled once for everybody who holds such posts."""
    like = (wanted.whose, wanted.stage, wanted.archived, wanted.order, wanted.down, size)
    order = [f"-{name}" if wanted.down else name for name in ORDERS[wanted.order]]

    def ask(person: User, _at: datetime) -> ClientQuerySet:
        return wanted.in_order(person).select_related("unit").order_by(*order)[: size + 1]

    return lambda: rows_for("clients.list", ask, user, learned.NO_TIME, like=like)


def serves(user: User) -> bool:
    """Whether this person serves any client that is kept: then the list begins with these."""
    return bool(rows_for("clients.serves", _served, user, learned.NO_TIME))


def _served(person: User, _at: datetime) -> QuerySet[Any, Any]:
    return Client.objects.served_by(person).kept().order_by().values_list("pk")[:1]


@dataclass(frozen=True)
class Row:
    """One client in the list, in words: the template only puts them down."""

    client: Client
    url: str
    under: str
    person: str
    manager: str
    own: bool
    stage: str
    since: str
    due: str
    due_what: str
    tone: str
    facts: ClientFacts
    we_late: str
    they_late: str


def rows(user: User, clients: Sequence[Client], at: datetime) -> list[Row]:
    """The rows of these clients, in the same small number of queries for one and for many."""
    people, managers, facts = faces_of(clients), managers_of(clients), facts_of(user, clients, at)
    today, language = at.astimezone(ZoneInfo(user.zone)).date(), get_language() or "en"
    borne, url = Counter(client.sort_name for client in clients), addresses.each("clients:page")
    found = []
    for client in clients:
        number = client.reference if borne[client.sort_name] > 1 else ""  # namesakes are told apart
        person, told = people.get(client.pk, ""), facts[client.pk]
        manager, name = managers.get(client.pk, (None, ""))
        due = times.day_words(told.next_due, today, language) if told.next_due else ""
        found.append(
            Row(
                client=client,
                url=url(client.pk),
                under=" · ".join(part for part in (client.town, number, person) if part),
                person=person,
                manager=name,
                own=manager == user.pk,
                stage=_stage_words(client.stage, language),
                since=str(client.since_on.year) if client.since_on else "",
                due=due[:1].upper() + due[1:],
                due_what=told.next_due_what,
                tone={"parted": "gone", "frayed": "care"}.get(told.next_due_state, "muted"),
                facts=told,
                we_late=_late(told.we_late),
                they_late=_late(told.they_late),
            )
        )
    return found


def rows_of(user: User, wanted: Wanted, at: datetime, *, size: int = 500) -> Iterator[Row]:
    """Every row of the list, page by page, for taking out: a large house needs no more memory than a small one."""
    cursor = ""
    while True:
        here = page(user, wanted, cursor=cursor, size=size)
        yield from rows(user, here.rows, at)
        if not (cursor := here.next):
            return


@lru_cache(maxsize=64)
def _stage_words(stage: str, language: str) -> str:
    """What a stage is called in this language, which is the one that is spoken now."""
    return str(dict(Client.Stage.choices).get(stage, stage))


def _late(number: int) -> str:
    return ngettext("%(n)d late", "%(n)d late", number) % {"n": number} if number else ""


def faces_of(clients: Sequence[Client]) -> dict[UUID, str]:
    """Whom one speaks with there: who decides, else the first by name; as they wish to be addressed."""
    faces: dict[UUID, str] = {}
    for place in learned.of_ids("clients.faces", _faces, [client.pk for client in clients]):
        faces.setdefault(place.client_id, place.contact.address)
    return faces


def _faces(clients: list[UUID], _at: datetime) -> QuerySet[Any, Any]:
    now = Affiliation.objects.now().filter(client__id__among=clients).select_related("contact")
    return now.order_by("-decides", "contact__sort_name", "id")


def managers_of(clients: Sequence[Client]) -> dict[UUID, tuple[UUID | None, str]]:
    """The managers' ids and names."""
    found = learned.of_ids("clients.managers", _managers, [client.pk for client in clients])
    return {client: (user, name) for client, user, name in found}


def _managers(clients: list[UUID], _at: datetime) -> QuerySet[Any, Any]:
    now = Assignment.objects.now().filter(client__id__among=clients, role=Assignment.Role.MANAGER)
    return now.values_list("client_id", "user_id", "user__name")


def has_facts() -> bool:
    """Whether a storey above tells what is due and owed."""
    return any(plug.client_facts is not None for plug in registry.installed())


def facts_of(user: User, clients: Sequence[Client], at: datetime) -> dict[UUID, ClientFacts]:
    """What the storeys above know of these clients; nothing due and nothing owed where none does."""
    facts = {client.pk: ClientFacts() for client in clients}
    for plug in registry.installed():
        if plug.client_facts is not None and clients:
            facts.update(plug.client_facts(user, clients, at))
    return facts


def said(wanted: Wanted) -> str:
    """What is set, in a few words, for the head of the list and the button that opens the filters."""
    whose = {"mine": _("Yours"), "deputy": _("Those you stand in for"), "house": _("Whom you may see")}
    order = {"name": _("by name"), "stage": _("by stage"), "since": _("by years together")}
    parts = [whose[wanted.whose]]
    if wanted.stage:
        parts.append(str(Client.Stage(wanted.stage).label))
    if wanted.archived:
        parts.append(_("laid aside"))
    filters = registry.client_filters()
    parts += [str(filters[name].choices[choice]) for name, choice in wanted.more]
    return ", ".join([*parts, order[wanted.order]])
