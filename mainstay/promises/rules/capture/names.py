"""Whom a line names: every run of its words by likeness key, without legal form, in either writing, undeclined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from mainstay.clients.rules import firm_key, folded, person_key
from mainstay.promises.rules.capture.line import Span
from mainstay.promises.rules.capture.understood import Name

MOST_WORDS = 4  # of a name, with its legal form
MOST_TOKENS = 90
MOST_FORMS = 24  # of one run, undeclined
TOKEN = re.compile(r"[^\W_]+(?:[.'’/+&-][^\W_]+)*|&")
BETWEEN = re.compile(r"[\s.,\"«»“”„]*")
AND = frozenset({"&", "and", "und", "dan", "и"})  # no name begins or ends with them
TITLES = frozenset({"fr", "hr", "dr"})  # what a likeness key leaves out, and no name ends with
GENITIVE = re.compile(r"(?:['’]s|['’]|(?<=[^s])s)$", re.IGNORECASE)
# How Russian endings go back to the nominative: “Атласу”, “Атласом”, “Вегу”, “Северному”.
ENDINGS = (
    ("ому", ("ый", "ий", "ой")), ("ему", ("ий",)), ("ого", ("ый", "ий", "ой")), ("его", ("ий",)), ("ую", ("ая",)),
    ("ой", ("а", "ая")), ("ей", ("я", "ья")), ("ом", ("", "о")), ("ем", ("ь", "й")), ("ым", ("ый",)), ("им", ("ий",)),
    ("у", ("", "а")), ("ю", ("й", "ь", "я")), ("а", ("", "о")), ("я", ("й", "ь")), ("е", ("", "а", "я")),
    ("ы", ("а", "")), ("и", ("я", "а", "ь")),
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Some words of the line, and whether a genitive had to be taken off to know them."""

    span: Span
    declined: bool = False


@dataclass(frozen=True)
class Found:
    """Where somebody is named, and who may be meant. ``partly``: only the beginning of the name stands there."""

    span: Span
    names: tuple[Name, ...]
    declined: bool = False
    partly: bool = False


@lru_cache(maxsize=4096)
def keys_of(words: str) -> frozenset[str]:
    """The keys by which a firm or a person of that name is found (``Client.like_key``)."""
    return frozenset(key for key in (firm_key(words), person_key(words)) if key)


def runs(line: str) -> list[Span]:
    """Every run of one to four words, with what stands between them no more than blanks and quotation marks."""
    tokens = list(islice(TOKEN.finditer(line), MOST_TOKENS))
    found = []
    for first, token in enumerate(tokens):
        words = 0
        for after, last in enumerate(tokens[first:], first):
            if after > first and not BETWEEN.fullmatch(line, tokens[after - 1].end(), last.start()):
                break
            words += last[0] != "&"
            if words > MOST_WORDS:
                break
            if not {token[0].lower(), last[0].lower()} & AND and last[0].lower() not in TITLES:
                found.append(Span(token.start(), last.end()))
    return found


def forms(words: str) -> Iterator[tuple[str, bool]]:
    """The words as they stand and as they may stand in the nominative; whether something was taken off."""
    yield words, False
    if (plain := GENITIVE.sub("", words)) != words and len(plain) > 1:
        yield plain, True
    parts = words.split()
    if any(re.search("[а-яё]", part, re.IGNORECASE) for part in parts):
        for undeclined in islice(product(*(_nominatives(part) for part in parts)), 1, MOST_FORMS):
            yield " ".join(undeclined), False


def _nominatives(word: str) -> list[str]:
    low = word.lower()
    found = [word]
    for ending, becomes in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            stem = word[: -len(ending)]
            found += [stem + end for end in becomes]
            if "" in becomes and re.search("[бвгджзклмнпрстфхцчшщ]{2}$", stem.lower()):
                found += [f"{stem[:-1]}{vowel}{stem[-1]}" for vowel in "ео"]  # “Ветра”: Ветер
            break
    return found


@lru_cache(maxsize=64)
def lookup(line: str) -> Mapping[str, Sequence[Run]]:
    """Key → where it stands: what to look candidates up by, and to recognise them by."""
    found: dict[str, list[Run]] = {}
    for span in runs(line):
        words = line[span.start : span.end]
        for form, declined in forms(words):
            for key in keys_of(form):
                found.setdefault(key, []).append(Run(span, declined))
    return found


def recognised(line: str, names: Iterable[Name]) -> list[Found]:
    """Where these names stand in the line, the longest first served; whole names before beginnings of names."""
    by_key: dict[str, list[Name]] = {}
    for name in names:
        for key in name.keys:
            by_key.setdefault(key, []).append(name)
    whole = [
        Found(run.span, _meant(line[run.span.start : run.span.end], by_key[key]), run.declined)
        for key, places in lookup(line).items()
        if key in by_key
        for run in places
    ]
    found = _apart(_merged(whole))
    partly = [
        Found(span, tuple(begun), partly=True)
        for span in runs(line)
        if (begun := _begun(line[span.start : span.end], by_key))
    ]
    return _apart([*found, *_apart(partly)], keep=len(found))


def _merged(found: list[Found]) -> list[Found]:
    """One for each place: several keys may lead to it, and the plain form goes before the declined."""
    places: dict[Span, Found] = {}
    for one in found:
        before = places.get(one.span)
        if before is None or (before.declined and not one.declined):
            places[one.span] = one
        elif before.declined == one.declined:
            places[one.span] = Found(one.span, tuple(dict.fromkeys(before.names + one.names)), one.declined)
    return list(places.values())


def _apart(found: Sequence[Found], keep: int = 0) -> list[Found]:
    kept = list(found[:keep])
    for one in sorted(found[keep:], key=lambda one: one.span.start - one.span.end):
        if not any(one.span.start < other.span.end and other.span.start < one.span.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.span)


def _meant(words: str, names: list[Name]) -> tuple[Name, ...]:
    """Of several that sound alike, the one whose very name stands there with its legal form."""
    names = list(dict.fromkeys(names))
    exact = [name for name in names if folded(name.name) == folded(words)]
    return tuple(exact) if len(exact) == 1 and len(names) > 1 and with_form(words) else tuple(names)


def with_form(words: str) -> bool:
    """Whether a legal form stands in it: “Atlas GmbH”."""
    return len(person_key(words).split()) > len(firm_key(words).split())


def other_form(words: str, name: Name) -> bool:
    """Whether another legal form stands there than the client has: “Atlas Ltd” for Atlas GmbH."""
    same = person_key(name.name) in {person_key(form) for form, _declined in forms(words)}
    return not same and with_form(words) and with_form(name.name)


def _begun(words: str, by_key: dict[str, list[Name]]) -> list[Name]:
    beginning = firm_key(words) + " "
    return list(
        dict.fromkeys(
            name for key, names in by_key.items() if len(beginning) > 3 and key.startswith(beginning) for name in names
        )
    )
