"""What was asked for over the API or in the terminal: a policy by its name, what was said, a breach."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises.models import Promise
from mainstay.trust.models.weighing import Breach, Weighing
from mainstay.trust.queries.record import replay
from mainstay.trust.rules.record.policy import CHOICES, Policy


def policy_told(name: str, quorum: int | None) -> Policy | None:
    """The policy that was asked for. Raises Refused for one that is none."""
    try:
        return replay.asked_for(name, quorum)
    except (KeyError, ValueError):
        sentence = _("A policy is one of: %(names)s, with a quorum its strands can reach.")
        raise Refused(sentence % {"names": ", ".join(CHOICES)}, rule="R-A-11", field="policy") from None


def weighing_of(person: User, weighing_id: UUID) -> Weighing:
    """What was said of how a promise weighs. Raises NotFound for what this person may not see."""
    seen = Weighing.objects.filter(promise__in=Promise.objects.visible_to(person))
    found = seen.select_related("promise__client").filter(pk=weighing_id).first()
    if found is None:
        raise NotFound
    return found


def breach_of(person: User, breach_id: UUID) -> Breach:
    """A breach. Raises NotFound for what this person may not see."""
    seen = Breach.objects.visible_to(person).select_related("client")
    found = seen.filter(pk=breach_id).first()
    if found is None:
        raise NotFound
    return found
