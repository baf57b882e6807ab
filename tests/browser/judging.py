"""Looks at one page after another: wide, narrow, as narrow as can be; or takes pictures of them all.

``MAINSTAY_PICTURES=<folder>`` takes pictures instead of judging: ``make gallery`` does.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import pictures
from tests.browser.watching import (
    AXE,
    axe,
    broken_words,
    only_by_script,
    restless,
    small_targets,
    too_wide,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDE, NARROW = 1280, 375
SEEN_WIDE = ("color-contrast", "target-size")  # the same when narrow; and then targets are measured for a thumb
NARROWEST = 320  # 1280 at 400 %: nothing is lost sideways (WCAG 1.4.10)
HEIGHTS = {1280: 800, 768: 1024, 375: 812}
PICTURES = os.environ.get("MAINSTAY_PICTURES", "")
WIDTHS = [int(width) for width in os.environ.get("MAINSTAY_WIDTHS", "1280,375").split(",")]
SCHEMES = os.environ.get("MAINSTAY_SCHEMES", "light").split(",")
# Two ways to one deed, or a step of the page whose title they bear.
TITLE_OF_ANOTHER = {"promises:make", "followups:put_off", "followups:drop", "engagements:change"}
OPEN_ALL = "() => document.querySelectorAll('main details:not(.menu)').forEach((each) => { each.open = true; })"


def file_name(name: str) -> str:
    """Of a page's name: what a picture of it is called."""
    return re.sub(r"[^a-z]+", "_", name.lower()).strip("_")


@dataclass
class Judge:
    """Looks at one page after another in one language, and keeps what is amiss."""

    page: Page
    language: str
    found: list[str] = field(default_factory=list)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not PICTURES:
            self.page.add_init_script(AXE)

    def look(self, name: str, url: str | None = None, *, status: int = 200, opened: bool = True) -> None:
        """Wide, narrow and as narrow as can be. Without an address the page is looked at as it stands."""
        self.page.set_viewport_size({"width": WIDE, "height": 800})
        if url is not None:
            answer = self.page.goto(url)
            assert answer is not None
            if answer.status != status:
                self.found.append(f"{name}: {answer.status} instead of {status}")
                return
        if PICTURES:
            self._take(name, full=opened)
            return
        self._compare(name, WIDE)
        if opened:
            self.page.evaluate(OPEN_ALL)
        self._judge(name, WIDE)
        self._once(name)
        self.page.set_viewport_size({"width": NARROW, "height": 812})
        self._judge(name, NARROW)
        self.found += [f"{name} at {NARROW}: small target: {target}" for target in small_targets(self.page)]
        self._compare(name, NARROW)
        self.page.set_viewport_size({"width": NARROWEST, "height": 640})
        self.found += [f"{name} at {NARROWEST}: too wide: {what}" for what in too_wide(self.page, NARROWEST)]

    def look_named(self, name: str, url: str) -> None:
        """A page with an address of its own has a title of its own."""
        self.look(name, url)
        if PICTURES:
            return
        title, matter = self.page.title(), self.page.locator("main").inner_text()
        other, same = self.titles.setdefault(title, (name, matter))
        if same != matter and name not in TITLE_OF_ANOTHER:  # one page may have two addresses
            self.found.append(f"{name}: has the title of {other}: {title}")

    def _judge(self, name: str, width: int) -> None:
        found = axe(self.page, but=() if width == WIDE else SEEN_WIDE)
        self.found += [f"{name} at {width}: {finding}" for finding in found]
        self.found += [f"{name} at {width}: too wide: {what}" for what in too_wide(self.page, width)]
        self.found += [f"{name} at {width}: word broken in two: {word}" for word in broken_words(self.page)]

    def _once(self, name: str) -> None:
        """What is the same at every width."""
        if self.page.evaluate("() => document.documentElement.lang") != self.language:
            self.found.append(f"{name}: speaks another language")
        self.found += [f"{name}: works only by script: {what}" for what in only_by_script(self.page)]
        self.found += [f"{name}: moves where nothing may: {what}" for what in restless(self.page)]

    def _compare(self, name: str, width: int) -> None:
        kept = f"{file_name(name)}-{width}-{self.language}"
        if kept in pictures.KEPT and pictures.drawn_alike(self.page):
            found = pictures.amiss(pictures.photograph(self.page, width), kept)
            self.found += [f"{name} at {width}: {what}" for what in found]

    def _take(self, name: str, *, full: bool) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 800)})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                file = Path(PICTURES) / f"{file_name(name)}-{self.language}-{width}-{scheme}.png"
                pictures.save(self.page.screenshot(full_page=full, animations="disabled"), file)
        self.page.emulate_media(color_scheme="light")
