"""Advice on promises, what each side expects, and knowing one's trade (R-B-38 to R-B-64)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part, whole

WORD_GIVEN: Mapping[str, Advice] = {
    "R-B-38": part(
        _(
            "A word given is kept, moved, withdrawn with notice or broken; none is deleted. Two that contradict each "
            "other are pointed out to both."
        ),
        _("caught on page, API and terminal."),
        places.MAKING,
        places.PROMISES,
        places.PROMISE,
        places.LEDGER,
    ),
    "R-B-39": part(
        _("More than kept in communication, energy or results, with proof, marked once."),
        _("it does not count yet for what they are used to."),
        places.PROMISE,
    ),
    "R-B-40": not_yet(
        _("What we deliver, how, and how we stay in touch is written down before work begins."), comes.EXPECTATIONS
    ),
    "R-B-41": part(
        _(
            "Own load, absences and own record show before a word is given, with the first realistic day; they warn "
            "and never refuse."
        ),
        _("other clients’ peaks come later."),
        places.MAKING,
    ),
    "R-B-42": part(
        _("What was said counts once it is written down that they were told, and how."),
        _("how and when they were told; the formal document comes with letters."),
        places.PROMISE,
    ),
    "R-B-43": not_yet(_("A heated draft waits a moment before it goes out."), comes.LETTERS),
    "R-B-44": not_yet(
        _("One page for a call: the name, the hour there, what is open, what one wants to reach."), comes.CONVERSATIONS
    ),
    "R-B-45": part(
        _("What they owe stands in the same ledger."),
        _(
            "our side, and one sheet for both to hand over, on screen, paper or as a file, in the client’s language "
            "and by their clock; pages of the client’s own come later."
        ),
        places.LEDGER,
        places.PROMISES,
    ),
    "R-B-46": part(
        _(
            "Their late input gives our promise a new day, worked out in working time and proposed, never moved in "
            "silence."
        ),
        _("reminders before the day, by their channel, come with mail."),
        places.PROMISE,
        places.TODAY,
    ),
    "R-B-47": not_yet(
        _("Both sides agree when and how to reach each other, and free hours stay free."), comes.EXPECTATIONS
    ),
    "R-B-48": not_yet(_("Each way of working names the client’s steps beside ours."), comes.EXPECTATIONS),
    "R-B-49": not_yet(_("At each new stage both sides confirm again what they expect."), comes.EXPECTATIONS),
    "R-B-50": whole(_("A day is agreed only after each side says that it is manageable."), places.PROMISE),
    "R-B-51": not_yet(
        _("Whoever does not keep their side hears it from us, each time a little firmer."), comes.LETTERS
    ),
    "R-B-52": not_yet(
        _("The reminder is ready to send: what we need, by when, what else happens, and an offer of help."),
        comes.LETTERS,
    ),
    "R-B-53": not_yet(_("Reminding a client is hard, so everything for it is prepared."), comes.LETTERS),
    "R-B-54": part(
        _("One neutral time line of a matter that cannot be altered, and a page of what fell between two."),
        _("unanswered messages and recaps come with letters."),
        places.PROMISE,
        places.CRACKS,
    ),
    "R-B-55": not_yet(_("Clients can see what our people know and have done."), comes.KNOWLEDGE),
    "R-B-56": not_yet(
        _("Advice to a client says what it rests on; knowledge that is old is not offered."), comes.KNOWLEDGE
    ),
    "R-B-57": not_yet(
        _("What we tell of the market ends in what it means for the client’s decision."), comes.KNOWLEDGE
    ),
    "R-B-58": not_yet(
        _("A question of theirs has an owner and a day, and we ask whether the answer helped."), comes.KNOWLEDGE
    ),
    "R-B-59": not_yet(
        _("An article goes to those it concerns, with a line of one’s own, and to nobody twice."), comes.KNOWLEDGE
    ),
    "R-B-60": not_yet(_("An event is suggested with the reason, and we ask afterwards how it was."), comes.KNOWLEDGE),
    "R-B-61": not_yet(_("Two people are made known to each other once both have said yes."), comes.KNOWLEDGE),
    "R-B-62": not_yet(_("An expert may say no, with the reason and what can be done instead."), comes.KNOWLEDGE),
    "R-B-63": not_yet(_("What can be had at which price is laid out honestly, and the client picks."), comes.OFFERS),
    "R-B-64": not_yet(
        _("A worry about what they expect is told to them or laid aside with a reason, not carried on in silence."),
        comes.EXPECTATIONS,
    ),
}
