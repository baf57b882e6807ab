"""What is asked once for several promises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mainstay.lists.forms import Terms, colleague
from mainstay.promises.forms import TOLD, day, line, one_of


class HandOverAll(Terms):
    """A colleague keeps them from now on."""

    to = colleague(_("To whom"), hint=_("whoever sees the client; where they do not, that line says so"))
    why = line(_("Why"))


class AskDayOfAll(Terms):
    """Another day is asked for; each client’s answer is written down when it comes."""

    to_on = day(_("New day"), needed=True)
    reason = line(_("Why"))
    substitute = line(_("Meanwhile"), _("what they get until then, if anything"))


class TellAll(Terms):
    """The clients were told how it stands."""

    how = one_of(_("How"), TOLD, empty=_("Choose"))
    note = line(_("What was said"))
