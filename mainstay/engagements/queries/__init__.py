"""What is read of engagements. ``from mainstay.engagements import queries``."""

from mainstay.engagements.queries.facts import deliverables, since_days
from mainstay.engagements.queries.out import engagements
from mainstay.engagements.queries.panel import panels
from mainstay.engagements.queries.words import Said, outcome_words, standing

__all__ = ["Said", "deliverables", "engagements", "outcome_words", "panels", "since_days", "standing"]
