"""A question as each database asks it, and asked of one slip. Pure."""

from __future__ import annotations

from mainstay.finding.rules.asking import Asked, Question, Term


def in_fts(question: Question) -> str:
    """For SQLite’s FTS5."""
    return " OR ".join(f"({' AND '.join(_fts_part(part) for part in every)})" for every in question)


def _fts_part(terms: tuple[Term, ...]) -> str:
    return "(" + " OR ".join(f'"{term.word}"{" *" if term.begins else ""}' for term in terms) + ")"


def in_tsquery(question: Question) -> str:
    """For PostgreSQL’s tsquery."""
    return " | ".join(f"({' & '.join(_ts_part(part) for part in every)})" for every in question)


def _ts_part(terms: tuple[Term, ...]) -> str:
    return "(" + " | ".join(f"'{term.word}'{':*' if term.begins else ''}" for term in terms) + ")"


def matches(words: str, question: Question) -> bool:
    """Whether the words of a slip answer a question: what the index answers, asked of one."""
    held = f" {words} "
    return any(all(any(_holds(held, term) for term in part) for part in every) for every in question)


def _holds(held: str, term: Term) -> bool:
    return f" {term.word}" in held if term.begins else f" {term.word} " in held


def ways(asked: Asked) -> tuple[Question, ...]:
    """The ways the same words are asked, the nearest first."""
    return asked.begins, asked.whole, asked.parts, asked.afar


def nearness(words: str, asked: Asked) -> int | None:
    """Which way a slip answers first: 0 begins so, 1 whole words, 2 beginnings of words, 3 from afar; None not."""
    return next((near for near, way in enumerate(ways(asked)) if matches(words, way)), None)
