"""The verbs of what stands before and between promises, as the pages offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from mainstay.house.rules import rights
from mainstay.promises import actions
from mainstay.promises.forms import before as forms
from mainstay.promises.models import Promise
from mainstay.promises.queries.linking import asks_of_delivery
from mainstay.promises.views.verb import Verb

if TYPE_CHECKING:
    from mainstay.house.models import User


def _is_owed(promise: Promise, person: User) -> bool:
    return promise.is_owed


def _is_agreed_between_us(promise: Promise, person: User) -> bool:
    return promise.is_owed and promise.side != Promise.Side.THIRD


def _may_be_asked(promise: Promise, person: User) -> bool:
    return _is_agreed_between_us(promise, person) or asks_of_delivery(promise) is not None


def _ask_by_link(*, promise: Promise, **told: Any) -> Promise:
    return actions.ask_by_link(promise=promise, **told).promise


BEFORE = (
    Verb(
        "needs_input", gettext_lazy("Needs"), gettext_lazy("what has to come first, and the work from then on"),
        gettext_lazy("It needs that"), actions.needs_input, forms.NeedsInput, rights.KEEP_WORD, applies=_is_owed,
        done=gettext_lazy("what it needs is noted."),
    ),
    Verb(
        "find_day", gettext_lazy("Manageable?"), gettext_lazy("each side says what it finds of the day"),
        gettext_lazy("Write it down"), actions.find_day, forms.FindDay, rights.KEEP_WORD,
        applies=_is_agreed_between_us, done=gettext_lazy("what was found of the day is noted."),
    ),
    Verb(
        "ask_by_link", gettext_lazy("Answer by link"), gettext_lazy("somebody there answers it themselves"),
        gettext_lazy("Make the link"), _ask_by_link, forms.AskByLink, rights.KEEP_WORD, applies=_may_be_asked,
        done=gettext_lazy("the link stands below; send it to them."), undo=False,
    ),
    Verb(
        "be_of_kind", gettext_lazy("Kind"), gettext_lazy("what kind of thing it is, for example a brochure"),
        gettext_lazy("It is of this kind"), actions.be_of_kind, forms.BeOfKind, rights.KEEP_WORD,
        done=gettext_lazy("its kind is noted."),
    ),
)  # fmt: skip
