"""Kindnesses beyond what was agreed: marked when given, for once or from now on (R-A-14, T-4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.rules.kinds import key_of
from mainstay.trust.actions.usual import watching
from mainstay.trust.actions.usual.answering import need, stand
from mainstay.trust.actions.word import repair
from mainstay.trust.models import Extra

RULE = "R-A-14"


@transaction.atomic
def give(
    *,
    client: Client,
    what: str,
    by: User,
    at: datetime,
    on: date | None = None,
    mark: str = "",
    said: str = "",
    occasion: str = "",
    nevertheless: str = "",
) -> Extra:
    """Note an extra that was given (R-A-14). ``on`` is a day in the client's zone, default today.

    For once: ``said`` tells how they were told that it is for once. Standing: from now on it is a custom. Unmarked
    it is neither, and the third alike is proposed as custom. Given today while a promise of ours is late it needs a
    reason in ``nevertheless`` (R-A-22); on a day before it is a fact. Raises Refused, for a day to come and unknown
    marks too.
    """
    extra = _occasion(client, what, on, occasion, by=by, at=at)
    if mark not in Extra.Mark.values:
        raise Refused(_("An extra is for this once, or from now on."), rule=RULE, field="mark")
    extra.mark, extra.said = mark, clean(said, field="said", limit=300)
    if mark == Extra.Mark.ONCE and not extra.said:
        raise Refused(
            _("Say how they were told that it is for this once. If they were not, leave the mark open."),
            rule=RULE,
            field="said",
        )
    given_now = extra.on == local_day(at, client.zone)
    why = repair.first(client, nevertheless=nevertheless, at=at) if given_now else ""
    extra.save(force_insert=True)
    if mark == Extra.Mark.STANDING:
        stand(client=client, key=extra.key, what=extra.what, by=by, at=at)
    words = f"{extra.what}. {why}" if why else extra.what
    journal.note("trust.extra_given", about=extra, client=client, by=by, at=at, text=words)
    watching.read_again([client.pk], at=at)
    return extra


@transaction.atomic
def leave_out(
    *, client: Client, what: str, by: User, at: datetime, on: date | None = None, occasion: str = ""
) -> Extra:
    """Note that on an occasion of its kind it was not given; where it is a custom, that is noticed at once (DR-21)."""
    extra = _occasion(client, what, on, occasion, by=by, at=at)
    if not Extra.objects.filter(client=client, key=extra.key, annulled_at=None, granted=True).exists():
        raise Refused(
            _("They never had “%(what)s”, so nothing was left out.") % {"what": extra.what}, rule=RULE, field="what"
        )
    extra.granted = False
    extra.save(force_insert=True)
    journal.note("trust.extra_left_out", about=extra, client=client, by=by, at=at, text=extra.what)
    watching.read_again([client.pk], at=at)
    return extra


def _occasion(client: Client, what: str, on: date | None, occasion: str, *, by: User, at: datetime) -> Extra:
    need(by, rights.GIVE_WORD, client)
    empty = _("Say in a few words what they were given.")
    words = clean(what, field="what", limit=120, required=empty, rule=RULE)
    today = local_day(at, client.zone)
    if on is not None and on > today:
        raise Refused(_("What is still to come is a promise. Note an extra once it was given."), rule=RULE, field="on")
    if occasion not in Extra.Occasion.values:
        raise Refused(_("This is no kind of occasion. Choose one, or leave it open."), rule=RULE, field="occasion")
    return Extra(client=client, what=words, key=key_of(words), on=on or today, occasion=occasion, by=by, noted_at=at)


@transaction.atomic
def annul(*, extra: Extra, by: User, at: datetime) -> Extra:
    """Mark an extra as entered in error; nothing is deleted (R-X-2)."""
    need(by, rights.GIVE_WORD, extra.client)
    extra = Extra.objects.select_for_update(of=("self",)).select_related("client").get(pk=extra.pk)
    if extra.annulled_at is not None:
        raise Refused(_("It is marked as entered in error already."), rule=RULE)
    extra.annulled_at = at
    extra.save()
    journal.note("trust.extra_annulled", about=extra, client=extra.client, by=by, at=at, text=extra.what)
    watching.read_again([extra.client_id], at=at)
    return extra
