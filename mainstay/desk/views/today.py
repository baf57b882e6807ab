"""Today: the home of everybody who signs in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.desk.queries import today as queries
from mainstay.desk.queries.today import Gathered
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked
from mainstay.kit.plug import Move, TodayLine
from mainstay.kit.times import local_day, spoken
from mainstay.theme.context import address as url_of

HOUSE = "house"  # ?view=house: the exceptions of whomever one heads
LINE = "line-"
ICONS = {"m": "move", "h": "hand", "e": "check"}


@require_safe
@never_cache
@login_required
def today(request: Asked) -> HttpResponse:
    """What this person must do for clients today, in order of harm if left undone (R-A-1, R-B-5)."""
    at = clock.now()
    found = queries.gather(request.user, at, house=request.GET.get("view") == HOUSE)
    target = request.htmx.target or "" if request.htmx else ""
    if target.startswith(LINE):
        return render(request, "desk/_done.html", _after(request, found, target.removeprefix(LINE)))
    return render(request, "desk/today.html", _page(request.user, found, at))


def _page(person: Any, found: Gathered, at: datetime) -> dict[str, Any]:
    whose = "all" if found.house else "mine"
    return {
        "found": found,
        "rows": _rows(found.lines, house=found.house),
        "day": spoken(local_day(at, person.zone), year=False),
        "here": address(house=found.house),
        "mine_url": address(house=False),
        "house_url": address(house=True),
        "led_words": queries.led_words(found),
        "others": queries.others_words(found.others),
        "more": queries.more_words(found),
        "more_url": f"{reverse('promises:list')}?{urlencode({'whose': whose, 'state': 'late'})}",
        "reminders": queries.reminders_words(),
        "bring_in_url": _bring_in(person, found),
    }


def _bring_in(person: Any, found: Gathered) -> str:
    """Where lists are brought in, for whoever may, in a house without clients."""
    if not found.empty or not person.may(rights.TAKE_IN) or Client.objects.exists():
        return ""
    return url_of("transfer:start")


@dataclass(frozen=True)
class Act:
    """One thing a line offers, and its icon in the small menu."""

    move: Move
    icon: str


@dataclass(frozen=True)
class Shown:
    """One line on the page; ``firm`` is empty where nobody there is known and the client stands as who."""

    line: TodayLine
    firm: str
    main: Act | None
    moves: list[Act]


def _rows(lines: Iterable[TodayLine], *, house: bool) -> list[Shown]:
    here = address(house=house)
    return [shown(line, here) for line in lines]


def shown(line: TodayLine, here: str) -> Shown:
    """A line as a page shows it; its forms come back ``here``."""
    return Shown(
        line,
        "" if line.who == line.client else line.client,
        _act(line.main, line, here) if line.main else None,
        [_act(move, line, here) for move in line.moves],
    )


def _act(move: Move, line: TodayLine, here: str) -> Act:
    """A form of its own comes back here; the page of what the line is about does not."""
    if not move.post and move.url.startswith("/") and move.url != line.url:
        move = replace(move, url=f"{move.url}?{urlencode({'next': here})}")
    return Act(move, ICONS.get(move.key, "right"))


def address(*, house: bool) -> str:
    """Where a view of Today is."""
    return reverse("desk:today") + (f"?view={HOUSE}" if house else "")


def _after(request: Asked, found: Gathered, key: str) -> dict[str, Any]:
    """What htmx puts in the place of a line that was acted on: what was done, with the way back.

    Where the same promise needs something else now, its new line follows; where nothing was done, it stands again.
    """
    return {
        "found": found,
        "here": address(house=found.house),
        "key": key,
        "said": list(messages.get_messages(request)),
        "who": queries.client_of(request.user, key),
        "rows": _rows([line for line in found.lines if line.key == key], house=found.house),
    }
