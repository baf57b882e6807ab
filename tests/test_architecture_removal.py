"""One line switches a capability on or off, and taking its folder away leaves the rest standing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mainstay.kit.plug import registry
from tests import tree

NAME = "weather"
FILES = {
    "__init__.py": "",
    "README.md": "Weather, for a test.\n",
    "apps.py": """
from django.apps import AppConfig
class WeatherConfig(AppConfig):
    name = "mainstay.weather"
    label = "weather"
""",
    "models.py": """
from django.db import models
from mainstay.clients.models import Client
class Forecast(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
""",
    "capability.py": """
from mainstay.kit.plug import Capability
capability = Capability(name="weather", tells=("weather.turned",), hears={"promises.made": print})
""",
}
# Sets the house up as a server would, imports everything that is switched on, and says what is plugged in.
STAND_UP = """
import importlib, pkgutil, sys
import django
from django.core.management import call_command
django.setup()
call_command("check", fail_level="WARNING")
import mainstay
from django.conf import settings
from mainstay.kit.plug import registry
on = [*settings.CAPABILITIES, "mainstay.config", "mainstay.theme", "mainstay.kit"]
for dotted in on:
    package = importlib.import_module(dotted)
    for module in pkgutil.walk_packages(package.__path__, dotted + "."):
        if not {"tests", "migrations", "__main__"} & set(module.name.split(".")):
            importlib.import_module(module.name)
importlib.import_module(settings.ROOT_URLCONF)
print(" ".join(plug.name for plug in registry.installed()))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree, in a folder of its own."""
    for path in tree.tracked():
        name = path.relative_to(tree.ROOT)
        if (name.parts[0] == "mainstay" and "tests" not in name.parts) or name.name == "pyproject.toml":
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, tmp_path / name)
    for folder in {path.parent for path in tree.tracked() if path.suffix == ".py"}:
        name = folder.relative_to(tree.ROOT) / "__pycache__"
        if (tree.ROOT / name).exists() and (tmp_path / name.parent).exists():  # compiled already: of the same times
            shutil.copytree(tree.ROOT / name, tmp_path / name, dirs_exist_ok=True)
    (tmp_path / "var" / "static").mkdir(parents=True)  # as laid out: whitenoise warns where it is not
    return tmp_path


def stand_up(copy: Path) -> list[str]:
    """Start the copied house; gives the names of what is plugged in, or fails with what it said."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-P", "-c", STAND_UP],
        cwd=copy,
        env={
            **kept,
            "PYTHONPATH": str(copy),
            "MAINSTAY_HOME": str(copy / "var"),
            "DJANGO_SETTINGS_MODULE": "mainstay.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1].split()


def build(copy: Path) -> None:
    """Put the small capability into the copied house."""
    folder = copy / "mainstay" / NAME
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)


def switch(copy: Path, *, on: bool) -> None:
    """Add or remove the one line in settings."""
    settings = copy / "mainstay" / "config" / "settings.py"
    text = settings.read_text()
    line, before = f'    "mainstay.{NAME}",\n', '    "mainstay.promises",\n'
    assert text.count(before) == 1
    settings.write_text(text.replace(before, before + line) if on else text.replace(line, ""))


@pytest.fixture(scope="module")
def plain() -> list[str]:
    """The names of what is plugged in here: what a copy has too."""
    return [plug.name for plug in registry.installed()]


def test_a_capability_is_one_line_and_one_folder(copy: Path, plain: list[str]) -> None:
    build(copy)
    switch(copy, on=True)
    place = plain.index("promises") + 1
    assert stand_up(copy) == [*plain[:place], NAME, *plain[place:]]

    switch(copy, on=False)  # its folder may stay
    assert stand_up(copy) == plain


def test_bringing_in_and_taking_out_can_be_taken_away(copy: Path, plain: list[str]) -> None:
    settings = copy / "mainstay" / "config" / "settings.py"
    text, line = settings.read_text(), '    "mainstay.transfer",\n'
    assert text.count(line) == 1
    settings.write_text(text.replace(line, ""))
    shutil.rmtree(copy / "mainstay" / "transfer")
    assert stand_up(copy) == [name for name in plain if name != "transfer"]


def test_what_reaches_for_a_capability_falls_with_it(copy: Path) -> None:
    with (copy / "mainstay" / "desk" / "apps.py").open("a") as module:
        module.write(f"\nimport mainstay.{NAME}\n")
    with pytest.raises(AssertionError, match=f"mainstay.{NAME}"):
        stand_up(copy)
