"""Reads the tree as it stands, for the tests that hold the house to its own promises."""

from __future__ import annotations

import ast
import functools
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mainstay"
GROUND = ("kit", "theme")
ROOF = "config"


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows or would take in; outside a clone, every file that is not made by a tool."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        names = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        made = {".venv", "var", "dist", "build", "__pycache__"}
        names = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in names if path.is_file()))


@functools.cache
def storeys() -> dict[str, int]:
    """Folder to height, the ground 0, as the import-linter contract lists them: the one list there is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["id"] == "storeys")
    return {
        name.strip().strip("()"): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")
    }


def may_use(above: str, below: str) -> bool:
    """Whether a folder may lean on another: on itself and on what stands on a lower storey."""
    heights = storeys()
    return above == below or heights[above] > heights[below]


def folders() -> list[str]:
    """The folders of the package that hold code."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def capabilities() -> list[str]:
    """The folders that are capabilities: all but the ground and the roof's wiring."""
    return [name for name in folders() if name not in (*GROUND, ROOF)]


def folder_of(path: Path) -> str | None:
    """The folder of the package that a file lies in."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if len(parts) > 2 and parts[0] == "mainstay" else None


def room_of(path: Path) -> str:
    """The room that a module of the package is, or is part of: ``promises/rules/ledger.py`` is ``rules``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def says(path: Path, line: int | None = None) -> str:
    """A place, as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def python() -> list[Path]:
    """Every Python file of the tree."""
    return [path for path in tracked() if path.suffix == ".py"]


def code() -> list[Path]:
    """The modules of the package, without migrations and tests."""
    aside = {"migrations", "tests"}
    return [path for path in python() if PACKAGE in path.parents and not aside & set(path.parts)]


def templates() -> list[Path]:
    """Every template of the package."""
    return [
        path
        for path in tracked()
        if PACKAGE in path.parents and "templates" in path.parts and path.suffix in {".html", ".txt", ".svg"}
    ]


@functools.cache
def parsed(path: Path) -> ast.Module:
    """A module's tree."""
    return ast.parse(path.read_text(), filename=says(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions that a module offers."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the name that is called: ``x.y.save(…)`` is ``save``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, name


def words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string in the code, docstrings included, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module that is imported, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def listed(faults: list[str], advice: str) -> str:
    """The message of a test that fails: what to do, then each place."""
    return f"{advice}\n  " + "\n  ".join(faults)
