"""Early warnings in words: what shows that a promise may not be kept although its day is still to come (R-A-12)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.db.models import Count, DateTimeField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.kit.prepared import Slot, prepared
from mainstay.promises import rules
from mainstay.promises.models import Need, Promise
from mainstay.promises.queries.words import Reader


def inputs_late(at: datetime) -> Any:
    """How many late promises each needs, as a column."""
    late = Q(dropped_at=None, on__is_owed=True, on__due_at__lte=at)
    rows = Need.objects.filter(late, promise=OuterRef("pk")).order_by().values("promise").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n")[:1]), 0)


def count_late_inputs(promise: Promise, at: datetime) -> int:
    """How many late promises one needs."""
    return _late_inputs.first(promise=promise.pk, at=at) or 0


@prepared(promise=UUIDField(), at=DateTimeField())
def _late_inputs(promise: Slot, at: Slot) -> QuerySet[Need, int]:
    rows = Need.objects.filter(promise=promise, dropped_at=None, on__is_owed=True, on__due_at__lte=at)
    return rows.order_by().values("promise").annotate(n=Count("pk")).values_list("n", flat=True)


def reasons(promise: Promise, reader: Reader, late: int | None = None) -> tuple[str, ...]:
    """Which warnings stand; ``late`` is how many late promises it needs, looked up where it is not told."""
    if not promise.is_owed or promise.side != Promise.Side.OURS:
        return ()
    found: int | None = getattr(promise, "inputs_late", None) if late is None else late
    seen = rules.Watched(
        today=reader.today_for(promise),
        due_on=promise.due_on,
        quiet_from=promise.quiet_from,
        touched=promise.acts > 0 or promise.made_on is None or promise.made_on >= reader.today_for(promise),
        ahead_until=promise.ahead_until,
        inputs_late=count_late_inputs(promise, reader.at) if found is None else found,
    )
    return rules.warnings(seen)


def sentences(promise: Promise, reader: Reader, late: int | None = None) -> list[str]:
    """Each warning as a sentence, the most pressing first; shares of a price, never amounts."""
    return [_SAID[reason](promise, reader, late) for reason in reasons(promise, reader, late)]


def _input(promise: Promise, reader: Reader, late: int | None) -> str:
    many = late or getattr(promise, "inputs_late", 0) or count_late_inputs(promise, reader.at)
    words = ngettext("It needs something that is late.", "It needs %(n)d things that are late.", many)
    return words % {"n": many}


def _untouched(promise: Promise, reader: Reader, late: int | None) -> str:
    day = reader.on(promise.made_on) if promise.made_on else ""
    return _("Nothing was noted on it since it was promised on %(day)s.") % {"day": day}


def _ahead(promise: Promise, reader: Reader, late: int | None) -> str:
    words = _("%(used)s %% of the agreed price is used, and %(time)s %% of the time.")
    return words % {"used": _percent(_used(promise)), "time": _percent(_passed(promise, reader))}


def _used(promise: Promise) -> Decimal:
    return (promise.spent or Decimal(0)) / (promise.budget or Decimal(1))


def _passed(promise: Promise, reader: Reader) -> Decimal:
    made_on = promise.made_on or promise.due_on
    whole = max(1, (promise.due_on - made_on).days)
    return Decimal(min(whole, max(0, (reader.today_for(promise) - made_on).days))) / whole


def _percent(share: Decimal) -> str:
    return str(format_decimal(share * 100, format="#,##0", locale=get_language() or "en"))


_SAID = {rules.INPUT_LATE: _input, rules.UNTOUCHED: _untouched, rules.BUDGET_AHEAD: _ahead}
