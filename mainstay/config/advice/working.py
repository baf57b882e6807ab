"""Advice on working with clients day by day (R-B)."""

from __future__ import annotations

from collections.abc import Mapping

from mainstay.config.advice.knowing import KNOWING
from mainstay.config.advice.lasting import LASTING
from mainstay.config.advice.word_given import WORD_GIVEN
from mainstay.kit.advice import Advice

WORKING: Mapping[str, Advice] = {**KNOWING, **WORD_GIVEN, **LASTING}
