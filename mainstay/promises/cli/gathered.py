"""The ledger in the terminal: everything that stands under ``promises``."""

from mainstay.promises.cli.before import COMMANDS
from mainstay.promises.cli.duties import duties, take_duties_back
from mainstay.promises.cli.ending import commands as endings
from mainstay.promises.cli.linking import COMMANDS as LINKS
from mainstay.promises.cli.reading import promises
from mainstay.promises.cli.sheet import ledger
from mainstay.promises.cli.verbs import add_verbs

add_verbs(promises)
promises.add_command(duties)
promises.add_command(ledger)
promises.add_command(take_duties_back)
for ending in endings:
    promises.add_command(ending)
for command in (*COMMANDS, *LINKS):
    promises.add_command(command)

__all__ = ["promises"]
