"""What the record does when two clients turn out to be one: evidence is united and replayed (rulebook 1.13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client
from mainstay.kit.plug import Along, Words
from mainstay.trust.actions.record.deriving import put_aside
from mainstay.trust.models.record import Evidence
from mainstay.trust.models.weighing import Breach


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """How much there is."""
    many = Evidence.objects.standing().filter(client=client).count()
    words = ngettext("%(n)d piece", "%(n)d pieces", many) % {"n": many}
    return [(gettext_lazy("Evidence of the record"), words)]


def plan(keep: Client, gone: Client) -> Along:
    """All of it goes along."""
    many = Evidence.objects.filter(client=gone).count()
    breaches = [str(pk) for pk in Breach.objects.filter(client=gone).values_list("pk", flat=True)]
    if not many and not breaches:
        return Along()
    words = ngettext(
        "%(n)d piece of evidence goes along, and the record is worked out anew.",
        "%(n)d pieces of evidence go along, and the record is worked out anew.",
        many,
    )
    return Along({"breaches": breaches}, [words % {"n": many}])


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Let evidence follow its promises; both records are worked out anew by the tick."""
    Breach.objects.filter(pk__in=data.get("breaches", ())).update(client=keep)
    _follow(keep, gone)


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """The other way."""
    Breach.objects.filter(pk__in=data.get("breaches", ())).update(client=gone)
    _follow(keep, gone)
    return []


def _follow(keep: Client, gone: Client) -> None:
    """Evidence stands with the client of its promise; both are replayed by the next tick."""
    both = [keep.pk, gone.pk]
    for client in both:
        Evidence.objects.filter(client__in=both, promise__client=client).exclude(client=client).update(client=client)
    put_aside(clients=both, on=date(1900, 1, 1))
