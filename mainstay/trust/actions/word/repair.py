"""Repair before courtesy: what is kind but not owed waits while a promise of ours is late, unless a reason is given."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.trust.queries.word.courtesy import held_for


def first(client: Client, *, nevertheless: str, at: datetime) -> str:
    """Why a courtesy goes first all the same, for the journal; empty where nothing holds it (R-A-22).

    Raises Refused while something of ours is late and no reason is given.
    """
    held = held_for([client], at=at).get(client.pk)
    if held is None:
        return ""
    why = clean(nevertheless, field="nevertheless", limit=300)
    if not why:
        raise Refused(
            _("%(held)s A courtesy waits until then. If this one cannot wait, say why.") % {"held": held},
            rule="R-A-22",
            field="nevertheless",
            lifted_by=_("whoever does it, with a reason"),
        )
    return why
