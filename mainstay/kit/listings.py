"""A list that people live in: its columns, its choice, and what may be done to several of its rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from django.utils.text import slugify

from mainstay.kit.lists import Column

if TYPE_CHECKING:
    from datetime import datetime

    from mainstay.kit.plug import Words

R = TypeVar("R")
COLUMNS = "columns"  # the part of an address that names the columns, their codes with commas between


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one row, on the page.

    ``beneath`` is its second line; ``phone`` stands before it where columns have no headings; ``css`` are classes of
    the cell: ``full`` (a line of its own on the phone), ``r num``, ``zero`` (nothing, left out on the phone).
    """

    text: str
    url: str = ""
    tone: str = ""
    beneath: str = ""
    beneath_tone: str = "muted"
    phone: str = ""
    title: str = ""
    css: str = ""


@dataclass(frozen=True)
class Shown(Generic[R]):
    """One column of a list: its name for programs, its heading, what it says on the page and in a file.

    ``width`` is wide, mid, slim or whatever is left; ``right`` is for figures. In a file a cell of two lines is two
    columns: ``columns``; without them the file says what the page says.
    """

    code: str
    label: Words
    cell: Callable[[R], Cell]
    columns: Sequence[Column[R]] = ()
    width: str = "mid"
    right: bool = False

    @property
    def in_file(self) -> Sequence[Column[R]]:
        """The same in a file."""
        return self.columns or (Column(self.code, self.label, lambda row: self.cell(row).text),)


@dataclass(frozen=True)
class Head:
    """The heading of one column; ``link`` with ``url`` is the part that sorts, ``aria`` how it is sorted now."""

    label: Words
    css: str = ""
    link: Words = ""
    url: str = ""
    aria: str = ""


@dataclass(frozen=True)
class Line:
    """One row on the page: the cells after the first, which names it."""

    id: UUID
    state: str
    first: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Deed:
    """What may be done to several rows at once.

    ``form`` is made with ``person`` and ``at`` and reads what is asked once for all; its answers are handed to
    ``each`` with one row, ``by`` and ``at``. ``each`` gives what JSON knows of how it stood; ``back`` gets that again
    as ``kept``, after the row’s id and the row as it is then, None where it is out of sight. Both raise Refused.
    ``done`` says the deed in the past with a count: “3 promises were handed over.”.
    """

    name: str
    label: Words
    button: Words
    right: str
    form: type[Any]
    each: Callable[..., Mapping[str, Any]]
    back: Callable[..., object]
    done: Callable[[int], str]
    lead: Words = ""


@dataclass(frozen=True)
class Listing:
    """One list: where it stands, its columns for a person, how its address is read, what may be done to its rows.

    ``columns`` gives every column this person may see, ``usual`` the codes of those that stand there unasked. ``tidy``
    reads an address (or what a saved view kept) and gives the parts that the list knows. ``rows`` gives those of some
    ids that this person may see, by id; ``row_name`` says one of them in a few words. ``page`` gives so many rows as
    the columns take them, with their ids, from a cursor on, and the cursor that leads on (person, parts, at, …).
    """

    name: str
    label: Words
    url_name: str
    columns: Callable[[Any, datetime], Sequence[Shown[Any]]]
    usual: Callable[[Mapping[str, str]], Sequence[str]]
    tidy: Callable[[Mapping[str, str], Any], dict[str, str]]
    said: Callable[[Mapping[str, str], Any], str]
    rows: Callable[[Any, Sequence[UUID]], Mapping[UUID, Any]]
    row_name: Callable[[Any], str]
    row_url: Callable[[Any], str]
    page: Callable[[Any, Mapping[str, str], datetime, str, int], tuple[Sequence[tuple[UUID, Any]], str]]
    deeds: Sequence[Deed] = field(default=())


def chosen(shown: Sequence[Shown[R]], told: str, usual: Sequence[str]) -> list[Shown[R]]:
    """The columns that are told, in that order; the first of all names the row and always stands first.

    What is not known is left out; where nothing is told, the usual ones.
    """
    known = {each.code: each for each in shown}
    first = shown[0].code
    codes = [code for code in told.split(",") if code in known] or [code for code in usual if code in known]
    return [known[code] for code in dict.fromkeys([first, *codes])]


def in_file(shown: Sequence[Shown[R]]) -> list[Column[R]]:
    """The columns of the file that shows what is seen, each once."""
    return list({column.code: column for each in shown for column in each.in_file}.values())


def file_name(listing: str, whose: str, view: str, *, unsaid: str, client: str = "") -> str:
    """“clients-mine-late”: the name of the file that shows what is seen, by whose and which view it shows.

    ``unsaid`` is what the list shows to whoever asks for nothing less, and does not stand in the name; a list of one
    client alone says whose name it is: “promises-atlas-gmbh”.
    """
    parts = (listing, slugify(client, allow_unicode=True)[:80], whose, slugify(view, allow_unicode=True))
    return "-".join(part for part in parts if part not in ("", unsaid))


_PERCENT = {"wide": 26.0, "mid": 22.0, "slim": 8.5, "": 8.0}


def widths(shown: Sequence[Shown[Any]]) -> list[str]:
    """How wide the columns are; more than fit share the page evenly."""
    fit = sum(_PERCENT[each.width] for each in shown) <= 100
    return [each.width if fit else "" for each in shown]
