"""One refusal, three doors: the page, the API and the terminal say the same sentence (R-X-11, R-X-14)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


class Refused(Exception):
    """An act that is not allowed, with its four parts: why, by which rule, who may lift it, what is at fault.

    ``message`` is the sentence a person reads and says what would be allowed instead; ``rule`` is the number of
    the requirement (its page tells the advice it rests on); ``field`` names the input at fault, or is empty;
    ``lifted_by`` names in words who may lift the refusal, or is empty where nobody may.
    """

    def __init__(self, message: str, *, rule: str, field: str = "", lifted_by: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.field = field
        self.lifted_by = lifted_by

    def as_dict(self) -> dict[str, Any]:
        """The body of the API's 422."""
        return {"detail": self.message, "field": self.field, "rule": self.rule, "lifted_by": self.lifted_by}

    def as_text(self) -> str:
        """The lines the terminal prints."""
        lines = [self.message]
        if self.lifted_by:
            lines.append(_("Who may lift this: %(who)s.") % {"who": self.lifted_by})
        lines.append(_("Rule %(rule)s.") % {"rule": self.rule})
        return "\n".join(lines)


class NotFound(Exception):
    """What was asked for is not there, or not there for this person: the two are never told apart."""

    def __init__(self, message: str = "") -> None:
        self.message = message or _("There is nothing here by that name that you may see.")
        super().__init__(self.message)
