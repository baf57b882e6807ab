"""Hands that never touch a mouse: they press Tab until they are where they want to be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TABS = 120
# The ring around what has the focus: at least 2 px, on the element or on the line or label it stands for.
# Asked together with the focus, for an answer of the house may put another element in its place meanwhile.
FOCUS = """(element) => element !== document.activeElement ? "elsewhere" :
[element, element.closest("label"), ...(element.labels || [])].some((each) => {
  if (!each) return false;
  const style = getComputedStyle(each);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}) ? "seen" : "unseen"
"""
# Whether an element stands before the focus, and how many stops lie between, at the least: a field for a day has
# several of its own.
BETWEEN = """(element) => {
  const [here, follows] = [document.activeElement, Node.DOCUMENT_POSITION_FOLLOWING];
  const [groups, back] = [new Set([here.name, element.name]), Boolean(element.compareDocumentPosition(here) & follows)];
  const [from, to] = back ? [element, here] : [here, element];
  const first = (radio) => !groups.has(radio.name) && groups.add(radio.name);
  return [back, [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((each) => from.compareDocumentPosition(each) & each.compareDocumentPosition(to) & follows)
    .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => each.type !== "radio" || first(each)).length];
}
"""


class Keyboard:
    """The keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """One key after another, once the page hears keys: its script is there before the page is loaded."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(text)

    def to(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until the target has the focus; the focus is to be seen there."""
        target.wait_for(state="visible")
        back, between = target.evaluate(BETWEEN)
        key = "Shift+Tab" if back else "Tab"
        for _step in range(between):  # on the way nobody asks where the focus is
            self.page.keyboard.press(key)
        for _step in range(MOST_TABS):
            focus = target.evaluate(FOCUS)
            assert focus != "unseen", f"nobody sees that the focus is on {target}"
            if focus == "seen":
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no way to {target} by Tab from here")

    def into(self, target: Locator, text: str) -> None:
        """Go to a field and type."""
        self.to(target)
        self.press("ControlOrMeta+a")
        self.type(text)

    def push(self, target: Locator) -> None:
        """Go to a button, a link or the line of a verb and press it."""
        self.to(target)
        self.press("Enter")

    def choose(self, target: Locator, words: str) -> None:
        """Go to a field of choices and type how the wanted one begins."""
        self.to(target)
        self.type(words)
        chosen = str(target.evaluate("(field) => field.selectedOptions[0].text"))
        assert chosen.startswith(words), f"{chosen} was chosen"

    def day(self, target: Locator, day: date) -> None:
        """Go to a date field and type a day, the month first: Chromium is started in American English."""
        self.to(target)
        self.type(f"{day:%m%d%Y}")
        assert target.input_value() == day.isoformat()
