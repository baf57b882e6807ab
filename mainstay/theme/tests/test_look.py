"""What the look promises about itself: small, AA in light and dark, nothing inline, every icon there."""

from __future__ import annotations

import hashlib
import re
from itertools import product
from pathlib import Path

import pytest
from django.template.loader import get_template

from mainstay.kit.plug import registry

THEME = Path(__file__).parent.parent
STATIC = THEME / "static" / "theme"
PACKAGE = THEME.parent
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{3,6})")

GROUNDS = ("paper", "surface")
TEXTS = ("ink", "muted", "accent", "care", "broken")
MODES = {
    "light": r":root\{(.*?)\}",
    "dark": r"prefers-color-scheme:dark\)\{:root\{(.*?)\}",
    "print": r"@media print\{:root\{(.*?)\}",
}


def tokens(mode: str) -> dict[str, str]:
    """The colours of a mode, those that it does not name taken from light."""
    css = (STATIC / "tokens.css").read_text()
    found: dict[str, str] = {}
    for name in ("light", mode):
        block = re.search(MODES[name], css, re.DOTALL)
        assert block, name
        found |= dict(COLOUR.findall(block[1]))
    return found


def light(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#FFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
def test_every_text_on_every_ground_meets_aa(mode: str) -> None:
    here = tokens(mode)
    pairs = [*product(TEXTS, GROUNDS), ("on-accent", "accent"), ("paper", "broken"), ("ink", "surface")]
    weak = {
        f"{text} on {ground}": round(contrast(here[text], here[ground]), 2)
        for text, ground in pairs
        if contrast(here[text], here[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("mode", MODES)
def test_cable_marks_and_field_edges_meet_three_to_one(mode: str) -> None:
    here = tokens(mode)
    assert {name for name in ("accent", "care", "broken", "muted") if contrast(here[name], here["paper"]) < 3} == set()


def test_light_and_dark_name_the_same_colours() -> None:
    css = (STATIC / "tokens.css").read_text()
    blocks = [dict(COLOUR.findall(re.search(MODES[mode], css, re.DOTALL)[1])) for mode in ("light", "dark")]  # type: ignore[index]
    assert set(blocks[0]) == set(blocks[1])
    assert len(blocks[0]) == 9


def test_only_the_tokens_name_colours() -> None:
    loud = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsl", path.read_text())
        for path in (STATIC / "frame.css", STATIC / "parts.css")
    }
    assert loud == {"frame.css": [], "parts.css": ["#fff"]}  # the white behind a picture for a camera


def test_all_css_is_under_thirty_kilobytes() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*.css")) < 30_000


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_css_stands_in_layers_and_closes_what_it_opens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    outside = re.sub(r"@layer [a-z,]+;", "", text)
    depth, top = 0, ""
    for sign in outside:
        depth += (sign == "{") - (sign == "}")
        top += sign if depth == 0 and sign not in "{}" else ""
    assert re.fullmatch(r"(\s*@layer \w+\s*)+", top), top


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(THEME / "templates")))
def test_template_compiles_and_carries_nothing_inline(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*\stype=\"application/json\")", text) == []
    get_template(path.relative_to(THEME / "templates").as_posix())


def symbols() -> set[str]:
    """The icons there are."""
    return set(re.findall(r'<symbol id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))


def test_every_icon_named_in_the_house_is_in_the_sprite() -> None:
    named = {
        icon
        for path in PACKAGE.rglob("*.html")
        for icons in re.findall(r'<c-icon name="([a-z]+)"|\sicon="([a-z]+)"|% icon "([a-z]+)"', path.read_text())
        for icon in icons
        if icon
    }
    entries = {entry.icon for plug in registry.installed() for entry in plug.menu}
    assert (named | entries) - symbols() == set()
    assert len(named) > 15
    assert {"today", "clients", "plus", "search", "menu", "dots"} <= symbols()


def test_what_was_taken_from_others_is_as_it_was_taken() -> None:
    vendor = STATIC / "vendor"
    told = [line.split() for line in (vendor / "SHA256SUMS").read_text().splitlines() if not line.startswith("#")]
    found = {name: hashlib.sha256((vendor / name).read_bytes()).hexdigest() for _, name in told}
    assert found == {name: digest for digest, name in told}
    listed = {(vendor / name).resolve() for name in found}
    assert {path.resolve() for path in vendor.iterdir()} - listed == {(vendor / "SHA256SUMS").resolve()}
    assert 'version:"2.0.11"' in (vendor / "htmx.min.js").read_text()
