"""A question as each database asks it, and asked of one slip. Pure."""

from __future__ import annotations

from mainstay.finding.rules.asking import Question, Term


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
