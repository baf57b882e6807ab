"""The house in the terminal."""

from mainstay.house.cli import doors  # noqa: F401 (its commands stand under “person”)
from mainstay.house.cli.acting import acting, echo_columns, echo_json, who_acts
from mainstay.house.cli.opening import init
from mainstay.house.cli.people import people, person
from mainstay.house.cli.settings import calendar, team, the_clock, the_house
from mainstay.house.cli.tokens import token

commands = (init, the_house, the_clock, people, person, team, calendar, token)

__all__ = ["acting", "commands", "echo_columns", "echo_json", "who_acts"]
