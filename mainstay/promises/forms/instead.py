"""The answers to what is offered in the place of a promise taken back (R-B-76)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mainstay.promises.models import Promise
from mainstay.theme.forms import option

INSTEAD = [
    (Promise.Instead.ACCEPTED, option(_("Accepted"), _("with a day, what is offered becomes a promise of ours"))),
    (Promise.Instead.DECLINED, option(_("Did not agree"), _("something else may be offered later"))),
    (Promise.Instead.LET_GO, option(_("Let us off"), _("nothing is owed in its place"))),
    (Promise.Instead.NOT_YET, option(_("No answer yet"), _("it stands among the cracks until they answer"))),
]
