"""J-1 through the API and in the terminal; in the browser it is played in tests/browser/test_kept_word.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.kept_word import Story, yes

if TYPE_CHECKING:
    from click.testing import Result

    from conftest import Caller
    from mainstay.clients.models import Client, Contact
    from mainstay.followups.models import FollowUp
    from mainstay.house.models import User
    from mainstay.promises.models import AnswerLink, Clash, Promise

pytestmark = pytest.mark.django_db


class ByApi:
    """JSON with a token of each."""

    prices = True

    def __init__(self, api: Callable[..., Caller], mara: User) -> None:
        self.api, self.mara = api, mara

    def do(self, path: str, **body: Any) -> Any:
        """Mara acts."""
        answer = self.api(self.mara).post(path, body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def lines(self, person: User, view: str = "") -> list[dict[str, Any]]:
        """Today."""
        found: list[dict[str, Any]] = self.api(person).get("/today", view=view).json()["lines"]
        return found

    def catch(self, line: str, price: Decimal | None) -> str:
        """Understood first, then kept."""
        read = self.do("/promises/understand", line=line)
        assert read["whole"]
        assert read["engagement"]["name"] == "Shop 2026"
        made = self.do("/promises/from-line", line=line, budget=str(price))
        return " ".join(one["text"] for one in made["warnings"])

    def is_warned(self, person: User, promise: Promise) -> bool:
        """By the id on the line."""
        return str(promise.pk) in {line["promise"] for line in self.lines(person)}

    def settle_clash(self, clash: Clash, why: str) -> None:
        """Both stand."""
        self.do(f"/promises/clashes/{clash.pk}/both-stand", why=why)

    def move(self, promise: Promise, to_on: date, reason: str, substitute: str) -> None:
        """Ask for another day."""
        told = {"to_on": to_on.isoformat(), "reason": reason, "substitute": substitute, "answer": "not_yet"}
        self.do(f"/promises/{promise.pk}/move", **told)

    def ask(self, promise: Promise, contact: Contact) -> None:
        """A link for two weeks."""
        self.do(f"/promises/{promise.pk}/ask-by-link", contact=str(contact.pk))

    def answer(self, link: AnswerLink, url: str) -> None:
        """By the link alone."""
        yes(url)

    def deliver(self, promise: Promise, cost: Decimal | None) -> None:
        """Today."""
        self.do(f"/promises/{promise.pk}/deliver", cost=str(cost))

    def give_over(self, promise: Promise, what: str) -> None:
        """What they have."""
        self.do(f"/promises/{promise.pk}/give-over", what=what)

    def settle(self, promise: Promise, known_from: str, remark: str) -> None:
        """Accepted with a remark."""
        self.do(f"/promises/{promise.pk}/settle", satisfaction="remarks", known_from=known_from, remark=remark)

    def answer_remark(self, remark: Any, answer: str) -> None:
        """Answered."""
        self.do(f"/promises/remarks/{remark.pk}/answer", answer=answer)

    def answer_followup(self, asked: FollowUp, answers: tuple[str, ...], known_from: str) -> None:
        """With the outcome."""
        self.do(f"/followups/{asked.pk}/answer", answers=list(answers), known_from=known_from, outcome="reached")

    def counts(self, client: Client) -> tuple[int, int]:
        """Of the ledger."""
        counts = self.api(self.mara).get(f"/promises/ledger/{client.pk}").json()["counts"]
        return counts["made"], counts["moved"]

    def used_to(self, client: Client) -> int:
        """The streams."""
        return len(self.api(self.mara).get(f"/trust/usual/{client.pk}").json()["streams"])

    def exceptions(self, head: User) -> int:
        """The house’s."""
        return len(self.lines(head, "house"))


class ByTerminal:
    """The mainstay command."""

    prices = True

    def __init__(self, terminal: Callable[..., Result], mara: User) -> None:
        self.terminal, self.mara = terminal, mara

    def do(self, *args: str, by: User | None = None) -> str:
        """Mara acts."""
        done = self.terminal(list(args), by=by or self.mara)
        assert done.exit_code == 0, done.output
        return done.output

    def catch(self, line: str, price: Decimal | None) -> str:
        """What is understood is printed, and kept after a yes."""
        done = self.terminal(["promise", line, "--price", str(price)], by=self.mara, input="y\n")
        assert done.exit_code == 0, done.output
        assert "Shop 2026" in done.output
        return done.output

    def is_warned(self, person: User, promise: Promise) -> bool:
        """By the id on the line."""
        lines = json.loads(self.do("today", "--json", by=person))
        return str(promise.pk) in {line["promise"] for line in lines}

    def settle_clash(self, clash: Clash, why: str) -> None:
        """Both stand."""
        self.do("promises", "both-stand", str(clash.pk), "--why", why)

    def move(self, promise: Promise, to_on: date, reason: str, substitute: str) -> None:
        """Ask for another day."""
        told = ["--to", to_on.isoformat(), "--reason", reason, "--substitute", substitute, "--answer", "not_yet"]
        self.do("promises", "move", str(promise.pk), *told)

    def ask(self, promise: Promise, contact: Contact) -> None:
        """A link for two weeks."""
        self.do("promises", "ask-by-link", str(promise.pk), "--contact", contact.name)

    def answer(self, link: AnswerLink, url: str) -> None:
        """By the link alone."""
        yes(url)

    def deliver(self, promise: Promise, cost: Decimal | None) -> None:
        """Today."""
        self.do("promises", "deliver", str(promise.pk), "--cost", str(cost))

    def give_over(self, promise: Promise, what: str) -> None:
        """What they have."""
        self.do("promises", "exchange", "give-over", str(promise.pk), what)

    def settle(self, promise: Promise, known_from: str, remark: str) -> None:
        """Accepted with a remark."""
        told = ["--satisfaction", "remarks", "--known-from", known_from, "--remark", remark]
        self.do("promises", "settle", str(promise.pk), *told)

    def answer_remark(self, remark: Any, answer: str) -> None:
        """Answered."""
        self.do("promises", "answer-remark", str(remark.pk), "--answer", answer)

    def answer_followup(self, asked: FollowUp, answers: tuple[str, ...], known_from: str) -> None:
        """With the outcome."""
        self.do("followups", "answer", str(asked.pk), *answers, "--known-from", known_from, "--outcome", "reached")

    def counts(self, client: Client) -> tuple[int, int]:
        """Of the ledger."""
        counts = json.loads(self.do("client", client.name, "--json"))["counts"]
        return counts["made"], counts["moved"]

    def used_to(self, client: Client) -> int:
        """The streams."""
        return len(json.loads(self.do("usual", client.name, "--json"))["streams"])

    def exceptions(self, head: User) -> int:
        """The house’s."""
        return len(json.loads(self.do("today", "--house", "--json", by=head)))


@pytest.mark.parametrize("door", [ByApi, ByTerminal])
def test_a_promise_is_kept_or_honourably_moved(
    door: Any, atlas: Client, manager: User, deputy: User, head: User, admin: User, at: datetime,
    api: Callable[..., Caller], terminal: Callable[..., Result],
) -> None:  # fmt: skip
    story = Story(atlas, manager, deputy, head, admin, at)
    story.begin()
    story.play(door(api if door is ByApi else terminal, manager))
