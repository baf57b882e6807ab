"""Plain pages that need no house to be read: no scripts, relative links, made piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape
from django.utils.translation import get_language

STYLE = """\
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif;color:#1b1b1b;background:#fff}
h1,h2{line-height:1.25;break-after:avoid}h2{margin-top:2rem;border-bottom:1px solid #bbb}
table{width:100%;border-collapse:collapse}th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}
thead th,tr+tr>*{border-top:1px solid #ddd}tr{break-inside:avoid}td{overflow-wrap:anywhere;white-space:pre-line}
dt{font-weight:bold}dd{margin:0 0 .5rem}.small{font-size:.875rem;color:#555}
@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}
"""
Pieces = Iterator[str]


def page(title: str, *parts: Iterable[str]) -> Iterator[bytes]:
    """A whole page."""
    head = f'<!doctype html>\n<html lang="{escape(get_language() or "en")}">\n<head>\n<meta charset="utf-8">\n'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    head += f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="style.css">\n</head>\n<body>\n'
    yield f"{head}<h1>{escape(title)}</h1>\n".encode()
    for part in parts:
        for piece in part:
            yield piece.encode()
    yield b"</body>\n</html>\n"


def heading(words: str) -> Pieces:
    """A heading."""
    yield f"<h2>{escape(words)}</h2>\n"


def sentence(words: str) -> Pieces:
    """A paragraph."""
    yield f"<p>{escape(words)}</p>\n"


def link(url: str, words: str) -> Pieces:
    """A paragraph that leads to another file beside this one."""
    yield f'<p><a href="{escape(url)}">{escape(words)}</a></p>\n'


def terms(pairs: Iterable[tuple[str, str]]) -> Pieces:
    """Facts, each under its word; those that are not known are left out."""
    yield "<dl>\n"
    for word, value in pairs:
        if value:
            yield f"<dt>{escape(word)}</dt><dd>{escape(value)}</dd>\n"
    yield "</dl>\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, none: str) -> Pieces:
    """A table; where it has no rows, a sentence instead."""
    some = False
    for row in rows:
        if not some:
            cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
            yield f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
            some = True
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
    yield "</tbody>\n</table>\n" if some else f"<p>{escape(none)}</p>\n"


def files(told: Iterable[tuple[str, str]]) -> Pieces:
    """The files beside this page: where each leads, and what is in it."""
    yield "<ul>\n"
    for name, words in told:
        yield f'<li><a href="{escape(name)}">{escape(name)}</a>: {escape(words)}</li>\n'
    yield "</ul>\n"
