"""The two groups to which the commands of bringing in and taking out belong."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _


@click.group("import", help=_("Take in lists."))
def import_() -> None:
    """Take in lists."""


@click.group(help=_("Take out lists."))
def export() -> None:
    """Take out lists."""
