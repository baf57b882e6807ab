"""The plug of the index."""

from __future__ import annotations

from datetime import datetime

from mainstay.kit.plug import Capability


def tick(at: datetime) -> None:
    """Go on writing an index that is not whole: of an older version, or after an archive was brought back."""
    from mainstay.finding import actions

    actions.catch_up()


capability = Capability(name="finding", commands={"reindex": "mainstay.finding.cli:reindex"}, tick=tick)
