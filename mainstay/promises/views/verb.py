"""One thing that can be done with a promise, as the pages offer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mainstay.promises import forms
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.kit.plug import Words


@dataclass(frozen=True)
class Verb:
    """One thing that can be done with a promise."""

    name: str
    label: Words
    does: Words
    button: Words
    act: Callable[..., Promise]
    form: type[forms.Act]
    right: str
    key: str = ""
    applies: Callable[[Promise, User], bool] | None = None  # whether it stands on the page of this promise at all
    done: Words = ""  # what is said when it is done, where that is not how the promise stands
    advice: Callable[[], Sequence[str]] | None = None  # how to do it well
    undo: bool = True  # whether it can be taken back

    def state_of(self, promise: Promise) -> str:
        """The verb whose possibility decides: answering is a part of moving; a kind may be named while it counts."""
        if self.name == "be_of_kind":
            return "annul"
        if self.name == "ask_by_link" and promise.delivered_on is not None:
            return "settle"
        return "move" if self.name in ("answer", "needs_input", "find_day", "ask_by_link") else self.name
