"""A word given in one line: what was understood is shown, then kept; as a page and as the dialog behind the key c."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.forms import PriceForm
from mainstay.promises.models import Promise
from mainstay.promises.queries import asking, capture, finding
from mainstay.promises.queries.words import Reader, stands
from mainstay.promises.rules.capture import LONGEST, NEW
from mainstay.promises.views.asked import came_from, go, onward, page_url
from mainstay.promises.views.making import beforehand, client_looked_at, in_dialog
from mainstay.theme import say

ANSWERS = ("client", "side", "due_on", "due_time", "owner")
PARTS = {"capture": "capture-form", "understood": "understood"}


@both
@login_required
def line(request: Asked) -> HttpResponse:
    """Write down a word given in one line. What was understood is shown before it is kept (R-B-38)."""
    told = request.POST if request.method == "POST" else request.GET
    reader = Reader.of(request.user, clock.now())
    here = _here(request, told.get("here", "")[:40])
    answers = {name: told[name][:80] for name in ANSWERS if told.get(name)}
    read = capture.understood(told.get("line", "")[:2000], user=request.user, at=reader.at, here=here, answers=answers)
    price, refused = _price(request, told), None
    if request.method == "POST" and _seen(request, read):
        try:
            made = actions.make(by=request.user, at=reader.at, **read.word, budget=_amount(price))
        except Refused as error:
            refused = error
        else:
            return _kept(request, made, reader)
    said = price["budget"].value() if price is not None else ""
    context = _context(request, read, reader, here, said or "")
    context |= {"refused": refused or _lacking(request), "price": price}
    part = PARTS.get(request.htmx.target or "") if request.htmx else None
    template = f"promises/line.html#{part}" if part else "promises/line.html"
    return render(request, template, context, status=422 if refused else 200)


def _price(request: Asked, told: Any) -> PriceForm | None:
    """The price beside the line, for whoever may know of money."""
    if not request.user.may(rights.SEE_MONEY):
        return None
    return PriceForm(told if "budget" in told else None)


def _amount(price: PriceForm | None) -> Decimal | None:
    """What it comes to. Raises Refused for what is no amount (R-A-10)."""
    if price is None or not price.is_bound:
        return None
    if not price.is_valid():
        raise Refused(str(price.errors["budget"][0]), rule="R-A-10", field="budget")
    return price.cleaned_data["budget"]  # type: ignore[no-any-return]


def _seen(request: Asked, read: capture.Line) -> bool:
    """Whether exactly this was shown to whoever now says yes to it."""
    return read.understood.whole and "see" not in request.POST and request.POST.get("seen") == read.understood.mark


def _kept(request: Asked, made: Promise, reader: Reader) -> HttpResponse:
    target = onward(request)
    back = reverse("promises:take_back", args=[made.pk])
    said = {"client": made.client, "what": made.text, "said": stands(made, reader)[0].text}
    undo = f"{back}?{urlencode({'next': target})}" if target else back
    say.done(request, _("%(client)s: %(what)s. %(said)s") % said, undo=undo)
    return go(request, target or page_url(made))


def _lacking(request: Asked) -> Refused | None:
    return gate.lacking(request.user, rights.GIVE_WORD) if request.method != "POST" else None


def _here(request: Asked, told: str) -> Client | None:
    """The client on whose page, or on whose promise's page, one is."""
    which = told or (client_looked_at(request) if in_dialog(request) else "")
    return finding.client_meant(request.user, "", which).client if which else None


def _context(request: Asked, read: capture.Line, reader: Reader, here: Client | None, price: str) -> dict[str, Any]:
    told = read.understood
    typed, name = bool(told.line), told.words("client")
    after = onward(request) or (came_from(request) if in_dialog(request) else "")
    more = {"budget": price} if price else {}
    return {
        "line": told.line,
        "longest": LONGEST,
        "rows": asking.rows(read, reader) if typed else [],
        "whole": told.whole,
        "seen": told.mark if told.whole else "",
        "answers": [(name, value) for name, value in told.answers.items() if not told.question(name)],
        "here": here,
        "next": after,
        "new": NEW,
        "new_url": f"{reverse('clients:add')}?{urlencode({'name': name})}" if name else reverse("clients:add"),
        "more": f"{reverse('promises:make')}?{urlencode(_filled_in(read, here, after) | more)}",
        "budget": price,
        "leave": onward(request) or came_from(request) or reverse("promises:list"),
        **_beforehand(request, read, here, after),
    }


def _beforehand(request: Asked, read: capture.Line, here: Client | None, after: str) -> dict[str, Any]:
    """What is to be known before it is kept; another day is taken on the whole form (R-B-41)."""
    told = _filled_in(read, here, after)
    known = beforehand(read.client if read.understood.whole else None, told, request.user)
    day = known["realistic_on"]
    known["take_url"] = f"{reverse('promises:make')}?{urlencode({**told, 'due_on': day.isoformat()})}" if day else ""
    return known


def _filled_in(read: capture.Line, here: Client | None, after: str) -> dict[str, str]:
    """What the whole form begins with: all that was understood."""
    told = read.understood
    client, contact = read.client or here, read.contact
    there = "owner_contact" if told.side == Promise.Side.THEIRS else "made_to"
    word = {
        "client": str(client.pk) if client else told.words("client"),
        "text": told.text,
        "due_on": f"{told.due_on or ''}",
        "due_time": f"{told.due_time:%H:%M}" if told.due_time else "",
        "side": "" if told.side == Promise.Side.OURS else told.side,
        "owner": str(read.owner.pk) if read.owner else "",
        "owner_name": told.owner_name,
        "engagement": str(read.engagement.pk) if read.engagement else "",
        there: str(contact.pk) if contact else "",
        "next": after,
    }
    return {name: value for name, value in word.items() if value}
