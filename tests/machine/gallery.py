"""The gallery of every page and state, made by ``make gallery``: pages to leaf through by name, one for each page.

    python -m tests.machine.gallery docs/guide/gallery

Takes the pictures that ``tests/browser/test_every_page.py`` put there (``MAINSTAY_PICTURES``) and writes an index.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import NamedTuple

NAME = re.compile(r"(?P<page>[a-z_]+)-(?P<language>[a-z]{2})-(?P<width>\d+)-(?P<scheme>light|dark)\.png")
LOOK = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:24px;background:#ddd} nav{display:flex;gap:24px}"
    "figure{display:inline-block;margin:0 16px 24px 0;vertical-align:top} figcaption{font-size:14px}"
    "img{width:400px;border:1px solid #999} img.n{width:200px} ol{columns:4 200px}"
)


class Picture(NamedTuple):
    """One page in one language, at one width, light or dark."""

    page: str
    language: str
    width: int
    scheme: str
    file: str


def pictures(folder: Path) -> dict[str, list[Picture]]:
    """What lies in the folder, by page."""
    found: dict[str, list[Picture]] = defaultdict(list)
    for file in sorted(folder.glob("*.png")):
        if told := NAME.fullmatch(file.name):
            page, language, width, scheme = told.groups()
            found[page].append(Picture(page, language, int(width), scheme, file.name))
    return found


def words(page: str) -> str:
    """A page's name as one would say it."""
    return page.replace("_", " ")


def document(title: str, body: str) -> str:
    """A page of the gallery; it needs nothing but the pictures beside it."""
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{LOOK}</style>'
    return f"{head}<h1>{escape(title)}</h1>{body}</html>\n"


def link(page: str, label: str) -> str:
    """To a page of the gallery."""
    return f'<a href="{page}.html">{escape(label)}</a>'


def one(page: str, shown: list[Picture], before: str, after: str) -> str:
    """A page in all its widths, languages and lights, wide ones first."""
    figures = "".join(
        f'<figure><a href="{each.file}"><img loading="lazy" src="{each.file}" alt="{escape(words(page))}"'
        f"{' class=n' if each.width < 600 else ''}></a>"
        f"<figcaption>{each.language}, {each.width} px, {each.scheme}</figcaption></figure>"
        for each in sorted(shown, key=lambda each: (-each.width, each.scheme != "light", each.language))
    )
    leaf = "".join(link(other, words(other)) for other in (before, after) if other)
    return document(words(page), f"<nav>{link('index', 'All pages')}{leaf}</nav>{figures}")


def write(folder: Path) -> int:
    """Write the index and a page for each; how many pictures they show."""
    found = pictures(folder)
    pages = sorted(found)
    for at, page in enumerate(pages):
        before, after = (pages[at - 1] if at else ""), (pages[at + 1] if at + 1 < len(pages) else "")
        (folder / f"{page}.html").write_text(one(page, found[page], before, after), encoding="utf-8")
    listed = "".join(f"<li>{link(page, words(page))}</li>" for page in pages)
    (folder / "index.html").write_text(document("Every page and state", f"<ol>{listed}</ol>"), encoding="utf-8")
    return sum(map(len, found.values()))


def main() -> int:
    """Say what was written, or that nothing was there."""
    folder = Path(sys.argv[1])
    shown = write(folder)
    print(f"{shown} pictures: {folder / 'index.html'}" if shown else f"No picture lies in {folder}.")
    return 0 if shown else 1


if __name__ == "__main__":
    sys.exit(main())
