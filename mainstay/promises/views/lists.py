"""The ledger across all clients I may see, on a page and as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.house import clock
from mainstay.house.queries.taking_out import links
from mainstay.house.rules import rights
from mainstay.house.views import taking_out
from mainstay.house.views.asked import Asked
from mainstay.kit.refusals import Refused
from mainstay.promises.models import Promise
from mainstay.promises.queries import listing, out
from mainstay.promises.queries.listing import Wanted
from mainstay.promises.queries.words import Reader, capital
from mainstay.theme.filters import Choice, Group


@require_safe
@login_required
def promises(request: Asked) -> HttpResponse:
    """The ledger across the clients this person may see, fifty at a time."""
    return _list(request)


def _list(request: Asked, refused: Refused | None = None) -> HttpResponse:
    at, wanted = clock.now(), _wanted(request)
    reader = Reader.of(request.user, at)
    found = listing.page(request.user, wanted, at, cursor=request.GET.get("cursor", ""))
    here = reverse("promises:list")
    context = {
        "rows": listing.rows(found.rows, reader),
        "groups": _groups(wanted),
        "said": _said(wanted),
        "owners": wanted.whose != "mine",
        "refused": refused,
        "next_url": f"{here}?{wanted.query(cursor=found.next)}" if found.next else "",
        "back_url": f"{here}?{wanted.query(cursor=found.back)}" if found.back else "",
        "range": _range(found.rows, reader),
        "take_out": links(
            request.user, "promises:list", query=wanted.query(), forms=("csv", "xlsx", "ics"), there=bool(found.rows)
        ),
        "make_url": reverse("promises:make") if request.user.may(rights.GIVE_WORD) else "",
    }
    return render(request, "promises/list.html", context, status=422 if refused else 200)


def _wanted(request: Asked) -> Wanted:
    whose = "mine" if request.user.may(rights.KEEP_WORD) else "all"
    return Wanted.told(request.GET.dict(), whose=whose)


def _range(found: list[Promise], reader: Reader) -> str:
    if not found:
        return ""
    days = {"first": reader.on(found[0].due_on), "last": reader.on(found[-1].due_on)}
    return _("Due from %(first)s to %(last)s") % days


def _labels() -> dict[str, dict[str, str]]:
    """The words of the filters, in their order."""
    states = {listing.OWED: _("owed"), listing.LATE: _("late"), listing.TO_TELL: _("to tell")}
    outcomes = {name: str(Promise.Outcome(name).label) for name in listing.DONE}
    return {
        "whose": {"mine": _("mine"), "all": _("all I may see")},
        "side": {"": _("both sides"), "ours": _("we owe"), "theirs": _("they owe"), "third": _("third parties")},
        "state": states | outcomes | {listing.ANNULLED: _("entered in error"), listing.ANY: _("any")},
        "period": {
            "": _("any time"), "week": _("this week"), "month": _("this month"),
            "last_month": _("last month"), "year": _("this year"), "last_year": _("last year"),
        },
    }  # fmt: skip


def _groups(wanted: Wanted) -> list[Group]:
    headings = {"whose": _("Whose"), "side": _("Side"), "state": _("How it stands"), "period": _("Promised for")}
    here = reverse("promises:list")
    return [
        Group(
            headings[name],
            [
                Choice(capital(label), f"{here}?{wanted.query(**{name: value})}", getattr(wanted, name) == value)
                for value, label in values.items()
            ],
        )
        for name, values in _labels().items()
    ]


def _said(wanted: Wanted) -> str:
    """What is set, in a few words: “Mine, both sides, owed, any time”."""
    return capital(", ".join(values[getattr(wanted, name)] for name, values in _labels().items()))


# --- the file ---------------------------------


@require_safe
@login_required
def taken_out(request: Asked, form: str) -> HttpResponseBase:
    """The whole list as it is filtered, as a file; whoever may not take lists out is told who may."""
    at = clock.now()
    outgoing = out.promises(request.user, _wanted(request), at)
    try:
        return taking_out.answer(request, outgoing, form, by=request.user, at=at)
    except Refused as refused:
        return _list(request, refused)
