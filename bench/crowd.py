"""A house of any size: ``crowd.py CLIENTS FOLDER`` leaves one in the folder (or in the database of ``DATABASE_URL``).

A hundred clients are written by the house's own verbs (``block.py``); the others are copies of them with all that
hangs on them, made by the database, each with ids, names, addresses and numbers of its own. The managers are copied
with every fifth hundred, so that one serves 450 and one fifty; teams are made for every five thousand clients, with a
head each. What a house as large would have and this
one has not: words of its own in each promise, and most lines of the journal: of the copies only those of a few kinds
stand there, and their seals do not fit (they cover the ids). Of a house as
SQLite keeps it no statistics are gathered, as the product gathers none; PostgreSQL does so by itself.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from block import CLIENTS, written
from ground import AT, open_house, set_up

A_MANAGER, A_TEAM = 5, 50  # copies whose clients two managers serve, and one team looks after
SYLLABLES = [first + vowel for first in "bdfgklmnprstvw" for vowel in "aeiou"]
KEPT = {
    "house",
    "lists",
    "sessions",
    "contenttypes",
    "auth",
    "account",
    "mfa",
    "socialaccount",
    "django_tasks_database",
}
OF_HOUSE = {
    "promises.Kind", "trust.Standard", "trust.ServiceStandard", "trust.Lesson", "trust.Check", "followups.Delay",
    "finding.State", "transfer.KeptMap",
}  # fmt: skip
PEOPLE = {"house.User", "house.Post"}
WORDS = {"chain", "about_id", "client_id", "by_id"}  # ids that are no foreign keys
LINES = ("clients.added", "engagements.begun", "promises.told", "promises.broken", "promises.moved", "trust.word_said")
CALLED = {  # what differs from copy to copy besides ids: {base} is the column as it was copied from
    "clients.Client": {
        "name": "{base} || ' ' || copy.word",
        "sort_name": "{base} || ' ' || copy.lower",
        "order_name": "{base} || ' ' || copy.lower",
        "like_key": "{base} || ' ' || copy.key",
        "found_by": "replace({base}, base.order_name, base.order_name || ' ' || copy.lower)",
        "unit_id": "copy.unit",
    },
    "clients.Contact": {
        "name": "{base} || ' ' || copy.word",
        "sort_name": "{base} || ' ' || copy.lower",
        "like_key": "{base} || ' ' || copy.key",
        "email": "copy.lower || '.' || {base}",
        "phone": "{base} || copy.number",
        "reached_by": "replace(replace({base}, base.email, copy.lower || '.' || base.email), "
        "substr(base.phone, 2), substr(base.phone, 2) || copy.number)",
        "found_by": "replace(replace(replace({base}, base.sort_name, base.sort_name || ' ' || copy.lower), "
        "base.email, copy.lower || '.' || base.email), substr(base.phone, 2), substr(base.phone, 2) || copy.number)",
    },
    "clients.Reach": dict.fromkeys(
        ("value", "key"), "CASE base.kind WHEN 'mail' THEN copy.lower || '.' || {base} ELSE {base} || copy.number END"
    ),
    "house.User": {
        "name": "{base} || ' ' || copy.word",
        "email": "copy.lower || '.' || {base}",
        "unit_id": "copy.unit",
    },
    "finding.Slip": {"words": "{base} || ' ' || base.sort || copy.lower"},
    "journal.Line": {"client_name": "{base} || ' ' || copy.word"},
}


def block(folder: Path) -> None:
    """A house of the hundred clients alone."""
    written(open_house(folder))
    caught_up()


def grown(clients: int) -> None:
    """The open house of a hundred clients, made to hold so many."""
    from django.db import connection

    copies = clients // CLIENTS
    if copies > 15 * 4096:
        raise SystemExit("not more than six million clients")
    with connection.cursor() as cursor:
        teams(cursor, copies)
        copied(cursor)


def caught_up() -> None:
    """What the worker would have done by the day of the house: evidence, records, what they are used to."""
    from mainstay.kit.plug import registry
    from mainstay.trust.models import Stale, Stirred

    for _round in range(30):
        for plug in registry.installed():
            if plug.tick is not None:
                plug.tick(AT)
        if not Stale.objects.exists() and not Stirred.objects.exists():
            return
    raise RuntimeError("the worker is not done")


def teams(cursor: Any, copies: int) -> None:
    """The numbers of the copies with what each adds to ids and names; a team for every fifty of them, with its head."""
    from django.db import connection

    from mainstay.clients.models import Client
    from mainstay.house.models import Post, Unit, User
    from mainstay.kit import letters

    units = Unit.objects.bulk_create(Unit(name=f"Team {n + 1}") for n in range((copies + A_TEAM - 1) // A_TEAM))
    heads = User.objects.bulk_create(
        User(name=f"Head {n + 1}", email=f"head{n + 1}@bench.example", unit=unit) for n, unit in enumerate(units)
    )
    Post.objects.bulk_create(Post(user=head, role="head", unit=head.unit) for head in heads)
    Client.objects.update(unit=units[0])
    User.objects.filter(email__in=("many@bench.example", "few@bench.example")).update(unit=units[0])
    kind = "uuid" if connection.vendor == "postgresql" else "text"
    cursor.execute(
        "CREATE TEMPORARY TABLE copy (n integer, digits text, people text, word text, lower text, key text, "
        f"number text, unit {kind})"
    )
    digits = [f"{n:04x}" for n in range(65536) if f"{n:04x}"[0] != "4"]  # a 4 stands there in every id that is no copy
    many, rows = len(SYLLABLES), []
    for n in range(1, copies):
        word = "z" + "".join(SYLLABLES[n // many**place % many] for place in (2, 1, 0))
        first, unit = n // A_MANAGER * A_MANAGER, units[n // A_TEAM].pk
        people = digits[first] if first else ""
        told = unit if kind == "uuid" else unit.hex
        rows.append((n, digits[n], people, word.title(), word, letters.skeleton(word), f"{n:05d}", told))
    cursor.executemany("INSERT INTO copy VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)


def copied(cursor: Any) -> None:
    """Every row of the five hundred clients so many times more; indexes are put up again when the rows are there."""
    from django.apps import apps
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    models = [model for model in apps.get_models() if _is_copied(model) and model.objects.exists()]
    if sqlite:
        for told in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "cache_size=-4000000"):
            cursor.execute(f"PRAGMA {told}")
    else:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    indexes = _taken_down(cursor, models, sqlite)
    for model in models:
        _copied(cursor, model, sqlite)
        said(model._meta.db_table)
    for put_up in indexes:
        cursor.execute(put_up)
    said("indexes")
    if sqlite:
        cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('rebuild')")
        for told in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32000"):
            cursor.execute(f"PRAGMA {told}")
    else:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def said(what: str) -> None:
    """How much was done, and at what cost so far."""
    print(f"{time.process_time():7.1f} s  {what}", flush=True)


def _is_copied(model: Any) -> bool:
    label = model._meta.label
    if label in PEOPLE:
        return True
    return model._meta.app_label not in KEPT and label not in OF_HOUSE


def _taken_down(cursor: Any, models: Any, sqlite: bool) -> list[str]:
    tables = [model._meta.db_table for model in models]
    if sqlite:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            "AND tbl_name IN (SELECT value FROM json_each(%s))",
            [json.dumps(tables)],
        )
    else:
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint x WHERE x.conindid = c.oid)",
            [tables],
        )
    found = cursor.fetchall()
    for name, _sql in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]


def _copied(cursor: Any, model: Any, sqlite: bool) -> None:
    table, label = model._meta.db_table, model._meta.label
    fields = list(model._meta.concrete_fields)
    also = {"house.User": "WHERE email IN ('many@bench.example', 'few@bench.example')"}
    also["house.Post"] = f"WHERE user_id IN (SELECT id FROM house_user {also['house.User']})"  # noqa: S608
    also["journal.Line"] = f"WHERE client_id IS NOT NULL AND kind IN {LINES}"
    also["journal.Head"] = "WHERE chain IN (SELECT client_id FROM journal_line)"
    also["journal.Words"] = f"WHERE line_id IN (SELECT id FROM journal_line {also['journal.Line']})"  # noqa: S608
    where = also.get(label, "")
    cursor.execute(f"CREATE TEMPORARY TABLE base AS SELECT * FROM {table} {where}")  # noqa: S608
    told = [_told(field, label, sqlite) for field in fields]
    which = f"WHERE copy.n % {A_MANAGER} = 0" if label in PEOPLE else ""
    columns = ", ".join(_quoted(field) for field in fields)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {', '.join(told)} FROM copy CROSS JOIN base {which}")  # noqa: S608
    cursor.execute("DROP TABLE base")
    if not sqlite and model._meta.pk.get_internal_type() in ("BigAutoField", "AutoField"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608


def _told(field: Any, label: str, sqlite: bool) -> str:
    """What stands in a column of a copy."""
    base = f"base.{_quoted(field)}"
    called = CALLED.get(label, {}).get(field.column)
    if called:
        return called.format(base=base)
    target = getattr(field, "target_field", field)
    of_copied = _is_copied(field.related_model) if field.is_relation else field.primary_key or field.column in WORDS
    if not of_copied:
        return base
    if target.get_internal_type() == "UUIDField":
        person = field.column == "by_id" or target.model._meta.label == "house.User"
        digits = "copy.people" if person else "copy.digits"
        if sqlite:
            other = f"substr({base}, 1, 12) || {digits} || substr({base}, 17)"
        else:
            other = f"(substr({base}::text, 1, 14) || {digits} || substr({base}::text, 19))::uuid"
        return f"CASE {digits} WHEN '' THEN {base} ELSE {other} END" if person else other
    if target.get_internal_type() in ("BigAutoField", "AutoField") or label == "journal.Words":
        of = "journal_line" if label == "journal.Words" else target.model._meta.db_table
        return f"{base} + copy.n * {_span(of)}"
    return base


def _quoted(field: Any) -> str:
    return f'"{field.column}"'


SPANS: dict[str, int] = {}


def _span(table: str) -> int:
    """Numbers of one copy of a table."""
    from django.db import connection

    if table not in SPANS:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
            SPANS[table] = cursor.fetchone()[0]
    return SPANS[table]


def main() -> None:
    """Fill, and say how long it took. A folder that holds a house of a hundred clients already is only grown."""
    begun = time.perf_counter()
    clients, folder = int(sys.argv[1]), Path(sys.argv[2])
    if (folder / "mainstay.sqlite3").exists():
        set_up(folder)
    else:
        folder.mkdir(parents=True)
        block(folder)
    if clients > CLIENTS:
        grown(clients)
    print(f"{clients} clients in {time.perf_counter() - begun:.0f} s, {time.process_time():.0f} s of processor time")


if __name__ == "__main__":
    main()
