"""Lists in the terminal."""

from mainstay.lists.cli.seen import as_seen, say_seen

__all__ = ["as_seen", "say_seen"]
