"""Who may hand over whose clients, and what every hand-over has to say (R-A-34, R-X-3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Assignment
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.times import spoken

if TYPE_CHECKING:
    from mainstay.house.models import User

R = Assignment.Role
WITHIN = timedelta(days=1)  # R-X-2: so long a hand-over can be taken back


def may_hand_over(*, giver: User, by: User) -> bool:
    """One’s own, as head of client service, or as administrator; only clients one sees ever come in question."""
    return by.is_active and (by.pk == giver.pk or by.may(rights.ASSIGN) or by.may(rights.RUN_HOUSE))


def hand_over(*, giver: User, by: User) -> None:
    """Refuse whoever may not hand over what this person looks after (R-X-3)."""
    if not may_hand_over(giver=giver, by=by):
        raise Refused(
            _("Clients are handed over by whoever looks after them, by a head of client service or an administrator."),
            rule="R-X-3",
            field="giver",
            lifted_by=allowed.head_of_service(),
        )


def take_over(*, giver: User, taker: User | None, deputy: User | None = None) -> None:
    """Refuse a successor or deputy who cannot be: the same person, or somebody who was let go (R-A-34)."""
    if taker is not None and taker.pk == giver.pk:
        raise Refused(_("A client is handed over to somebody else. Name a colleague."), rule="R-A-34", field="taker")
    for field, person in (("taker", taker), ("deputy", deputy)):
        if person is not None and not person.is_active:
            raise Refused(
                _("%(name)s no longer signs in here and cannot serve a client. Name somebody who does.")
                % {"name": person},
                rule="R-A-34",
                field=field,
            )
    if deputy is not None and taker is not None and deputy.pk == taker.pk:
        raise Refused(
            _("Whoever manages a client cannot be its deputy too. Name two people."), rule="R-A-34", field="deputy"
        )
    if deputy is not None and deputy.pk == giver.pk:
        raise Refused(
            _("%(name)s hands this over and does not stay on as deputy. Name somebody else.") % {"name": giver},
            rule="R-A-34",
            field="deputy",
        )


def told_first(*, role: str, told_on: date | None, untold_why: str, by: User, at: datetime) -> None:
    """Refuse to change a client’s manager before the client was told, unless a reason is given (R-A-34)."""
    if role != R.MANAGER:
        return
    if told_on is not None and told_on > allowed.today(by, at):
        raise Refused(
            _("The client is told before, not after: %(day)s is still to come. Hand over then, or say why not before.")
            % {"day": spoken(told_on, year=True)},
            rule="R-A-34",
            field="told_on",
        )
    if told_on is None and not untold_why:
        raise Refused(
            _("The client is told before, not after. Write down on which day they were told, or why not before."),
            rule="R-A-34",
            field="told_on",
        )


def refuse_late(*, done_at: datetime | None, done_by: User | None, by: User, at: datetime) -> None:
    """Refuse to take back what is older than a day, or somebody else’s act (R-X-2)."""
    if done_at is None or at - done_at > WITHIN:
        raise Refused(
            _("A hand-over can be taken back within a day. Hand the clients over anew instead."), rule="R-X-2"
        )
    if done_by != by and not by.may(rights.ASSIGN):
        raise Refused(
            _("A hand-over is taken back by whoever did it or by a head of client service."),
            rule="R-X-3",
            lifted_by=allowed.head_of_service(),
        )
