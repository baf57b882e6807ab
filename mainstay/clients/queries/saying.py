"""Hand-overs in the reader’s words: what a row of a page says (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.actions.may import WITHIN
from mainstay.clients.models import Assignment, Client, HandOver, Leaving
from mainstay.clients.queries.handing import Foreseen, Step
from mainstay.house.rules import rights
from mainstay.kit import times

if TYPE_CHECKING:
    from mainstay.house.models import User

R = Assignment.Role


@dataclass(frozen=True)
class Handed:
    """One client of a hand-over."""

    client: str
    url: str
    batch_url: str
    who: str
    when: str
    along: str
    told: str
    state: str
    tone: str


@dataclass(frozen=True)
class Before:
    """One client as a hand-over would leave it."""

    client: str
    along: str
    then: str
    care: str


@dataclass(frozen=True)
class Planned:
    """One client of somebody who leaves."""

    client: str
    url: str
    under: str
    taker: str
    proposed: str
    deputy: str
    told: str
    missing: str
    used: str


def role(what: str) -> str:
    """“manager”; or that only something is open there."""
    return str(R(what).label) if what else _("something is open there")


def told(row: HandOver) -> str:
    """“Told Mon 2 March: Mara rang.”, or why not before."""
    parts = []
    if row.told_on:
        parts.append(_("Told %(day)s.") % {"day": times.spoken(row.told_on, year=False)})
    if row.told_how:
        parts.append(row.told_how.rstrip(".") + ".")
    if row.untold_why:
        parts.append(_("Not told before: %(why)s.") % {"why": row.untold_why.rstrip(".")})
    return " ".join(parts)


def along(row: HandOver) -> str:
    """What went along, as the capabilities kept it."""
    count = sum(
        len(ids)
        for name, data in row.moved.items()
        if name != "clients"
        for ids in data.values()
        if isinstance(ids, list)
    )
    if not count:
        return _("Nothing was open.")
    return ngettext("%(n)d open thing went along.", "%(n)d open things went along.", count) % {"n": count}


def state(row: HandOver) -> tuple[str, str]:
    """How it stands, and its tone."""
    if row.taken_back_at is not None:
        why = f": {row.taken_back_why}" if row.taken_back_why else ""
        return _("Went back%(why)s") % {"why": why}, ""
    if row.role != R.MANAGER:
        return _("Handed over"), ""
    if row.accepted_at is not None:
        return _("Accepted"), ""
    return _("Not accepted yet"), "care"


def all_handed(rows: Sequence[HandOver], reader: User) -> list[Handed]:
    """The rows of a page; who may no longer see a client is not led to it. One query."""
    ids = [row.client_id for row in rows]
    seen = set(Client.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return [handed(row, reader, leads=row.client_id in seen) for row in rows]


def handed(row: HandOver, reader: User, *, leads: bool) -> Handed:
    """One row."""
    said, tone = state(row)
    done = row.done_at or row.planned_at
    return Handed(
        client=row.client.name,
        url=reverse("clients:page", args=[row.client_id]) if leads else "",
        batch_url=reverse("clients:hand_over_done", args=[row.batch]),
        who=f"{row.giver.name} → {row.taker.name if row.taker else ''}",
        when=times.spoken(times.local_day(done, reader.zone), year=False),
        along=along(row),
        told=told(row),
        state=said,
        tone=tone,
    )


def heading(rows: Sequence[HandOver]) -> str:
    """“3 clients from Mara Vogt to Deniz Aydin”; from a leaving, to several."""
    takers = list(dict.fromkeys(row.taker.name for row in rows if row.taker))
    words: dict[str, object] = {"giver": rows[0].giver.name, "client": rows[0].client.name, "takers": ", ".join(takers)}
    if len(rows) == 1:
        return _("%(client)s from %(giver)s to %(takers)s") % words
    sentence = ngettext(
        "%(n)d client from %(giver)s to %(takers)s", "%(n)d clients from %(giver)s to %(takers)s", len(rows)
    )
    return sentence % {**words, "n": len(rows)}


def done(row: HandOver, count: int) -> str:
    """What is said after it was done."""
    words = {"n": count, "client": row.client.name, "name": row.taker.name if row.taker else ""}
    if count == 1:
        return _("%(client)s passed to %(name)s, who is asked to accept it.") % words
    sentence = ngettext(
        "%(n)d client passed to %(name)s, who is asked to accept it.",
        "%(n)d clients passed to %(name)s, who is asked to accept them.",
        count,
    )
    return sentence % words


def facts(rows: Sequence[HandOver], by: User, at: datetime) -> list[str]:
    """When, by whom, why."""
    first = rows[0]
    when = times.local_day(first.done_at or at, by.zone)
    said = [_("handed over on %(day)s") % {"day": times.spoken(when, year=False)}]
    if first.done_by is not None and first.done_by_id != first.giver_id:
        said.append(_("by %(name)s") % {"name": first.done_by.name})
    return said + ([first.why] if first.why else [])


def may_take_back(rows: Sequence[HandOver], by: User, at: datetime) -> bool:
    """Whether this reader could take it back now."""
    return bool(rows) and all(
        row.leaving_id is None
        and row.done_at is not None
        and at - row.done_at <= WITHIN
        and (row.done_by_id == by.pk or by.may(rights.ASSIGN))
        for row in rows
    )


def foreseen(one: Foreseen) -> Before:
    """One row of a preview."""
    return Before(
        client=one.client.name,
        along=" ".join(one.along) or _("Nothing is open."),
        then="; ".join(one.then),
        care=" ".join(one.warnings),
    )


def last_day(leaving: Leaving) -> str:
    """The last day of somebody who leaves, in words; empty where it is not known."""
    return times.spoken(leaving.last_on, year=True) if leaving.last_on else ""


def planned(one: Step, leaver: User) -> Planned:
    """One row of a leaving."""
    plan = one.plan
    return Planned(
        client=one.client.name,
        url=reverse("clients:leaving_step", args=[leaver.pk, one.client.pk]),
        under=" · ".join([role(one.role), *(fact.rstrip(".") for fact in one.along)]),
        taker=plan.taker.name if plan and plan.taker else "",
        proposed=one.proposed.name if one.proposed and not (plan and plan.taker) else "",
        deputy=plan.deputy.name if plan and plan.deputy else "",
        told=told(plan) if plan else "",
        missing=missing(one),
        used=" ".join(one.used),
    )


def missing(one: Step) -> str:
    """What a client still needs before it can pass; empty where nothing is missing."""
    if one.plan is None or one.plan.taker is None:
        return _("Who follows?")
    if not one.plan.ready:
        return _("When are they told?")
    return ""
