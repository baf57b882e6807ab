"""Today: the lines of every capability in one order of harm, and the sentence above them (R-A-1, R-A-22, R-B-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.models import User, house
from mainstay.kit import learned
from mainstay.kit.counting import count_of
from mainstay.kit.plug import Capability, Lines, TodayLine, registry
from mainstay.promises.models import Promise

MOST = 50  # lines on one page
LATE = 1  # the order of what is past its time

_NUMBERS = (
    pgettext_lazy("how many", "none"),
    pgettext_lazy("how many", "one"),
    pgettext_lazy("how many", "two"),
    pgettext_lazy("how many", "three"),
    pgettext_lazy("how many", "four"),
    pgettext_lazy("how many", "five"),
    pgettext_lazy("how many", "six"),
    pgettext_lazy("how many", "seven"),
    pgettext_lazy("how many", "eight"),
    pgettext_lazy("how many", "nine"),
    pgettext_lazy("how many", "ten"),
    pgettext_lazy("how many", "eleven"),
    pgettext_lazy("how many", "twelve"),
)


@dataclass(frozen=True)
class Gathered:
    """What one person finds on Today.

    ``more`` lines are not shown (``beyond``: more than were counted); ``others`` is how many of one's clients need
    nothing, None where that was not asked; ``led`` is how many exceptions stand with those one heads, None for
    whoever heads nobody; ``house`` says whether these are the exceptions themselves.
    """

    lines: list[TodayLine]
    late: int
    rest: int
    more: int
    beyond: bool
    others: int | None
    led: int | None
    house: bool
    whole: bool

    @property
    def heading(self) -> str:
        """The state in one sentence."""
        if self.late or self.rest:
            return sentence(self.late, self.rest)
        if self.led and not self.house:
            return _led_sentence(self.led, whole=self.whole)
        return _("Nothing needs you.")

    @property
    def empty(self) -> bool:
        """Nothing is open, here and with those one heads."""
        return not self.lines and not self.led


def gather(person: User, at: datetime, *, house: bool = False) -> Gathered:
    """What this person must do, the most harmful if left first; with ``house`` the exceptions of those one heads.

    The number of queries does not grow with lines or clients.
    """
    heads = person.is_head
    asked: Callable[[Capability], Callable[[User, datetime], Lines] | None]
    asked = (lambda plug: plug.exceptions) if house and heads else (lambda plug: plug.today)
    told = {plug.name: ask(person, at) for plug in registry.installed() if (ask := asked(plug)) is not None}
    found = list(told.values())
    lines = in_order(line for lines in found for line in lines)
    left: Counter[int] = Counter()
    for some in found:
        left.update(some.more)
    counts = Counter(line.order for line in lines) + left
    mine = not (house and heads)
    return Gathered(
        lines=lines[:MOST],
        late=counts[LATE],
        rest=counts.total() - counts[LATE],
        more=max(0, len(lines) - MOST) + left.total(),
        beyond=any(some.beyond for some in found),
        others=_others(person, {line.client_id for line in lines if line.client_id})
        if mine and lines and not left
        else None,
        led=(_led(person, at, told) if mine else counts.total()) if heads else None,
        house=not mine,
        whole=person.heads_house,
    )


def only_seen_by(found: Gathered, asker: User) -> Gathered:
    """The same page with only those lines whose client the asker may see; of several clients at once, none."""
    ids = {line.client_id for line in found.lines if line.client_id}
    seen = set(Client.objects.visible_to(asker).filter(pk__in=ids).values_list("pk", flat=True))
    lines = [line for line in found.lines if line.client_id in seen]
    if len(lines) == len(found.lines):
        return found
    late = sum(line.order == LATE for line in lines)
    return Gathered(
        lines, late, len(lines) - late, 0, beyond=False, others=None, led=None, house=found.house, whole=found.whole
    )


def client_of(person: User, key: str) -> str:
    """The client of a line that is there no longer, by name; nothing where this person may not see it."""
    try:
        found = Promise.objects.visible_to(person).filter(pk=UUID(key)).select_related("client").first()
    except ValueError:
        return ""
    return found.client.name if found else ""


def in_order(lines: Iterable[TodayLine]) -> list[TodayLine]:
    """By kind, then by how urgent, then by name."""
    return sorted(lines, key=lambda line: (line.order, -line.urgency, line.tie, line.key))


def _led(person: User, at: datetime, told: Mapping[str, Lines]) -> int:
    """How many exceptions stand there: as the folder said it with its lines, asked where it did not."""
    count = 0
    for plug in registry.installed():
        said = told[plug.name].led if plug.name in told else None
        if said is not None:
            count += said
        elif plug.exceptions_count is not None:
            count += plug.exceptions_count(person, at)
    return count


def _others(person: User, named: set[UUID]) -> int:
    told = {"person": person.pk, "named": list(named)}
    found: list[int] = learned.read(("desk.others",), told, partial(_served, told), _probes)
    return found[0]


def _served(told: learned.Told) -> QuerySet[User, int]:
    """How many clients somebody serves beside those that are named."""
    beside = Client.objects.kept().served_by(User(pk=told["person"])).exclude(pk__among=told["named"])
    return User.objects.filter(pk=told["person"]).values_list(count_of(beside), flat=True)


def _probes() -> list[learned.Probe]:
    some = [{"person": UUID(int=number), "named": [UUID(int=number + 1)]} for number in (0x71 << 100, 0x91 << 100)]
    return [(told, partial(_served, told)) for told in some]


# --- sentences ---


def number(count: int) -> str:
    """A number as running text has it: in words up to twelve, of things."""
    return str(_NUMBERS[count]) if count < len(_NUMBERS) else str(count)


def sentence(late: int, rest: int) -> str:
    """“Two promises are late, six things follow.”"""
    first = ngettext("one promise is late", "%(n)s promises are late", late) % {"n": number(late)}
    if not rest:
        return _begun(_("%(late)s.") % {"late": first})
    if not late:
        alone = ngettext("one thing needs you.", "%(n)s things need you.", rest)
        return _begun(alone % {"n": number(rest)})
    then = ngettext("one thing follows", "%(n)s things follow", rest) % {"n": number(rest)}
    return _begun(_("%(late)s, %(rest)s.") % {"late": first, "rest": then})


def _led_sentence(count: int, *, whole: bool) -> str:
    if whole:
        words = ngettext(
            "Nothing of yours is due; one exception stands in the house.",
            "Nothing of yours is due; %(n)s exceptions stand in the house.",
            count,
        )
    else:
        words = ngettext(
            "Nothing of yours is due; one exception stands in your team.",
            "Nothing of yours is due; %(n)s exceptions stand in your team.",
            count,
        )
    return words % {"n": number(count)}


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def others_words(others: int | None) -> str:
    """“Your other 17 clients need nothing.”, or nothing where there are none."""
    if not others:
        return ""
    words = ngettext("Your other client needs nothing.", "Your other %(n)d clients need nothing.", others)
    return words % {"n": others}


def led_words(found: Gathered) -> str:
    """What the way to the exceptions says: “The house: 5 exceptions”."""
    if found.led is None:
        return ""
    if not found.led:
        return _("The house: no exceptions") if found.whole else _("My team: no exceptions")
    if found.whole:
        words = ngettext("The house: %(n)d exception", "The house: %(n)d exceptions", found.led)
    else:
        words = ngettext("My team: %(n)d exception", "My team: %(n)d exceptions", found.led)
    return words % {"n": found.led}


def more_words(found: Gathered) -> str:
    """How many lines are not shown, or nothing."""
    if not found.more:
        return ""
    if found.beyond:
        return _("And more than %(n)d more.") % {"n": found.more}
    return ngettext("And %(n)d more.", "And %(n)d more.", found.more) % {"n": found.more}


def reminders_words() -> str:
    """“Reminders ran 2 minutes ago.”, in real time: the worker’s pulse (R-X-6)."""
    return clock.last_ran(house(), clock.real_now())
