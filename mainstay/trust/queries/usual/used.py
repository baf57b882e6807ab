"""What a client is used to and could lose: customs, what they get regularly, who is there for them (R-A-14)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Assignment, Client
from mainstay.kit.accustomed import Accustomed
from mainstay.kit.plug import Reducible, Used, registry
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise
from mainstay.promises.rules.kinds import key_of
from mainstay.trust.models import Custom, Extra, Reduction, Understanding, Usual
from mainstay.trust.queries.record.words import day
from mainstay.trust.rules import usual

EXTRA, DELIVERABLE, MANAGER, UNDERSTANDING = "extra", "deliverable", "manager", "understanding"
BACK = timedelta(days=400)  # deliveries older than this make no habit
OFTEN = 3  # months in which it came


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def _for_months(months: int) -> str:
    if months < 1:
        return _("for less than a month")
    return ngettext("for %(n)d month", "for %(n)d months", months) % {"n": months}


def extras(client: Client, at: datetime) -> Iterator[Used]:
    """Extras that stand by our word, or by habit."""
    today, seen = local_day(at, client.zone), set()
    for custom in Custom.objects.filter(client=client).filter(Q(until_on=None) | Q(until_on__gt=today)):
        seen.add(custom.key)
        words = _for_months(months_between(custom.since_on, today))
        yield Used(EXTRA, custom.key, custom.what, custom.since_on, _("said to stand, %(time)s") % {"time": words})
    habits = Usual.objects.filter(client=client, stream=usual.CUSTOMS.name, habit=True).exclude(series__in=seen)
    given: dict[str, list[Extra]] = {}
    for extra in Extra.objects.filter(client=client, annulled_at=None, key__in=habits.values("series")).order_by("on"):
        given.setdefault(extra.key, []).append(extra)
    for key, found in given.items():
        times = sum(extra.granted for extra in found)
        words = ngettext("given %(n)d time, accustomed", "given %(n)d times, accustomed", times) % {"n": times}
        yield Used(EXTRA, key, found[-1].what, found[0].on, words)


_NUMBERS = re.compile(r"[\d./№#-]+")


def deliverables(client: Client, at: datetime) -> Iterator[Used]:
    """What they got again and again: deliveries of one kind, or of alike words, in three months at least."""
    today = local_day(at, client.zone)
    rows = Promise.objects.counted().ours().filter(client=client, delivered_on__gt=today - BACK)
    told = rows.order_by("delivered_on").values_list("kind_id", "kind__name", "text", "delivered_on")
    alike: dict[str, list[tuple[str, date]]] = {}
    for kind_id, kind, text, on in told:
        if on is None:
            continue
        key = str(kind_id) if kind else key_of(_NUMBERS.sub(" ", text))
        alike.setdefault(key, []).append((kind or " ".join(_NUMBERS.sub(" ", text).split()) or text, on))
    ended = dict(
        Reduction.objects.filter(client=client, kind=DELIVERABLE, done_at__isnull=False).values_list("key", "ends_on")
    )
    for key, found in alike.items():
        months = {(on.year, on.month) for _name, on in found}
        last = found[-1][1]
        if len(months) >= OFTEN and not (key in ended and last <= ended[key]):
            words = ngettext("%(n)d month, accustomed", "%(n)d months, accustomed", len(months)) % {"n": len(months)}
            yield Used(DELIVERABLE, key, found[-1][0], found[0][1], words)


def manager(client: Client, at: datetime) -> Iterator[Used]:
    """Who is there for them."""
    yield from used_to(MANAGER, [client.pk], at).get(client.pk, [])


def understandings(client: Client, at: datetime) -> Iterator[Used]:
    """What is understood though it stands nowhere (R-A-24)."""
    for one in Understanding.objects.kept().filter(client=client):
        words = _for_months(months_between(one.since_on, local_day(at, client.zone)))
        yield Used(UNDERSTANDING, str(one.pk), one.text, one.since_on, words)


def everything(client: Client, at: datetime) -> list[tuple[Reducible, list[Used]]]:
    """All that a client is used to and could lose, by kind; kinds of which there is nothing are left out."""
    found = [(kind, list(kind.of(client, at))) for kind in registry.reducibles()]
    return [(kind, items) for kind, items in found if items]


def find(client: Client, kind: str, key: str, at: datetime) -> Used | None:
    """One thing they are used to, or None where they are not."""
    return next(
        (
            item
            for each in registry.reducibles()
            if each.kind == kind
            for item in each.of(client, at)
            if item.key == key
        ),
        None,
    )


def used_to(kind: str, clients: Sequence[UUID], at: datetime) -> Mapping[UUID, list[Used]]:
    """Who has been there for clients, since when: one query for them all."""
    if kind != MANAGER:
        return {}
    rows = Assignment.objects.now().filter(client__id__among=clients, role=Assignment.Role.MANAGER)
    told: dict[UUID, list[Used]] = {}
    for one in rows.select_related("user", "client"):
        months = months_between(one.from_on, local_day(at, one.client.zone))
        told[one.client_id] = [Used(MANAGER, str(one.user_id), one.user.name, one.from_on, _for_months(months))]
    return told


def in_sentences(kind: str, clients: Sequence[UUID], at: datetime) -> Mapping[UUID, Sequence[str]]:
    """What of one kind clients are used to, and whether a change was announced: for the page that would change it.

    Nobody is used to somebody who came within the last month; whoever was told of a change was told of it.
    """
    rows = Reduction.objects.filter(client__id__among=clients, kind=kind, called_off_at=None).exclude(told_at=None)
    known = {(one.client_id, one.key): one for one in rows.select_related("client").order_by("noted_at")}
    said: dict[UUID, Sequence[str]] = {}
    for pk, items in used_to(kind, clients, at).items():
        announced = next((known[pk, item.key] for item in items if (pk, item.key) in known), None)
        had = [
            _("They are used to %(name)s, %(time)s.") % {"name": item.what, "time": item.words}
            for item in items
            if item.since_on is None or months_between(item.since_on, local_day(at, "UTC")) >= 1
        ]
        if announced is not None:
            had.append(_("The change was announced for %(day)s.") % {"day": day(announced.ends_on)})
        elif had:
            had.append(_("The change was not announced to them."))
        if had:
            said[pk] = found = Accustomed(had)
            if announced is not None and announced.told_at is not None:
                found.told_on = local_day(announced.told_at, announced.client.zone)
    return said


def others(item: Used, seen: Iterable[Client] | None) -> list[Client]:
    """Other clients who have the same extra by our word, of those that are seen."""
    if item.kind != EXTRA or seen is None:
        return []
    rows = Custom.objects.filter(key=item.key, until_on=None, client__in=seen).select_related("client")
    return [custom.client for custom in rows.order_by("client__order_name")[:20]]
