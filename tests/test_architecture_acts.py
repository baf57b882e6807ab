"""Who does what: only actions write, rules only judge, the journal is how folders hear of one another."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mainstay.kit.plug import registry
from tests import tree

WRITING = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "aupdate", "adelete", "abulk_create", "abulk_update", "aget_or_create",
    "aupdate_or_create", "insert_many",
}  # fmt: skip
TRANSACTIONS = {"atomic", "select_for_update"}
SQL = {"cursor", "raw", "extra", "executescript"}
READING_THE_TIME = re.compile(
    r"(^|\.)((datetime|timezone|clock)\.(now|utcnow|localdate|today)|date\.today|time\.time(_ns)?|localdate)$"
)
ROOMS_WITH_A_CLOCK = {"views", "api", "cli", "public", "jobs", "capability"}
DEEDS_WITHOUT_A_NAME = re.compile(r"^(create|update|process|handle|do|manage|perform|execute)(_|$)")
KIND = re.compile(r"^[a-z]+\.[a-z_]+$")

# What stands outside its room for a reason.
IN_THE_CALLERS = {"mainstay/journal/actions.py": "a line is noted in the transaction of the act, or refused"}
WRITES_ELSEWHERE: dict[str, str] = {}
SQL_ELSEWHERE = {
    "mainstay/journal/triggers.py": "puts up the database's own refusals",
    "mainstay/config/views.py": "/readyz asks whether the database answers",
    "mainstay/config/doctor/inside.py": "asks SQLite whether its file is whole",
    "mainstay/transfer/actions/database.py": "a picture that stands still while a house is read; numbers that go on",
    "mainstay/finding/actions/slips.py": "keeps the words of SQLite's own index, which no model knows",
    "mainstay/finding/actions/anew.py": "empties the same",
    "mainstay/finding/queries/answers.py": "asks the database's own index over words",
    "mainstay/finding/queries/clients.py": "asks it which clients answer, for a list",
    "mainstay/finding/queries/state.py": "looks whether that index stands",
    "mainstay/trust/queries/record/crosscheck.py": "folds the record a second time, in the database itself",
    "mainstay/trust/queries/record/reading.py": "to make two texts out of models cost a tenth of the longest page",
    "mainstay/kit/rows.py": "writes many rows by one prepared statement, as bulk_create would",
    "mainstay/kit/prepared.py": "asks what Django wrote, a second time without writing it anew",
    "mainstay/kit/behind.py": "has references looked at before the transaction ends, while we go on",
    "mainstay/config/postgres/base.py": "is the backend: says once a connection that nothing is compiled",
    "mainstay/finding/queries/gin.py": "asks PostgreSQL's small index before the large one",
    "mainstay/config/sqlite/base.py": "is the backend: a cursor that waits for its turn to write",
}
TIME_ELSEWHERE = {"mainstay/house/clock.py": "the clock of the house"}
LISTENERS = {"mainstay/journal/apps.py": "triggers are put back after every migrate, Django's own doing"}


def modules(*rooms: str) -> list[Path]:
    """The modules of some rooms, in all capabilities."""
    wanted = [path for path in tree.code() if tree.folder_of(path) in tree.capabilities()]
    return [path for path in wanted if tree.room_of(path) in rooms]


def excused(faults: dict[str, list[str]], excuses: dict[str, str]) -> list[str]:
    """Faults in files without an excuse, and excuses that nothing needs any more."""
    idle = [f"{name} needs its excuse no longer" for name in excuses if not faults.get(name)]
    return [fault for name, found in faults.items() if name not in excuses for fault in found] + idle


def by_file(paths: list[Path], name: str) -> dict[str, list[str]]:
    """The findings of one of the lints below, per file."""
    lint = LINTS[name]
    return {
        tree.says(path): [f"{tree.says(path, line)} {what}" for line, what in lint(tree.parsed(path))] for path in paths
    }


# --- writing ---------------------------------


def _is_super(call: ast.Call) -> bool:
    """``super().save()`` inside a model's own method only hands on."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "super"


def writes(module: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls that change a row. A dict's or a digest's ``update`` takes its matter by position."""
    for call, name in tree.calls(module):
        if not isinstance(call.func, ast.Attribute) or _is_super(call):
            continue
        by_position = name in {"update", "delete"} and bool(call.args)
        if (name in WRITING and not by_position) or name in TRANSACTIONS:
            yield call.lineno, f".{name}()"


def sql(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Ways around the ORM."""
    for call, name in tree.calls(module):
        if name in SQL and isinstance(call.func, ast.Attribute):
            yield call.lineno, f".{name}()"


def test_only_actions_write() -> None:
    elsewhere = [path for path in tree.code() if tree.room_of(path) != "actions"]
    faults = excused(by_file(elsewhere, "writes"), WRITES_ELSEWHERE)
    assert faults == [], tree.listed(faults, "Give it a verb in actions.py and call that.")


def test_nobody_goes_around_the_tables() -> None:
    faults = excused(by_file(tree.code(), "sql"), SQL_ELSEWHERE)
    assert faults == [], tree.listed(faults, "A named set on the QuerySet says it better.")


def verbs(path: Path) -> ast.Module:
    """The verbs an actions module offers; of a package's module, those that the package hands on."""
    inside = tree.parsed(path)
    if path.parent.name != "actions":
        return inside
    offered = {name.rsplit(".", 1)[-1] for _line, name in tree.imports(tree.parsed(path.parent / "__init__.py"))}
    body = [node for node in inside.body if getattr(node, "name", None) in offered]
    return ast.Module(body, [])


def among_verbs(lint: Callable[[ast.Module], Iterator[tuple[int, str]]]) -> list[str]:
    """The findings of a lint in every verb of the house."""
    return [f"{tree.says(path, line)} {what}" for path in modules("actions") for line, what in lint(verbs(path))]


def unguarded(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Verbs that act in somebody's name, or write by themselves, and open no transaction.

    One ``update`` in nobody's name is one statement, and so a transaction of its own; what gives a bool only asks.
    """
    for verb in tree.public_functions(module):
        asks = verb.returns is not None and ast.unparse(verb.returns) == "bool"
        named = not asks and "by" in {given.arg for given in verb.args.kwonlyargs}
        written = [what for _line, what in writes(verb)]
        if (named or written not in ([], [".update()"])) and "atomic" not in ast.unparse(verb):
            yield verb.lineno, f"{verb.name} acts outside a transaction"


def test_a_verb_writes_in_one_transaction() -> None:
    faults = [fault for fault in among_verbs(unguarded) if fault.split(":")[0] not in IN_THE_CALLERS]
    assert faults == [], tree.listed(faults, "Put @transaction.atomic on it.")


def nameless(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Verbs that say nothing of the trade, or that take more than what they are about by position."""
    for verb in tree.public_functions(module):
        if DEEDS_WITHOUT_A_NAME.match(verb.name):
            yield verb.lineno, f"{verb.name} is no verb of the trade"
        given = [*verb.args.posonlyargs, *verb.args.args]
        acts = {"at", "on"} & {each.arg for each in [*given, *verb.args.kwonlyargs]}
        if acts and len(given) > 1:
            yield verb.lineno, f"{verb.name} takes more than one argument by position"


def test_a_verb_is_one_of_the_trade_and_takes_its_matter_by_keyword() -> None:
    faults = among_verbs(nameless)
    assert faults == [], tree.listed(faults, "make, move, deliver, settle …; keyword-only.")


# --- judging ---------------------------------


def impure(module: ast.Module) -> Iterator[tuple[int, str]]:
    """What a rule must not know: Django, who asks, chance."""
    strange = {"django", "ninja", "allauth", "random", "secrets", "os", "time", "socket", "subprocess"}
    for line, name in tree.imports(module):
        if name.split(".")[0] in strange:
            yield line, f"imports {name}"


def test_a_rule_only_judges() -> None:
    faults = [fault for found in by_file(modules("rules"), "impure").values() for fault in found]
    assert faults == [], tree.listed(faults, "Pass in what the rule needs.")


def reads_time(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that ask what time it is, the house's own clock included."""
    for call, _name in tree.calls(module):
        asked = ast.unparse(call.func)
        if READING_THE_TIME.search(asked):
            yield call.lineno, f"asks {asked}()"


def is_the_clock(fault: str) -> bool:
    """Whether it is the house's clock that was asked, not the machine's."""
    return bool(re.search(r"asks (?:house\.)?clock\.(?:now|today)\(", fault))


def test_the_time_is_asked_at_the_edges_and_of_the_house_alone() -> None:
    found = by_file([path for path in tree.code() if tree.folder_of(path) != tree.ROOF], "reads_time")
    edges = {tree.says(path) for path in modules(*ROOMS_WITH_A_CLOCK)}
    faults = {
        name: [fault for fault in said if not (name in edges and is_the_clock(fault))] for name, said in found.items()
    }
    left = excused(faults, TIME_ELSEWHERE)
    assert left == [], tree.listed(left, "Pass the time in (at=, on=); views, api and cli read house.clock.")


def undocumented(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Public functions that say nothing of themselves."""
    for function in tree.public_functions(module):
        if not ast.get_docstring(function):
            yield function.lineno, f"{function.name} has no docstring"


def test_rules_and_verbs_say_what_they_do() -> None:
    faults = [f for found in by_file(modules("rules", "actions"), "undocumented").values() for f in found]
    assert faults == [], tree.listed(faults, "Shape, units, errors, and the R-number.")


# --- hearing ---------------------------------


def listeners(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Django signals taken up: ``@receiver`` and ``signal.connect(…)``."""
    for line, name in tree.imports(module):
        if name.endswith(".receiver"):
            yield line, "imports receiver"
    for call, name in tree.calls(module):
        base = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name == "connect" and getattr(base, "id", "") not in {"sqlite3", "psycopg"}:
            yield call.lineno, f"{ast.unparse(call.func)}()"


def test_no_folder_listens_to_django() -> None:
    faults = excused(by_file(tree.code(), "listeners"), LISTENERS)
    assert faults == [], tree.listed(faults, "Hear a kind of the journal instead (capability.py, hears).")


def kinds_noted(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The kinds of line that calls of ``note`` and ``Entry`` name."""
    for call, name in tree.calls(module):
        if name in {"note", "Entry"} and call.args:
            yield from ((line, word) for line, word in tree.words(call.args[0]) if KIND.match(word))


def test_every_kind_that_is_noted_is_declared_by_its_folder() -> None:
    tells = {plug.name: set(plug.tells) for plug in registry.installed()}
    faults = [
        f"{tree.says(path, line)} notes {kind}"
        for path in tree.code()
        for line, kind in kinds_noted(tree.parsed(path))
        if kind not in tells.get(str(tree.folder_of(path)), set())
    ]
    assert faults == [], tree.listed(faults, "Add it to tells=(…) in this folder's capability.py.")


def test_every_kind_that_is_declared_can_happen() -> None:
    for plug in registry.installed():
        said = {
            word
            for path in tree.code()
            if tree.folder_of(path) == plug.name and tree.room_of(path) != "capability"
            for _line, word in tree.words(tree.parsed(path))
        }
        verbs = {word.split(".", 1)[-1] for word in said}
        idle = [kind for kind in plug.tells if kind not in said and kind.split(".", 1)[1] not in verbs]
        assert idle == [], f"mainstay/{plug.name}/capability.py tells of what no action notes"
        foreign = [kind for kind in plug.tells if not kind.startswith(f"{plug.name}.")]
        assert foreign == [], f"mainstay/{plug.name} tells in another folder's name"


def test_every_kind_that_is_heard_is_told_by_a_lower_storey() -> None:
    for plug in registry.installed():
        for kind, hear in plug.hears.items():
            assert kind in registry.told(), f"{plug.name} hears {kind}, which nobody tells"
            assert tree.may_use(plug.name, kind.split(".")[0]), f"{plug.name} hears {kind} from above"
            rooms = (f"mainstay.{plug.name}.actions", f"mainstay.{plug.name}.capability")  # which imports them then
            assert hear.__module__.startswith(rooms), f"{kind} is heard outside actions"


# --- the checks themselves can fail ---------------------------------

LINTS = {
    "writes": writes,
    "sql": sql,
    "unguarded": unguarded,
    "nameless": nameless,
    "impure": impure,
    "reads_time": reads_time,
    "undocumented": undocumented,
    "listeners": listeners,
    "kinds_noted": kinds_noted,
}


@pytest.mark.parametrize(
    ("lint", "source", "found"),
    [
        ("writes", "row.save(update_fields=['x'])", [".save()"]),
        ("writes", "Row.objects.filter(a=1).update(b=2)", [".update()"]),
        ("writes", "Row.objects.get_or_create(a=1)\nrows.delete()", [".get_or_create()", ".delete()"]),
        ("writes", "given.update(other)\ncache.delete('k')\nsuper().save(*a)", []),
        ("sql", "with connection.cursor() as c: pass", [".cursor()"]),
        ("unguarded", "def make(*, a): Row.objects.create(a=a)", ["make acts outside a transaction"]),
        ("unguarded", "def make(*, a, by): _row(a)", ["make acts outside a transaction"]),
        ("unguarded", "def may_move(*, a, by) -> bool: return a.by == by", []),
        ("unguarded", "def tick(*, at): Row.objects.update(at=at)", []),
        ("unguarded", "@transaction.atomic\ndef make(*, a): Row.objects.create(a=a)", []),
        ("nameless", "def create_row(*, a): pass", ["create_row is no verb of the trade"]),
        ("nameless", "def make(a, b, *, at): pass", ["make takes more than one argument by position"]),
        ("nameless", "def document(*, a, at): pass\ndef needs(by, right): pass", []),
        ("impure", "from django.db import models", ["imports django.db", "imports django.db.models"]),
        ("impure", "from datetime import datetime", []),
        ("reads_time", "x = datetime.now(UTC)", ["asks datetime.now()"]),
        ("reads_time", "x = timezone.localtime(at)", []),
        ("undocumented", "def judge(): pass\ndef _inner(): pass", ["judge has no docstring"]),
        ("listeners", "post_save.connect(hear)", ["post_save.connect()"]),
        ("listeners", "from django.dispatch import receiver", ["imports receiver"]),
        ("listeners", "sqlite3.connect('x')", []),
        ("kinds_noted", "journal.note('a.b' if x else 'a.c', about=y)", ["a.b", "a.c"]),
        ("kinds_noted", "Entry('a.b', row)", ["a.b"]),
    ],
)
def test_lint_finds_what_it_is_for(lint: str, source: str, found: list[str]) -> None:
    assert [what for _line, what in LINTS[lint](ast.parse(source))] == found


def test_an_excuse_that_nothing_needs_is_a_fault() -> None:
    assert excused({"a.py": []}, {"a.py": "why"}) == ["a.py needs its excuse no longer"]
    assert excused({"a.py": ["a.py:1 x"]}, {"a.py": "why"}) == []
    assert is_the_clock("mainstay/x/views.py:1 asks clock.now()")
    assert not is_the_clock("mainstay/x/views.py:1 asks timezone.now()")
