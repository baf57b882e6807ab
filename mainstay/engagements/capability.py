"""The plug of the engagements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, Finds, MenuEntry, Merges, Panel

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """Why we work for this client."""
    from mainstay.engagements import queries

    return queries.panels(person, client, at)


def merges() -> Merges:
    """What happens to engagements when two clients are one."""
    from mainstay.engagements.actions import merging

    return Merges(
        facts=merging.facts,
        plan=merging.plan,
        move=merging.go_along,
        back=merging.go_back,
        plan_person=merging.plan_person,
        move_person=merging.move_person,
        back_person=merging.back_person,
    )


def finds() -> Finds:
    """What search finds: engagements."""
    from mainstay.engagements.actions import slips
    from mainstay.engagements.models import Engagement

    return Finds(slips.SORT, slips.hear, slips.slips, Engagement.objects.count)


SENTENCES = {
    "engagements.begun": _("%(by)s wrote down what we do for %(client)s: %(about)s."),
    "engagements.changed": _("%(by)s corrected the engagement %(about)s."),
    "engagements.state_set": _("%(by)s noted where the engagement %(about)s stands."),
    "engagements.ended": _("%(by)s ended the engagement %(about)s."),
    "engagements.outcome_confirmed": _(
        "%(client)s says that %(about)s did what it was to do; noted by %(by)s: %(text)s"
    ),
    "engagements.outcome_denied": _(
        "%(client)s says that %(about)s did not do what it was to do; noted by %(by)s: %(text)s"
    ),
    "engagements.outcome_reopened": _("%(by)s opened the question again whether %(about)s did what it was to do."),
}

capability = Capability(
    name="engagements",
    menu=(MenuEntry(_("Work"), "engagements:list", "flag", order=32, key="w"),),
    client_panels=panels,
    merges=merges,
    api="mainstay.engagements.api:router",
    api_prefix="",
    urls="mainstay.engagements.urls",
    url_prefix="clients/",
    commands={"engagements": "mainstay.engagements.cli:engagements"},
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    finds=finds,
)
