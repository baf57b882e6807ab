"""Used to (rulebook 2, R-A-13, R-A-14): what is usual for one client, and when it is less. Pure."""

from __future__ import annotations

from mainstay.trust.rules.usual.course import read
from mainstay.trust.rules.usual.streams import POLICY, STREAMS, Policy, Stream
from mainstay.trust.rules.usual.telling import Course, Episode, Mark, Turn, Value

__all__ = ["POLICY", "STREAMS", "Course", "Episode", "Mark", "Policy", "Stream", "Turn", "Value", "read"]
