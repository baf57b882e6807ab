"""Tables: the record, what they are used to, the word, advice, our own view. Each lives in a module of its own."""

from __future__ import annotations

from mainstay.trust.models.advised import Advice
from mainstay.trust.models.customs import Custom, Extra, Lesson, Reduction, Understanding
from mainstay.trust.models.ours import MonthAnswered, OurView
from mainstay.trust.models.record import (
    FOLDED,
    Direction,
    Evidence,
    Outcome,
    Record,
    Standard,
    Strand,
    Verdict,
    VerdictChange,
)
from mainstay.trust.models.service import Occasion, ServiceStandard
from mainstay.trust.models.sheet import Reference, Sheet
from mainstay.trust.models.usual import Anew, Notice, Stirred, Stretch, Usual
from mainstay.trust.models.weighing import Breach, Check, Difference, Stale, Weighing
from mainstay.trust.models.word import Ground, KeptWord, TrustWord, Unasked

__all__ = [
    "FOLDED",
    "Advice",
    "Anew",
    "Breach",
    "Check",
    "Custom",
    "Difference",
    "Direction",
    "Evidence",
    "Extra",
    "Ground",
    "KeptWord",
    "Lesson",
    "MonthAnswered",
    "Notice",
    "Occasion",
    "OurView",
    "Outcome",
    "Record",
    "Reduction",
    "Reference",
    "ServiceStandard",
    "Sheet",
    "Stale",
    "Standard",
    "Stirred",
    "Strand",
    "Stretch",
    "TrustWord",
    "Unasked",
    "Understanding",
    "Usual",
    "Verdict",
    "VerdictChange",
    "Weighing",
]
