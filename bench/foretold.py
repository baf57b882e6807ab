"""What the record would have said ahead of time: ``foretold.py FILE …`` prints a table for each file.

At every day on which something came of a client’s promises, the record is read as of that day, and held against what
became of the next ten promises to that client: the share of them that was kept. Files are those that
``mainstay/trust/tests/histories.py`` knows. Needs no house and no database.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mainstay.trust.rules.record.fold import Standing, fold
from mainstay.trust.rules.record.policy import INSUFFICIENT, NOT_TRUSTED, TRUSTED, Policy, chosen
from mainstay.trust.tests.histories import History, read

NEXT = 10
SAID = {TRUSTED: "trusted", INSUFFICIENT: "not enough information", NOT_TRUSTED: "not trusted"}


@dataclass
class Cell:
    """What followed one of the three words."""

    points: int = 0
    kept: int = 0
    every: int = 0
    clients: set[str] = field(default_factory=set)

    def add(self, client: str, following: list[bool]) -> None:
        """One point: the promises that followed it."""
        self.points += 1
        self.kept += sum(following)
        self.every += len(following)
        self.clients.add(client)

    def told(self) -> str:
        """As the table has it."""
        if not self.points:
            return "– | 0 | 0"
        return f"{100 * self.kept / self.every:.1f} % | {self.points} | {len(self.clients)}"


def points(history: History, client: str, policy: Policy) -> Iterator[tuple[str, list[bool]]]:
    """Of each day on which something came: the verdict then, and whether each of the promises to come was kept."""
    rows, ends, standing = history.rows(client), history.ends(client), Standing()
    for on in sorted({row.on for row in rows}):
        standing = fold([row for row in rows if row.on == on], policy, as_of=on, start=standing)
        yield standing.verdict, [kept for when, kept in ends if when > on][:NEXT]


def policies(history: History) -> list[Policy]:
    """Time alone where nothing else is known; else also the house’s usual choice (rulebook 3)."""
    alone = [chosen(name, core=("time",), quorum=1) for name in ("busy-1", "steady-1", "slow-1")]
    return [*alone, chosen("steady-1")] if history.priced else alone


def table(history: History) -> Iterator[str]:
    """The lines of the table of one history."""
    many = sum(len(told) for told in history.clients.values())
    yield f"### {history.name}: {many} promises to {len(history.clients)} clients, until {history.until}"
    yield ""
    yield f"| goes by | after the word | kept of the next {NEXT} | points | clients | kept of up to {NEXT} | points |"
    yield "|---|---|---|---|---|---|---|"
    for policy in policies(history):
        whole: dict[str, Cell] = defaultdict(Cell)
        some: dict[str, Cell] = defaultdict(Cell)
        for client in history.clients:
            for verdict, following in points(history, client, policy):
                if len(following) == NEXT:
                    whole[verdict].add(client, following)
                if following:
                    some[verdict].add(client, following)
        for verdict, words in SAID.items():
            tail = some[verdict].told().rpartition(" | ")[0]
            yield f"| {policy.label} | {words} | {whole[verdict].told()} | {tail} |"


def main() -> int:
    """A table a file."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    for file in sys.argv[1:]:
        print(*table(read(Path(file))), "", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
