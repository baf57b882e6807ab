"""How to take a promise back, and how to apologise: a few sentences where they are needed (R-B-76)."""

from __future__ import annotations

from django.utils.translation import gettext as _


def taking_back() -> list[str]:
    """How a promise is taken back honourably."""
    return [
        _("Say it as soon as you know, before they ask. A day before is worth more than reasons a week after."),
        _("Begin with it: you cannot keep this. Then why, in one sentence, without leaning on anybody else."),
        _("Bring something with you: another thing, another day, or the question whether they let you off."),
        _("Ask which of these they want, and write their answer down. Until they agree it is not done."),
        _("Where another day is enough, move it instead: then nothing has to be taken back."),
    ]


def apologising() -> list[str]:
    """How to apologise for a promise that was broken."""
    return [
        _("Say what happened, and that it was ours: no “but”, no “if”, nobody else’s name."),
        _("Say what it means for them. What it meant for us is not their matter."),
        _("Say what was put right already, and what will be done by when. That is a promise: write it down."),
        _("Say sorry once, then act. Do not ask them to tell you that it is all right."),
    ]
