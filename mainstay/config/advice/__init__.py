"""All 217 pieces of advice: what each says in one line, what of it is built, where it lives (R-X-14, R-X-20).

The same lines stand in docs/advice.md, with the code that carries each out and the test that holds it; a test holds
the two together, and that no number is shown to anybody without its line.
"""

from __future__ import annotations

from collections.abc import Mapping

from mainstay.config.advice.house import HOUSE
from mainstay.config.advice.places import PLACES
from mainstay.config.advice.service import SERVICE
from mainstay.config.advice.trust import TRUST
from mainstay.config.advice.working import WORKING
from mainstay.kit.advice import Advice
from mainstay.kit.plug import Words

ADVICE: Mapping[str, Advice] = {**TRUST, **WORKING, **SERVICE, **HOUSE}
LINES: Mapping[str, Words] = {number: one.says for number, one in ADVICE.items()}

__all__ = ["ADVICE", "LINES", "PLACES"]
