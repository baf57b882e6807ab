"""What the code of the house never does: read from the code itself, so that a new line that does it fails."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests import tree

# Where something of the kind is done nevertheless, and why it is harmless.
EXCUSED = {
    ("mainstay/kit/tables/spool.py", "marshal"): "rows of ours, in a file that nobody else can open",
    ("mainstay/house/queries/leaked.py", "sha1"): "the lists of leaked passwords are made of it; nothing is kept by it",
    ("mainstay/kit/tables/amounts.py", "pattern"): "the signs that part thousands, one of a list of ours",
    ("mainstay/promises/rules/capture/words.py", "pattern"): "the words of a table of ours",
    ("mainstay/promises/rules/capture/days.py", "pattern"): "the words of a table of ours",
    ("mainstay/promises/rules/capture/clocks.py", "pattern"): "the words of a table of ours",
}
CALLS_THAT_RUN = {"eval", "exec", "compile", "__import__"}
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle"}
BY_CHANCE = {"random"}
WEAK = {"md5", "sha1", "md4", "new"}
IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage|localStorage|__proto__"
)


def modules_of(file: Path) -> Iterator[str]:
    """The outermost names of what a file imports."""
    for node in ast.walk(tree.parsed(file)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def calls_of(file: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """What a file calls: the thing asked, the name, the call."""
    for node in ast.walk(tree.parsed(file)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield "", node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                of = node.func.value
                yield of.id if isinstance(of, ast.Name) else "", node.func.attr, node


def name_of(file: Path) -> str:
    """Its path as the excuses name it."""
    return file.relative_to(tree.ROOT).as_posix()


def fresh(found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """What no excuse names."""
    return sorted(found - set(EXCUSED))


def test_nothing_is_run_that_was_text() -> None:
    """No eval, no template of words: ``Template(…)`` of Django is made of files alone."""
    found = {
        (name_of(file), name)
        for file in tree.code()
        for of, name, _call in calls_of(file)
        if (not of and name in CALLS_THAT_RUN) or name in ("from_string", "render_from_string")
    }
    assert fresh(found) == []


def test_no_command_is_given_through_a_shell() -> None:
    found = set()
    for file in tree.code():
        for of, name, call in calls_of(file):
            shell = any(word.arg == "shell" for word in call.keywords)
            if shell or (of == "os" and name in ("system", "popen")) or name in ("getoutput", "getstatusoutput"):
                found.add((name_of(file), name))
    assert fresh(found) == []


def test_no_stranger_s_bytes_become_objects() -> None:
    found = {(name_of(file), name) for file in tree.code() for name in modules_of(file) if name in MAKES_OBJECTS}
    assert fresh(found) == []


def makes_a_pattern(file: Path) -> bool:
    """Whether it puts something into a regular expression that is no constant of its own."""
    return any(
        isinstance(part, ast.Name) and not part.id.isupper()
        for of, _name, call in calls_of(file)
        if of == "re" and call.args and isinstance(call.args[0], ast.JoinedStr)
        for part in ast.walk(call.args[0])
    )


def test_no_pattern_is_made_of_what_somebody_sends() -> None:
    """A regular expression is written down, but for tables of words of ours."""
    assert fresh({(name_of(file), "pattern") for file in tree.code() if makes_a_pattern(file)}) == []


def test_no_secret_is_made_by_chance_of_the_common_kind() -> None:
    """What must not be guessed comes from ``secrets``; nothing of the house asks ``random`` at all."""
    found = {(name_of(file), name) for file in tree.code() for name in modules_of(file) if name in BY_CHANCE}
    assert fresh(found) == []


def test_no_weak_digest_is_used() -> None:
    found = {
        (name_of(file), name)
        for file in tree.code()
        for of, name, _call in calls_of(file)
        if name in WEAK and of == "hashlib"
    }
    assert fresh(found) == []
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_no_script_of_ours_writes_markup() -> None:
    scripts = [path for path in tree.PACKAGE.rglob("static/**/*.js") if "vendor" not in path.parts]
    assert scripts
    found = {(path.name, word) for path in scripts for word in IN_SCRIPTS.findall(path.read_text())}
    assert sorted(found) == []


def test_the_log_goes_to_one_place() -> None:
    assert set(settings.LOGGING["handlers"]) == {"stderr"}
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]


def test_the_wheel_carries_no_tests() -> None:
    told = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert (told["packages"], "mainstay/*/tests" in told["exclude"]) == (["mainstay"], True)


@pytest.mark.parametrize(("file", "what"), sorted(EXCUSED))
def test_an_excuse_is_needed(file: str, what: str) -> None:
    path = tree.ROOT / file
    digests = {name for of, name, _call in calls_of(path) if of == "hashlib"}
    assert what in {*modules_of(path), *digests, *(["pattern"] if makes_a_pattern(path) else [])}
