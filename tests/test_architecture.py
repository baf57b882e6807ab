"""The shape of the house: budgets, rooms, storeys. What is done in the rooms: test_architecture_acts.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.module_loading import import_string

from mainstay.kit.plug import registry
from tests import tree

FILE, FUNCTION, TEMPLATE = 400, 40, 150  # lines
ROOMS = {
    "__init__", "rules", "models", "queries", "actions", "forms", "views", "api", "public", "cli", "urls",
    "jobs", "apps", "capability", "migrations", "templatetags", "tests",
}  # fmt: skip
# A room that only one folder has, with what it is for.
OWN_ROOMS = {
    ("journal", "triggers"): "the database's own refusal to change a line",
    ("house", "clock"): "the one place that reads the time",
    ("desk", "demo"): "the demo house: its people, its history, its day",
}
FORBIDDEN = {"utils", "helpers", "services", "managers", "signals", "constants", "mixins", "common"}
NOT_PYTHON = {"templates", "static", "data"}

REFERENCE = re.compile(r"""\{%\s*(?:include|extends)\s+["'](?P<name>[^"']+)["']""")
COMPONENT = re.compile(r"<c-(?P<name>[a-z0-9._-]+)")
LIBRARIES = re.compile(r"\{%\s*load\s+(?P<names>[^%]+?)\s*%\}")


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text().splitlines())


# --- budgets ---------------------------------


def test_a_file_is_short_enough_to_be_read_in_one_sitting() -> None:
    written = [path for path in tree.python() if "migrations" not in path.parts]
    long = [f"{tree.says(path)} has {lines(path)} lines" for path in written if lines(path) > FILE]
    assert long == [], tree.listed(long, f"Over {FILE} lines: make it a package, one module per group.")


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{tree.says(path, each.lineno)} {each.name} has {(each.end_lineno or 0) - each.lineno + 1} lines"
        for path in tree.python()
        if "migrations" not in path.parts
        for each in tree.functions(tree.parsed(path))
        if (each.end_lineno or 0) - each.lineno + 1 > FUNCTION
    ]
    assert long == [], tree.listed(long, f"Over {FUNCTION} lines: give a part of it a name.")


def test_a_template_is_short() -> None:
    long = [f"{tree.says(path)} has {lines(path)} lines" for path in tree.templates() if lines(path) > TEMPLATE]
    assert long == [], tree.listed(long, f"Over {TEMPLATE} lines: move a part into _part.html.")


# --- rooms ---------------------------------


def strange_rooms() -> Iterator[str]:
    """Modules and folders of capabilities that are none of the rooms."""
    inside = [path.relative_to(tree.PACKAGE) for path in tree.tracked() if tree.PACKAGE in path.parents]
    for name, first in sorted({path.parts[:2] for path in inside if path.parts[0] in tree.capabilities()}):
        room = first.removesuffix(".py")
        if first != "README.md" and room not in ROOMS | NOT_PYTHON and (name, room) not in OWN_ROOMS:
            yield f"mainstay/{name}/{first}"


def test_a_folder_has_only_the_rooms_that_everybody_knows() -> None:
    strange = list(strange_rooms())
    assert strange == [], tree.listed(strange, f"The rooms are {', '.join(sorted(ROOMS))}.")


def test_every_room_of_a_single_folder_is_still_there() -> None:
    places = {pair: tree.PACKAGE / pair[0] / pair[1] for pair in OWN_ROOMS}
    gone = [pair for pair, place in places.items() if not place.is_dir() and not place.with_suffix(".py").exists()]
    assert gone == []


def test_no_module_is_named_after_nothing() -> None:
    vague = [tree.says(path) for path in tree.python() if FORBIDDEN & {*path.relative_to(tree.ROOT).parts, path.stem}]
    assert vague == [], tree.listed(vague, "Name it after what it is about.")


@pytest.mark.parametrize("name", tree.capabilities())
def test_capability_has_a_plug_and_tells_what_it_is(name: str) -> None:
    folder = tree.PACKAGE / name
    missing = [file for file in ("capability.py", "README.md", "apps.py") if not (folder / file).exists()]
    assert missing == [], f"mainstay/{name} lacks {', '.join(missing)}"
    assert len((folder / "README.md").read_text().splitlines()) <= 30, "A folder's README has about ten lines."


def test_settings_switch_capabilities_on_from_the_lowest_storey_up() -> None:
    named = [dotted.removeprefix("mainstay.") for dotted in settings.CAPABILITIES]
    heights = [tree.storeys()[name] for name in named]
    assert heights == sorted(heights), f"settings.CAPABILITIES stands in the wrong order: {named}"
    assert set(named) <= set(tree.capabilities())
    assert [plug.name for plug in registry.installed()] == named


def test_every_address_in_a_plug_leads_somewhere() -> None:
    for plug in registry.installed():
        if plug.api:
            import_string(plug.api.replace(":", "."))
        if plug.urls:
            import_string(f"{plug.urls}.urlpatterns")


# --- storeys: what import-linter cannot see ---------------------------------


def keys_upwards(models: list[type[Model]]) -> Iterator[str]:
    """Foreign keys and many-to-many fields that point to a higher storey or to a neighbour."""
    for model in models:
        home = model.__module__.split(".")
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if home[0] != "mainstay" or not isinstance(field, ForeignKey | ManyToManyField):
                continue
            target = field.related_model.__module__.split(".")
            if target[0] == "mainstay" and not tree.may_use(home[1], target[1]):
                yield f"{model._meta.label}.{field.name} points from {home[1]} to {target[1]}"


def test_a_foreign_key_points_downwards() -> None:
    faults = list(keys_upwards(apps.get_models(include_auto_created=True)))
    assert faults == [], tree.listed(faults, "The record that stands higher holds the key.")


def test_the_journal_holds_no_foreign_key() -> None:
    fields = [field for model in apps.get_app_config("journal").get_models() for field in model._meta.fields]
    assert fields, "the journal has tables"
    assert [str(field) for field in fields if field.is_relation] == []


def owners() -> dict[str, str]:
    """Name of a template, as Django finds it, to the folder it lies in."""
    return {
        path.relative_to(tree.PACKAGE / str(tree.folder_of(path)) / "templates").as_posix(): str(tree.folder_of(path))
        for path in tree.templates()
    }


def libraries() -> dict[str, str]:
    """Name of a tag library to the folder it lies in."""
    return {path.stem: str(tree.folder_of(path)) for path in tree.code() if "templatetags" in path.parts}


def template_names(text: str) -> Iterator[str]:
    """The templates that a template takes in: included, extended, or as a component."""
    for match in REFERENCE.finditer(text):
        yield match["name"].split("#")[0]
    for match in COMPONENT.finditer(text):
        if match["name"] not in {"slot", "vars", "component"}:
            yield f"cotton/{match['name'].replace('.', '/').replace('-', '_')}.html"


def templates_upwards(home: str, text: str, known: dict[str, str], tags: dict[str, str]) -> Iterator[str]:
    """What a template takes from a higher storey or from a neighbour, and what is not there at all."""
    for name in template_names(text):
        owner = known.get(name) or known.get(name.replace("_", "-"))
        if owner is None and (name.startswith("cotton/") or name.split("/")[0] in tree.folders()):
            yield f"{name} does not exist"
        elif owner is not None and not tree.may_use(home, owner):
            yield f"{name} belongs to {owner}"
    for match in LIBRARIES.finditer(text):
        for tag in match["names"].split(" from ")[-1].split():
            if tag in tags and not tree.may_use(home, tags[tag]):
                yield f"the tags {tag} belong to {tags[tag]}"


def test_a_template_takes_in_only_what_stands_below_it() -> None:
    known, tags = owners(), libraries()
    faults = [
        f"{tree.says(path)}: {fault}"
        for path in tree.templates()
        for fault in templates_upwards(str(tree.folder_of(path)), path.read_text(), known, tags)
    ]
    assert faults == [], tree.listed(faults, "A higher storey gives its part through its plug (panels).")


def test_a_view_renders_only_templates_of_its_own_or_a_lower_storey() -> None:
    known = owners()
    faults = [
        f"{tree.says(path, line)}: {word}"
        for path in tree.code()
        for line, word in tree.words(tree.parsed(path))
        if (owner := known.get(word.split("#")[0])) and not tree.may_use(str(tree.folder_of(path)), owner)
    ]
    assert faults == [], tree.listed(faults, "These templates stand higher than the code that names them.")


# --- the checks themselves can fail ---------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{% include "promises/_row.html" %}', ["promises/_row.html belongs to promises"]),
        ("{% extends 'desk/today.html#lines' %}", ["desk/today.html belongs to desk"]),
        ("<c-gone />", ["cotton/gone.html does not exist"]),
        ('{% include "theme/_top.html" %}<c-slot name="x"></c-slot>', []),
        ("{% load i18n ledger %}", ["the tags ledger belong to promises"]),
        ("{% include panel.template %}", []),
    ],
)
def test_a_template_that_reaches_upwards_is_found(text: str, found: list[str]) -> None:
    known = {"promises/_row.html": "promises", "desk/today.html": "desk", "theme/_top.html": "theme"}
    assert list(templates_upwards("clients", text, known, {"ledger": "promises"})) == found


def test_neighbours_and_higher_storeys_are_out_of_reach() -> None:
    assert tree.may_use("promises", "clients")
    assert tree.may_use("promises", "promises")
    assert not tree.may_use("clients", "promises")
    assert not tree.may_use("trust", "feedback")
    assert not tree.may_use("desk", "portal")
