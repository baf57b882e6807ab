"""Who may do what to the house itself: one sentence for page, API and terminal (R-X-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from mainstay.house.models import House, User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused

M = TypeVar("M", bound=Model)


def needs_right(by: User, right: str = rights.RUN_HOUSE) -> None:
    """Raise Refused unless this person holds the right (R-X-3)."""
    if refused := lacking(by, right):
        raise refused


def lacking(by: User, right: str) -> Refused | None:
    """What somebody without the right is refused with, at every door; None where they hold it (R-X-3, R-X-14)."""
    if by.may(right):
        return None
    return Refused(sentence_for(right), rule="R-X-3", lifted_by=_("an administrator, by giving you the role"))


def sentence_for(right: str) -> str:
    """What somebody without the right is told."""
    if right == rights.RUN_HOUSE:
        return _("Only an administrator runs the house; ask one.")
    if right == rights.TAKE_OUT:
        return _("Your roles do not allow you to take lists out. You may read them here.")
    if right == rights.TAKE_IN:
        return _("Your roles do not allow you to take lists in. A client manager or a head of client service can.")
    if right == rights.SEE_MONEY:
        return _("Your roles do not allow you to write amounts. Leave the price empty; a colleague can add it.")
    return _("Your roles do not allow this. What is written stays as it is; a colleague who may can do it.")


def needs_own(by: User, owner: User) -> None:
    """Raise Refused unless it is one's own matter, or one runs the house (R-X-3)."""
    if by.pk != owner.pk:
        needs_right(by)


def may_run(by: User) -> bool:
    """Whether this person runs the house."""
    return by.may(rights.RUN_HOUSE)


def lock_house() -> House:
    """The house's row, locked until the transaction ends: for what must hold of all people together."""
    return House.objects.select_for_update().get()


def but(rows: QuerySet[M], row: M | None) -> QuerySet[M]:
    """All the rows but this one."""
    return rows if row is None else rows.exclude(pk=row.pk)


def alter(row: object, wanted: Mapping[str, object]) -> dict[str, list[object]]:
    """Set on the row what differs; gives field: [old, new] for the journal."""
    altered: dict[str, list[object]] = {}
    for field, new in wanted.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            altered[field] = [old, new]
    return altered
