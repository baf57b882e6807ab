"""What a line of Today says: who, what in one sentence, when, the one button, the small menu, why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Affiliation, Contact
from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit import addresses, learned, times
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.models import Promise, Remark, Renegotiation
from mainstay.promises.queries.today import between, early
from mainstay.promises.queries.today.told import Told
from mainstay.promises.queries.today.whose import (
    AWAY,
    BESIDE,
    HEAD,
    IN_DANGER,
    LATE,
    LEFT,
    NOBODY,
    OWN,
    REMARK,
    THEIRS,
    TO_TELL,
    Key,
)
from mainstay.promises.queries.warned import inputs_late
from mainstay.promises.queries.words import Reader, due_exact, due_short

_DAY = 86400.0


class Teller:
    """Puts the lines of one person into words, in the language now spoken and the person's zone."""

    def __init__(self, person: User, at: datetime) -> None:
        self.person, self.at = person, at
        self.reader = Reader.of(person, at)
        self.may_deliver = person.may(rights.DELIVER)
        self.may_keep = person.may(rights.KEEP_WORD)
        self.people: dict[UUID, list[Affiliation]] = {}
        self.away: dict[UUID, date] = {}

    def lines(self, keys: Sequence[Key]) -> list[TodayLine]:
        """One line for each key, in the same order. Three queries at most, a fourth where somebody is away."""
        promises = self._promises((key.pk for key in keys if key.order not in (REMARK, between.BETWEEN)), self.at)
        remarks = self._remarks(key.pk for key in keys if key.order == REMARK)
        clients = {promise.client_id for promise in promises.values()}
        clients |= {remark.promise.client_id for remark in remarks.values()}
        self.people = _people_of(clients)
        self.away = self._absences(keys, [*promises.values(), *(remark.promise for remark in remarks.values())])
        middle = ((key.pk, key.because, key.moment) for key in keys if key.order == between.BETWEEN)
        besides = between.lines(middle, self.reader, may_keep=self.may_keep)
        told = []
        for key in keys:
            if key.pk in besides:
                told.append(besides.pop(key.pk))
            elif key.pk in promises:
                told.append(self._of_promise(key, promises[key.pk]))
            elif key.pk in remarks:
                told.append(self._of_remark(key, remarks[key.pk]))
        return told

    def _absences(self, keys: Sequence[Key], promises: Sequence[Promise]) -> dict[UUID, date]:
        """Until when the owners are away for whom one stands in."""
        if not any(key.because in (AWAY, NOBODY) for key in keys):
            return {}
        owners = {promise.owner_id for promise in promises if promise.owner_id is not None}
        return presence.absent_until(list(owners), self.reader.today)

    @staticmethod
    def _promises(pks: Iterable[UUID], at: datetime) -> dict[UUID, Promise]:
        wanted = list(pks)
        if not wanted:
            return {}
        rows = learned.of_ids("promises.today.lines", _rows_of, wanted, at)
        return {promise.pk: promise for promise in rows}

    @staticmethod
    def _remarks(pks: Iterable[UUID]) -> dict[UUID, Remark]:
        wanted = list(pks)
        if not wanted:
            return {}
        rows = Remark.objects.filter(pk__in=wanted)
        return {
            remark.pk: remark for remark in rows.select_related("promise__client", "promise__owner", "promise__made_to")
        }

    # --- one line ---

    def _of_promise(self, key: Key, promise: Promise) -> TodayLine:
        contact = self._contact(promise)
        who = contact.address if contact is not None else promise.client.name
        told = self._told(key, promise, who)
        waits = self._waits(promise) if promise.is_owed else ""
        line = self._line(key, promise, told, who, waits)
        main = self._main(key, promise, contact, who)
        return replace(
            line,
            exact=due_exact(promise, self.reader) if promise.is_owed else "",
            main=main,
            moves=self._moves(promise, main),
            days_late=promise.late_on(self.reader.today_for(promise)),
        )

    def _told(self, key: Key, promise: Promise, who: str) -> Told:
        if key.order != IN_DANGER:
            return _KINDS[key.order](self, promise, who)
        if key.because in (early.GUARD, early.ALONE):
            return early.of_guarded(promise, self.person, self.reader, alone=key.because == early.ALONE)
        if key.because == early.EARLY:
            return early.of_warned(promise, self.reader)
        return early.with_warnings(_in_danger(self, promise, who), promise, self.reader)

    def _of_remark(self, key: Key, remark: Remark) -> TodayLine:
        promise = remark.promise
        contact = self._contact(promise)
        who = contact.address if contact is not None else promise.client.name
        line = self._line(key, promise, _of_a_remark(self, remark), who)
        url = reverse("promises:answer_remark", args=[remark.pk])
        main = Move(_("Answer %(who)s") % {"who": who}, url, "e") if self.may_keep else None
        return replace(line, main=main, moves=[Move(_("Open the promise"), _page(promise))])

    def _line(self, key: Key, promise: Promise, told: Told, who: str, waits: str = "") -> TodayLine:
        return TodayLine(
            key=str(key.pk),
            order=key.order,
            kind=told.kind,
            state=told.state,
            client_id=promise.client_id,
            client=promise.client.name,
            who=who,
            what=_joined(told.what, waits, self._answers_for(key, promise)),
            url=_page(promise),
            when=told.when,
            urgency=(self.at - key.moment).total_seconds() / _DAY,
            tie=promise.client.order_name,
            why=_joined(told.why, self._because(key, promise)),
            rule=told.rule,
            owner=promise.owner.name if promise.owner else "",
            code=told.code,
            about=promise.text,
            about_id=promise.pk,
            due_on=promise.due_on,
        )

    # --- who ---

    def _contact(self, promise: Promise) -> Contact | None:
        """Whom to address: who there owes it; else to whom it was promised, else who decides, else the only one."""
        if promise.side == Promise.Side.THEIRS and promise.owner_contact is not None:
            return promise.owner_contact
        people = self.people.get(promise.client_id, [])
        known = [place.contact for place in people]
        if promise.made_to is not None and promise.made_to in known:
            return promise.made_to
        deciding = [place.contact for place in people if place.decides]
        if deciding:
            return deciding[0]
        return known[0] if len(known) == 1 else None

    def _answers_for(self, key: Key, promise: Promise) -> str:
        if promise.owner is None:
            return _("Nobody answers for it yet.")
        if key.because in (AWAY, NOBODY) and promise.owner_id in self.away:
            until = times.date_words(self.away[promise.owner_id], self.reader.language, year=False)
            return _("For %(name)s, away until %(day)s.") % {"name": promise.owner.name, "day": until}
        return _("%(owner)s answers for it.") % {"owner": promise.owner.name}

    # --- when ---

    def day(self, at: datetime) -> str:
        """The day of an instant, as the reader counts days."""
        return times.day_words(times.local_day(at, self.reader.zone), self.reader.today, self.reader.language)

    def late_since(self, promise: Promise) -> str:
        """Since when it is late: its time, or the day it was due on."""
        return _("since %(when)s") % {"when": due_short(promise, self.reader)}

    def _waits(self, promise: Promise) -> str:
        asked = _asked_at(promise)
        if asked is None:
            return ""
        return _("Another day was asked for (%(when)s); no answer yet.") % {"when": self.day(asked)}

    # --- what can be done ---

    def _main(self, key: Key, promise: Promise, contact: Contact | None, who: str) -> Move | None:
        if key.because in (BESIDE, HEAD) and (asked := _way_to_owner(promise)):
            return asked
        if key.order == IN_DANGER and self.may_deliver:
            if key.because == early.EARLY:
                return Move(_("Say how it goes"), _form("progress", promise))
            if key.because == early.GUARD and promise.due_on > self.reader.today_for(promise):
                return Move(_("I have seen it"), _form("heed", promise), post=True)
        if key.order == TO_TELL:
            return Move(_("Tell %(who)s") % {"who": who}, _form("tell", promise), "e") if self.may_deliver else None
        if promise.side == Promise.Side.THEIRS and (way := _way_to(contact, promise)):
            return Move(_("Remind %(who)s") % {"who": who}, way)
        if promise.side == Promise.Side.OURS and self.may_deliver:
            return Move(_("Deliver"), _form("deliver", promise), "e", post=True)
        return None

    def _moves(self, promise: Promise, main: Move | None) -> list[Move]:
        """What else can be done; what ends the line stands here where the main button does something else."""
        moves = []
        if promise.is_owed and self.may_keep:
            if _asked_at(promise) is not None:
                moves.append(Move(_("Write down their answer"), _form("answer", promise)))
            moves.append(Move(_("Move"), _form("move", promise), "m"))
            moves.append(Move(_("Hand over"), _form("hand_over", promise), "h"))
        if self.may_deliver and (main is None or main.key != "e"):
            if promise.is_owed:
                moves.append(Move(_("Done already"), _form("deliver", promise), "e", post=True))
            else:
                moves.append(Move(_("The client was told"), _form("tell", promise), "e"))
        moves.append(Move(_("Open the promise"), _page(promise)))
        return moves

    # --- why ---

    def _because(self, key: Key, promise: Promise) -> str:
        mine = key.because == early.EARLY and promise.owner_id == self.person.pk
        if mine or key.because in (OWN, HEAD, early.GUARD, early.ALONE):
            return ""
        owner = promise.owner.name if promise.owner else ""
        if key.because == AWAY:
            return _("You see it because %(owner)s is away.") % {"owner": owner}
        if key.because == NOBODY:
            return _("You see it because %(owner)s is away and nobody who stands in is there.") % {"owner": owner}
        if key.because == LEFT:
            return _("You see it as the client’s manager: nobody who serves the client answers for it.")
        return _("You see it because you look after this client too.")


def _rows_of(wanted: list[UUID], at: datetime) -> QuerySet[Any, Any]:
    """These promises with all that is said of them."""
    asked = Renegotiation.objects.filter(
        promise=OuterRef("pk"), answer=Renegotiation.Answer.NOT_YET, taken_back_at=None
    ).order_by("-asked_at")
    rows = Promise.objects.filter(pk__among=wanted).select_related(
        "client", "owner", "owner_contact", "made_to", "second"
    )
    asked_at = Subquery(asked.values("asked_at")[:1], output_field=DateTimeField())
    return rows.annotate(asked_at=asked_at, inputs_late=inputs_late(at))


def _late(teller: Teller, promise: Promise, who: str) -> Told:
    days = promise.late_on(teller.reader.today_for(promise))
    if days:
        what = ngettext("“%(text)s” is %(n)d day late.", "“%(text)s” is %(n)d days late.", days)
    else:
        what = _("“%(text)s” was promised for earlier today.")
    why = _("Its time has passed and the client waits. Delivering it, or moving it with their answer, ends this line.")
    words = {"text": promise.text, "n": days}
    return Told("late", _("Late"), what % words, teller.late_since(promise), why, "R-A-1", "parted")


def _untold(teller: Teller, promise: Promise, who: str) -> Told:
    days = promise.days_late
    if promise.ended == Promise.Outcome.WITHDRAWN:
        what = _("“%(text)s” was withdrawn, and %(who)s was not told.")
    elif promise.ended == Promise.Outcome.BROKEN:
        what = _("“%(text)s” was not kept, and %(who)s was not told.")
    elif days:
        what = ngettext(
            "“%(text)s” was delivered %(n)d day late, and %(who)s was not told.",
            "“%(text)s” was delivered %(n)d days late, and %(who)s was not told.",
            days,
        )
    else:
        what = _("“%(text)s” came otherwise than promised, and %(who)s was not told.")
    closed = promise.closed_on or promise.due_on
    there = teller.reader.today_for(promise)
    when = _("since %(when)s") % {"when": times.day_words(closed, there, teller.reader.language)}
    why = _("What went otherwise than promised, the client should hear from us. It leaves when they were told.")
    words = {"text": promise.text, "n": days, "who": who}
    return Told("to_tell", _("To tell"), what % words, when, why, "R-A-1")


def _in_danger(teller: Teller, promise: Promise, who: str) -> Told:
    due = due_short(promise, teller.reader)
    what = _("“%(text)s” is not delivered yet.") % {"text": promise.text}
    why = _("A word broken in silence is worse than one moved in time, so it stands here before its day.")
    return Told("in_danger", _("In danger"), what, _("due %(when)s") % {"when": due}, why, "R-A-12", "frayed")


def _of_theirs(teller: Teller, promise: Promise, who: str) -> Told:
    third = promise.side == Promise.Side.THIRD
    days = promise.late_on(teller.reader.today_for(promise))
    words = {"text": promise.text, "n": days, "third": promise.owner_name}
    if third and days:
        what = ngettext(
            "%(third)s is %(n)d day late with “%(text)s”.", "%(third)s is %(n)d days late with “%(text)s”.", days
        )
    elif third:
        what = _("%(third)s wanted to be done with “%(text)s” earlier today.")
    elif days:
        what = ngettext("We have waited %(n)d day for “%(text)s”.", "We have waited %(n)d days for “%(text)s”.", days)
    else:
        what = _("We have waited for “%(text)s” since earlier today.")
    kind = _("A third party is late") if third else _("Theirs is late")
    why = _("We depend on it. Their lateness never counts against us; a friendly reminder helps both.")
    code = "third_late" if third else "theirs_late"
    return Told(code, kind, what % words, teller.late_since(promise), why, "R-B-45", "theirs")


_KINDS: dict[int, Callable[[Teller, Promise, str], Told]] = {
    LATE: _late,
    TO_TELL: _untold,
    IN_DANGER: _in_danger,
    THEIRS: _of_theirs,
}


def _of_a_remark(teller: Teller, remark: Remark) -> Told:
    words = {"remark": remark.text, "text": remark.promise.text}
    what = _("The remark “%(remark)s” about “%(text)s” has no answer yet.") % words
    when = _("since %(when)s") % {"when": teller.day(remark.raised_at)}
    why = _("What a client remarks when accepting stays open until it is answered or promised.")
    return Told("remark", _("Remark"), what, when, why, "R-A-10")


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _page(promise: Promise) -> str:
    return addresses.of("promises:page", promise.pk)


def _form(verb: str, promise: Promise) -> str:
    return addresses.of(f"promises:{verb}", promise.pk)


def _asked_at(promise: Promise) -> datetime | None:
    """When another day was asked for that has no answer yet."""
    asked: datetime | None = getattr(promise, "asked_at", None)
    return asked


def _way_to_owner(promise: Promise) -> Move | None:
    """To ask a colleague who answers for it, where that is not oneself and an address is known."""
    owner = promise.owner
    if owner is None or not owner.email or not owner.is_active:
        return None
    subject = quote(f"{promise.client.name}: {promise.text}")
    return Move(_("Ask %(owner)s") % {"owner": owner.name}, f"mailto:{quote(owner.email, safe='@')}?subject={subject}")


def _way_to(contact: Contact | None, promise: Promise) -> str:
    """How to reach somebody in one press: as they like it, else by what is known."""
    if contact is None:
        return ""
    mail = f"mailto:{quote(contact.email, safe='@')}?subject={quote(promise.text)}" if contact.email else ""
    ring = f"tel:{quote(contact.phone, safe='+')}" if contact.phone else ""
    return (ring or mail) if contact.channel == Contact.Channel.PHONE else (mail or ring)


def _people_of(clients: Iterable[UUID]) -> dict[UUID, list[Affiliation]]:
    wanted = list(clients)
    if not wanted:
        return {}
    found: dict[UUID, list[Affiliation]] = {}
    for place in learned.of_ids("promises.today.people", _belonging, wanted):
        found.setdefault(place.client_id, []).append(place)
    return found


def _belonging(clients: Sequence[UUID], _at: datetime) -> QuerySet[Affiliation]:
    return Affiliation.objects.now().filter(client__pk__among=clients).select_related("contact")
