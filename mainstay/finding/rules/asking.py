"""What somebody typed, as it is asked of the index: from the nearest meaning to the farthest (R-X-13). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mainstay.finding.rules.sounds import sounds
from mainstay.finding.rules.stems import stems
from mainstay.finding.rules.words import BACKWARDS, BEGINNING, BEGINS, FEW, SOUND, digits_of, forms, split

LONGEST = 120  # signs that are read
MOST = 8  # words that are read
DIGITS = 3  # so many make a number
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """One word to look for; ``begins`` when it may go on."""

    word: str
    begins: bool = False


# One of these, all of whose parts hold, each of them by one of its terms.
Part = tuple[Term, ...]
Every = tuple[Part, ...]
Question = tuple[Every, ...]


@dataclass(frozen=True)
class Asked:
    """The same words asked in several ways, of one sort; empty where there is nothing to ask."""

    begins: Question  # a name that begins so
    whole: Question  # all the words as they are, or the number
    parts: Question  # words that begin so
    afar: Question  # names that sound so, other forms of the words


def words_asked(typed: str) -> list[str]:
    """What somebody typed, word by word, where different things of one client may hold them; a number is one word."""
    typed = typed[:LONGEST]
    if len(digits_of(typed)) >= DIGITS and not any(sign.isalpha() for sign in typed):
        return [typed]
    return [word for word in typed.split() if split(word)][:MOST]


def asked(typed: str, sort: str, *, named: bool) -> Asked:
    """The questions for things of one sort (a letter); ``named`` things are found by a name’s beginning and sound."""
    spoken = _WORD.findall(typed[:LONGEST])[:MOST]
    words = split(typed[:LONGEST])[:MOST]
    if not words:
        return Asked((), (), (), ())
    joined = "".join(words)[:BEGINS]
    begins = ((Term(sort + BEGINNING + joined, len(joined) > FEW),),)
    whole = tuple(tuple(Term(sort + form) for form in forms(word)) for word in words)
    parts = tuple(tuple(Term(sort + form, len(form) > FEW) for form in forms(word)) for word in words)
    number = _number(typed, sort) if named else ()
    return Asked(
        begins=(begins,) if named else (),
        whole=(whole,),
        parts=(parts, number) if number else (parts,),
        afar=_afar(spoken, sort, named),
    )


def _number(typed: str, sort: str) -> tuple[tuple[Term, ...], ...]:
    number = digits_of(typed)
    if len(number) < DIGITS or any(sign.isalpha() for sign in typed):
        return ()
    return ((Term(sort + number, True), Term(sort + BACKWARDS + number[::-1], True)),)


def _afar(spoken: list[str], sort: str, named: bool) -> Question:
    """Every word with what it may stand for besides itself; nothing where no word stands for more."""
    found, more = [], False
    for word in spoken:
        near = [form for plain in split(word) for form in forms(plain)]
        terms = [Term(sort + form, len(form) > FEW) for form in near]
        far: list[Term] = []
        if named:
            far += [Term(sort + mark + sound) for sound in sorted(sounds(word)) for mark in ("", SOUND)]
        else:
            rooted = {form for stem in stems(word) for plain in split(stem) for form in forms(plain)}
            far += [Term(sort + form, True) for form in sorted(rooted - {*near})]
        more = more or any(term.word != sort + form for term in far for form in near)
        found.append(tuple(dict.fromkeys([*terms, *far])))
    return (tuple(found),) if more else ()
