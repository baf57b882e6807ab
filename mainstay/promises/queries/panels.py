"""What the client's page and the list of clients say of the ledger. No sums of money stand here (design.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mainstay.house.rules import rights
from mainstay.kit import addresses
from mainstay.kit.plug import ClientFacts, Move, Panel
from mainstay.promises import rules
from mainstay.promises.models import Promise
from mainstay.promises.queries.bands import line
from mainstay.promises.queries.counts import LAST, Ledger, Tally, deliveries, ledger, standings, tallies_of, untold
from mainstay.promises.queries.words import Reader, Said, cable, is_late, is_near, late, stands, whom

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User

MANY = 20  # marks on a strip that still have room for their days
SHOWN = 12  # lines of a column before the ledger is the better place


def panels(user: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What is next, the counts, the deliveries and what is owed, for the first screen (R-B-1): five queries or six."""
    reader = Reader.of(user, at)
    owed = ledger(client)
    step = next_step(client, owed, reader)
    counted = tallies_of(client)
    if not any(tally.counts.made for tally in counted.values()):
        yield _nothing_yet(client, user)
        return
    if step is not None:
        yield Panel(gettext_lazy("Next step"), "promises/_next.html", {"step": step}, order=20, state=step.state)
    yield Panel(gettext_lazy("Promises"), "promises/_counts.html", _counts(counted, reader), order=30)
    strip = deliveries(client)
    if strip:
        yield Panel(gettext_lazy("Deliveries"), "promises/_deliveries.html", _strip(strip, reader), order=36)
    yield Panel(
        gettext_lazy("Owed"), "promises/_owed.html", _owed(client, owed, reader), order=38,
        state=_worst(owed.we_owe, reader),
    )  # fmt: skip


def _nothing_yet(client: Client, user: User) -> Panel:
    url = f"{addresses.of('promises:make')}?client={client.pk}" if user.may(rights.GIVE_WORD) else ""
    return Panel(gettext_lazy("Promises"), "promises/_none_yet.html", {"make_url": url}, order=30)


def _worst(promises: Iterable[Promise], reader: Reader) -> str:
    states = {cable(promise, reader) for promise in promises}
    return "parted" if "parted" in states else "frayed" if "frayed" in states else ""


# --- what is next ---------------------------------


@dataclass(frozen=True)
class Step:
    """The one thing to do next: a sentence, the act, and where it is done."""

    text: str
    href: str
    said: Said
    act: str
    act_url: str
    state: str = ""


def next_step(client: Client, owed: Ledger, reader: Reader) -> Step | None:
    """The next thing for this client, by harm if left undone; None where nothing waits (R-B-5)."""
    late_ours = [promise for promise in owed.we_owe if is_late(promise, reader.at)]
    if late_ours:
        return _step(late_ours[0], late(late_ours[0], reader), _("Tell them"), "tell")
    waiting = untold(client)
    if waiting is not None:
        told = Said(_("%(who)s has not been told yet.") % {"who": whom(waiting)}, "care")
        return _step(waiting, told, _("Tell them"), "tell", "frayed")
    ours = [promise for promise in owed.we_owe if is_near(promise, reader)]
    theirs = [promise for promise in (*owed.you_owe, *owed.third) if is_late(promise, reader.at)]
    for promise in (*ours, *theirs, *owed.we_owe[:1]):
        mine = promise.side == Promise.Side.OURS
        act = (_("Deliver"), "deliver") if mine else (_("Open it"), "page")
        return _step(promise, stands(promise, reader)[0], *act)
    return None


def _step(promise: Promise, said: Said, act: str, verb: str, state: str = "") -> Step:
    """The cable is broken where it is owed, once; here only for what stands nowhere below."""
    page = addresses.of("promises:page", promise.pk)
    return Step(promise.text, page, said, act, addresses.of(f"promises:{verb}", promise.pk), state)


# --- the counts ---------------------------------


@dataclass(frozen=True)
class CountRow:
    """One side's counts as the table shows them; ``theirs`` is never red."""

    label: str
    made: int
    kept: int
    late: int
    moved: int
    broken: int
    run: str
    theirs: bool


def _counts(counted: Mapping[str, Tally], reader: Reader) -> dict[str, object]:
    sides = [(Promise.Side.OURS, _("We")), (Promise.Side.THEIRS, _("They"))]
    if counted[Promise.Side.THIRD].counts.made:
        sides.append((Promise.Side.THIRD, _("Others")))
    return {
        "rows": [_row(label, counted[side], side, reader) for side, label in sides],
        "beside": [words for side, label in sides if (words := beside(label, counted[side].counts))],
    }


def _row(label: str, tally: Tally, side: str, reader: Reader) -> CountRow:
    counts = tally.counts
    return CountRow(
        label, counts.made, counts.kept, counts.kept_late, counts.moved, counts.broken,
        run_words(tally, reader), side != Promise.Side.OURS,
    )  # fmt: skip


def run_words(tally: Tally, reader: Reader) -> str:
    """The run since the last miss: “9 kept”; “none, since 26 April” (R-A-11)."""
    if tally.run:
        return ngettext("%(n)d kept", "%(n)d kept", tally.run) % {"n": tally.run}
    if tally.last_miss_on is None:
        return _("none yet")
    return _("none, since %(day)s") % {"day": reader.on(tally.last_miss_on)}


def beside(label: str, counts: rules.Counts) -> str:
    """What the table has no column for, where there is any of it: “We: 4 open, 1 over budget.”"""
    named = (
        (counts.open, ngettext("%(n)d open", "%(n)d open", counts.open)),
        (counts.withdrawn, ngettext("%(n)d withdrawn", "%(n)d withdrawn", counts.withdrawn)),
        (counts.released, ngettext("%(n)d released", "%(n)d released", counts.released)),
        (counts.over_budget, ngettext("%(n)d over budget", "%(n)d over budget", counts.over_budget)),
        (counts.not_accepted, ngettext("%(n)d not accepted", "%(n)d not accepted", counts.not_accepted)),
    )
    there = ", ".join(words % {"n": number} for number, words in named if number)
    return _("%(who)s: %(counts)s.") % {"who": label, "counts": there} if there else ""


# --- the strip ---------------------------------


@dataclass(frozen=True)
class Mark:
    """One delivery on the strip, and its line in the table behind it."""

    state: str
    over: bool
    days: int
    words: str
    href: str
    text: str
    due: str
    done: str
    became: str


def _strip(delivered: Sequence[Promise], reader: Reader) -> dict[str, object]:
    page = addresses.of("promises:page", _NOBODY)  # once, and not for each of sixty
    marks = [mark(promise, reader, page.replace(str(_NOBODY), str(promise.pk))) for promise in delivered]
    good = sum(one.state == "ok" and not one.over for one in marks)
    said = {"n": len(marks), "day": reader.on(delivered[0].closed_on or delivered[0].due_on)}
    if len(marks) == LAST:
        since = _("The last %(n)d, since %(day)s") % said
    else:
        since = ngettext("%(n)d since %(day)s", "%(n)d since %(day)s", len(marks)) % said
    agreed = ngettext("%(n)d as agreed", "%(n)d as agreed", good) % {"n": good}
    sentence = f"{since}: {agreed}."
    if marks[-1].state != "ok" or marks[-1].over:
        last = _("The last was not.")
        sentence = f"{sentence} {last}"
    rows = [(one.href, one.text, one.due, one.done, one.became) for one in reversed(marks)]
    return {"marks": marks, "rows": rows, "sentence": sentence, "many": len(marks) > MANY}


_NOBODY = UUID(int=0)


def mark(promise: Promise, reader: Reader, href: str) -> Mark:
    """One delivery: as agreed, late, over budget, not accepted; words say what the mark shows."""
    became, state, days, over = [], "ok", promise.days_late, bool(promise.over_budget)
    if days:
        state = "late"
        became.append(ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days})
    if over:
        became.append(_("over budget"))
    if promise.satisfaction == rules.NOT_ACCEPTED:
        state = "not"
        became.append(_("not accepted"))
    if promise.outcome == rules.BROKEN:
        state = "not"
        became.append(_("broken"))
    words = ", ".join(became) or _("as agreed")
    name = promise.reference or promise.text
    return Mark(
        state=state,
        over=over,
        days=days if state == "late" else 0,
        words=f"{name}: {words}",
        href=href,
        text=promise.text,
        due=reader.on(promise.due_on),
        done=reader.on(promise.delivered_on) if promise.delivered_on else "",
        became=words,
    )


# --- what is owed ---------------------------------


@dataclass(frozen=True)
class OpenRemark:
    """A remark that waits for an answer."""

    text: str
    href: str


def _owed(client: Client, owed: Ledger, reader: Reader) -> dict[str, object]:
    sides = {"ours": owed.we_owe, "theirs": owed.you_owe, "third": owed.third}
    lines = {name: [line(promise, reader) for promise in side[:SHOWN]] for name, side in sides.items()}
    more = any(len(side) > SHOWN for side in sides.values())
    return {
        **lines,
        "remarks": [_remark(remark.promise_id, remark.text) for remark in owed.remarks[:SHOWN]],
        "ledger_url": addresses.of("promises:ledger", client.pk),
        "more": more,
    }


def _remark(promise_id: UUID, text: str) -> OpenRemark:
    return OpenRemark(text, f"{addresses.of('promises:page', promise_id)}#remarks")


# --- the hooks ---------------------------------


def moves(user: User, client: Client, at: datetime) -> Iterable[Move]:
    """The button at the head of the client's page."""
    if user.may(rights.GIVE_WORD) and client.archived_at is None:
        yield Move(gettext_lazy("Promise"), f"{addresses.of('promises:make')}?client={client.pk}")


def facts(user: User, clients: Sequence[Client], at: datetime) -> Mapping[UUID, ClientFacts]:
    """What the list of clients says of the ledger: two queries for all of them (R-B-1)."""
    reader = Reader(get_language() or "en", user.zone, at)
    found: dict[UUID, ClientFacts] = {}
    for client_id, standing in standings(clients, at).items():
        due = standing.next_due
        found[client_id] = ClientFacts(
            next_due=due.due_on if due else None,
            next_due_state=cable(due, reader) if due else "",
            next_due_what=due.text if due else "",
            we_owe=standing.we_owe,
            we_late=standing.we_late,
            they_owe=standing.they_owe,
            they_late=standing.they_late,
        )
    return found
