"""What only a person can know about a file: how days are written, what a word means, who is meant (R-B-6, R-X-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, sort_name
from mainstay.kit.tables import Asks, DayReader, loose
from mainstay.kit.tables.maps import EVERY, Field, Map
from mainstay.kit.times import date_words
from mainstay.transfer import queries
from mainstay.transfer.models import Run
from mainstay.transfer.queries import Preview
from mainstay.transfer.queries.invited import are_addresses, clients_of
from mainstay.transfer.rules.kinds import Step
from mainstay.transfer.views import answers
from mainstay.transfer.views.answers import ASK, SAME, Question

if TYPE_CHECKING:
    from mainstay.house.models import User

MOST = 20  # questions at once
LOOKED_THROUGH = 20_000  # new records looked through for names that resemble ours
NEW = "new"
NAME_CLIENTS = ("clients", "promises")  # kinds whose steps tell which client of ours a new one resembles
TABLE = "[same]"  # a refusal that names this table of the map can be answered there


def open_questions(kind: str, now: Map, fields: Sequence[Field], seen: Preview, by: User) -> list[Question]:
    """Every question that only a person can answer, once."""
    found: dict[str, Question] = {}
    for each in [*_asked(now, fields, seen), *_words(now, fields, seen), *who_is_meant(kind, now, seen.steps, by)]:
        found.setdefault(each.name, each)
    if seen.summary.get("alone") and not now.alone:
        question = answers.alone_question(now)
        found[question.name] = question
    return list(found.values())


def _asked(now: Map, fields: Sequence[Field], seen: Preview) -> list[Question]:
    found = []
    for each in seen.questions:
        if not isinstance(each, Asks):
            continue
        choices = [(value, str(words)) for value, words in each.choices]
        name, sentence = ASK + each.about, answers.file_questions().get(each.about, str(each))
        if each.about == "date":
            name = f"{ASK}date.{_field_from(each.field, now, fields)}"
            sentence = _("How are the days in “%(column)s” written?") % {"column": each.field}
            choices = _day_choices(choices, each.field, seen)
        elif each.about == "same_name":
            name = SAME + each.field
            sentence = _("“%(name)s” stands in the file with several numbers. Is it one client?") % {"name": each.field}
        found.append(Question(name, sentence, choices))
    return found


def _day_choices(choices: list[tuple[str, str]], column: str, seen: Preview) -> list[tuple[str, str]]:
    """Each way of writing with the day it makes of a value in the file: “03/04/2019 is 3 April 2019”."""
    place = next((place for place, name in enumerate(seen.headers) if loose(name) == loose(column)), None)
    for _number, cells in seen.rows if place is not None else ():
        text = cells[place].strip()  # type: ignore[index]
        days = [DayReader([format_]).read(text) for format_, _words in choices]
        read = [moment.day for moment in days if moment is not None]
        if len(read) == len(choices) and len(set(read)) == len(read):
            language = get_language() or "en"
            return [
                (format_, _("%(text)s is %(day)s") % {"text": text, "day": date_words(day, language, year=True)})
                for (format_, _words), day in zip(choices, read, strict=True)
            ]
    return choices


def _field_from(column: str, now: Map, fields: Sequence[Field]) -> str:
    """The field that a column is read as; EVERY where that is not known."""
    return next((one.name for one in fields if loose(now.columns.get(one.name, "")) == loose(column)), EVERY)


def _words(now: Map, fields: Sequence[Field], seen: Preview) -> list[Question]:
    """Words of theirs in fields that know a few values only."""
    closed = {now.columns[one.name]: one for one in fields if one.choices and one.name in now.columns}
    return [
        answers.word_question(closed[each.column], each.value)
        for each in seen.problems
        if each.column in closed and each.value
    ]


# --- who is meant ---------------------------------------------------------------------------------------------


def of_run(run: Run, now: Map, by: User) -> list[Question]:
    """Who is meant, as far as a dry run left it open."""
    made = islice(queries.every_step(run, "made"), LOOKED_THROUGH) if run.kind in NAME_CLIENTS else ()
    refused = islice(queries.every_step(run, "refused"), LOOKED_THROUGH) if run.refused else ()
    return who_is_meant(run.kind, now, [*(each for each in made if each.alike), *refused], by)


def who_is_meant(kind: str, now: Map, steps: Iterable[Step], by: User) -> list[Question]:
    """Names that resemble ours, and names that several of ours bear: which is it, or another one?"""
    found: dict[str, Question] = {}
    unclear: list[str] = []
    for each in steps:
        name = each.client or each.name
        if not name or name in now.same:
            continue
        if kind in NAME_CLIENTS and each.what == "made" and each.alike:
            found[name] = _alike(name, each.alike)
        elif each.what == "refused" and TABLE in each.why:
            unclear.append(name)
        if len(found) + len(unclear) >= MOST:
            break
    return [*found.values(), *_several(list(dict.fromkeys(unclear)), by)]


def _alike(name: str, ours: Sequence[str]) -> Question:
    choices = [*((each, _("it is %(name)s") % {"name": each}) for each in ours), (NEW, _("no, another one"))]
    return Question(SAME + name, _("Is “%(name)s” a client you have already?") % {"name": name}, choices)


def _several(names: Sequence[str], by: User) -> list[Question]:
    """A question for each name that clients of ours bear."""
    if not names:
        return []
    bearers: dict[str, list[Client]] = {}
    rows = Client.objects.visible_to(by).kept().filter(sort_name__in=[sort_name(name) for name in names])
    for client in rows.order_by("reference", "id"):
        bearers.setdefault(client.sort_name, []).append(client)
    found = [_invited(name, by) for name in names if are_addresses(name)]
    for name in names:
        if are_addresses(name):
            continue
        choices = [(str(client.pk), _called(client)) for client in bearers.get(sort_name(name), [])]
        sentence = _("Who is “%(name)s”?") % {"name": name}
        found.append(Question(SAME + name, sentence, [*choices, (NEW, _("another one"))]))
    return found


def _invited(name: str, by: User) -> Question:
    """Whose is an entry to which people of several clients are invited?"""
    clients = clients_of([name], Client.objects.visible_to(by))[name].values()
    choices = [(str(client.pk), _called(client)) for client in sorted(clients, key=str)]
    sentence = _("Which client is meant where these are invited: %(name)s?") % {"name": ", ".join(name.split())}
    return Question(SAME + name, sentence, choices)


def _called(client: Client) -> str:
    return ", ".join(filter(None, (client.name, client.reference, client.town)))
