"""The policies of the record: versioned, never changed once used (rulebook 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

ENGINE = "record-1"  # how evidence is folded; a new name with every change of an answer
EPS = 1e-9

OURS, THEIRS = "ours", "theirs"
TIME, BUDGET, SATISFACTION, WORD, ANSWERS = "time", "budget", "satisfaction", "word", "answers"
INPUTS, PAYMENT = "inputs", "payment"
KEPT, SLIP, MISS, EXCUSED = "kept", "slip", "miss", "excused"
OUTCOMES = (MISS, SLIP, KEPT)  # within one day bad news is read first

TRUSTED, NOT_TRUSTED, INSUFFICIENT = "trusted", "not_trusted", "insufficient"
SAID = {TRUSTED: "trusted", NOT_TRUSTED: "not_trusted", INSUFFICIENT: "not_enough_information"}

SILENT, UNPROVEN, HOLDS, FRAYED, BROKEN, LAPSED = "silent", "unproven", "holds", "frayed", "broken", "lapsed"
WORST_FIRST = (BROKEN, FRAYED, LAPSED, HOLDS, UNPROVEN)

BREACHES = ("confidentiality", "safety", "client_money", "dishonesty", "law")  # TV-21


@dataclass(frozen=True)
class Policy:
    """What evidence weighs, and which strands decide. Days are calendar days (rulebook 1.4).

    ``core`` strands count towards the quorum, ``required`` ones must hold, ``deciding`` ones too can end trust;
    ``watch`` ones are spoken of and never decide. Raises ValueError for a policy under which trust cannot be earned.
    """

    name: str
    reliable: tuple[float, float, float] = (0.95, 0.04, 0.01)  # P(kept, slip, miss) of one who deserves trust
    unreliable: tuple[float, float, float] = (0.60, 0.20, 0.20)  # of one who must not be called trusted
    earn: float = 10.0  # odds
    lose: float = 30.0
    top: float = 50.0
    bottom: float = 100.0
    half_life: int = 730
    lapse: int = 365
    min_days: int = 3
    core: tuple[str, ...] = (TIME, BUDGET, SATISFACTION)
    quorum: int = 2
    required: tuple[str, ...] = (TIME,)
    deciding: tuple[str, ...] = (TIME, BUDGET, SATISFACTION, WORD)
    watch: tuple[str, ...] = (ANSWERS,)
    steps: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        whole = set(self.core) <= set(self.deciding) and set(self.required) <= set(self.core)
        if not whole or not 1 <= self.quorum <= len(self.core) or set(self.watch) & set(self.deciding):
            raise ValueError("Required strands are core strands, these decide, and the quorum is one they can reach.")
        weighed = zip((KEPT, SLIP, MISS), self.reliable, self.unreliable, strict=True)
        object.__setattr__(self, "steps", {outcome: log(good / bad) for outcome, good, bad in weighed})

    @cached_property
    def strands(self) -> tuple[str, ...]:
        """Every strand, those that decide first."""
        return (*self.deciding, *self.watch)

    @cached_property
    def enough(self) -> float:
        """A: from this balance on a strand holds."""
        return log(self.earn)

    @cached_property
    def too_little(self) -> float:
        """B: at this much below zero a strand is broken."""
        return log(self.lose)

    @cached_property
    def cap_top(self) -> float:
        """More credit than this is not kept."""
        return log(self.top)

    @cached_property
    def cap_bottom(self) -> float:
        """Nor more debt than this."""
        return log(self.bottom)

    @property
    def label(self) -> str:
        """The name with what the house chose otherwise: ``steady-1/q1``."""
        usual = POLICIES.get(self.name)
        if usual is None or usual == self:
            return self.name
        parts = [self.name]
        if self.core != usual.core or self.required != usual.required:
            required = [f"{strand}!" if strand in self.required else strand for strand in self.core]
            parts.append("+".join(required))
        if self.quorum != usual.quorum:
            parts.append(f"q{self.quorum}")
        if self.deciding != usual.deciding and set(self.deciding) == set(self.core):
            parts.append("no-word")
        return "/".join(parts)


BUSY = Policy("busy-1", unreliable=(0.70, 0.15, 0.15), half_life=365, lapse=180)
STEADY = Policy("steady-1")
SLOW = Policy("slow-1", unreliable=(0.50, 0.25, 0.25), half_life=1460, lapse=730)
THEIRS_1 = Policy("theirs-1", core=(INPUTS, PAYMENT), quorum=1, required=(), deciding=(INPUTS, PAYMENT, WORD), watch=())
POLICIES: dict[str, Policy] = {policy.name: policy for policy in (BUSY, STEADY, SLOW, THEIRS_1)}
CHOICES = (BUSY.name, STEADY.name, SLOW.name)  # what a house may choose for its own record


def chosen(name: str, *, core: tuple[str, ...] | None = None, quorum: int | None = None, word: bool = True) -> Policy:
    """A house's choice: a policy by name, the core strands that count in its trade, and how many must hold.

    Strands left out are watched and decide nothing; ``word`` says whether small words decide. Time is required
    where it counts; a single core strand is required. KeyError for no such policy, ValueError for strands or a
    quorum that are none (issue: a supplier without budgets decides on time alone, quorum 1).
    """
    usual = POLICIES[name]
    counted = tuple(strand for strand in usual.core if core is None or strand in core)
    if not counted or (core is not None and set(core) - set(usual.core)):
        raise ValueError("At least one strand counts.")
    wanted = min(usual.quorum, len(counted)) if quorum is None else quorum
    required = tuple(strand for strand in usual.required if strand in counted) or (
        counted if len(counted) == 1 and usual.required else ()
    )
    aside = tuple(strand for strand in usual.core if strand not in counted)
    return replace(
        usual,
        core=counted,
        quorum=wanted,
        required=required,
        deciding=(*counted, WORD) if word else counted,
        watch=(*aside, *(() if word else (WORD,)), *usual.watch),
    )
