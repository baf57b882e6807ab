"""Advice on knowing clients, meeting them and asking how it is (R-B-1 to R-B-37)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part, whole

KNOWING: Mapping[str, Advice] = {
    "R-B-1": part(
        _("A client’s page tells in ten seconds whether it is well."),
        _("the ledger; complaints, advice and trust come later."),
        places.CLIENT,
    ),
    "R-B-2": whole(
        _(
            "Whether they take our advice, and how it is for us to work for them: asked once a month, read by the "
            "head alone, without a name unless allowed; abuse must be acted on."
        ),
        places.ADVISED,
        places.FOR_US,
    ),
    "R-B-3": part(
        _("Years together and work that follows on, by client and by manager."),
        _("referrals and revenue come later."),
        places.WORK,
        places.CLIENT,
    ),
    "R-B-4": whole(
        _("What the contract asks for comes first, and what goes beyond it comes after."), places.MAKING, places.USED_TO
    ),
    "R-B-5": part(
        _("One Today per person, in order of harm, each line done, moved or handed over in one step."),
        _("the kinds that promises and remarks give."),
        places.TODAY,
    ),
    "R-B-6": part(_("Structure and people of a client."), _("no dossier of facts yet."), places.PEOPLE_THERE),
    "R-B-7": part(
        _("Their usual pace is known before something is asked of them."),
        _("how long they usually take, by kind and person; the game plan comes later."),
        places.MAKING,
        places.PROMISE,
    ),
    "R-B-8": not_yet(
        _("Before the first meeting one reads up on the firm, its people, earlier work and the person."),
        comes.CONVERSATIONS,
    ),
    "R-B-9": not_yet(
        _("One page before each meeting: whom one meets, what for, what is open, what is better left unsaid."),
        comes.CONVERSATIONS,
    ),
    "R-B-10": not_yet(_("What opens a conversation has a source and a date, and is used once."), comes.CONVERSATIONS),
    "R-B-11": not_yet(_("Their own words for things are kept, and we use them."), comes.LETTERS),
    "R-B-12": not_yet(_("The tone suits the person, be it formal, warm or brisk."), comes.LETTERS),
    "R-B-13": not_yet(_("Each person is reached in the way they like best, told or noticed."), comes.LETTERS),
    "R-B-14": not_yet(_("A message is as long as its reader likes."), comes.LETTERS),
    "R-B-15": not_yet(
        _("Work begins with a meeting in person, where it can be and is wished for."), comes.CONVERSATIONS
    ),
    "R-B-16": not_yet(_("What a visit taught about their ways is noted for whoever goes next."), comes.VISITS),
    "R-B-17": not_yet(_("If nobody can go there, one step makes a meeting by video of it."), comes.CONVERSATIONS),
    "R-B-18": not_yet(
        _("What they told us and what we looked up are kept apart; the second is soon forgotten."),
        comes.DISTANCE,
    ),
    "R-B-19": not_yet(_("Talks have a steady rhythm, and one that falls out says why."), comes.CONVERSATIONS),
    "R-B-20": not_yet(_("A talk has an agenda that both sides can add to, sent in good time."), comes.CONVERSATIONS),
    "R-B-21": not_yet(_("Every talk says how the work stands, even when nothing is new."), comes.CONVERSATIONS),
    "R-B-22": not_yet(
        _("Every talk leaves time for worries and questions, and none ends without an owner and a day."),
        comes.CONVERSATIONS,
    ),
    "R-B-23": not_yet(_("Who will be near a client may ask to look in, with a reason."), comes.VISITS),
    "R-B-24": not_yet(
        _("A visit is asked for with two or three short times; a no is easy, and remembered."), comes.VISITS
    ),
    "R-B-25": not_yet(_("One journey serves as many clients nearby as its days allow."), comes.VISITS),
    "R-B-26": not_yet(_("Work that went well is thanked for and celebrated, theirs and ours."), comes.OCCASIONS),
    "R-B-27": not_yet(_("What is said in passing is feedback too, and goes the same way."), comes.FEEDBACK),
    "R-B-28": not_yet(
        _("We ask again and again how we could work together better, not only at the end."), comes.FEEDBACK
    ),
    "R-B-29": not_yet(
        _("Soon after the start there is a call: how it went, what was good, what could be different."), comes.FEEDBACK
    ),
    "R-B-30": not_yet(_("What one beginning taught us makes the next one better."), comes.FEEDBACK),
    "R-B-31": not_yet(
        _("From the start clients know that we want to hear what they think, and how to say it."), comes.FEEDBACK
    ),
    "R-B-32": not_yet(_("Feedback goes both ways, is answered by a person and cannot be hidden."), comes.FEEDBACK),
    "R-B-33": not_yet(_("With the contact’s consent we also ask others there how it was for them."), comes.FEEDBACK),
    "R-B-34": whole(
        _("Deliveries plant follow-ups that outlive the engagement, the manager and the contact."), places.FOLLOW_UPS
    ),
    "R-B-35": part(
        _(
            "A month on, three questions; the outcome is confirmed and a late defect promised to be put right in the "
            "same step."
        ),
        _("complaints and lessons come later."),
        places.FOLLOW_UPS,
    ),
    "R-B-36": not_yet(
        _("All feedback ends in a change, in thanks or in an honest no, and they hear which."), comes.FEEDBACK
    ),
    "R-B-37": not_yet(_("What we cannot do we say, and name somebody who can."), comes.FEEDBACK),
}
