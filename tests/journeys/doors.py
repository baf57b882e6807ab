"""The three doors of the house, so that one act can be tried through each: page, API, terminal.

What is told to an act is named as the action names it; each door puts it into its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any, Protocol

from django.urls import reverse

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.promises.models import Promise

REFUSAL = re.compile(r'<div class="refusal">(.*?)</div>\s*(<details class="why">.*?</details>)?', re.DOTALL)
KEPT = "Your answers are kept."
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Answer:
    """What a door said: nothing where it was done, else the four parts of the refusal (R-X-14)."""

    sentence: str = ""
    rule: str = ""
    lifted_by: str = ""
    advice: str = ""
    absent: bool = False


class Door(Protocol):
    """One way into the house."""

    name: str

    def make(self, client: Client, by: User, **told: Any) -> Answer:
        """Give a word."""

    def act(self, verb: str, promise: Promise, by: User, **told: Any) -> Answer:
        """Do something with one."""


def plain(html: str) -> str:
    """Text without its tags."""
    return unescape(TAG.sub(" ", html)).strip()


def refusal_on(page: str) -> Answer:
    """The first refusal that stands on a page, read as a person reads it."""
    found = REFUSAL.search(page)
    assert found, "the page was refused and says no reason"
    said, why = found[1], found[2] or ""
    sentence = plain(said).removesuffix(KEPT).strip()
    rule = re.search(r"Rule ([A-Z0-9-]+)\.", why)
    lifted = re.search(r"Who may lift this: (.*?)\.</p>", why, re.DOTALL)
    nobody = "<p>Nobody lifts this.</p>" in why
    assert nobody != bool(lifted), "a refusal says who may lift it, or that nobody does"
    advice = re.search(r"<p>([^<]*)</p><cite>", why)
    who = unescape(lifted[1]) if lifted else ""
    return Answer(sentence, rule[1] if rule else "", who, unescape(advice[1]) if advice else "")


class Page:
    """Forms, as a browser without scripts sends them."""

    name = "page"

    def __init__(self, signed_in: Callable[[User], Browser]) -> None:
        self._signed_in = signed_in

    def make(self, client: Client, by: User, **told: Any) -> Answer:
        """The form behind “Promise”: the client is typed by name."""
        return self._post(reverse("promises:make"), by, told | {"client": client.name})

    def act(self, verb: str, promise: Promise, by: User, **told: Any) -> Answer:
        """The verb's form."""
        return self._post(reverse(f"promises:{verb}", args=[promise.pk]), by, told)

    def _post(self, url: str, by: User, told: dict[str, Any]) -> Answer:
        sent = {name: getattr(value, "pk", value) for name, value in told.items()}
        response: Any = self._signed_in(by).post(url, sent)
        if response.status_code == 404:
            return Answer(absent=True)
        if response.status_code == 422:
            return refusal_on(response.content.decode())
        assert response.status_code == 302, (response.status_code, response.content.decode()[:2000])
        return Answer()


class Api:
    """JSON with a token."""

    name = "api"

    def __init__(self, api: Callable[..., Caller]) -> None:
        self._api = api

    def make(self, client: Client, by: User, **told: Any) -> Answer:
        """The client is named by id."""
        return self._answer(self._api(by).post("/promises", self._sent(told) | {"client": str(client.pk)}))

    def act(self, verb: str, promise: Promise, by: User, **told: Any) -> Answer:
        """The verb under the promise's address."""
        return self._answer(self._api(by).post(f"/promises/{promise.pk}/{verb.replace('_', '-')}", self._sent(told)))

    @staticmethod
    def _sent(told: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))
            for name, value in told.items()
        }

    @staticmethod
    def _answer(response: Any) -> Answer:
        if response.status_code == 404:
            return Answer(absent=True)
        if response.status_code == 422:
            said = response.json()
            return Answer(said["detail"], said["rule"], said["lifted_by"], said["advice"])
        assert response.status_code in (200, 201), (response.status_code, response.content[:2000])
        return Answer()


class Terminal:
    """The mainstay command."""

    name = "terminal"
    OPTIONS = {
        "to_on": "--to",
        "told_how": "--told",
        "made_on": "--made-on",
        "budget": "--price",
        "acceptance": "--good-when",
    }
    OF_VERB = {("deliver", "delivered_on"): "--on", ("make", "due_on"): "--due", ("make", "due_time"): "--time"}

    def __init__(self, terminal: Callable[..., Result]) -> None:
        self._terminal = terminal

    def make(self, client: Client, by: User, **told: Any) -> Answer:
        """The client is named by name."""
        text = told.pop("text")
        return self._run(["promises", "make", text, "--client", client.name, *self._options("make", told)], by)

    def act(self, verb: str, promise: Promise, by: User, **told: Any) -> Answer:
        """The verb, with the promise's id."""
        name = verb.replace("_", "-")
        return self._run(["promises", name, str(promise.pk), *self._options(verb, told)], by)

    def _options(self, verb: str, told: dict[str, Any]) -> list[str]:
        args: list[str] = []
        for name, value in told.items():
            option = self.OF_VERB.get((verb, name)) or self.OPTIONS.get(name) or f"--{name.replace('_', '-')}"
            args += [option, str(getattr(value, "email", value))]
        return args

    def _run(self, args: list[str], by: User) -> Answer:
        result = self._terminal(args, by=by)
        if result.exit_code == 0:
            return Answer()
        assert result.exit_code == 1, (args, result.exit_code, result.output)
        lines = result.output.strip().splitlines()
        if not lines[-1].startswith("Rule "):
            return Answer(absent=True)
        assert len(lines) == 3, lines
        who = "" if lines[1] == "Nobody lifts this." else lines[1].removeprefix("Who may lift this: ").removesuffix(".")
        rule, _dot, advice = lines[2].removeprefix("Rule ").partition(". ")
        return Answer(lines[0], rule, who, advice)
