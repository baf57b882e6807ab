"""What the plug says of what clients are used to: the streams that are fed here, what is reduced only with notice, and
the sentences of the chronicle."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Feed, Reducible, Words
from mainstay.trust.queries.usual import feeds, used

ENDED = (
    "promises.delivered", "promises.broken", "promises.annulled", "promises.taken_back", "promises.taken_in",
    "promises.taken_in_again", "promises.exceeded", "promises.moved",
)  # fmt: skip
FEEDS = (
    Feed("earliness", feeds.earliness, ENDED),
    Feed("punctuality", feeds.punctuality, ENDED),
    Feed("person", feeds.person, ENDED),
    Feed("price", feeds.price, (*ENDED, "promises.invoiced")),
    Feed("customs", feeds.customs),  # noted by our own verbs, which read again at once
)
REDUCIBLES = (
    Reducible(used.EXTRA, _("Extras"), used.extras),
    Reducible(used.DELIVERABLE, _("What they get regularly"), used.deliverables),
    Reducible(used.MANAGER, _("Who is there for them"), used.manager),
    Reducible(used.UNDERSTANDING, _("What is understood"), used.understandings),
)
SENTENCES: dict[str, Words] = {
    "trust.noticed": _("%(client)s: %(text)s"),
    "trust.back_to_usual": _("%(client)s: over. %(text)s"),
    "trust.to_be_restored": _("%(by)s promised %(client)s that it will be as it was: %(text)s"),
    "trust.told_of_less": _("%(by)s told %(client)s how it is: %(text)s"),
    "trust.agreed_otherwise": _("%(client)s agreed to something else; noted by %(by)s: %(text)s"),
    "trust.reacted": _("%(by)s noted what %(client)s says of it. %(text)s"),
    "trust.stretch_announced": _("%(by)s announced a special stretch at %(client)s: %(text)s"),
    "trust.begun_anew": _("What %(client)s is used to is learnt anew; noted by %(by)s: %(text)s"),
    "trust.extra_given": _("%(by)s noted an extra for %(client)s: %(text)s"),
    "trust.extra_left_out": _("%(by)s noted that %(client)s went without: %(text)s"),
    "trust.extra_annulled": _("%(by)s marked the extra “%(about)s” as entered in error."),
    "trust.reduction_announced": _("%(by)s is to end “%(about)s” for %(client)s: %(text)s"),
    "trust.reduction_told": _("%(by)s told %(client)s that “%(about)s” ends: %(text)s"),
    "trust.reduction_handed_on": _("%(by)s asked %(text)s to tell %(client)s that “%(about)s” ends."),
    "trust.reduction_called_off": _("%(by)s decided that “%(about)s” stays for %(client)s: %(text)s"),
    "trust.reduced": _("“%(about)s” ended for %(client)s, as announced. %(text)s"),
    "trust.understood": _("%(by)s noted what is understood with %(client)s: %(text)s"),
    "trust.to_be_written": _("%(by)s is to put in writing for %(client)s: %(text)s"),
    "trust.written": _("“%(about)s” stands in writing with %(client)s; confirmed by %(text)s, noted by %(by)s."),
    "trust.left_unwritten": _("%(by)s thought “%(about)s” over and left it as it is."),
    "trust.lesson_learnt": _("%(by)s wrote down a lesson: %(text)s"),
    "trust.lesson_laid_aside": _("%(by)s laid a lesson aside: %(text)s"),
}
