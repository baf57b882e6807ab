"""Take the demo's facts out of the Northwind sample database, the same bytes every time.

    python tests/machine/northwind_facts.py path/to/northwind.sql mainstay/desk/demo/northwind.json

Only what the demo shows is taken: firms and whom to speak to there, the sales staff, and for every order who took
it, when, for when, and when it left. Prices stand in the dump as rounded binary fractions (9.80000019); they are
read as the cents they were, and an order's value is rounded to cents.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

SOURCE = (
    "Northwind sample database, Microsoft, Ms-PL (LICENSE-northwind.txt beside this file);"
    " repository pthom/northwind_psql, commit cd0ef28d66369fbe177778e604e4be0f153c9e5c"
)
COLUMNS = {
    "customers": ("id", "company", "contact", "title", "city", "country", "phone"),
    "employees": ("id", "first", "last", "title", "courtesy", "reports_to", "country"),
    "orders": ("id", "customer", "employee", "ordered", "required", "shipped", "value"),
}
CENT = Decimal("0.01")
_VALUE = re.compile(r"'((?:[^']|'')*)'|(NULL)|([^,\s()']+)")

Cell = str | None
Fact = str | int | float | None


def rows_of(dump: str, table: str) -> list[list[Cell]]:
    """The rows a dump inserts into a table, each value as text, None for NULL."""
    found = re.findall(rf"^INSERT INTO {table} VALUES \((.*)\);$", dump, re.MULTILINE)
    return [[_cell(match) for match in _VALUE.finditer(row)] for row in found]


def _cell(match: re.Match[str]) -> Cell:
    quoted, null, bare = match.groups()
    if null:
        return None
    return quoted.replace("''", "'") if quoted is not None else bare


def facts(dump: str) -> dict[str, list[list[Fact]]]:
    """Customers, employees and orders of the dump, as ``COLUMNS`` name them."""
    values: dict[Cell, Decimal] = defaultdict(Decimal)
    for order, _product, price, quantity, discount in rows_of(dump, "order_details"):
        full = Decimal(price or 0).quantize(CENT) * int(quantity or 0)
        values[order] += full * (1 - Decimal(discount or 0).quantize(CENT))
    customers: list[list[Fact]] = [
        [row[0], row[1], row[2], row[3], row[5], row[8], row[9]] for row in rows_of(dump, "customers")
    ]
    employees: list[list[Fact]] = [
        [_number(row[0]), row[2], row[1], row[3], row[4], _number(row[16]), row[11]]
        for row in rows_of(dump, "employees")
    ]
    orders: list[list[Fact]] = [
        [_number(row[0]), row[1], _number(row[2]), *row[3:6], float(values[row[0]].quantize(CENT))]
        for row in rows_of(dump, "orders")
    ]
    return {"customers": customers, "employees": employees, "orders": orders}


def _number(cell: Cell) -> int | None:
    return None if cell is None else int(cell)


def written(told: dict[str, list[list[Fact]]]) -> str:
    """The facts as JSON, a line each, so that a change shows as one line."""
    lines = [f'"source": {json.dumps(SOURCE)}', f'"columns": {json.dumps(COLUMNS)}']
    for name, rows in told.items():
        shown = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        lines.append(f'"{name}": [\n{shown}\n]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: Sequence[str]) -> int:
    """Read the dump named first, write the facts to the file named second."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    dump, target = map(Path, arguments)
    target.write_text(written(facts(dump.read_text(encoding="utf-8"))), encoding="utf-8")
    print(f"{target}: {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
