"""Advice on service: for those who are worth most, and for whoever complains (R-C)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mainstay.config.advice import comes, places
from mainstay.kit.advice import Advice, not_yet, part

SERVICE: Mapping[str, Advice] = {
    "R-C-1": not_yet(
        _("Who is a special client follows written rules and a person’s word, with a reason and a day to look again."),
        comes.TIERS,
    ),
    "R-C-2": not_yet(_("What competitors offer a client is noted with its source."), comes.PORTFOLIO),
    "R-C-3": not_yet(
        _("How much of the plan rests on clients who may leave can be seen, each with the cause."), comes.PORTFOLIO
    ),
    "R-C-4": not_yet(
        _("A recommendation is asked for when a client is content; whoever gave it hears what came of it."),
        comes.PORTFOLIO,
    ),
    "R-C-5": not_yet(
        _("For a special client a way is looked for even where the wish is not quite sensible."), comes.TIERS
    ),
    "R-C-6": part(
        _(
            "Standards of service are measured: more is a wish that was met, less is an exception with a reason and "
            "somebody who approves it."
        ),
        _("noted by people; clocks of messages and tiers come later."),
        places.SERVICE,
    ),
    "R-C-7": not_yet(_("Special clients have standards of their own, never lower than those for all."), comes.TIERS),
    "R-C-8": not_yet(
        _("Special clients get the same service as all: more personal, faster, with less effort of theirs."),
        comes.TIERS,
    ),
    "R-C-9": not_yet(
        _("A special client always has one manager and one deputy, and one of them is there."), comes.TIERS
    ),
    "R-C-10": not_yet(
        _("What a special client sends reaches their own person first, and that person answers."), comes.TIERS
    ),
    "R-C-11": not_yet(
        _("One may be warm with a client and still not cross the lines that hold for all."), comes.DISTANCE
    ),
    "R-C-12": not_yet(
        _("Not everybody is given demanding clients, and nobody has to bear being treated badly."), comes.TIERS
    ),
    "R-C-13": not_yet(_("We talk with each person as much as that person likes."), comes.CONVERSATIONS),
    "R-C-14": not_yet(
        _("What works with a person is noted as it was seen, in words that person may read."), comes.CONVERSATIONS
    ),
    "R-C-15": not_yet(
        _("Whoever is to serve special clients is prepared for it and chosen to suit them."), comes.TIERS
    ),
    "R-C-16": not_yet(_("For the most important clients somebody at the top keeps in touch in person."), comes.TIERS),
    "R-C-17": not_yet(_("Service is given at the hour and in the place that suit the client."), comes.TIERS),
    "R-C-18": not_yet(
        _("At any hour somebody looks for a way, and one person alone may say that there is none."), comes.TIERS
    ),
    "R-C-19": not_yet(
        _("Whoever can be reached by phone alone gets no mail: each message becomes a call."), comes.LETTERS
    ),
    "R-C-20": not_yet(_("That a client wants to be served in another way is never held against them."), comes.LETTERS),
    "R-C-21": not_yet(_("On their phone clients can do for themselves what we do for them."), comes.PORTAL),
    "R-C-22": not_yet(
        _("Wherever a special client turns up, they are known by name, and their lasting wishes are met."), comes.TIERS
    ),
    "R-C-23": not_yet(
        _("Special clients have a line and rooms of their own, and nobody else waits longer."), comes.TIERS
    ),
    "R-C-24": not_yet(_("Before a guest comes, all is prepared as that guest likes it."), comes.TIERS),
    "R-C-25": not_yet(_("That somebody is a special client is confirmed by a letter and a card."), comes.TIERS),
    "R-C-26": not_yet(_("Nobody has to show the card; what counts is how it was given."), comes.TIERS),
    "R-C-27": not_yet(_("Some offers are for special clients alone, and say what sets them apart."), comes.OFFERS),
    "R-C-28": not_yet(_("The house says whom it serves and whom it does not, and declines kindly."), comes.PORTFOLIO),
    "R-C-29": not_yet(_("What counts is how many love what we do, not the average."), comes.PORTFOLIO),
    "R-C-30": not_yet(_("Each member of a club has a key, and it opens for nobody else."), comes.CLUBS),
    "R-C-31": not_yet(_("Decisions are the client’s; nothing goes ahead on a yes that was never said."), comes.OFFERS),
    "R-C-32": not_yet(
        _("Nothing is chosen for a client in advance, and to want none of it is always possible."), comes.OFFERS
    ),
    "R-C-33": not_yet(_("The more a client can set for themselves, the better."), comes.PORTAL),
    "R-C-34": not_yet(
        _("Clients put together what they want from parts and see what it does to price and time."), comes.OFFERS
    ),
    "R-C-35": not_yet(_("Clients see the very room or seat they will get, and choose it."), comes.OFFERS),
    "R-C-36": not_yet(_("What a product is made of and how safe it is can be read, with the source."), comes.OFFERS),
    "R-C-37": not_yet(_("The dearer a product, the more of its details can be compared."), comes.OFFERS),
    "R-C-38": not_yet(_("What is in a dish is known, and compared with what a guest must not eat."), comes.OFFERS),
    "R-C-39": not_yet(_("What may touch their health we tell those who care about it before they ask."), comes.OFFERS),
    "R-C-40": not_yet(_("Benefits are counted exactly, and none lapses without a word."), comes.BENEFITS),
    "R-C-41": not_yet(_("A benefit suits the person who gets it."), comes.BENEFITS),
    "R-C-42": not_yet(_("A draw is fair, and everybody can work it out again."), comes.BENEFITS),
    "R-C-43": not_yet(_("Who likes to learn hears of talks on what interests them."), comes.CLUBS),
    "R-C-44": not_yet(
        _("Clients who will share a house or a course are invited to learn together before."), comes.CLUBS
    ),
    "R-C-45": not_yet(_("Guests learn who else will come, as far as each of them agreed."), comes.CLUBS),
    "R-C-46": not_yet(_("We bring together people who can be of use to each other, if both wish it."), comes.CLUBS),
    "R-C-47": not_yet(_("A club and its evenings are for members; nobody else sees anything of them."), comes.CLUBS),
    "R-C-48": not_yet(_("Events differ from each other and are worth the time of those who come."), comes.CLUBS),
    "R-C-49": not_yet(
        _("Each kind of event, from a tasting to a match, has the details that belong to it."), comes.CLUBS
    ),
    "R-C-50": not_yet(_("A club may hold a course that goes on, with levels, days and places."), comes.CLUBS),
    "R-C-51": not_yet(
        _("All that clients turn to us with stands in one register and has an owner at once."), comes.APPEALS
    ),
    "R-C-52": not_yet(_("Complaints show what is wrong in our work, and the cause is removed."), comes.APPEALS),
    "R-C-53": not_yet(
        _("A complaint that was handled well binds a client to us; some weeks on we ask again."), comes.APPEALS
    ),
    "R-C-54": not_yet(_("What we changed because clients told us can be read by all."), comes.APPEALS),
    "R-C-55": not_yet(
        _("What comes in counts as a complaint until somebody has read it and says otherwise."), comes.APPEALS
    ),
    "R-C-56": not_yet(_("A complaint to us alone and one in public go two different ways."), comes.APPEALS),
    "R-C-57": not_yet(
        _("Phone, desk, website and manager take complaints in, each in a way that suits, all into one place."),
        comes.APPEALS,
    ),
    "R-C-58": not_yet(_("A complaint to us alone stays private, inside the house too."), comes.APPEALS),
    "R-C-59": not_yet(
        _("A complaint begins with what is wrong and what would mend it, in the client’s words."), comes.APPEALS
    ),
    "R-C-60": not_yet(
        _("A complaint is over when the client says that it is solved, not when we have replied."), comes.APPEALS
    ),
    "R-C-61": not_yet(_("How fast and how well complaints are solved is measured."), comes.APPEALS),
    "R-C-62": not_yet(_("Each complaint has one owner, and the client hears one date."), comes.APPEALS),
    "R-C-63": not_yet(_("Who answers the phone sees what is needed to help, and no more."), comes.APPEALS),
    "R-C-64": not_yet(_("Thanks are answered too, and reach the colleague they are meant for."), comes.APPEALS),
    "R-C-65": not_yet(_("A formal request has its time by law and gets a formal answer."), comes.APPEALS),
    "R-C-66": not_yet(
        _("What is said of us in public is answered there soon and kindly, and solved in private."), comes.APPEALS
    ),
}
