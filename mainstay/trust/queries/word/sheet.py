"""What the sheet says: counts with their denominators over a period, and who agreed to be named (R-A-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import house
from mainstay.promises.models import Promise
from mainstay.trust.models.sheet import Reference, Sheet
from mainstay.trust.queries.record.words import day

if TYPE_CHECKING:
    from mainstay.house.models import User

SALT = "mainstay.trust.sheet"
MOST = 12
O, S = Promise.Outcome, Promise.Satisfaction  # noqa: E741 (read as words)


@dataclass(frozen=True)
class Counted:
    """One count: what it counts, how many, of how many."""

    label: str
    n: int
    of: int


def counted(person: User, from_on: date, to_on: date, today: date) -> dict[str, Any]:
    """What was due in the period to clients this person may see, and what became of it; what is missed counts as such.

    Deliveries without an agreed price, or of which the client said nothing, stand in no such denominator. Two queries.
    """
    seen = Client.objects.visible_to(person)
    ours = Promise.objects.filter(side=Promise.Side.OURS, annulled_at=None, client__in=seen.order_by().values("pk"))
    rows = ours.filter(judged_on__gte=from_on, judged_on__lte=to_on).exclude(outcome__in=(O.WITHDRAWN, O.RELEASED))
    rows = rows.filter(Q(is_owed=False) | Q(judged_on__lt=today))
    priced = Q(delivered_on__isnull=False, budget__isnull=False, cost__isnull=False)
    told: dict[str, Any] = rows.order_by().aggregate(
        due=Count("pk"),
        in_time=Count("pk", filter=Q(outcome__in=(O.KEPT, O.MOVED), delivered_on__isnull=False)),
        priced=Count("pk", filter=priced),
        in_budget=Count("pk", filter=priced & Q(cost__lte=F("budget"))),
        answered=Count("pk", filter=Q(satisfaction__in=(S.ACCEPTED, S.REMARKS, S.NOT_ACCEPTED))),
        accepted=Count("pk", filter=Q(satisfaction=S.ACCEPTED)),
    )
    named = Reference.objects.filter(ended_at=None, client__in=seen.kept().order_by().values("pk"))
    return told | {"references": list(named.order_by("words", "id").values_list("words", flat=True)[:MOST])}


def lines(told: dict[str, Any]) -> list[Counted]:
    """The counts as the sheet shows them; what has no denominator is left out."""
    every = [
        Counted(_("Delivered on time"), told["in_time"], told["due"]),
        Counted(_("Within the agreed price"), told["in_budget"], told["priced"]),
        Counted(_("Accepted"), told["accepted"], told["answered"]),
    ]
    return [one for one in every if one.of]


def shown(sheet: Sheet) -> dict[str, Any]:
    """A sheet as its page and its link show it."""
    return {
        "sheet": sheet,
        "house": house().name,
        "counts": lines(sheet.told),
        "references": sheet.told["references"],
        "from_on": day(sheet.from_on),
        "to_on": day(sheet.to_on),
        "made_on": day(sheet.at.date()),
        "until": day(sheet.expires_at.date()),
    }


def link(sheet: Sheet) -> str:
    """Where anybody who has the link reads the sheet."""
    return reverse("trust:sheet_open", args=[signing.dumps(str(sheet.pk), salt=SALT)])


def opened(token: str, at: datetime) -> Sheet | None:
    """The sheet a link leads to; None once it ended, or where the link is not ours."""
    try:
        pk = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    return Sheet.objects.filter(pk=pk, ended_at=None, expires_at__gt=at).first()


def reference_of(client: Client) -> Reference | None:
    """Whether a client may be named now."""
    return Reference.objects.filter(client=client, ended_at=None).first()
