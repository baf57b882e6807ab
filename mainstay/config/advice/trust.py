"""Advice on trust: earned, kept, and at what distance (R-A)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part, whole

TRUST: Mapping[str, Advice] = {
    "R-A-1": part(
        _("Silence is the good state: only what is missing shows."),
        _("promises and remarks; complaints, trust and rules of distance come later."),
        places.TODAY,
        places.CRACKS,
    ),
    "R-A-2": part(
        _("Trust has a chronicle: earned, maintained, put in danger, preserved, each line leading to what proves it."),
        _("promises, the record and the words; complaints and mistakes come later."),
        places.WORD,
    ),
    "R-A-3": whole(
        _(
            "A person changes the word, with a reason; the record only proposes; lost trust comes back with a kept "
            "promise or their own word."
        ),
        places.WORD,
    ),
    "R-A-4": not_yet(
        _("All that a client still has to get done stands on one map; what we do not do is passed on and followed up."),
        comes.PORTFOLIO,
    ),
    "R-A-5": whole(_("Whoever chose us trusts us: signing says so, without a form."), places.WORD, places.WORK),
    "R-A-6": whole(_("No degrees of trust: one of three words."), places.WORD, places.RECORD),
    "R-A-7": whole(
        _("Not enough information says what is missing and by when, and is work; not having asked is another thing."),
        places.WORD,
        places.TODAY,
    ),
    "R-A-8": whole(
        _("A sheet of counted deliveries for the undecided, naming only who agreed, to print and by a link that ends."),
        places.SHEET,
    ),
    "R-A-9": whole(
        _("Trust stands with the client; what was noticed of a person there is evidence of the client."), places.WORD
    ),
    "R-A-10": whole(_("Every delivery answers three questions, the third as the client says."), places.PROMISE),
    "R-A-11": part(
        _("Plain counts and the run since the last miss, the same everywhere."),
        _("per client and per house; per contact and period by filter."),
        places.CLIENT,
        places.REPORT,
        places.RECORD,
    ),
    "R-A-12": part(
        _("Warned before a day is missed: owner, deputy, head; silence, a late input, a price used too fast."),
        _("lead time by size; tiers come later."),
        places.TODAY,
        places.PROMISE,
    ),
    "R-A-13": part(
        _(
            "Never less than they are used to: measured from what happened, noticed though inside what was agreed, "
            "gone by itself."
        ),
        _("what promises and customs tell; answers, contact and ratings come later."),
        places.USED_TO,
        places.TODAY,
    ),
    "R-A-14": part(
        _(
            "What they are used to ends only after they were told, or with something instead; extras are marked, the "
            "third alike is proposed."
        ),
        _("extras, regular deliveries, the manager, understandings; tiers, rhythms and channels come later."),
        places.USED_TO,
        places.SERVING,
        places.HANDING,
    ),
    "R-A-15": not_yet(
        _("How close we come to a client is agreed and kept; a step beyond it needs a reason and a second person."),
        comes.DISTANCE,
    ),
    "R-A-16": not_yet(
        _("A wish they told us counts more than what we saw or supposed, and more than our own taste."), comes.DISTANCE
    ),
    "R-A-17": not_yet(
        _("What has become too personal stands before the head as a risk of its own kind."), comes.DISTANCE
    ),
    "R-A-18": not_yet(_("A letter speaks of the client and their matter, not of the writer’s life."), comes.LETTERS),
    "R-A-19": part(_("A lesson is shown at the moment it applies."), _("where service is reduced."), places.LESSONS),
    "R-A-20": not_yet(
        _("Private matters are not collected, unless service needs them and the person told us; then for a time only."),
        comes.DISTANCE,
    ),
    "R-A-21": not_yet(
        _("People can see what is kept about them and who looked at it, and have it corrected or removed."),
        comes.PORTAL,
    ),
    "R-A-22": part(
        _(
            "Repair before courtesy: Today says first what harms most; an extra and a sheet of praise wait while a "
            "promise to that client is late, unless a reason is given."
        ),
        _("cards, invitations and complaints come later."),
        places.TODAY,
        places.SHEET,
        places.USED_TO,
    ),
    "R-A-23": not_yet(
        _("Every contact has a purpose, and it can be seen how many had none but company."), comes.CONVERSATIONS
    ),
    "R-A-24": part(
        _("What is merely understood is on record and thought over once a quarter."),
        _("the letter itself comes with letters."),
        places.UNDERSTOOD,
    ),
    "R-A-25": not_yet(_("Gifts and invitations, given and received, stand in a register with limits."), comes.DISTANCE),
    "R-A-26": not_yet(
        _("Whoever has a personal tie to a client says so; then a second person decides on money and complaints."),
        comes.DISTANCE,
    ),
    "R-A-27": not_yet(
        _("The house begins formal and without gifts; to loosen that is a decision, to tighten it is always allowed."),
        comes.DISTANCE,
    ),
    "R-A-28": part(
        _("A person goes by the name as they write it themselves, and formally until they say otherwise."),
        _("what is kept about a person; salutations come with letters."),
        places.PEOPLE_THERE,
    ),
    "R-A-29": part(
        _("How to address somebody is told, never guessed, from a list neither."),
        _("what is kept about a person and what comes in; drafts come with letters."),
        places.PEOPLE_THERE,
        places.BRING_IN,
    ),
    "R-A-30": not_yet(_("A salutation that does not suit the person is caught before it goes out."), comes.LETTERS),
    "R-A-31": not_yet(_("How they address us shows how formal we should be."), comes.LETTERS),
    "R-A-32": not_yet(
        _("When they correct us, everybody who is about to write to them knows it at once."), comes.LETTERS
    ),
    "R-A-33": not_yet(
        _("Large print, paper, more time, somebody they trust: older clients are served in the way they need."),
        comes.PORTAL,
    ),
    "R-A-34": part(
        _(
            "A client outlasts a colleague: who is away is stood in for at once, who leaves hands over client by "
            "client, and the client is told before."
        ),
        _("unwritten understandings and what comes in by mail come later."),
        places.HANDING,
        places.SERVING,
        places.COLLEAGUES,
    ),
    "R-A-35": part(
        _("The outcome leads, in their words; what was delivered is no success until they confirm it."),
        _("page, lists and the report; updates and reviews come later."),
        places.WORK,
        places.REPORT,
    ),
    "R-A-36": not_yet(
        _("It is counted how often a client had to write, repeat and remind before a matter was done."), comes.APPEALS
    ),
    "R-A-37": not_yet(
        _("How much distance a client wants stands in plain sentences wherever we meet them."), comes.DISTANCE
    ),
    "R-A-38": not_yet(
        _("With everything sociable switched off the house is whole, and asks for nothing of the kind."),
        comes.DISTANCE,
    ),
    "R-A-39": part(
        _("Handed over, acknowledged, invoiced, paid; what is unpaid is theirs."),
        _("recorded by us; pages of the client’s own come later."),
        places.PROMISE,
    ),
    "R-A-40": whole(
        _("Works for clients one never meets: both clocks, no meeting needed."), places.CLIENT, places.PROMISE
    ),
    "R-A-41": not_yet(
        _("Some want no contact unless it is needed; then their silence is no warning."), comes.CONVERSATIONS
    ),
    "R-A-42": not_yet(
        _("The time we ask of a person is added up and has a limit; what serves them is not held back."),
        comes.CONVERSATIONS,
    ),
    "R-A-43": not_yet(
        _("What happens to their business is noted with its source; it leads to a review, never to a message."),
        comes.PORTFOLIO,
    ),
}
