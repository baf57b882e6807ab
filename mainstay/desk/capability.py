"""The plug of the desk: the pages that gather everyone."""

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, MenuEntry

capability = Capability(
    name="desk",
    menu=(
        MenuEntry(_("Today"), "desk:today", "today", order=10, key="t", dock=True),
        MenuEntry(_("Report"), "desk:report", "reports", order=80, key="r"),
        MenuEntry(_("Advice to screen"), "desk:advice", "ask", order=95),
    ),
    api="mainstay.desk.api:router",
    api_prefix="",
    urls="mainstay.desk.urls",
    url_prefix="",
    commands={
        "today": "mainstay.desk.cli.today:today",
        "search": "mainstay.desk.cli.search:search",
        "cracks": "mainstay.desk.cli.cracks:cracks",
        "report": "mainstay.desk.cli.report:report",
        "advice": "mainstay.desk.cli.advice:advice",
        "demo": "mainstay.desk.cli.demo:demo",
    },
)
