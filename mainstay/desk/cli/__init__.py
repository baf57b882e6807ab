"""The desk in the terminal."""

from mainstay.desk.cli.advice import advice
from mainstay.desk.cli.cracks import cracks
from mainstay.desk.cli.demo import demo
from mainstay.desk.cli.report import report
from mainstay.desk.cli.search import search
from mainstay.desk.cli.today import today

commands = (today, search, cracks, report, advice, demo)
