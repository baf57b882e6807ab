"""The rows of a file that were, or would be, left out: as they stand in it, with the reason beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Number, Table
from mainstay.kit.tables.maps import Map
from mainstay.transfer.actions import files
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.models import Run
from mainstay.transfer.queries.stepping import every_step


def left_out(run: Run) -> tuple[list[str], Iterator[list[str]]]:
    """Headers and rows of what is left out, to be mended and brought in again by the same map.

    Where the file is no longer kept the rows hold their number, the column and its value alone.
    """
    why = reasons(run)
    stack = ExitStack()
    try:
        path = stack.enter_context(files.spooled(run))
    except Refused:
        return [_("Row"), _("Column"), _("Value"), _("Why")], chain(_alone(run), _further(run, 3))
    table = files.opened(path, run.file_name, Map.parse(run.map_text, kind_of(run.kind).fields, whole=False))
    rows = _rows(stack, table, why, run.report.get("decimal") or ".")
    return [*table.names, _("Row"), _("Why")], chain(rows, _further(run, len(table.names) + 1))


def reasons(run: Run) -> dict[int, str]:
    """Why each row is left out, by its number."""
    found: dict[int, list[str]] = {}
    for each in run.report.get("problems", ()):
        place = f"{each['column']}, “{each['value']}”: " if each["column"] else ""
        found.setdefault(each["row"], []).append(f"{place}{each['reason']}")
    if run.refused:
        for step in every_step(run, "refused"):
            for row in step.rows:
                found.setdefault(row, []).append(step.why)
    for row, _word in run.report.get("passed_over", ()):
        found.setdefault(row, []).append(no_day())
    return {row: " ".join(said) for row, said in found.items()}


def no_day() -> str:
    """Why a row is passed over: a word, or nothing, stands where its day belongs."""
    return _("It names no day and is passed over.")


def _rows(stack: ExitStack, table: Table, why: dict[int, str], decimal: str) -> Iterator[list[str]]:
    with stack:
        for row in table.rows():
            if row.number in why:
                cells = [_written(cell, decimal) for cell in row.cells]
                yield [*cells, str(row.number), why[row.number]]


def _written(cell: str, decimal: str) -> str:
    """A cell as text; a number of a workbook with the sign before its decimals that the texts beside it have."""
    return cell.replace(".", decimal) if isinstance(cell, Number) else cell


def _further(run: Run, blanks: int) -> Iterator[list[str]]:
    """One line more where a run keeps only the first of many reasons: nobody takes these rows for all of them."""
    more = run.report.get("problem_count", 0) - len(run.report.get("problems", ()))
    if more > 0:
        said = ngettext(
            "%(n)d further value cannot be read. Mend these rows first, then try the file again.",
            "%(n)d further values cannot be read. Mend these rows first, then try the file again.",
            more,
        )
        yield [*[""] * blanks, said % {"n": more}]
    passed = run.report.get("passed_over", ())
    more = sum((run.report.get("not_judgeable") or {}).values()) - len(passed) if passed else 0
    if more > 0:
        said = ngettext("%(n)d further row names no day.", "%(n)d further rows name no day.", more)
        yield [*[""] * blanks, said % {"n": more}]


def _alone(run: Run) -> Iterator[list[str]]:
    problems: Sequence[dict[str, str]] = run.report.get("problems", ())
    for each in problems:
        yield [str(each["row"]), each["column"], each["value"], each["reason"]]
    for step in every_step(run, "refused") if run.refused else ():
        yield [", ".join(map(str, step.rows)), "", step.name, step.why]
    for row, word in run.report.get("passed_over", ()):
        yield [str(row), "", word, no_day()]
