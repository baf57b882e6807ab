"""What must not stand anywhere: script in pages, other people's servers, the machine it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import tree
from tests.machine import locks

CSS_BUDGET = 30 * 1024  # bytes, all stylesheets together
INLINE = {
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\btype=\"application/json\")(?:(?![^>]*\bsrc\s*=)|[^>]*>\s*[^\s<])", re.IGNORECASE
    ),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an event handler in the page": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:|=\s*[\"']js:", re.IGNORECASE),
    "another server": re.compile(r"(?:src|href|action|srcset|poster)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
}
GUARD = re.compile(r"\{%\s*(?:el)?if\b[^%]*(?:\bperms\.|is_staff|is_superuser|has_perm|\.may\b)")
IN_CSS = {"another server": re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE)}
IN_SCRIPT = {
    "text run as code": re.compile(r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*[\"']"),
    "another server": re.compile(r"[\"'`](?:https?:)?//[\w.-]+\.\w"),
}
# in pieces, so that this file does not find itself
MACHINE = re.compile(
    "|".join(
        ["/" + r"work/(?:main|shared|\.)", "/" + "root/", "/" + r"home/\w+/", "/" + "opt/wheels", "/" + "opt/pypi"]
    )
)
HOSTS = re.compile(
    r"(?:py" + r"pi|pythonho" + r"sted|npm" + r"js|js" + r"delivr|un" + r"pkg|cdn" + r"js)\.(?:org|com|net)"
)


def found(text: str, patterns: dict[str, re.Pattern[str]]) -> Iterator[tuple[int, str]]:
    """What a text has that it must not, with its line."""
    for what, pattern in patterns.items():
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, what


def in_files(paths: list[Path], patterns: dict[str, re.Pattern[str]]) -> list[str]:
    """The same over files, each finding as a place to open."""
    return [f"{tree.says(path, line)} has {what}" for path in paths for line, what in found(path.read_text(), patterns)]


def assets(suffix: str) -> list[Path]:
    """Our own stylesheets or scripts."""
    inside = [path for path in tree.tracked() if tree.PACKAGE in path.parents and "static" in path.parts]
    return [path for path in inside if path.suffix == suffix and "vendor" not in path.parts]


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of the tree that is text."""
    for path in tree.tracked():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue


def test_a_page_carries_no_script_and_no_style() -> None:
    faults = in_files(tree.templates(), INLINE)
    assert faults == [], tree.listed(faults, "The policy forbids it: move it to theme/static, or serve it here.")


def test_a_template_never_guards_by_permission() -> None:
    faults = in_files(tree.templates(), {"a permission": GUARD})
    assert faults == [], tree.listed(faults, "The view decides what may be seen.")


def test_our_styles_and_scripts_ask_no_other_server() -> None:
    faults = in_files(assets(".css"), IN_CSS) + in_files(assets(".js"), IN_SCRIPT)
    assert faults == [], tree.listed(faults, "Everything is served by the house.")


def test_the_styles_stay_small() -> None:
    sizes = {tree.says(path): path.stat().st_size for path in assets(".css")}
    assert sizes, "the theme has a stylesheet"
    assert sum(sizes.values()) <= CSS_BUDGET, sizes


def test_no_file_names_the_machine_it_was_written_on() -> None:
    patterns = {"a path of one machine": MACHINE, "a registry's host": HOSTS}
    faults = [f"{tree.says(path, line)} has {what}" for path, text in texts() for line, what in found(text, patterns)]
    assert faults == [], tree.listed(faults, "It must mean the same on every machine.")


def test_no_lock_names_an_index() -> None:
    assert [path for path in tree.tracked() if path.name == "uv.lock"] == []
    assert locks.check() == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>go()</script>", ["a script in the page"]),
        ('<script src="{% static "x.js" %}" defer></script>', []),
        ('<script src="x.js">go()</script>', ["a script in the page"]),
        ('<script data-what="x" type="application/json">{"told": "not run"}</script>', []),
        ('<script type="application/javascript">go()</script>', ["a script in the page"]),
        ('<p style="color:red">', ["a style in the page"]),
        ('<button onclick="go()">', ["an event handler in the page"]),
        ('<form hx-on:submit="go()">', ["an event handler in the page"]),
        ('<a href="javascript:go()">', ["a script in an address"]),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', ["another server"]),
        ('<svg xmlns="http://www.w3.org/2000/svg"><a href="/x">one = 1</a>', []),
    ],
)
def test_what_a_page_must_not_carry_is_found(text: str, what: list[str]) -> None:
    assert [finding for _line, finding in found(text, INLINE)] == what


def test_what_must_stand_nowhere_is_found() -> None:
    assert GUARD.search("{% if perms.clients.view %}")
    assert GUARD.search("{% elif request.user.may %}")
    assert not GUARD.search("{% if may_move %}")
    assert MACHINE.search("see /" + "root/x")
    assert HOSTS.search("https://files.pythonho" + "sted.org/x")
    assert not HOSTS.search("clients.example.org")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("polib==1.2.0\n", "no hash"),
        ("polib==1.2.0 \\\n    --hash=sha256:aa\n--find-links x\n", "names an address or an index"),
        ("polib==0.1 \\\n    --hash=sha256:aa\n", "is wanted, 0.1 is locked"),
    ],
)
def test_a_lock_out_of_step_is_found(text: str, fault: str) -> None:
    project = {"project": {"requires-python": ">=3.11"}, "dependency-groups": {"dev": ["polib>=1.2"]}}
    said = locks.faults(locks.DEV, locks.DEV.head(project) + text, project)
    assert len(said) == 1
    assert fault in said[0]
    assert "pyproject.toml has changed" in locks.faults(locks.DEV, text, project)[0]
