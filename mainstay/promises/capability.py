"""The plug of the ledger."""

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, MenuEntry
from mainstay.promises.rules import POLICY

capability = Capability(
    name="promises",
    menu=(
        MenuEntry(_("Promises"), "promises:list", "promise", order=30, key="p"),
    ),
    api="mainstay.promises.api:router",
    api_prefix="/promises",
    urls="mainstay.promises.urls",
    url_prefix="promises/",
    commands="mainstay.promises.cli:commands",
    policy=POLICY,
    tells=(
        "promises.made",
        "promises.handed_over",
        "promises.moved",
        "promises.move_asked",
        "promises.move_declined",
        "promises.withdrawn",
        "promises.released",
        "promises.delivered",
        "promises.told",
        "promises.settled",
        "promises.remark_answered",
        "promises.remark_promised",
        "promises.broken",
        "promises.annulled",
        "promises.taken_back",
        "promises.taken_in",
    ),
)
