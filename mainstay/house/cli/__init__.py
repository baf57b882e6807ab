"""The house in the terminal."""

from mainstay.house.cli.acting import acting, echo_json, who_acts

__all__ = ["acting", "echo_json", "who_acts"]
