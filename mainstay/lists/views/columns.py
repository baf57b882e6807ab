"""Choosing the columns of a list and their order."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from mainstay.house import clock
from mainstay.house.views.asked import Asked, both
from mainstay.kit.listings import COLUMNS
from mainstay.lists.views.around import columns_of, listing_of, told_of


@both
@login_required
def columns(request: Asked, name: str) -> HttpResponse:
    """Which columns, and in which order; the list opens with them."""
    listing, user = listing_of(name), request.user
    told = told_of(request.GET, user, name)
    every = listing.columns(user, clock.now())
    tidy = listing.tidy(told.parts, user) | ({"view": str(told.view.pk)} if told.view else {})
    here = reverse(listing.url_name)
    if request.method == "POST":
        codes = _in_places(request.POST, [each.code for each in every])
        return redirect(f"{here}?{urlencode({**tidy, COLUMNS: ','.join(codes)})}")
    first, *now = columns_of(listing, told.parts, user, clock.now())
    codes = [each.code for each in now]
    others = [each for each in every if each.code not in (first.code, *codes)]
    context = {
        "listing": listing,
        "first": first,
        "rows": [(each, each.code in codes, place) for place, each in enumerate([*now, *others], 1)],
        "back": f"{here}?{urlencode(tidy)}",
        "usual": f"{here}?{urlencode({key: value for key, value in tidy.items() if key != COLUMNS})}",
        "every": f"{here}?{urlencode({**tidy, COLUMNS: ','.join(each.code for each in every)})}",
    }
    return render(request, "lists/columns.html", context)


def _in_places(told: QueryDict, known: list[str]) -> list[str]:
    """The columns that are ticked, by their places; of two in one place the one that stood first."""

    def place(code: str) -> int:
        number = told.get(f"place-{code}", "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else len(known)

    return sorted((code for code in told.getlist("show") if code in known), key=place)
