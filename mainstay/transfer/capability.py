"""The plug of bringing in and taking out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights
from mainstay.kit.plug import Alarm, Capability, MenuEntry, Panel

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User

SENTENCES = {
    "transfer.run_started": _("%(by)s began to take in %(about)s"),
    "transfer.run_done": _("%(by)s took in %(about)s"),
    "transfer.run_undone": _("%(by)s took back what came with %(about)s"),
    "transfer.map_kept": _("%(by)s kept the map %(about)s"),
    "transfer.map_forgotten": _("%(by)s threw the map %(about)s away"),
    "transfer.taken_out": _("%(by)s took out %(text)s."),
}


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """The way by which everything kept about a client goes out; also where the client was laid aside."""
    if person.may(rights.TAKE_OUT):
        url = reverse("transfer:client_zip", args=[client.pk])
        yield Panel(_("Take out"), "transfer/_take_out.html", {"url": url}, order=95)


def alarms(person: User) -> Iterable[Alarm]:
    """For whoever runs the house: lists that stopped and are not taken up again. One query; nobody else pays for it."""
    if person.may(rights.RUN_HOUSE):
        from mainstay.transfer.queries import given_up

        yield from given_up.alarms(person)


def tick(at: datetime) -> None:
    """Take up runs that died, throw away files that are done with."""
    from mainstay.transfer import jobs

    jobs.tick(at)


capability = Capability(
    name="transfer",
    menu=(MenuEntry(_("Bring in"), "transfer:start", "import", order=85, key="i", right=rights.TAKE_IN),),
    client_panels=panels,
    alarms=alarms,
    api="mainstay.transfer.api:router",
    api_prefix="/transfer",
    urls="mainstay.transfer.urls",
    url_prefix="",
    commands={
        "import": "mainstay.transfer.cli.gathered:import_",
        "export": "mainstay.transfer.cli.gathered:export",
    },
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    tick=tick,
)
