"""Bringing in and taking out in the terminal. ``cli/out.py`` adds its commands to ``import_`` and ``export``."""

from __future__ import annotations

import click

commands: tuple[click.Command, ...] = ()
