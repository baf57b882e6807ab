"""The word in sentences: what holds, since when, why, what it rests on. Page, API and terminal say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.clients.models import Client
from mainstay.kit.plug import Panel
from mainstay.kit.prepared import Slot, prepared
from mainstay.trust.models.word import Ground, TrustWord, Unasked
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.word import now
from mainstay.trust.queries.word.proposals import Proposal, proposal_of
from mainstay.trust.rules import word as rules

if TYPE_CHECKING:
    from mainstay.house.models import User

TONES = {rules.INSUFFICIENT: "care", rules.NOT_TRUSTED: "gone"}
STATES = {rules.INSUFFICIENT: "frayed", rules.NOT_TRUSTED: "parted"}
MOST = 12


@dataclass(frozen=True)
class Stone:
    """One thing a word rests on: its words, the day, where it is, and who of them it is about."""

    words: str
    on: date
    url: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Said:
    """What holds now, in sentences."""

    word: str
    headline: str
    tone: str
    since: date | None
    reasons: tuple[str, ...]
    grounds: tuple[Stone, ...]
    not_asked: bool
    row: TrustWord | None


def headline(word: str) -> str:
    """The word as a sentence."""
    return {
        rules.TRUSTED: _("They trust us."),
        rules.NOT_TRUSTED: _("They do not trust us."),
        rules.INSUFFICIENT: _("They do not know enough yet to decide."),
    }[word]


def said(client: Client) -> Said:
    """What holds now of one client: three queries."""
    row = now.word_of(client)
    word = now.named(client, row)
    return Said(
        word=word,
        headline=headline(word),
        tone=TONES.get(word, ""),
        since=row.on if row is not None else None,
        reasons=tuple(_reasons(client, row)),
        grounds=tuple(stones(_grounds(client, row))),
        not_asked=bool(_unasked(client=client.pk)),
        row=row,
    )


@prepared(client=UUIDField())
def _unasked(client: Slot) -> QuerySet[Unasked, UUID]:
    return Unasked.objects.filter(client=client, asked_at=None).order_by().values_list("pk", flat=True)[:1]


def _reasons(client: Client, row: TrustWord | None) -> Iterable[str]:
    if row is None:
        yield _("They chose to do business with us.") if client.stage != Client.Stage.PROSPECT else _(
            "Nobody has written down yet what would let them decide."
        )  # fmt: skip
        return
    yield why(row)
    yield _("So it stands since %(on)s.") % {"on": day(row.on)}
    if row.missing:
        wanted = {"on": day(row.decide_by), "what": row.missing} if row.decide_by else {}
        yield _("What would let them decide, by %(on)s: %(what)s") % wanted
    if row.given and row.given_on:
        yield _("Given on %(on)s: %(what)s") % {"on": day(row.given_on), "what": row.given}
    if row.client_said:
        yield _("In their own words: “%(said)s”") % {"said": row.client_said}


def why(row: TrustWord) -> str:
    """The reason of a word."""
    return row.reason or _("They chose to do business with us.")


def _grounds(client: Client, row: TrustWord | None) -> Iterable[Ground]:
    return _grounds_of(client=client.pk, word=row.pk) if row is not None else _loose(client=client.pk)


@prepared(client=UUIDField(), word=UUIDField())
def _grounds_of(client: Slot, word: Slot) -> QuerySet[Ground]:
    return _told(Ground.objects.filter(Q(word=None) | Q(word=word), client=client))


@prepared(client=UUIDField())
def _loose(client: Slot) -> QuerySet[Ground]:
    return _told(Ground.objects.filter(word=None, client=client))


def _told(rows: QuerySet[Ground]) -> QuerySet[Ground]:
    return rows.select_related("promise", "engagement", "contact").order_by("-on", "-at", "-id")[:MOST]


def stones(grounds: Iterable[Ground]) -> Iterable[Stone]:
    """Each in words, with where it is."""
    for one in grounds:
        contact = one.contact.address if one.contact is not None else ""
        if one.promise is not None:
            yield Stone(one.promise.text, one.on, reverse("promises:page", args=[one.promise_id]), contact)
        elif one.engagement is not None:
            yield Stone(one.engagement.name, one.on, reverse("engagements:page", args=[one.engagement_id]), contact)
        else:
            yield Stone(one.text, one.on, "", contact)


def proposed(found: Proposal) -> str:
    """A proposal as a sentence."""
    if found.verdict == rules.TRUSTED:
        return _("Our record says that they can trust us. Do they?")
    return _("Our record says that they can no longer trust us. Do they?")


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """The word on the client’s page: four queries."""
    told = said(client)
    proposal = proposal_of(client)
    context = {
        "told": told,
        "stones": [(one, day(one.on)) for one in told.grounds],
        "proposal": proposed(proposal) if proposal is not None else "",
        "word_url": reverse("trust:word", args=[client.pk]),
    }
    state = STATES.get(told.word, "")
    yield Panel(gettext_lazy("Trust"), "trust/word/_panel.html", context, order=10, state=state)
