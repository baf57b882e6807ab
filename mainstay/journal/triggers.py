"""The database itself refuses to change a line or its words, or to delete a line.

SQLite drops a table's triggers when a later migration rebuilds the table, so they are put back after every
migrate; ``mainstay doctor`` and a test look for them.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

LINES, WORDS = "journal_line", "journal_words"
REFUSAL = "The journal is only added to."
_SQLITE = {
    "journal_line_no_update": f"BEFORE UPDATE ON {LINES}",
    "journal_line_no_delete": f"BEFORE DELETE ON {LINES}",
    "journal_words_no_update": f"BEFORE UPDATE ON {WORDS}",
}
_POSTGRES = {
    "journal_line_no_update": (LINES, "BEFORE UPDATE OR DELETE", "ROW"),
    "journal_line_no_truncate": (LINES, "BEFORE TRUNCATE", "STATEMENT"),
    "journal_words_no_update": (WORDS, "BEFORE UPDATE", "ROW"),
    "journal_words_no_truncate": (WORDS, "BEFORE TRUNCATE", "STATEMENT"),
}


def put_up(using: str = "default") -> None:
    """Set the triggers, whether or not they stand."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, what in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} {what} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
            for name, (table, when, level) in _POSTGRES.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(
                    f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {level} EXECUTE FUNCTION journal_refuses()"
                )


def take_down(using: str = "default") -> None:
    """Remove the triggers: only for a test database that is about to be flushed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            table = WORDS if "words" in name else LINES
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


def missing(using: str = "default") -> list[str]:
    """The names of triggers that ought to stand and do not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = set(_SQLITE)
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
            wanted = set(_POSTGRES)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def put_back(sender: Any, using: str, **_rest: Any) -> None:
    """Called by Django after every migrate."""
    tables = connections[using].introspection.table_names()
    if LINES in tables and WORDS in tables:
        put_up(using)
