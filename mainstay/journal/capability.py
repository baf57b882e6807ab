"""The plug of the journal."""

from mainstay.kit.plug import Capability

capability = Capability(
    name="journal",
    commands={"journal": "mainstay.journal.cli:journal"},
    tells=("journal.forgotten",),
)
