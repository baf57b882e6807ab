"""Used to (rulebook 2, R-A-13, R-A-14): what is usual for one client, and when it is less. Pure."""

from __future__ import annotations

from mainstay.trust.rules.usual.course import read
from mainstay.trust.rules.usual.streams import CUSTOMS, POLICY, STREAMS, Policy, Stream
from mainstay.trust.rules.usual.telling import (
    AGREE,
    ANSWERED,
    BACK,
    BETTER,
    HELD,
    MISSING,
    PROPOSED,
    RESTORE,
    SILENCE,
    TELL,
    WORSE,
    Course,
    Episode,
    Mark,
    Turn,
    Value,
)

__all__ = [
    "AGREE",
    "ANSWERED",
    "BACK",
    "BETTER",
    "CUSTOMS",
    "HELD",
    "MISSING",
    "POLICY",
    "PROPOSED",
    "RESTORE",
    "SILENCE",
    "STREAMS",
    "TELL",
    "WORSE",
    "Course",
    "Episode",
    "Mark",
    "Policy",
    "Stream",
    "Turn",
    "Value",
    "read",
]
