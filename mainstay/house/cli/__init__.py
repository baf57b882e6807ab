"""The house in the terminal, and what the commands of every folder share."""

from mainstay.house.cli.acting import acting, echo_columns, echo_json, who_acts

__all__ = ["acting", "echo_columns", "echo_json", "who_acts"]
