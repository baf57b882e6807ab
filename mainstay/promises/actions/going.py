"""What happens to a word of ours before it is done: how it goes, and how much of its price is used (R-A-12)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.checking import check_amount
from mainstay.promises.actions.holding import ask, foresee, hold, need, snapshot, write
from mainstay.promises.models import Promise


@transaction.atomic
def progress(*, promise: Promise, text: str, by: User, at: datetime, spent: Decimal | None = None) -> Promise:
    """Say how a promise goes, and how much was used of its price so far (R-A-12).

    ``spent`` is the whole of it up to now, in the promise's currency, not what was added. A word that somebody
    speaks of is not silent: the warning of no movement ends. Raises Refused without words and without an amount.
    """
    need(by, rights.DELIVER, promise.client)
    promise = hold(promise)
    ask("progress", promise, at)
    before = snapshot(promise)
    said = clean(text, field="text", limit=300)
    if not said and spent is None:
        raise Refused(_("Say in a few words how it goes."), rule="R-A-12", field="text")
    if spent is not None:
        check_amount(spent, "spent", by)
        if promise.budget is None:
            raise Refused(
                _("No price was agreed, so there is nothing to compare it with. Say in words how it goes."),
                rule="R-A-12",
                field="spent",
            )
        promise.spent = spent
    foresee(promise)
    return write("promises.progressed", promise, before, by=by, at=at, text=said)
