"""What a browser may never meet here: errors, things the CSP stops, other hosts; and what axe finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

TELL_OF_CSP = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP stops ${event.blockedURI} by ${event.violatedDirective} on ${location.pathname}`));
"""
# Chromium writes every answer of 400 and more down as an error. A refusal (422) is an answer like others here.
STATUS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
REFUSED = 422
# A page that is left breaks off what it was asking; htmx tells of that as of an error. A lost server says sendError.
BROKEN_OFF = re.compile(r"htmx:(afterRequest|sendAbort)\b")

# Text in running words, and what only a reader's program meets, need not be as large as a thumb (WCAG 2.5.8).
SMALL_TARGETS = """
(least) => {
  const inline = (element) => {
    if (element.matches("button, summary, input, select, textarea, .btn")) return false;
    const style = getComputedStyle(element);
    if (style.display !== "inline") return false;
    const around = element.closest("p, li, dd, td, figcaption, h1, h2, h3, .state, .entry, .opt, cite");
    return Boolean(around) && around.textContent.trim().length > element.textContent.trim().length;
  };
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const reach = (element) => {
    const boxes = [element, ...(element.labels || [])].map((each) => each.getBoundingClientRect());
    const after = getComputedStyle(element, "::after");
    if (after.position === "absolute" && after.content !== "none")
      boxes.push({ width: parseFloat(after.width) || 0, height: parseFloat(after.height) || 0 });
    return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
  };
  const name = (element) => {
    const said = element.getAttribute("aria-label") || element.innerText || element.name || "";
    return `${[element.localName, ...element.classList].join(".")} “${said.trim().slice(0, 40)}”`;
  };
  const small = new Set();
  const all = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  for (const element of document.querySelectorAll(all)) {
    if (!shown(element) || element.closest(".vh, .skip, [inert]") || inline(element)) continue;
    const [width, height] = reach(element);
    if (width && height && (width < least || height < least))
      small.add(`${name(element)} ${Math.round(width)}×${Math.round(height)}`);
  }
  return [...small];
}
"""


BROKEN_WORDS = """
() => {
  const broken = new Set();
  const kinds = "th, h1, h2, h3, dt, label, legend, button, summary, .btn, nav a, .label, .in-margin";
  for (const element of document.querySelectorAll(kinds)) {
    if (!element.checkVisibility() || getComputedStyle(element).hyphens === "auto") continue;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/[\\p{L}]{4,}/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) broken.add(word[0]);
      }
    }
  }
  return [...broken];
}
"""

# What answers only where a script runs: a form that nothing sends, a button or a line that is none without htmx.
ONLY_BY_SCRIPT = """
() => {
  const found = new Set();
  const name = (element) => `${element.localName} ${element.id || element.className} “${
    (element.innerText || element.getAttribute("action") || "").trim().slice(0, 40)}”`;
  for (const form of document.forms) {
    const sends = [...form.elements].some((each) => each.type === "submit");
    const typed = [...form.elements].filter((each) => each.matches("input:not([type=hidden])"));
    if (!sends && typed.length > 1) found.add(`no button sends ${name(form)}`);
    if (form.method === "post" && !form.elements.namedItem("csrfmiddlewaretoken"))
      found.add(`no token in ${name(form)}`);
    if (form.method === "post" && form.getAttribute("hx-post") && !form.hasAttribute("action")
        && form.getAttribute("hx-post") !== location.pathname) found.add(`no action in ${name(form)}`);
  }
  const alone = "[popovertarget], [data-print], [data-close], [data-why], dialog *";
  for (const button of document.querySelectorAll("main :is(button, summary, [role=button])"))
    if (button.matches("[hx-get], [hx-post]") && !(button.form && button.type === "submit"))
      found.add(`only htmx answers ${name(button)}`);
    else if (button.matches("button") && !button.form && !button.matches(alone))
      found.add(`a button of no form: ${name(button)}`);
  return [...found];
}
"""

# Where somebody asked for less motion, nothing moves (the contexts here ask for it).
RESTLESS = """
() => {
  const lasts = (told) => told.split(",").some((each) => parseFloat(each) > 0);
  const moving = [...document.body.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
  });
  return [...new Set(moving.map((element) => `${element.localName}.${element.className}`))];
}
"""


@dataclass
class Watch:
    """Listens to everything one browser context does."""

    home: str
    expected: set[int] = field(default_factory=lambda: {REFUSED})
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Begin to listen."""
        context.add_init_script(TELL_OF_CSP)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        status = STATUS.search(message.text)
        if status and int(status[1]) in self.expected:
            return
        if BROKEN_OFF.match(message.text):
            return
        self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:", "about:")):
            return
        self.hosts.add(request.url.split("/")[2])
        if not request.url.startswith(self.home):
            self.faults.append(f"asks another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url.removeprefix(self.home)}")


# In a page before its own scripts: handed over once for a browser's context, not anew for every page.
AXE: str = AXE_SCRIPT
RUN_AXE = """
([only, but]) => {
  if (!window.axe) return null;
  document.getAnimations().forEach((each) => each.finish());
  const rules = Object.fromEntries(but.map((rule) => [rule, { enabled: false }]));
  const asked = { resultTypes: ["violations"], reporter: "no-passes", preload: false, rules };
  if (only.length) asked.runOnly = only;
  return axe.run(document, asked).then(({ violations }) => violations);
}
"""


def axe(page: Page, *, only: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page as it stands: nothing, or rule, element and why, one line each.

    The page comes to rest first: a colour on its way to another has a contrast that nobody reads. ``only`` and
    ``but`` name rules: contrast takes most of the time, and is the same at every width.
    """
    asked = [[*only], [*but]]
    found: list[dict[str, Any]] | None = page.evaluate(RUN_AXE, asked)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(RUN_AXE, asked)
    assert found is not None
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def too_wide(page: Page, width: int) -> list[str]:
    """What makes the page wider than the screen: nothing, or the widest elements."""
    found: list[str] = page.evaluate(
        """(width) => {
          const root = document.documentElement;
          if (root.scrollWidth <= width) return [];
          const wide = [...document.body.querySelectorAll("*")].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width && box.right > width + 1 && !element.closest(".scroll, dialog:not([open])");
          });
          return [`page ${root.scrollWidth}`, ...wide.slice(0, 5).map((element) =>
            `${element.localName}.${element.className} to ${Math.round(element.getBoundingClientRect().right)}`)];
        }""",
        width,
    )
    return found


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Links, buttons and fields that a thumb may miss; links in running text are left out."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    return found


def broken_words(page: Page) -> list[str]:
    """Words of headings, labels and buttons that begin on one line and end on the next."""
    found: list[str] = page.evaluate(BROKEN_WORDS)
    return found


def only_by_script(page: Page) -> list[str]:
    """Forms and buttons that do nothing where no script runs."""
    found: list[str] = page.evaluate(ONLY_BY_SCRIPT)
    return found


def restless(page: Page) -> list[str]:
    """What moves though less motion was asked for."""
    found: list[str] = page.evaluate(RESTLESS)
    return found
