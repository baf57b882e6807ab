"""Days on which somebody is away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate
from mainstay.house.models import Absence, User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import spoken


@transaction.atomic
def note_absence(*, person: User, from_on: date, to_on: date, by: User, at: datetime, note: str = "") -> Absence:
    """Note that somebody is away on these days, both included (R-X-5).

    One's own, one's team's as its head, anybody's as administrator. Refused for days that run backwards
    and for days already noted.
    """
    _needs_say(by, person)
    if to_on < from_on:
        raise Refused(_("The last day of an absence comes after its first."), rule="R-X-5", field="to_on")
    there = person.absences.filter(from_on__lte=to_on, to_on__gte=from_on).first()
    if there is not None:
        sentence = _("%(name)s is already noted as away from %(from)s to %(to)s; cancel that first.")
        told = {"name": person.name, "from": spoken(there.from_on, year=True), "to": spoken(there.to_on, year=True)}
        raise Refused(sentence % told, rule="R-X-5", field="from_on")
    note = clean(note, field="note", limit=200)
    absence = Absence.objects.create(user=person, from_on=from_on, to_on=to_on, note=note)
    changes = {"from_on": [None, from_on], "to_on": [None, to_on]}
    journal.note("house.absence_noted", about=person, by=by, at=at, text=note, changes=changes)
    return absence


@transaction.atomic
def cancel_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """Somebody is not away after all. By whom it could be noted."""
    _needs_say(by, absence.user)
    changes = {"from_on": [absence.from_on, None], "to_on": [absence.to_on, None]}
    journal.note("house.absence_cancelled", about=absence.user, by=by, at=at, text=absence.note, changes=changes)
    absence.delete()


def _needs_say(by: User, person: User) -> None:
    if by.pk == person.pk or by.heads(person) or gate.may_run(by):
        return
    raise Refused(
        _("An absence is noted by whoever is away, by the head of the team or by an administrator."),
        rule="R-X-3",
        field="person",
        lifted_by=_("the head of the team or an administrator"),
    )
