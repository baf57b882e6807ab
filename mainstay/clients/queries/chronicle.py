"""What happened with a client, in neutral sentences: who said or did what, and when (R-B-54)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    Model,
    Q,
    QuerySet,
    UUIDField,
)
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.house.rules import rights
from mainstay.journal.models import Line, Words
from mainstay.kit import paging, times
from mainstay.kit.plug import registry
from mainstay.kit.prepared import Slot, prepared

if TYPE_CHECKING:
    from mainstay.house.models import User

LONGEST = 200
READ_FOR_LATEST = 60
MANY = 3
TOLD_TWICE = ("clients.merged_into", "clients.unmerged_from")


@dataclass(frozen=True)
class Told:
    """One line as it is read: when, one sentence, and beneath it what changed and why."""

    when: str
    exact: str
    text: str
    beneath: tuple[str, ...]
    kind: str
    by: str
    at: datetime


def all_in(client: Client) -> list[UUID]:
    """The client and those that were merged into it, whose history is its own too."""
    found, last = [client.pk], [client.pk]
    while last := [pk for keeper in last for pk in _merged(keeper=keeper)]:
        found += last
    return found


@prepared(keeper=UUIDField())
def _merged(keeper: Slot) -> QuerySet[Client, UUID]:
    return Client.objects.filter(merged_into=keeper).values_list("pk", flat=True)


def lines_of(client: Client) -> QuerySet[Line]:
    """Its lines and those of clients merged into it; of a merge, which both chains tell, the keeper's line alone."""
    lines = Line.objects.visible_to(every := all_in(client))
    return lines.exclude(~Q(client_id=client.pk), kind__in=TOLD_TWICE) if len(every) > 1 else lines


def chronicle(
    client: Client, user: User, at: datetime, *, cursor: str = "", size: int = 100
) -> tuple[list[Told], paging.Page[Line]]:
    """A page of a client's chronicle, newest first, in the reader's language and zone: three queries."""
    lines = lines_of(client)
    found = paging.page_of(lines, by=("at", "id"), cursor=cursor, size=size, descending=True)
    return in_words(found.rows, user, at), found


def latest(client: Client, user: User, at: datetime, *, most: int) -> tuple[list[Told], bool]:
    """The newest few, and whether there is more: what one person did at one stroke counts as one (three)."""
    lines = _latest(client=client.pk) if len(all_in(client)) == 1 else list(_newest(lines_of(client)))
    strokes = list(_strokes(lines))
    first = [stroke[0] for stroke in strokes[:most]]
    told = in_words(first, user, at, _words_of(first))
    said = [_as_one(line, len(stroke) - 1) for line, stroke in zip(told, strokes, strict=False)]
    return said, len(lines) > len(said)


@prepared(client=UUIDField())
def _latest(client: Slot) -> QuerySet[Line]:
    return _newest(Line.objects.visible_to([client]))  # type: ignore[list-item]


def _newest(lines: QuerySet[Line]) -> QuerySet[Line]:
    """Without what only the chain needs."""
    return lines.defer("chain", "seq", "digest", "before", "hash").order_by("-at", "-id")[:READ_FOR_LATEST]


def _strokes(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one kind, person and moment together, where they are many; else each by itself."""
    for _key, same in groupby(lines, key=lambda line: (line.kind, line.by_id, line.at)):
        stroke = list(same)
        yield from [stroke] if len(stroke) > MANY else [[line] for line in stroke]


def _as_one(line: Told, others: int) -> Told:
    if not others:
        return line
    words = ngettext("and %(n)d more like it", "and %(n)d more like it", others) % {"n": others}
    return replace(line, beneath=(words,))


FEW = 8


def _words_of(lines: Sequence[Line]) -> list[Words]:
    """What a few lines say; the last of them fills what places are left."""
    if not lines:
        return []
    if len(lines) > FEW:
        return list(Words.objects.filter(pk__in=[line.pk for line in lines]))
    ids = [line.pk for line in lines]
    return _few_words(**{name: ids[min(n, len(ids) - 1)] for n, name in enumerate(PLACES)})


PLACES = tuple(f"line_{n}" for n in range(FEW))


@prepared(**{name: BigIntegerField() for name in PLACES})
def _few_words(**lines: Slot) -> QuerySet[Words]:
    return Words.objects.filter(pk__in=list(lines.values()))


def in_words(lines: Sequence[Line], user: User, at: datetime, said: Iterable[Words] | None = None) -> list[Told]:
    """Journal lines as sentences; words that were forgotten are said to be. One query, or none with what they say."""
    words = {one.line_id: one for one in (said if said is not None else _words_of(lines))}
    zone = user.zone
    today = at.astimezone(ZoneInfo(zone)).date()
    language = get_language() or "en"
    return [
        Told(
            when=_when(line.at, zone, language, today),
            exact=times.exact_words(line.at, zone, None, language),
            text=(text := sentence(line, words.get(line.pk))),
            beneath=tuple(_beneath(line, words.get(line.pk), today, text, user)),
            kind=line.kind,
            by=line.by_name,
            at=line.at,
        )
        for line in lines
    ]


def sentence(line: Line, said: Words | None) -> str:
    """What a line says, by the sentence of the capability that told it."""
    text = said.text if said is not None else _("(the words were forgotten)")
    values = {
        "by": line.by_name or _("The house"),
        "about": line.about_name,
        "client": line.client_name,
        "text": " ".join(text.split()),
    }
    template = registry.sentence(line.kind)
    if template is not None:
        return str(template) % values
    return _("%(by)s: %(about)s. %(text)s") % values


def _when(at: datetime, zone: str, language: str, today: date) -> str:
    words = times.time_words(at, zone, None, language, today)
    if times.local_day(at, zone) == today:
        words = f"{times.day_words(today, today, language)} {words}"
    return words[:1].upper() + words[1:]


def _beneath(line: Line, said: Words | None, today: date, sentence_said: str, user: User) -> list[str]:
    """What changed; and the words, where the sentence does not hold them already."""
    if said is None:
        return []
    known = _fields(line.about_type)
    found = [
        _change(known.get(name), name, old, new, today)
        for name, (old, new) in said.changes.items()
        if _may_read(known.get(name), name, user)
    ]
    if said.text and " ".join(said.text.split()) not in sentence_said:
        found.append(_cut(said.text))
    return found


def _may_read(field: Field[Any, Any] | None, name: str, user: User) -> bool:
    """What somebody wrote, not what follows from it by itself; amounts only for whoever may see them (R-X-3)."""
    if field is None:
        return not name.endswith("_id")  # an id tells a reader nothing; the sentence names whom it means
    return field.editable and (not isinstance(field, DecimalField) or user.may(rights.SEE_MONEY))


def _change(field: Field[Any, Any] | None, name: str, old: Any, new: Any, today: date) -> str:
    label = str(field.verbose_name) if field is not None else name
    before, after = (_value(field, value, today) for value in (old, new))
    if before and after:
        return _("%(label)s: %(old)s → %(new)s") % {"label": label, "old": before, "new": after}
    if after:
        return _("%(label)s: %(new)s") % {"label": label, "new": after}
    return _("%(label)s: no longer %(old)s") % {"label": label, "old": before or "–"}


def _value(field: Field[Any, Any] | None, value: Any, today: date) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.choices:
        known = {str(code): str(label) for code, label in field.flatchoices}
        return known.get(str(value), str(value))
    if isinstance(field, DateField) and not isinstance(field, DateTimeField) and isinstance(value, str):
        day = date.fromisoformat(value[:10])
        return times.spoken_near(day, today)
    return _cut(str(value))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@lru_cache(maxsize=64)
def _fields(about_type: str) -> Mapping[str, Field[Any, Any]]:
    """The fields of the record a line is about, by name: its labels are the words of the change."""
    models = [model for model in apps.get_models() if model._meta.model_name == about_type and _ours(model)]
    known: dict[str, Field[Any, Any]] = {field.name: field for model in models for field in model._meta.fields}
    if about_type == Assignment._meta.model_name:  # that the client was told is said in the words of a hand-over
        known |= {field.name: field for field in HandOver._meta.fields if field.name in ("told_on", "untold_why")}
    return known


def _ours(model: type[Model]) -> bool:
    return model.__module__.startswith("mainstay.")
