"""How somebody is reached: several mail addresses and phones, the first of each kind standing with the person.

One rule for every door: ``mails`` and ``phones`` are the whole list; ``email`` and ``phone`` alone are the first of
it, and the others stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Contact, Reach
from mainstay.clients.rules import Way, digits, in_lines, mail_key, phone_key, ways_of
from mainstay.house.models import house
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean

MOST = 20
Kind = Reach.Kind
# What a door tells: the field of the person, the whole list, the longest value.
_TOLD = {Kind.MAIL: ("email", "mails", 254), Kind.PHONE: ("phone", "phones", 60)}


def region(country: str) -> str:
    """The country in which a number without a country is dialled: the client's, else the house's (two letters)."""
    return country or house().country


def read(kind: str, told: object, country: str) -> list[Reach]:
    """The ways told, checked, each once, in the order told and not kept yet. Raises Refused (R-X-11)."""
    field, _list, limit = _TOLD[Kind(kind)]
    found: dict[str, Reach] = {}
    for way in ways_of(told):
        value = allowed.mail_address(way.value) if kind == Kind.MAIL else clean(way.value, field=field, limit=limit)
        key = mail_key(value) if kind == Kind.MAIL else phone_key(value, country)
        label = clean(way.label, field=field, limit=60)
        found.setdefault(key or value, Reach(kind=kind, value=value, label=label, key=key))
    if len(found) > MOST:
        raise Refused(
            _("More than %(most)s for one person; keep those they use.") % {"most": MOST}, rule="R-X-11", field=field
        )
    for place, reach in enumerate(found.values()):
        reach.place = place
    return list(found.values())


def told(values: Mapping[str, Any], country: str, standing: Sequence[Reach] = ()) -> dict[str, list[Reach]]:
    """By kind, the whole list as it is to stand; a kind of which nothing is told is left out."""
    wanted: dict[str, list[Reach]] = {}
    for kind, (field, whole, _limit) in _TOLD.items():
        if values.get(whole) is not None:
            wanted[kind] = read(kind, values[whole], country)
        elif field in values:
            others = [Way(way.value, way.label) for way in standing if way.kind == kind][1:]
            wanted[kind] = read(kind, [*ways_of(values[field]), *others], country)
    return wanted


def put(contact: Contact, wanted: Mapping[str, Sequence[Reach]], standing: Sequence[Reach] = ()) -> list[Reach]:
    """Let the person stand in step with these ways, for the caller to save both; all ways it will then have."""
    kept = [way for way in standing if way.kind not in wanted]
    ways = kept + [way for several in wanted.values() for way in several]
    ways.sort(key=lambda way: (way.kind, way.place))
    for way in ways:
        way.contact = contact
    for kind, (field, _list, _limit) in _TOLD.items():
        setattr(contact, field, next((way.value for way in ways if way.kind == kind), ""))
    contact.reached_by = "\n".join(way.value if way.kind == Kind.MAIL else digits(way.value) for way in ways)
    contact.derive()
    return ways


def rewrite(contact: Contact, wanted: Mapping[str, Sequence[Reach]]) -> dict[str, tuple[Any, Any]]:
    """Write down what differs; told as {"email": (old, new)}, each list in one line. The person is not saved."""
    standing = list(contact.ways.all())
    changes: dict[str, tuple[Any, Any]] = {}
    for kind, (field, _list, _limit) in _TOLD.items():
        old = [way for way in standing if way.kind == kind]
        if kind in wanted and _said(old) != _said(wanted[kind]):
            changes[field] = (_in_a_row(old), _in_a_row(wanted[kind]))
            contact.ways.filter(kind=kind).delete()
            for way in wanted[kind]:
                way.contact = contact
            Reach.objects.bulk_create(wanted[kind])
    if changes:
        put(contact, wanted, standing)
    return changes


def _said(ways: Sequence[Reach]) -> list[Way]:
    return [Way(way.value, way.label) for way in ways]


def _in_a_row(ways: Sequence[Reach]) -> str:
    return "; ".join(in_lines([way]) for way in _said(ways))
