"""Lines of what stands between promises: a new day to propose, another day asked for, two days for one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.kit import times
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.models import Clash, Finding, Need, Promise, PromiseQuerySet, Renegotiation
from mainstay.promises.queries import needs
from mainstay.promises.queries.clashes import open_clashes
from mainstay.promises.queries.words import Reader, due_short

if TYPE_CHECKING:
    from datetime import date

BETWEEN = 5  # the place in the order of harm: before it is late, and before theirs
NEW_DAY, OTHER_DAY, CLASH = "new_day", "other_day", "clash"
_BESIDE = "beside"
_CAUSES = (Renegotiation.Cause.THEIR_INPUT, Renegotiation.Cause.OTHER_INPUT)


def keys(mine: PromiseQuerySet, columns: Sequence[str]) -> list[QuerySet[Any, Any]]:
    """The keys of these lines among somebody's open promises, as branches of one union."""
    return [
        _keys(_late_needs(mine), "promise__", NEW_DAY, columns),
        _keys(_other_days(mine), "promise__", OTHER_DAY, columns),
        _keys(_clashes(mine, "one"), "one__", CLASH, columns),
        _keys(_clashes(mine, "other"), "other__", CLASH, columns),
    ]


def _keys(rows: QuerySet[Any, Any], of: str, because: str, columns: Sequence[str]) -> QuerySet[Any, Any]:
    told: QuerySet[Any, Any] = rows.order_by().annotate(
        order=Value(BETWEEN, output_field=IntegerField()),
        because=Value(because, output_field=CharField()),
        moment=F(f"{of}due_at"),
        day=F(f"{of}due_on"),
        zone=F(f"{of}due_zone"),
    )
    return told.values_list(*columns)


def _late_needs(mine: PromiseQuerySet) -> QuerySet[Any, Any]:
    """What came late, and since then no other day was proposed; whether a day follows is worked out afterwards."""
    asked = Renegotiation.objects.filter(
        promise=OuterRef("promise"), cause__in=_CAUSES, taken_back_at=None, asked_at__gte=OuterRef("on__delivered_at")
    )
    rows = Need.objects.filter(
        Exists(mine.ours().filter(pk=OuterRef("promise"))),
        dropped_at=None,
        on__delivered_on__gt=F("on__judged_on"),
        on__client=F("promise__client"),
    )
    return rows.exclude(Exists(asked))


def _other_days(mine: PromiseQuerySet) -> QuerySet[Any, Any]:
    """Days that clients could manage, where that is the last they said of the day it stands at."""
    since = Finding.objects.filter(
        promise=OuterRef("promise"), side=OuterRef("side"), taken_back_at=None, said_at__gt=OuterRef("said_at")
    )
    rows = Finding.objects.filter(
        Exists(mine.filter(pk=OuterRef("promise"))),
        side=Finding.Side.THEIRS,
        other_on__isnull=False,
        taken_back_at=None,
        due_on=F("promise__due_on"),
    )
    return rows.exclude(Exists(since))


def _clashes(mine: PromiseQuerySet, of: str) -> QuerySet[Any, Any]:
    return open_clashes().filter(Exists(mine.filter(pk=OuterRef(of))))


# --- in words --------------------------------------------------------------------------------------------------


def lines(told: Iterable[tuple[UUID, str, datetime]], reader: Reader, *, may_keep: bool) -> dict[UUID, TodayLine]:
    """One line for each key (id, because, moment), by the id. A fixed number of queries; none where there is no key."""
    places = {pk: (because, moment) for pk, because, moment in told}
    if not places:
        return {}
    found: dict[UUID, TodayLine | None] = {}
    ids = {kind: [pk for pk, (because, _moment) in places.items() if because == kind] for kind in _KINDS}
    for kind, (read, say) in _KINDS.items():
        for row in read(ids[kind]) if ids[kind] else ():
            found[row.pk] = say(row, reader, places[row.pk][1], may_keep)
    return {pk: line for pk, line in found.items() if line is not None}


def _read_needs(ids: Sequence[UUID]) -> Iterable[Need]:
    """These, each with all that its promise needs: the last to come decides."""
    people = ("promise__client", "promise__owner", "promise__owner__calendar", "on__client")
    late = list(Need.objects.filter(pk__in=ids).select_related(*people))
    promises = {need.promise_id for need in late}
    every: dict[UUID, list[Need]] = {}
    for need in Need.objects.filter(promise__in=promises, dropped_at=None).select_related("on"):
        every.setdefault(need.promise_id, []).append(need)
    for need in late:
        setattr(need, _BESIDE, every.get(need.promise_id, []))
    return late


def _read_findings(ids: Sequence[UUID]) -> Iterable[Finding]:
    people = ("promise__client", "promise__owner", "promise__made_to", "contact")
    return Finding.objects.filter(pk__in=ids).select_related(*people)


def _read_clashes(ids: Sequence[UUID]) -> Iterable[Clash]:
    people = ("one__client", "one__owner", "other__owner", "other__client")
    return Clash.objects.filter(pk__in=ids).select_related(*people)


def _line(promise: Promise, reader: Reader, moment: datetime, pk: UUID, **told: Any) -> TodayLine:
    url = reverse("promises:page", args=[promise.pk])
    return TodayLine(
        key=str(pk),
        order=BETWEEN,
        client_id=promise.client_id,
        client=promise.client.name,
        url=url,
        urgency=(reader.at - moment).total_seconds() / 86400.0,
        tie=promise.client.order_name,
        owner=promise.owner.name if promise.owner else "",
        about=promise.text,
        about_id=promise.pk,
        due_on=promise.due_on,
        moves=[Move(_("Open the promise"), url)],
        **told,
    )


def _new_day(need: Need, reader: Reader, moment: datetime, may_keep: bool) -> TodayLine | None:
    """The day to propose because this came late; nothing where the promised day can stand."""
    found = needs.new_day(need.promise, getattr(need, _BESIDE), reader.at)
    if found is None:
        return None
    day, because = found
    if because.pk != need.pk or not day.firm or day.sum.on < reader.today_for(need.promise):
        return None
    on = reader.on(day.sum.on)
    what = _("%(late)s New day for “%(text)s”: %(day)s, to be proposed.") % {
        "late": needs.late_words(because, day.days_late),
        "text": need.promise.text,
        "day": on,
    }
    why = _("Our day was counted from theirs. It moves only with their answer, so it is proposed, not moved.")
    page = reverse("promises:page", args=[need.promise_id])
    main = Move(_("Propose %(day)s") % {"day": on}, f"{page}#needs", "e") if may_keep else None
    told = {"kind": _("New day"), "state": "frayed", "who": need.promise.client.name, "what": what, "main": main}
    when = _("due %(when)s") % {"when": due_short(need.promise, reader)}
    return _line(
        need.promise, reader, moment, need.pk, **told, when=when, why=f"{needs.sum_words(day.sum, reader)}. {why}",
        rule="R-B-46", code="new_day",
    )  # fmt: skip


def _other_day(finding: Finding, reader: Reader, moment: datetime, may_keep: bool) -> TodayLine:
    promise = finding.promise
    who = finding.contact.address if finding.contact else promise.client.name
    words = {"who": who, "text": promise.text, "day": reader.on(finding.other_on or promise.due_on)}
    what = _("%(who)s finds the day of “%(text)s” too tight and could do %(day)s.") % words
    why = _("A day is agreed only when both sides find it manageable.")
    page = reverse("promises:page", args=[promise.pk])
    main = Move(_("Answer %(who)s") % {"who": who}, f"{page}#another-day", "e") if may_keep else None
    when = _("since %(when)s") % {"when": times.day_words(*_days(finding.said_at, reader), reader.language)}
    return _line(
        promise, reader, moment, finding.pk, kind=_("Too tight"), state="", who=who, what=what, when=when, why=why,
        rule="R-B-50", main=main, code="too_tight",
    )  # fmt: skip


def _days(at: datetime, reader: Reader) -> tuple[date, date]:
    return times.local_day(at, reader.zone), reader.today


def _clash(clash: Clash, reader: Reader, moment: datetime, may_keep: bool) -> TodayLine:
    one, other = clash.one, clash.other
    words = {
        "one": one.owner_words or one.client.name,
        "first": reader.on(one.due_on),
        "other": other.owner_words or other.client.name,
        "second": reader.on(other.due_on),
        "text": other.text,
    }
    what = _("“%(text)s” is promised twice: by %(other)s for %(second)s, by %(one)s for %(first)s.") % words
    why = _("Two days for one thing. Move or hand over one of them, or say why both stand.")
    page = reverse("promises:page", args=[other.pk])
    main = Move(_("Put it right"), f"{page}#clashes", "e") if may_keep else None
    when = _("since %(when)s") % {"when": times.day_words(*_days(clash.noticed_at, reader), reader.language)}
    return _line(
        other, reader, moment, clash.pk, kind=_("Two days"), state="frayed", who=one.client.name, what=what,
        when=when, why=why, rule="R-B-38", main=main, code="contradicts",
    )  # fmt: skip


_KINDS: dict[str, tuple[Any, Any]] = {
    NEW_DAY: (_read_needs, _new_day),
    OTHER_DAY: (_read_findings, _other_day),
    CLASH: (_read_clashes, _clash),
}
