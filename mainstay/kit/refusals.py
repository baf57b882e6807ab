"""One refusal, three doors: the page, the API and the terminal say the same sentence (R-X-11, R-X-14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from mainstay.kit.plug import Words

_ADVICE: dict[str, Words] = {}
_HEARD: ContextVar[list[str] | None] = ContextVar("heard", default=None)


def know_advice(lines: Mapping[str, Words]) -> None:
    """Tell what each number of the advice says; the roof does, when the house starts."""
    _ADVICE.update(lines)


def advice_of(rule: str) -> str:
    """The advice that a rule rests on, in one line; empty for a number nobody knows."""
    return str(_ADVICE.get(rule, ""))


@contextmanager
def heard() -> Iterator[list[str]]:
    """The rules by which something is refused inside, in order: what a log may tell of a request that was refused."""
    rules: list[str] = []
    token = _HEARD.set(rules)
    try:
        yield rules
    finally:
        _HEARD.reset(token)


class Refused(Exception):
    """An act that is not allowed, with its four parts: why, by which rule, who may lift it, on which advice (R-X-14).

    ``message`` is the sentence a person reads and says what would be allowed instead; ``rule`` is the number of
    the requirement, and ``advice`` what it says; ``lifted_by`` names in words who may lift the refusal, or is empty
    where nobody may. ``field`` names the input at fault, or is empty.
    """

    def __init__(self, message: str, *, rule: str, field: str = "", lifted_by: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.field = field
        self.lifted_by = lifted_by
        rules = _HEARD.get()
        if rules is not None:
            rules.append(rule)

    @property
    def advice(self) -> str:
        """What the rule rests on, in one line."""
        return advice_of(self.rule)

    def as_dict(self) -> dict[str, Any]:
        """The body of the API's 422."""
        said = {"detail": self.message, "field": self.field, "rule": self.rule, "lifted_by": self.lifted_by}
        return said | {"advice": self.advice}

    def as_text(self) -> str:
        """The lines the terminal prints."""
        who = _("Who may lift this: %(who)s.") % {"who": self.lifted_by} if self.lifted_by else _("Nobody lifts this.")
        return "\n".join([self.message, who, f"{_('Rule %(rule)s.') % {'rule': self.rule}} {self.advice}".strip()])


class TooOften(Refused):
    """Refused for a while only: ``seconds`` say for how long (R-X-17)."""

    def __init__(self, message: str, *, seconds: int, lifted_by: str = "") -> None:
        super().__init__(message, rule="R-X-17", lifted_by=lifted_by)
        self.seconds = seconds


class NotFound(Exception):
    """What was asked for is not there, or not there for this person: the two are never told apart."""

    def __init__(self, message: str = "") -> None:
        self.message = message or _("There is nothing here by that name that you may see.")
        super().__init__(self.message)
