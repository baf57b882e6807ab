"""One sentence at the top of the next page, with the way back where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mainstay.kit.plug import Words


def done(request: HttpRequest, text: Words, *, undo: str = "") -> None:
    """Say what was done. ``undo`` is the address a POST takes it back at: the button "Take it back" goes there."""
    messages.success(request, text, extra_tags=undo)
