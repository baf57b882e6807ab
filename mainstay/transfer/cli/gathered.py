"""Everything that stands under ``import`` and ``export``: each module hangs its own on ``import_`` and ``export``."""

from mainstay.transfer.cli import out, taking
from mainstay.transfer.cli.groups import export, import_

__all__ = ["export", "import_", "out", "taking"]
