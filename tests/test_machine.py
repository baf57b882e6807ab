"""The tools that ``make`` calls do what they say, and find what they are to find."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import hatch_build
from tests import tree
from tests.machine import chromium, messages, postgres, security, venv

TEMPLATE = """{% load i18n %}
<p title="{% trans 'A title' %}">it's "100 %" {% trans "Hello “you”" %}
    {% blocktrans count n=rows|length trimmed %}
      One promise by {{ who }}
    {% plural %}
      {{ n }} promises by {{ who }}
    {% endblocktrans %}
  <c-line :label="_('Bound text')">{% translate "May" context "month" %}{{ _("shown") }}
"""
PYTHON = """
a = _("One sentence "
      "in two")
b = ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
c = pgettext_lazy("verb", "open")
d = gettext(name)
"""
CATALOGUE = """msgid ""
msgstr ""
"Language: ru\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
"? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def texts(found: list[messages.Found]) -> list[object]:
    """What was gathered, without its places."""
    return [words if context is None else (context, words) for _line, words, _comments, context in found]


def test_messages_gathers_every_way_to_mark_a_text() -> None:
    assert texts(list(messages._in_template(TEMPLATE, "x.html"))) == [
        "A title",
        "Hello “you”",
        ("One promise by %(who)s", "%(n)s promises by %(who)s"),
        ("month", "May"),
        "shown",
        "Bound text",
    ]
    assert texts(list(messages._in_python(PYTHON))) == [
        "One sentence in two",
        ("%(n)d day", "%(n)d days"),
        ("verb", "open"),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Yes"\nmsgstr "Да"\n', None),
        ('msgid "Yes"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Yes"\nmsgstr "Да"\n', "a guess"),
        ('msgid "Hello %(who)s"\nmsgstr "Привет"\n', "leaves out"),
        ('msgid "Hello {who}"\nmsgstr "Привет, {whom}"\n', "which the English has not"),
        ('msgid "day"\nmsgid_plural "days"\nmsgstr[0] "день"\nmsgstr[1] ""\nmsgstr[2] "дней"\n', "not translated"),
        ('msgid "day"\nmsgid_plural "days"\nmsgstr[0] "день"\nmsgstr[1] "дня"\nmsgstr[2] "дней"\n', None),
    ],
)
def test_messages_finds_what_is_wrong_with_a_translation(entry: str, fault: str | None) -> None:
    said = messages.faults("ru", read_po(io.BytesIO((CATALOGUE + entry).encode()), locale="ru"))
    assert len(said) == (fault is not None)
    assert fault is None or fault in said[0]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from django.utils.translation import gettext as said", "said"),
        ("from django.utils.translation import ngettext_lazy as later", "later"),
        ("from django.utils.translation import gettext_lazy as _", "_"),
        ("from django.utils.translation import gettext", None),
    ],
)
def test_messages_knows_by_which_name_texts_are_marked(line: str, name: str | None) -> None:
    found = messages.RENAMED.search(line)
    assert (found and found["name"]) == name
    assert messages.unmarked() == []


def test_messages_writes_the_same_file_twice(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    found = messages.gather()
    assert len(found) > 0
    path.write_bytes(messages.written(messages.brought_up_to_date("de", path, found)))
    again = messages.written(messages.brought_up_to_date("de", path, found))
    assert again == path.read_bytes()
    assert b"Creation-Date" not in again


def test_catalogues_are_compiled_once(tmp_path: Path) -> None:
    source = tmp_path / "mainstay" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE + 'msgid "Yes"\nmsgstr "Да"\n')
    assert hatch_build.compile_catalogues(tmp_path) == 1
    assert "Да".encode() in source.with_suffix(".mo").read_bytes()
    assert hatch_build.compile_catalogues(tmp_path) == 0


def test_chromium_named_by_hand_is_the_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINSTAY_CHROMIUM", sys.executable)
    assert chromium.find() == sys.executable
    monkeypatch.setenv("MAINSTAY_CHROMIUM", "/there/is/none")
    assert chromium.find() is None
    assert chromium.main() == 1


def python_of(folder: Path, told: str) -> str:
    """A command of Python's name, that says of itself what it is told; the folder it lies in."""
    folder.mkdir()
    (folder / "python3").write_text(f"#!/bin/sh\necho '{told}'\n")
    (folder / "python3").chmod(0o755)
    return str(folder)


def test_of_the_pythons_of_one_version_the_clearly_fastest_makes_the_venv(tmp_path: Path) -> None:
    version = venv.VERSION
    first = f"{python_of(tmp_path / 'first', f'{version} 1 0.0200 /first')}/python3"
    little = python_of(tmp_path / "little", f"{version} 1 0.0190 /little")
    bare = python_of(tmp_path / "bare", f"{version} 0 0.0100 /bare")
    newer = python_of(tmp_path / "newer", "3.99 1 0.0050 /newer")
    broken = python_of(tmp_path / "broken", "what?")
    quick = python_of(tmp_path / "quick", f"{version} 1 0.0140 /a quick one")
    assert venv.fastest(f"{little}:{bare}:{newer}:{broken}:/none:", first) == first
    assert venv.fastest(f"{little}:{quick}:{bare}", first) == "/a quick one"


def test_this_python_says_of_itself_what_it_is() -> None:
    own = venv.tried(sys.executable)
    assert own is not None
    assert (own.version, own.executable, own.seconds > 0) == (venv.VERSION, sys.executable, True)


@pytest.mark.skipif(postgres.binaries() is None, reason="there is no PostgreSQL on this machine")
def test_postgres_is_gone_when_its_command_has_ended(tmp_path: Path) -> None:
    said = tmp_path / "said"
    look = f'printf %s "$DATABASE_URL" > "{said}"; exit 7'
    done = subprocess.run(
        [sys.executable, "-m", "tests.machine.postgres", "--", "sh", "-c", look], cwd=tree.ROOT, check=False
    )
    url = said.read_text()
    assert done.returncode == 7
    assert url.startswith("postgresql://mainstay@/mainstay?host=")
    assert not Path(url.partition("host=")[2]).exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")
def test_make_help_lists_every_target_that_people_type() -> None:
    said = subprocess.run(["make", "help"], cwd=tree.ROOT, check=True, capture_output=True, text=True).stdout
    listed = {line.split()[1] for line in said.splitlines()}
    assert {"setup", "demo", "test", "check", "bench", "messages", "lock", "help"} <= listed


KNOWN = {"name": "django", "version": "4.2.1", "vulns": [{"id": "PYSEC-1"}]}
SOUND = {"name": "click", "version": "8", "vulns": []}


@pytest.mark.parametrize(
    ("of_the_known", "of_the_lock", "faults"),
    [
        ([KNOWN], [SOUND], []),
        (
            [KNOWN],
            [SOUND, {**SOUND, "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}],
            ["click 8: CVE-1", "click 8: CVE-2"],
        ),
        ([KNOWN], [{"name": "ours", "skip_reason": "not found"}], ["ours: not found"]),
        ([KNOWN], None, None),
        ([{**KNOWN, "vulns": []}], [SOUND], None),  # it answers to everything, and knows nothing
        ([{"name": "django", "skip_reason": "not found"}], [SOUND], None),
        (None, [SOUND], None),
    ],
)
def test_a_known_fault_of_what_is_locked_is_told_and_silence_is_no_answer(
    of_the_known: security.Told, of_the_lock: security.Told, faults: list[str] | None
) -> None:
    answers = [of_the_known, of_the_lock]
    assert security.audit(ask=lambda _lock, _seconds: answers.pop(0)) == faults


def test_ci_asks_for_known_faults_each_time() -> None:
    assert "\nmake audit\n" in (tree.ROOT / ".ci" / "run").read_text()
