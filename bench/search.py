"""How fast the page of search answers in a large house: the first page of results, for who sees all, half, and fifty.

``search.py [CLIENTS]`` fills a house with so many clients (a million without a number), as many people and as
many promises, in the database of ``DATABASE_URL`` (SQLite without), and asks. Four thousand clients are written as
the house does; the others are copies of them, made by the database, each with the same words. The first time of a
question is cold for its words alone: the machine keeps what it read while the house was filled.
"""

from __future__ import annotations

import json
import random
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ground import AT, open_house
from intake import pace

AT_ONCE, BASE = 4000, 4000


def listed(words: str) -> list[str]:
    """The words of a line."""
    return words.split()


FIRST = listed(
    "Anna Boris Clara Dmitri Elena Fatimah Georg Helga Ibrahim Jane Kamal Lena Maria Nur Olga Peter Siti Thomas Уте "
    "Вера Иван Ольга"
)
ENDS = listed("er mann stein bauer berg feld son ley ton ova enko dottir well wood ford")
FIRMS = listed("GmbH AG Ltd Bhd OOO KG e.K. Inc")
WORDS = listed(
    "plan report proof brochure invoice delivery meeting quarterly sample draft contract review colour paper printing "
    "Entwurf Lieferung Rechnung Termin Angebot Muster Übersicht Vertrag Auflage Umschlag penghantaran laporan jadual "
    "sebut harga mesyuarat contoh отчёт договор доставка счёт образец встреча план смета"
)
QUESTIONS = {
    "a name": "Hale",
    "the same in Cyrillic": "Хейл",
    "name and first name": "margaret hale",
    "a phone with blanks": "+44 (0)20 7946 0991",
    "the same within the country": "020 7946-0991",
    "a mail address": "m.hale@thornton.example",
    "a very common word of names": "GmbH",
    "a very common word of texts": "send",
    "the beginning of many words": "sen",
    "one letter": "m",
    "two letters": "st",
    "two common words": "maria gmbh",
    "common words of texts": "send report",
    "another form, Malay": "menghantar",
    "a reference": "R-1234567",
    "no hit": "xyzzyq",
}


class Chance:
    """Names and texts, the same in every run; some far more often than others."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        parts = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in ("l", "n", "r", "k")]
        self.surnames = [(part + middle + end).title() for part in parts for middle in ("", "en", "a") for end in ENDS]
        self.towns = [(part + end).title() for part in parts[:120] for end in ("burg", "ton", "ov")]

    def often(self, words: Sequence[str]) -> str:
        """One of them, the first ones more often."""
        return words[int(len(words) * self.dice.random() ** 2)]

    def person(self) -> str:
        """A name."""
        return f"{self.often(FIRST)} {self.often(self.surnames)}"

    def firm(self, n: int) -> str:
        """A name; nearly a third of them end alike."""
        end = "GmbH" if self.dice.random() < 0.3 else self.often(FIRMS)
        return f"{self.often(self.surnames)} {self.often(self.towns)} {n} {end}"

    def text(self) -> str:
        """What is promised; nearly a third begin alike."""
        begin = "Send" if self.dice.random() < 0.3 else self.often(WORDS)
        return " ".join([begin, *(self.often(WORDS) for _ in range(4))])


def new_id() -> uuid.UUID:
    """One whose last three digits are free for copies."""
    return uuid.UUID(int=uuid.uuid4().int & ~0xFFF)


def fill(many: int, unit: Any, chance: Chance) -> list[uuid.UUID]:
    """Clients with a person and a promise each, straight into the tables; gives the ids of the clients."""
    from django.db import transaction

    from mainstay.clients.actions import slips as of_clients
    from mainstay.clients.models import Affiliation, Client, Reach
    from mainstay.finding import actions as finding
    from mainstay.finding.rules import slip_words
    from mainstay.kit import rows

    ids: list[uuid.UUID] = []
    for start in range(0, many, AT_ONCE):
        clients, people, ways, places, promises, told = [], [], [], [], [], []
        for n in range(start, min(many, start + AT_ONCE)):
            name, town = chance.firm(n), chance.often(chance.towns)
            client = Client(id=new_id(), name=name, town=town, unit=unit if n % 2 else None)
            client.derive()
            person, phone = somebody(n, many // 2, chance)
            clients.append(client)
            people.append(person)
            ways.append(Reach(id=new_id(), contact_id=person.pk, kind="phone", value=phone, key=phone))
            places.append(Affiliation(id=new_id(), client_id=client.pk, contact_id=person.pk))
            made = promised(n, client, chance)
            promises.append(made)
            words = slip_words("w", texts=(made.text, made.reference))
            told += [
                of_clients.of_client(client),
                finding.Told("p", person.pk, client.pk, of_clients._words_of(person, [phone])),
                finding.Told("w", made.pk, client.pk, words),
            ]
        with transaction.atomic():
            for table in (clients, people, ways, places, promises):
                rows.insert_many(table)
            finding.put(told=told)
        ids += [client.pk for client in clients]
    return ids


def somebody(n: int, hale: int, chance: Chance) -> tuple[Any, str]:
    """A person, and their phone; one of them is looked for."""
    from mainstay.clients.models import Contact

    person = Contact(id=new_id(), name=chance.person(), email=f"p{n}@post.example", phone=f"+4930{n:08d}")
    if n == hale:
        person.name, person.email, person.phone = "Margaret Hale", "m.hale@thornton.example", "+442079460991"
    person.reached_by = person.email
    person.derive()
    return person, person.phone


def promised(n: int, client: Any, chance: Chance) -> Any:
    """A promise that is owed."""
    from mainstay.promises.models import Promise

    due = date(2025, 1, 1) + timedelta(days=chance.dice.randrange(700))
    return Promise(
        id=new_id(), client_id=client.pk, text=chance.text(), reference=f"R-{n}", due_on=due, due_zone="UTC",
        due_at=datetime(due.year, due.month, due.day, tzinfo=UTC), first_due_on=due, judged_on=due,
    )  # fmt: skip


def copied(times: int) -> None:
    """Every client so many times more, with person and promises: the last three digits of each id count."""
    from django.db import connection

    from mainstay.clients.models import Affiliation, Client, Contact
    from mainstay.finding.models import Slip
    from mainstay.promises.models import Promise

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute("DROP INDEX finding_slip_words, finding_slip_some")
        for model in (Client, Contact, Affiliation, Promise, Slip):
            _without_indexes(cursor, model)
            table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
            named = [name for name in columns if name != "id" or _is_id(model, name)]
            told = [_another(name, sqlite) if _is_id(model, name) else f"base.{name}" for name in named]
            names = ", ".join(named)
            cursor.execute(f"CREATE TEMPORARY TABLE base AS SELECT * FROM {table}")  # noqa: S608
            series = "json_each(%s) AS series" if sqlite else "jsonb_array_elements_text(%s::jsonb) AS series(value)"
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {', '.join(told)} FROM base, {series}",  # noqa: S608
                [json.dumps([f"{n:03x}" for n in range(1, times + 1)])],
            )
            cursor.execute("DROP TABLE base")
        if sqlite:
            cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('rebuild')")
        else:
            over = "ON finding_slip USING gin (array_to_tsvector(string_to_array(words, ' ')))"
            cursor.execute(f"CREATE INDEX finding_slip_words {over}")
            cursor.execute(f"CREATE INDEX finding_slip_some {over} WITH (fastupdate = off) WHERE mod(id / 64, 61) = 0")


def _without_indexes(cursor: Any, model: Any) -> None:
    """Indexes that search does not ask are not filled: half of the time it takes to copy."""
    for index in model._meta.indexes:
        if index.fields != ["unit", "order_name", "id"]:
            cursor.execute(f"DROP INDEX {index.name}")


def _is_id(model: Any, name: str) -> bool:
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    target = getattr(field, "target_field", field)
    return type(target).__name__ == "UUIDField" and name not in ("owner_id", "unit_id", "run_id")


def _another(name: str, sqlite: bool) -> str:
    return (
        f"substr(base.{name}, 1, 29) || series.value"
        if sqlite
        else f"(left(base.{name}::text, 33) || series.value)::uuid"
    )


def colleagues(ids: Sequence[uuid.UUID], first: Any) -> Iterator[tuple[str, Any]]:
    """Who sees all, who heads the team of every second client, who serves fifty."""
    from django.db import connection

    from mainstay.clients.models import Assignment
    from mainstay.house.models import Post, Unit, User

    yield "all", first
    head = User.objects.create(name="Helga Baum", email="helga@bench.example")
    Post.objects.create(user=head, role="head", unit=Unit.objects.get(name="Bench"))
    yield "half", User.objects.get(pk=head.pk)
    one = User.objects.create(name="Ole Rand", email="ole@bench.example")
    Post.objects.create(user=one, role="manager")
    Assignment.objects.bulk_create(
        Assignment(client_id=pk, user=one, role="manager", from_on=AT.date()) for pk in ids[:: len(ids) // 50][:50]
    )
    yield "fifty", User.objects.get(pk=one.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    """Fill, ask, print a table."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    first = open_house()
    from django.db import connection
    from django.test import Client as Browser

    from mainstay.house.models import Unit

    begun = time.perf_counter()
    ids = fill(min(many, BASE), Unit.objects.create(name="Bench"), Chance())
    if many > BASE:
        copied(many // BASE - 1)
    people = list(colleagues(ids, first))
    print(f"pace {pace():.0f} ms for a loop of a million turns")
    print(f"{connection.vendor}: {many} clients filled in {time.perf_counter() - begun:.0f} s", flush=True)
    print("| question | " + " | ".join(f"{name}, first | again | found" for name, _who in people) + " |")
    print("|---|" + "---|" * 3 * len(people))
    for what, words in QUESTIONS.items():
        cells = [cell for _name, person in people for cell in asked(Browser(SERVER_NAME="localhost"), person, words)]
        print(f"| {what}: “{words}” | " + " | ".join(cells) + " |", flush=True)


def asked(browser: Any, person: Any, words: str) -> list[str]:
    """Milliseconds of the page the first time; the best of five more, and of the processors; how many were found."""
    from django.conf import settings

    from mainstay.desk.queries.search import search

    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.get("/more/")
    times: list[tuple[float, ...]] = []
    for _ in range(6):
        begun = (time.perf_counter(), time.process_time(), of_database())
        answer = browser.get("/search/", {"q": words})
        ended = (time.perf_counter(), time.process_time(), of_database())
        times.append(tuple((end - begin) * 1000 for begin, end in zip(begun, ended, strict=True)))
    if answer.status_code != 200:
        raise RuntimeError(answer.status_code)
    found = search(person, words)
    count = sum(map(len, (found.clients, found.people, found.engagements, found.promises)))
    wall, own, theirs = map(min, zip(*times[1:], strict=True))
    spent = f"{own:.0f} + {theirs:.0f}" if theirs else f"{own:.0f}"
    return [f"{times[0][0]:.0f}", f"{wall:.0f} ({spent})", f"{count}{' +' if found.cut else ''}"]


def of_database() -> float:
    """Seconds of processor time that PostgreSQL spent for our connection, where it runs on this machine (Linux)."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


if __name__ == "__main__":
    main()
