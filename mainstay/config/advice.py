"""What each number of the advice says, in one line: what a refusal and a “why?” rest on (R-X-14).

The same lines stand in docs/advice.md, with where each is carried out and which test holds it; a test holds the two
together, and that no number is shown to anybody without its line.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Words

LINES: Mapping[str, Words] = {
    "R-A-1": _("Silence is the good state: only what is missing shows."),
    "R-A-3": _(
        "A person changes the word, with a reason; the record only proposes; lost trust comes back with a kept promise "
        "or their own word."
    ),
    "R-A-6": _("No degrees of trust: one of three words."),
    "R-A-7": _(
        "Not enough information says what is missing and by when, and is work; not having asked is another thing."
    ),
    "R-A-8": _(
        "A sheet of counted deliveries for the undecided, naming only who agreed, to print and by a link that ends."
    ),
    "R-A-9": _("Trust stands with the client; what was noticed of a person there is evidence of the client."),
    "R-A-10": _("Every delivery answers three questions, the third as the client says."),
    "R-A-11": _("Plain counts and the run since the last miss, the same everywhere."),
    "R-A-12": _("Warned before a day is missed: owner, deputy, head; silence, a late input, a price used too fast."),
    "R-A-13": _(
        "Never less than they are used to: measured from what happened, noticed though inside what was agreed, gone by "
        "itself."
    ),
    "R-A-14": _(
        "What they are used to ends only after they were told, or with something instead; extras are marked, the third "
        "alike is proposed."
    ),
    "R-A-19": _("A lesson is shown at the moment it applies."),
    "R-A-22": _(
        "Repair before courtesy: Today says first what harms most; an extra and a sheet of praise wait while a promise "
        "to that client is late, unless a reason is given."
    ),
    "R-A-24": _("What is merely understood is on record and thought over once a quarter."),
    "R-A-28": _("A person goes by the name as they write it themselves, and formally until they say otherwise."),
    "R-A-34": _(
        "A client outlasts a colleague: who is away is stood in for at once, who leaves hands over client by client, "
        "and the client is told before."
    ),
    "R-A-35": _("The outcome leads, in their words; what was delivered is no success until they confirm it."),
    "R-A-39": _("Handed over, acknowledged, invoiced, paid; what is unpaid is theirs."),
    "R-B-3": _("Years together and work that follows on, by client and by manager."),
    "R-B-2": _(
        "Whether they take our advice, and how it is for us to work for them: asked once a month, read by the head "
        "alone, without a name unless allowed; abuse must be acted on."
    ),
    "R-B-5": _("One Today per person, in order of harm, each line done, moved or handed over in one step."),
    "R-B-6": _("Structure and people of a client."),
    "R-B-34": _("Deliveries plant follow-ups that outlive the engagement, the manager and the contact."),
    "R-B-35": _(
        "A month on, three questions; the outcome is confirmed and a late defect promised to be put right in the same "
        "step."
    ),
    "R-B-38": _(
        "A word given is kept, moved, withdrawn with notice or broken; none is deleted. Two that contradict each other "
        "are pointed out to both."
    ),
    "R-B-39": _("More than kept in communication, energy or results, with proof, marked once."),
    "R-B-41": _(
        "Own load, absences and own record show before a word is given, with the first realistic day; they warn and "
        "never refuse."
    ),
    "R-B-42": _("What was said counts once it is written down that they were told, and how."),
    "R-B-45": _("What they owe stands in the same ledger."),
    "R-B-46": _(
        "Their late input gives our promise a new day, worked out in working time and proposed, never moved in silence."
    ),
    "R-B-50": _("A day is agreed only after each side says that it is manageable."),
    "R-B-54": _("One neutral time line of a matter that cannot be altered, and a page of what fell between two."),
    "R-B-72": _("What went wrong is said at once and plainly, with what happened."),
    "R-B-75": _("Dates that others set: what missing costs, two guards, three reminders, else the head."),
    "R-B-76": _("A promise is taken back with notice, something instead and their answer; guidance stands beside it."),
    "R-C-6": _(
        "Standards of service are measured: more is a wish that was met, less is an exception with a reason and "
        "somebody who approves it."
    ),
    "R-X-1": _("One settable clock."),
    "R-X-2": _("Nothing said is silently changed or lost."),
    "R-X-3": _("Need to know, by role, client and kind of fact."),
    "R-X-4": _("Everybody reads the house in their own language, and each client is written to in theirs."),
    "R-X-5": _("Working calendars, weekends of the country, both zones, daylight saving."),
    "R-X-7": _("Runs for itself: no outside service."),
    "R-X-10": _(
        "Any list comes in, foreseen and undone whole; one client and the whole house go out, and an empty house takes "
        "a house in."
    ),
    "R-X-11": _("Page, API and terminal refuse with the same sentence."),
    "R-X-14": _("Every refusal says why, by which rule, who may lift it and on which advice it rests."),
    "R-X-15": _("From one person on: no dead end for somebody alone."),
    "R-X-17": _("Whoever signs in proves it: by a password that is not guessed, and a second step where it is set."),
}
