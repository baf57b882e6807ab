"""The red line where a list stopped and is not taken up again by itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.models import User
from mainstay.kit.plug import Alarm
from mainstay.kit.prepared import prepared
from mainstay.transfer.models import Run


def _in_order(rows: QuerySet[Run]) -> QuerySet[Run]:
    return rows.select_related("by").order_by("-started_at", "-id")


@prepared()
def _given_up() -> QuerySet[Run]:
    return _in_order(Run.objects.filter(given_up=True))[:100]


def alarms(person: User) -> Iterable[Alarm]:
    """One line for all such lists, with the way to the last that this person may see; until it is begun again."""
    if not (found := _given_up()):
        return
    rows = Run.objects.filter(given_up=True, pk__in=Run.objects.visible_to(person).values("pk"))
    seen = _in_order(rows).first()
    if len(found) > 1:
        words = ngettext(
            "%(n)d list stopped while it was brought in and is not tried again by itself. Look why.",
            "%(n)d lists stopped while they were brought in and are not tried again by themselves. Look why.",
            len(found),
        )
    elif seen is not None:
        words = _("Bringing in %(file)s stopped and is not tried again by itself. Look why.")
    else:
        words = _(
            "A list of %(name)s’s stopped while it was brought in and is not tried again by itself. "
            "The log of the house says why."
        )
    url = reverse("transfer:run", args=[seen.pk]) if seen is not None else ""
    yield Alarm(words % {"n": len(found), "file": found[0].file_name, "name": found[0].by.name}, url)
