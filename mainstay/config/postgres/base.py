"""Django's backend for PostgreSQL, whose connections do without PostgreSQL's own compiler.

``jit`` is on by default, and compiles a statement that might read very much before it runs it. What a page asks stops
after a hundred rows, and pays 20 to 50 ms for nothing. Said once a connection, not among the options by which it is
opened: whoever stands between, such as PgBouncer, may refuse those.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection on which nothing is compiled."""

    def _configure_connection(self, connection: Any) -> bool:
        super()._configure_connection(connection)  # type: ignore[misc]  # the stubs do not know it
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        return True  # to be committed
