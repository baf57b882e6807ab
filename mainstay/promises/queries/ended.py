"""What is said of how a promise ended: what was offered in its place, who guarded it, what was more than kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from mainstay.house.rules import rights
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Exceeded, Promise

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.promises.queries.words import Reader


def instead_words(promise: Promise) -> str:
    """“A file was offered instead: accepted.” Nothing where nothing is known of their answer (R-B-76)."""
    answer = promise.instead_answer
    if answer == Promise.Instead.LET_GO:
        return _("They let us off.")
    words = {
        Promise.Instead.ACCEPTED: _("“%(what)s” instead: accepted."),
        Promise.Instead.DECLINED: _("“%(what)s” instead: they did not agree."),
        Promise.Instead.NOT_YET: _("“%(what)s” was offered instead: no answer yet."),
    }
    said = {str(key): text for key, text in words.items()}.get(answer, "")
    return said % {"what": promise.substitute} if said else ""


def instead_row(promise: Promise) -> str:
    """The same for a row: “substitute accepted” (R-B-76)."""
    return {
        str(Promise.Instead.ACCEPTED): _("substitute accepted"),
        str(Promise.Instead.DECLINED): _("substitute declined"),
        str(Promise.Instead.NOT_YET): _("no answer yet to the substitute"),
        str(Promise.Instead.LET_GO): _("they let us off"),
    }.get(promise.instead_answer, "")


def guarded_by(promise: Promise) -> str:
    """The two of us who guard a date, by name (R-B-75)."""
    if promise.cost_of_missing is None:
        return ""
    names = [user.name for user in (promise.owner, promise.second) if user is not None]
    if len(names) == 2:
        return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    return "".join(names)


def missing_costs(promise: Promise, user: User) -> str:
    """What missing the date costs, for whoever may see amounts; that it costs something for everybody else."""
    from mainstay.promises.queries.words import money

    if promise.cost_of_missing is None:
        return ""
    if user.may(rights.SEE_MONEY):
        return money(promise.cost_of_missing, promise.currency)
    return _("something; the amount is for those who may see amounts")


def more_than_kept(promise: Promise, reader: Reader) -> list[str]:
    """In which ways it was exceeded, with the proof (R-B-39)."""
    return [_more(one) for one in _exceeded(promise=promise.pk)]


@prepared(promise=UUIDField())
def _exceeded(promise: Slot) -> QuerySet[Exceeded]:
    return Exceeded.objects.filter(promise=promise, taken_back_at=None)


def _more(one: Exceeded) -> str:
    proof = _("“%(words)s”") % {"words": one.proof} if one.their_words else one.proof
    words = _("%(how)s: %(proof)s (this once)") if one.once else _("%(how)s: %(proof)s")
    how = str(Exceeded.Way(one.how).label)
    return words % {"how": how[:1].upper() + how[1:], "proof": proof}
