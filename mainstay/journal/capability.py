"""The plug of the journal."""

from mainstay.kit.plug import Capability

capability = Capability(
    name="journal",
    commands="mainstay.journal.cli:commands",
    tells=("journal.forgotten",),
)
