"""What clients are used to, on Today: what is less, what must be told before it ends, what is to be decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.kit import times
from mainstay.kit.plug import Lines, Move, TodayLine
from mainstay.promises.queries.words import Reader
from mainstay.trust.models import Notice, Reduction, Understanding
from mainstay.trust.models.usual import NoticeQuerySet
from mainstay.trust.queries.usual import following, lists, words
from mainstay.trust.rules.usual import POLICY

TO_TELL, IN_DANGER, TO_DECIDE = 3, 4, 10  # the order of harm (design.md)
AFTER_PROMISES = -100.0  # a promise in danger comes before what is merely less than usual
MOST = 100
Sort = tuple[QuerySet[Any, Any], Callable[[Any, Reader], Iterable[TodayLine]]]  # read only where there is a row


def sorts(person: User, reader: Reader) -> dict[str, Sort]:
    """What is this person’s to answer, to tell, to decide: rows, and the lines they are told in."""
    tellings = Reduction.objects.to_tell().filter(teller=person, client__archived_at=None)
    return {
        "notices": (to_answer(person, reader.today), _notices),
        "tellings": (tellings, _tellings),
        "unfollowed": (_unfollowed(person, reader.today), following.lines),
        "reviews": (for_review(person, reader.at), _reviews),
    }


def _unfollowed(person: User, today: date) -> QuerySet[Any, Any]:
    """Of clients in this person’s hand, or where they announced it."""
    return following.unfollowed(today).filter(Q(by=person) | Q(client__in=in_hand(person, today)))


def to_answer(person: User, today: date) -> NoticeQuerySet:
    """Notices of clients this person manages, or whose manager is away; after ten working days of a team they head."""
    asked = Q(client__in=in_hand(person, today))
    if person.units_led:
        asked |= Q(client__unit_id__in=person.units_led, lead_from__lte=today)
    return Notice.objects.standing().filter(asked, client__archived_at=None)


def in_hand(person: User, today: date) -> QuerySet[Any, Any]:
    """The clients for whom this person answers today: as their manager, or as deputy of one who is away."""
    mine = Assignment.objects.now().filter(user=person, role=Assignment.Role.MANAGER).values("client_id")
    return Client.objects.filter(
        Q(pk__in=mine) | Q(pk__in=presence.stands_in(person, today).values("client_id"))
    ).values("pk")


def _notices(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    for notice in rows.select_related("client").order_by("opened_at", "id")[:MOST]:
        yield _line(notice, reader)


def _line(notice: Notice, reader: Reader) -> TodayLine:
    url = lists.page_url(notice)
    if notice.is_below:
        kind, why = _("Less than usual"), _("It is less than they are used to, though it may be as agreed.")
    else:
        kind, why = _("Getting used to it"), _("What is given again and again becomes what they are used to.")
    return TodayLine(
        key=f"usual-{notice.pk}",
        order=IN_DANGER if notice.is_below else TO_DECIDE,
        kind=kind,
        state="frayed" if notice.is_below else "",
        client_id=notice.client_id,
        client=notice.client.name,
        who=notice.client.name,
        what=words.short(notice),
        url=url,
        when=_("since %(day)s") % {"day": reader.at_day(notice.since_at)},
        urgency=AFTER_PROMISES + (reader.at - notice.since_at).total_seconds() / 86400_000,
        tie=notice.client.order_name,
        main=Move(_("Answer it"), url, "e"),
        moves=[Move(_("What they are used to"), reverse("trust:usual", args=[notice.client_id]))],
        why=why,
        rule="R-A-13",
        code="below_custom" if notice.is_below else "above_custom",
        about=words.heading(notice.stream, notice.name),
        about_id=notice.pk,
    )


def _tellings(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    """What this person is to tell a client before it ends (R-A-14)."""
    for one in rows.select_related("client").order_by("tell_on", "id")[:MOST]:
        url = reverse("trust:reduction", args=[one.pk])
        late = one.tell_on is not None and one.tell_on < reader.today
        yield TodayLine(
            key=f"reduction-{one.pk}",
            order=TO_TELL,
            kind=_("To tell"),
            state="frayed" if late else "",
            client_id=one.client_id,
            client=one.client.name,
            who=one.client.name,
            what=_("Tell them that “%(what)s” ends on %(day)s. Until they know, it does not.")
            % {"what": one.what, "day": reader.on(one.ends_on)},
            url=url,
            when=reader.on(one.tell_on) if one.tell_on else "",
            urgency=float((reader.today - one.tell_on).days) if one.tell_on else 0.0,
            tie=one.client.order_name,
            main=Move(_("Open it"), url, "e"),
            moves=[Move(_("What they are used to"), reverse("trust:usual", args=[one.client_id]))],
            why=_("What they are used to ends only after they were told."),
            rule="R-A-14",
            code="to_announce",
            about=one.what,
            about_id=one.pk,
            due_on=one.tell_on,
        )


def _reviews(found: Any, reader: Reader) -> Iterator[TodayLine]:
    """Understandings that nobody thought over for a quarter: one line a client (R-A-24)."""
    rows = found.values("client_id", "client__name", "client__order_name")
    counted = rows.annotate(many=Count("pk"), oldest=Min("reviewed_at")).order_by("client__order_name", "client_id")
    url = reverse("trust:understandings")
    for row in counted[:MOST]:
        many = int(row["many"])
        yield TodayLine(
            key=f"understandings-{row['client_id']}",
            order=TO_DECIDE,
            kind=_("To think over"),
            state="",
            client_id=row["client_id"],
            client=row["client__name"],
            who=row["client__name"],
            what=ngettext(
                "%(n)d understanding stands nowhere in writing. Put it in writing, end it with notice, or leave it.",
                "%(n)d understandings stand nowhere in writing. Put them in writing, end them with notice, or leave "
                "them.",
                many,
            )
            % {"n": many},
            url=f"{url}?client={row['client_id']}",
            urgency=(reader.at - row["oldest"]).total_seconds() / 86400,
            tie=row["client__order_name"],
            main=Move(_("Think it over"), f"{url}?client={row['client_id']}", "e"),
            moves=[Move(_("What they are used to"), reverse("trust:usual", args=[row["client_id"]]))],
            why=_("What is merely understood is thought over once a quarter."),
            rule="R-A-24",
            code="understandings",
        )


def for_review(person: User, at: datetime) -> QuerySet[Understanding]:
    """Unwritten understandings with clients this person manages, not thought over for a quarter."""
    mine = Client.objects.kept().served_by(person, Assignment.Role.MANAGER)
    return Understanding.objects.filter(
        state=Understanding.State.UNWRITTEN, reviewed_at__lte=at - POLICY.review_after, client__in=mine
    )


def exceptions(person: User, at: datetime) -> Lines:
    """Of the teams this person heads: who gets less than they are used to (R-A-13), who was told of another manager
    while nobody follows (R-A-34). One query where nothing is, one more for each sort that there is."""
    if not person.is_head:
        return Lines()
    [there], reader = rows_for("trust.amiss", _amiss, person, at), Reader.of(person, at)
    below, unfollowed = lists.below(person, whose="led"), following.led(person, reader.today)
    found = list(below.select_related("client").order_by("opened_at", "id")[: MOST + 1]) if there["below"] else []
    told = [_line(notice, reader) for notice in found[:MOST]]
    told += following.lines(unfollowed, reader) if there["unfollowed"] else ()
    return Lines(told, more={IN_DANGER: 1} if len(found) > MOST else {}, beyond=len(found) > MOST)


def _amiss(person: User, at: datetime) -> QuerySet[User, Any]:
    below, unfollowed = lists.below(person, whose="led"), following.led(person, times.local_day(at, person.zone))
    asked: dict[str, Any] = {"below": Exists(below.order_by()), "unfollowed": Exists(unfollowed.order_by())}
    return User.objects.filter(pk=person.pk).order_by().values(**asked)


def exceptions_count(person: User, at: datetime) -> int:
    """How many there are; two queries."""
    if not person.is_head:
        return 0
    return lists.below(person, whose="led").count() + following.led(person, Reader.of(person, at).today).count()
