"""How a promised day stands between both sides, read and in words (R-B-50)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Finding, Promise
from mainstay.promises.rules import agreeing as rules

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.promises.queries.words import Reader


def standing(promise: Promise) -> rules.Standing[Finding]:
    """How the day it stands at is agreed: one query."""
    rows = _findings(promise=promise.pk)
    return rules.standing((rules.Said(row.side, row.word, row.due_on, row) for row in rows), promise.due_on)


@prepared(promise=UUIDField())
def _findings(promise: Slot) -> QuerySet[Finding]:
    return Finding.objects.filter(promise=promise, taken_back_at=None).select_related("by", "contact")


def finding_seen(pk: UUID, person: User) -> Finding | None:
    """A finding on a promise this person may see."""
    rows = Finding.objects.filter(promise__in=Promise.objects.visible_to(person))
    return rows.select_related("promise__client", "by", "contact").filter(pk=pk).first()


def who(finding: Finding, promise: Promise) -> str:
    """By name: one of us, somebody there, or the client."""
    if finding.side == Finding.Side.OURS:
        return finding.by.name
    return finding.contact.address if finding.contact else promise.client.name


def words(found: rules.Standing[Finding], promise: Promise, reader: Reader) -> list[str]:
    """In sentences: whether it is agreed, and what each side said, with name and time."""
    said = [_one(one, promise, reader) for one in (found.ours, found.theirs) if one is not None]
    heads = {
        rules.AGREED: _("Agreed by both sides."),
        rules.UNSAID: _("Not agreed yet: neither side has said that the day is manageable."),
    }
    missing = ""
    if found.state == rules.NOT_YET:
        missing = (
            _("They have not said yet whether it is manageable.")
            if found.theirs is None
            else _("We have not said yet whether it is manageable.")
        )
    return [heads.get(found.state) or _("Not agreed yet."), *said, *([missing] if missing else [])]


def _one(finding: Finding, promise: Promise, reader: Reader) -> str:
    told = {
        "who": who(finding, promise),
        "day": reader.at_day(finding.said_at),
        "other": reader.on(finding.other_on) if finding.other_on else "",
    }
    if finding.word == Finding.Word.MANAGEABLE:
        said = _("%(who)s finds it manageable (%(day)s).") % told
    elif finding.other_on is not None:
        said = _("%(who)s finds it too tight and could do %(other)s (%(day)s).") % told
    else:
        said = _("%(who)s finds it too tight (%(day)s).") % told
    return f"{said} “{finding.note}”" if finding.note else said
