"""Advice on writing, mistakes, closeness and parting (R-B-65 to R-B-88)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part, whole

LASTING: Mapping[str, Advice] = {
    "R-B-65": not_yet(
        _("Mail is kept with its matter; when it goes to and fro too long, a call is proposed."), comes.LETTERS
    ),
    "R-B-66": not_yet(_("A message is short and wants one thing of its reader."), comes.LETTERS),
    "R-B-67": not_yet(_("What matters stands in the first lines of a message."), comes.LETTERS),
    "R-B-68": not_yet(_("Spelling, names and dates are looked over before a message goes out."), comes.LETTERS),
    "R-B-69": not_yet(_("After every conversation we write down for them what we understood."), comes.CONVERSATIONS),
    "R-B-70": not_yet(
        _("Both sides confirm what was understood; whoever is silent has not agreed."), comes.CONVERSATIONS
    ),
    "R-B-71": not_yet(
        _("A mistake is written down by whoever finds it, and to find it first is worth praise."), comes.MISTAKES
    ),
    "R-B-72": part(
        _("What went wrong is said at once and plainly, with what happened."),
        _("owning up to a promise; the guided path comes with mistakes."),
        places.ENDING,
    ),
    "R-B-73": not_yet(
        _("Where the fault is ours we apologise once; where it is not, we are sorry without blaming anybody."),
        comes.MISTAKES,
    ),
    "R-B-74": not_yet(
        _("After a mistake: come together, find a way, tell the client; the words for it are there."), comes.MISTAKES
    ),
    "R-B-75": whole(
        _("Dates that others set: what missing costs, two guards, three reminders, else the head."),
        places.PROMISE,
        places.TODAY,
    ),
    "R-B-76": whole(
        _("A promise is taken back with notice, something instead and their answer; guidance stands beside it."),
        places.ENDING,
    ),
    "R-B-77": not_yet(
        _("Everybody knows why they were chosen for a client, and the praise of clients reaches them."), comes.FEEDBACK
    ),
    "R-B-78": not_yet(_("What goes out under a name was seen by whoever bears it."), comes.LETTERS),
    "R-B-79": not_yet(
        _("Clients know how each of us works, what we can do for them, and when we are there."), comes.KNOWLEDGE
    ),
    "R-B-80": not_yet(
        _("Where it is welcome there is a human side beside the business, kept apart and without targets."),
        comes.OCCASIONS,
    ),
    "R-B-81": not_yet(_("Plans they told us of are remembered, and we ask how it was."), comes.OCCASIONS),
    "R-B-82": not_yet(_("What they achieve elsewhere is noticed, and we congratulate as suits them."), comes.OCCASIONS),
    "R-B-83": not_yet(
        _("Cards go to each person for the feasts that are theirs, and to nobody against their wish."), comes.OCCASIONS
    ),
    "R-B-84": not_yet(_("A person’s page shows the person, never what they are worth to us."), comes.OCCASIONS),
    "R-B-85": not_yet(_("When a client is lost, it is said whether the reason lay with us."), comes.PORTFOLIO),
    "R-B-86": part(
        _("Who leaves takes everything of theirs along."),
        _("the whole export of one client; the parting itself comes later."),
        places.CLIENT,
    ),
    "R-B-87": not_yet(
        _("Of a former client we keep what they agree to, so that they can come back to it."), comes.PORTFOLIO
    ),
    "R-B-88": not_yet(
        _("We know how each client heard of us, and do not tire those who speak well of us."), comes.PORTFOLIO
    ),
}
