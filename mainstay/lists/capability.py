"""The plug of the lists."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability


def tick(at: datetime) -> None:
    """Forget what was done to several rows a month ago; the journal does not."""
    from mainstay.lists import actions

    actions.tidy_up(at=at)


SENTENCES = {
    "lists.view_kept": _("%(by)s kept the view “%(text)s”."),
    "lists.view_renamed": _("%(by)s called a view “%(text)s”."),
    "lists.view_put_first": _("%(by)s put the view “%(text)s” first."),
    "lists.view_dropped": _("%(by)s dropped the view “%(text)s”."),
    "lists.several_done": _("%(by)s did something to several lines at once: %(text)s"),
    "lists.several_taken_back": _("%(by)s took back what was done to several lines at once."),
}

capability = Capability(
    name="lists",
    api="mainstay.lists.api:router",
    api_prefix="/lists",
    urls="mainstay.lists.urls",
    url_prefix="lists/",
    commands={"lists": "mainstay.lists.cli.lists:lists"},
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    tick=tick,
)
