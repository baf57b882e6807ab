"""Compiles the catalogues (.po to .mo) with Babel, so that nobody needs a gettext binary.

The wheel's build calls the hook; ``make setup`` runs this file for a checkout.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # a checkout that only compiles
    BuildHookInterface = object  # type: ignore[misc,assignment]


def compile_catalogues(root: Path) -> int:
    """Compile every catalogue under ``mainstay/locale`` whose .mo is missing or older; returns how many."""
    made = 0
    for source in sorted((root / "mainstay" / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as binary:
            write_mo(binary, catalogue)
        fresh.replace(target)  # a running house never reads half a file
        made += 1
    return made


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's entry: compile before files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before each build, editable ones too."""
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    count = compile_catalogues(Path(__file__).resolve().parent)
    sys.stdout.write(f"Catalogues compiled: {count}.\n")
