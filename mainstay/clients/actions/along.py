"""What goes along when a client passes from one colleague to another: each capability brings its own."""

from __future__ import annotations

from mainstay.kit.plug import HandsOver, registry


def hooks() -> dict[str, HandsOver]:
    """What goes along, per capability, in order."""
    return {plug.name: plug.hands_over() for plug in registry.installed() if plug.hands_over is not None}
