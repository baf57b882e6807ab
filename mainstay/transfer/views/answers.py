"""What somebody set on the page of the columns, as a map; and a map, as what the page shows."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from mainstay.kit.tables.maps import EVERY, Field, Map, may_stand_alone

FIXED = "="  # chosen instead of a column: the same value for every row
COLUMN, VALUE, ASK, WORD, SAME = "col.", "fix.", "ask.", "word.", "same."
CLIENT = "client"
ALL_OF = "alone.client"  # the client of every row that names none
DAYS = ("day", "moment")


@dataclass(frozen=True)
class Row:
    """One field of ours, where it comes from, and some values of that column."""

    id: str
    name: str
    fixed_name: str
    label: str
    required: bool
    column: str
    is_fixed: bool
    fixed: str
    fixed_label: str
    choices: list[tuple[str, str]]
    example: str


@dataclass(frozen=True)
class Question:
    """What only a person can know, with the answers there are and the one given.

    Where it has a ``text_name`` it may be answered in words of one's own instead.
    """

    name: str
    sentence: str
    choices: list[tuple[str, str]]
    answer: str = ""
    text_name: str = ""
    text_label: str = ""
    text: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"q-{zlib.crc32(self.name.encode()):08x}")  # the same after every answer

    @property
    def radios(self) -> bool:
        """Whether the answers stand openly: few, and none given yet."""
        return not self.answer and len(self.choices) <= 4


def answered(post: QueryDict, before: Map, fields: Sequence[Field]) -> Map:
    """The map as the page now tells it; what does not stand on the page stays as it was before."""
    columns, fixed = _columns(post, before, fields)
    told = replace(
        before,
        columns=columns,
        fixed=fixed,
        date_formats=_date_formats(post, before, fields),
        values=_values(post, before),
        same=_told(post, SAME, before.same),
    )
    return replace(
        told,
        encoding=_of_file(post, "encoding", before.encoding),
        delimiter=_of_file(post, "delimiter", before.delimiter),
        decimal=_of_file(post, "decimal", before.decimal),
        sheet=_of_file(post, "sheet", before.sheet),
        alone=_of_file(post, "alone", before.alone),
    )


def _of_file(post: QueryDict, name: str, before: str | None) -> str | None:
    return post.get(ASK + name, before or "") or None


def _columns(post: QueryDict, before: Map, fields: Iterable[Field]) -> tuple[dict[str, str], dict[str, str]]:
    columns, fixed = dict(before.columns), dict(before.fixed)
    for one in fields:
        chosen = post.get(COLUMN + one.name)
        if chosen is None:
            continue
        both = one.name in columns and one.name in fixed  # written so in the text: the value is for blank cells
        columns.pop(one.name, None)
        value = post.get(VALUE + one.name, "").strip()
        if chosen == FIXED and value:
            fixed[one.name] = value
        elif not (both and chosen):
            fixed.pop(one.name, None)
        if chosen and chosen != FIXED:
            columns[one.name] = chosen
    if ALL_OF in post and CLIENT in columns:
        fixed.pop(CLIENT, None)
        if client := post.get(ALL_OF, "").strip():
            fixed[CLIENT] = client
    return columns, fixed


def _date_formats(post: QueryDict, before: Map, fields: Iterable[Field]) -> dict[str, tuple[str, ...]]:
    found = dict(before.date_formats)
    for name in (EVERY, *(one.name for one in fields if one.sort in DAYS)):
        answer = post.get(f"{ASK}date.{name}")
        if answer:
            found[name] = tuple(answer.splitlines())
        elif answer is not None:
            found.pop(name, None)
    return found


def _values(post: QueryDict, before: Map) -> dict[str, dict[str, str]]:
    found = {name: dict(words) for name, words in before.values.items()}
    for key, value in post.items():
        if key.startswith(WORD):
            name, _dot, word = key.removeprefix(WORD).partition(".")
            found.setdefault(name, {}).pop(word, None)
            if value:
                found[name][word] = str(value)
    return {name: words for name, words in found.items() if words}


def _told(post: QueryDict, prefix: str, before: Mapping[str, str]) -> dict[str, str]:
    found = dict(before)
    for key, value in post.items():
        if key.startswith(prefix):
            found.pop(key.removeprefix(prefix), None)
            if value:
                found[key.removeprefix(prefix)] = str(value)
    return found


def rows(fields: Iterable[Field], told: Map, examples: Mapping[str, Sequence[str]]) -> list[Row]:
    """The fields in order, those that are needed first."""
    ordered = sorted(fields, key=lambda one: not one.required)
    return [_row(one, told, examples) for one in ordered]


def _row(one: Field, told: Map, examples: Mapping[str, Sequence[str]]) -> Row:
    column, label = told.columns.get(one.name, ""), str(one.label)
    return Row(
        id=f"col-{one.name}",
        name=COLUMN + one.name,
        fixed_name=VALUE + one.name,
        label=label,
        required=one.required,
        column=column,
        is_fixed=one.name in told.fixed and not column,
        fixed=told.fixed.get(one.name, ""),
        fixed_label=_("%(field)s, the same for every row") % {"field": label},
        choices=[(value, str(words)) for value, words in one.choices],
        example=", ".join(examples.get(column, ())),
    )


def settled(told: Map, fields: Sequence[Field], *, asked: Iterable[str]) -> list[Question]:
    """What was answered already and may be asked again; ``asked`` are the names of what is open."""
    by_name = {one.name: one for one in fields}
    again = ("", _("ask again"))
    found = [
        Question(ASK + name, words, [(value, _value_words(name, value)), again], value)
        for name, words in file_questions().items()
        if (value := getattr(told, name))
    ]
    for name, formats in told.date_formats.items():
        label = str(by_name[name].label) if name in by_name else _("every column")
        words = _("How are the days written? (%(field)s)") % {"field": label}
        answer = "\n".join(formats)
        choices = [(answer, ", ".join(map(day_words, formats))), again]
        found.append(Question(f"{ASK}date.{name}", words, choices, answer))
    for name, meant in told.values.items():
        if name in by_name and by_name[name].choices:
            found += [word_question(by_name[name], word, value) for word, value in meant.items()]
    for name, value in told.same.items():
        choices = [(value, _("another one") if value == "new" else value), again]
        found.append(Question(SAME + name, _("Who is “%(name)s”?") % {"name": name}, choices, value))
    if may_stand_alone(fields) and (told.alone or (CLIENT in told.columns and CLIENT in told.fixed)):
        found.append(alone_question(told))
    open_ = set(asked)
    return [each for each in found if each.name not in open_]


def file_questions() -> dict[str, str]:
    """The questions about the file as a whole, by what the map calls the answer."""
    return {
        "sheet": _("Which sheet is it?"),
        "encoding": _("In which encoding is the file written?"),
        "delimiter": _("Which sign stands between the cells?"),
        "decimal": _("Which sign stands before the decimals?"),
    }


def alone_question(told: Map) -> Question:
    """What becomes of people whose row names no client."""
    choices = [("household", _("each stands as a household")), ("leave_out", _("they are left out"))]
    return Question(
        ASK + "alone",
        _("Some people in this list belong to no firm. What becomes of them?"),
        choices + ([("", _("ask again"))] if told.alone else []),
        told.alone or "",
        text_name=ALL_OF if CLIENT in told.columns else "",
        text_label=_("Or all of them belong to this client:"),
        text=told.fixed.get(CLIENT, ""),
    )


def word_question(one: Field, word: str, answer: str = "") -> Question:
    """What a word of theirs means in a field that knows a few values only."""
    choices = [(value, str(words)) for value, words in one.choices]
    sentence = _("What is “%(word)s”? (%(field)s)") % {"word": word, "field": one.label}
    return Question(f"{WORD}{one.name}.{word}", sentence, choices + ([("", _("ask again"))] if answer else []), answer)


def day_words(format_: str) -> str:
    """“day/month/year” for “%d/%m/%Y”."""
    parts = {
        "%d": _("day"),
        "%m": _("month"),
        "%b": _("month in letters"),
        "%Y": _("year"),
        "%y": _("year in two digits"),
    }
    for code, words in parts.items():
        format_ = format_.replace(code, words)
    return format_.replace("%%", "%")


def _value_words(name: str, value: str) -> str:
    signs = {",": _("comma"), ".": _("point"), ";": _("semicolon"), "\t": _("tab"), "|": _("upright bar")}
    return signs.get(value, value) if name in ("delimiter", "decimal") else value
