"""The ledger in the terminal."""

from mainstay.promises.cli.lines import promise
from mainstay.promises.cli.reading import client, promises
from mainstay.promises.cli.verbs import add_verbs

add_verbs(promises)

commands = (client, promise, promises)
