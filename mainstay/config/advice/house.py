"""What no single piece of advice says and all of them need (R-X)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part, whole

HOUSE: Mapping[str, Advice] = {
    "R-X-1": whole(_("One settable clock."), places.HOUSE),
    "R-X-2": whole(_("Nothing said is silently changed or lost."), places.CLIENT, places.PROMISE),
    "R-X-3": part(
        _("Need to know, by role, client and kind of fact."),
        _("the kinds that exist."),
        places.COLLEAGUES,
        places.SERVING,
    ),
    "R-X-4": part(
        _("Everybody reads the house in their own language, and each client is written to in theirs."),
        _("four languages of the house; letters come later."),
        places.SELF,
        places.LEDGER,
    ),
    "R-X-5": whole(
        _("Working calendars, weekends of the country, both zones, daylight saving."), places.CALENDARS, places.MAKING
    ),
    "R-X-6": part(
        _("A reminder comes once and only once, and it is loud when reminders stop."),
        _("lines of Today, the red line above every page; mail comes later."),
        places.TODAY,
    ),
    "R-X-7": part(_("Runs for itself: no outside service."), _("mail comes later."), places.HOUSE),
    "R-X-8": not_yet(_("Mail goes out and comes in, and finds the matter it belongs to."), comes.LETTERS),
    "R-X-9": not_yet(_("Paper is a channel like any other."), comes.LETTERS),
    "R-X-10": part(
        _(
            "Any list comes in, foreseen and undone whole; one client and the whole house go out, and an empty house "
            "takes a house in."
        ),
        _("no mailboxes (mbox) yet."),
        places.BRING_IN,
        places.CLIENT,
        places.HOUSE,
    ),
    "R-X-11": whole(_("Page, API and terminal refuse with the same sentence."), places.SELF),
    "R-X-12": whole(_("On the phone, by keyboard alone, accessible."), places.TODAY),
    "R-X-13": whole(
        _(
            "Anything is found by name, phone, mail, reference or words, in any of four languages’ writings, within "
            "one’s rights."
        ),
        places.SEARCH,
        places.CLIENTS,
        places.ALIKE,
    ),
    "R-X-14": whole(
        _("Every refusal says why, by which rule, who may lift it and on which advice it rests."), places.ADVICE
    ),
    "R-X-15": whole(
        _("From one person on: no dead end for somebody alone."), places.COLLEAGUES, places.HOUSE, places.SERVING
    ),
    "R-X-16": not_yet(
        _("Nothing goes out in a person’s name unseen, and nothing is decided for a client without a yes on record."),
        comes.LETTERS,
    ),
    "R-X-17": part(
        _("Whoever signs in proves it: by a password that is not guessed, and a second step where it is set."),
        _("colleagues; pages of the client’s own come later."),
        places.SELF,
        places.COLLEAGUES,
    ),
    "R-X-18": not_yet(_("One command keeps a copy of the house, and one brings it back."), comes.KEEPING),
    "R-X-19": part(
        _("There are houses to look at in which each piece of advice can be seen."),
        _("two of them, a trading house with teams and one person alone."),
        places.TODAY,
    ),
    "R-X-20": whole(
        _("All advice stands on one page in our own words: what is built, where it lives, what is still to come."),
        places.ADVICE,
    ),
}
