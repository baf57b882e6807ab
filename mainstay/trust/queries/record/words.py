"""The reasons in words: the one place that puts them (TV-43). No line holds a balance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.kit.times import spoken
from mainstay.trust.models.record import Outcome, Strand
from mainstay.trust.models.weighing import Breach
from mainstay.trust.rules.record.policy import BROKEN, FRAYED, HOLDS, LAPSED, OURS, UNPROVEN
from mainstay.trust.rules.record.reasons import Reason


class Say(NamedTuple):
    """One line of the reasons: its code for programs, its words for people, and what they are about."""

    code: str
    words: str
    state: str = ""
    strand: str = ""
    promise: Any = None


def day(on: date) -> str:
    """A day in the reader's language."""
    return spoken(on, year=True)


def strand_words(strand: str) -> str:
    """What a strand is called."""
    return str(Strand(strand).label)


def _headline(says: Mapping[str, Any], way: str) -> str:
    if way == OURS:
        return {
            "trusted": _("The record speaks for trust."),
            "not_trusted": _("The record speaks against trust."),
            "insufficient": _("Not enough information."),
        }[says["verdict"]]
    return {
        "trusted": _("Their word can be relied on."),
        "not_trusted": _("Their word cannot be relied on."),
        "insufficient": _("Not enough information."),
    }[says["verdict"]]


def _chosen(says: Mapping[str, Any], way: str) -> str:
    if way == OURS:
        return _("They chose us. Now it is to be earned.")
    return _("They have not had to keep a word to us yet.")


def _since(says: Mapping[str, Any], way: str) -> str:
    return _("So it stands since %(on)s.") % {"on": day(says["on"])}


def _ended(says: Mapping[str, Any], way: str) -> str:
    told = {"earned": day(says["earned"]), "on": day(says["on"])}
    return _("It was earned on %(earned)s and ended on %(on)s.") % told


def _breach(says: Mapping[str, Any], way: str) -> str:
    told = {"kind": Breach.Kind(says["kind"]).label, "on": day(says["on"])}
    return _("A breach is open since %(on)s: %(kind)s.") % told


def _state(state: str) -> str:
    return {
        BROKEN: _("Broken."),
        FRAYED: _("The evidence speaks against it, but not enough to decide."),
        LAPSED: _("Too long ago to count."),
        HOLDS: _("Holds."),
        UNPROVEN: _("Not enough yet to decide."),
    }[state]


def _strand(says: Mapping[str, Any], way: str) -> str:
    told = {
        "strand": strand_words(says["strand"]),
        "kept": says["kept"],
        "every": says["every"],
        "slip": says["slip"],
        "miss": says["miss"],
    }
    counts = _("%(strand)s: %(kept)d of %(every)d kept; slightly missed: %(slip)d; badly missed: %(miss)d.") % told
    aside = "" if says["decides"] else " " + _("This is said and does not decide.")
    return f"{counts} {_state(says['state'])}{aside}"


def _unknown(says: Mapping[str, Any], way: str) -> str:
    words = _("Nothing is known about: %(strands)s.") % {"strands": ", ".join(map(strand_words, says["strands"]))}
    if "budget" in says["strands"]:
        words += " " + _("A delivery without an agreed price says nothing of the budget.")
    return words


def _not_comparable(says: Mapping[str, Any], way: str) -> str:
    words = ngettext(
        "%(n)d invoice is in another currency than was agreed and says nothing of the budget.",
        "%(n)d invoices are in another currency than was agreed and say nothing of the budget.",
        says["n"],
    )
    return words % {"n": says["n"]}


def _earn(says: Mapping[str, Any], way: str) -> str:
    words = ngettext(
        "What would earn it: %(strand)s kept at least %(n)d more time in a row.",
        "What would earn it: %(strand)s kept at least %(n)d more times in a row.",
        says["n"],
    )
    return words % {"strand": strand_words(says["strand"]), "n": says["n"]}


def _earn_any(says: Mapping[str, Any], way: str) -> str:
    return _("What would earn it: the next word kept.")


def _earn_closed(says: Mapping[str, Any], way: str) -> str:
    kind = Breach.Kind(says["kind"]).label
    return _("What would earn it: first of all the breach closed, as the client confirms (%(kind)s).") % {"kind": kind}


def _end(says: Mapping[str, Any], way: str) -> str:
    slips = ngettext("%(n)d slight miss", "%(n)d slight misses", says["slips"]) % {"n": says["slips"]}
    misses = ngettext("%(n)d bad one", "%(n)d bad ones", says["misses"]) % {"n": says["misses"]}
    told = {"strand": strand_words(says["strand"]), "slips": slips, "misses": misses}
    return _("What would end it: %(strand)s: at least %(slips)s or %(misses)s in a row.") % told


def _end_silence(says: Mapping[str, Any], way: str) -> str:
    return _("What would end it: nothing heard until %(on)s.") % {"on": day(says["on"])}


def _decisive(says: Mapping[str, Any], way: str) -> str:
    told = {
        "on": day(says["on"]),
        "what": says["what"],
        "strand": strand_words(says["strand"]),
        "outcome": Outcome(says["outcome"]).label,
    }
    return _("Weighs most: “%(what)s”, %(on)s. %(strand)s: %(outcome)s.") % told


def _excused(says: Mapping[str, Any], way: str) -> str:
    words = ngettext(
        "%(n)d miss was excused by two people and counts for nothing.",
        "%(n)d misses were excused by two people and count for nothing.",
        says["n"],
    )
    return words % {"n": says["n"]}


def _annulled(says: Mapping[str, Any], way: str) -> str:
    words = ngettext(
        "%(n)d piece of evidence was struck through.", "%(n)d pieces of evidence were struck through.", says["n"]
    )
    return words % {"n": says["n"]}


_WORDS: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "headline": _headline,
    "chosen": _chosen,
    "since": _since,
    "ended": _ended,
    "breach": _breach,
    "strand": _strand,
    "unknown": _unknown,
    "budget_not_comparable": _not_comparable,
    "earn": _earn,
    "earn_any": _earn_any,
    "earn_closed": _earn_closed,
    "end": _end,
    "end_silence": _end_silence,
    "decisive": _decisive,
    "excused": _excused,
    "annulled": _annulled,
}


def said(reason: Reason, way: str) -> Say:
    """A reason in the reader's language; ``way`` is whose word is weighed."""
    says = reason.says
    return Say(
        reason.code,
        _WORDS[reason.code](says, way),
        str(says.get("state", "")),
        str(says.get("strand", "")),
        says.get("id"),
    )
