"""How many rows a query has, as one column beside others: a count that costs no query of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any, Any], *, distinct: str = "") -> Coalesce:
    """The number of these rows (of the different values of one column of theirs), 0 where there are none."""
    template = "%(function)s(DISTINCT %(expressions)s)" if distinct else "%(function)s(%(expressions)s)"
    number = Func(F(distinct or "pk"), function="COUNT", template=template, output_field=IntegerField())
    return Coalesce(Subquery(rows.order_by().annotate(how_many=number).values("how_many")), 0)
