"""The checks can fail: what they are there for is found where it is put."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.watching import axe, broken_words, only_by_script, restless, small_targets, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from mainstay.house.models import User
    from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAULTS = """() => {
  const put = (html) => document.querySelector("#main").insertAdjacentHTML("beforeend", html);
  put('<h5>deep</h5><form method="post" id="mute"><input aria-label="a"><input aria-label="b"></form>');
  put('<button hx-get="/" type="button">x</button>');
  put('<img src="/static/theme/mark.svg"><div class="row"><a href="/" id="tiny">x</a></div>');
  put('<p style="color: red">inline</p><pre id="wide"></pre><h2 id="narrow">Zurückgenommen</h2>');
  document.querySelector("#wide").textContent = "w".repeat(400);
  document.querySelector("#wide").style.whiteSpace = "pre";
  Object.assign(document.querySelector("#narrow").style, { width: "60px", overflowWrap: "anywhere" });
  document.querySelector("#mute").style.transition = "color 1s";
  fetch("http://127.0.0.1:9/elsewhere").catch(() => {});
  setTimeout(() => { throw new Error("a script breaks"); });
}"""


def test_what_is_amiss_is_found(manager: User, watch: Watch, page_of: Callable[..., Page]) -> None:
    page = page_of(manager, 375)
    page.goto("/")
    assert (axe(page), too_wide(page, 375), small_targets(page), broken_words(page)) == ([], [], [], [])
    assert (only_by_script(page), restless(page)) == ([], [])
    page.evaluate(FAULTS)
    page.wait_for_timeout(300)
    assert sorted(finding.split()[0] for finding in axe(page)) == ["heading-order", "image-alt"]
    mute, dumb = "form mute “”", "button  “x”"
    assert only_by_script(page) == [
        f"no button sends {mute}",
        f"no token in {mute}",
        f"only htmx answers {dumb}",
    ]
    assert restless(page) == ["form."]
    assert too_wide(page, 375)[0].startswith("page ")
    assert [target.split()[0] for target in small_targets(page)] == ["button", "a"]
    assert broken_words(page) == ["Zurückgenommen"]
    met, watch.faults = watch.faults, []
    for what in ("CSP stops inline by style-src-attr", "CSP stops http://127.0.0.1:9", "script: "):
        assert any(what in fault for fault in met), (what, met)


def test_an_answer_of_an_error_is_found(manager: User, watch: Watch, page_of: Callable[..., Page]) -> None:
    page = page_of(manager)
    page.goto("/nothing/here/")
    met, watch.faults = watch.faults, []
    assert "404: GET /nothing/here/" in met
