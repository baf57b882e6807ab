"""The plug of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights
from mainstay.kit.plug import Alarm, Capability, MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def alarms(person: Any) -> Iterable[Alarm]:
    """The red line for everybody when reminders have stopped (R-X-6); costs no query, the house is kept."""
    from mainstay.house import clock
    from mainstay.house.models import House, house
    from mainstay.kit import times

    try:
        since = clock.silent_since(house(), clock.real_now())
    except House.DoesNotExist:
        return
    if since is not None:
        when = times.exact_words(since, person.zone, None, person.language)
        yield Alarm(gettext("Reminders have not run since %(when)s. Somebody must start the server.") % {"when": when})
    yield from _recovery_alarms(person)


def _recovery_alarms(person: Any) -> Iterable[Alarm]:
    """Whoever may be let in by a link is told so wherever they are signed in (R-X-17); costs a query only then."""
    from django.urls import reverse

    from mainstay.house import clock, queries

    until = person.recovery_until
    if until is None or until <= clock.real_now():
        return
    made = queries.last_recovery(person)
    if made is not None:
        sentence = gettext(
            "%(name)s made a link with which a new password can be chosen for you. If you did not ask for it, end it."
        )
        yield Alarm(sentence % {"name": made.made_by.name}, reverse("house:me"))


def tick(at: datetime) -> None:
    """Forget what is known of doors that closed long ago."""
    from mainstay.house import actions, clock

    actions.tidy_doors(real=clock.real_now())


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """On the sign-in page: the firm's own sign-in where there is one; the people of a demo house to sign in as."""
    place = request.resolver_match
    if place is None or place.url_name != "account_login":
        return {}
    from django.conf import settings

    from mainstay.house.queries import in_demo_house
    from mainstay.house.views import door

    demo = {"demo_people": SimpleLazyObject(door.offered)} if in_demo_house() else {}
    return {**demo, "sso_name": settings.SSO_NAME}


SENTENCES = {
    "house.opened": _("%(by)s opened the house %(text)s."),
    "house.changed": _("%(by)s changed what the house is."),
    "house.clock_set": _("%(by)s set the clock of the house."),
    "house.person_added": _("%(by)s took %(about)s in."),
    "house.person_changed": _("%(by)s changed what is kept about %(about)s."),
    "house.person_left": _("%(by)s let %(about)s go."),
    "house.post_given": _("%(by)s gave %(about)s a post."),
    "house.post_taken": _("%(by)s took a post from %(about)s."),
    "house.unit_added": _("%(by)s added the team %(about)s."),
    "house.unit_changed": _("%(by)s renamed the team %(about)s."),
    "house.absence_noted": _("%(by)s noted that %(about)s is away."),
    "house.absence_cancelled": _("%(by)s cancelled days on which %(about)s was to be away."),
    "house.calendar_added": _("%(by)s added the calendar %(about)s."),
    "house.calendar_changed": _("%(by)s changed the calendar %(about)s."),
    "house.own_day_set": _("%(by)s set a day of the house’s own in %(about)s: %(text)s."),
    "house.own_day_removed": _("%(by)s removed a day of the house’s own from %(about)s: %(text)s."),
    "house.taken_out": _("%(by)s took out %(text)s."),
    "house.signed_out": _("%(by)s signed %(about)s out: %(text)s."),
    "house.door_held": _("Signing in as %(about)s was tried too often and has to wait."),
    "house.recovery_made": _("%(by)s made a link with which %(about)s can choose a new password."),
    "house.recovery_ended": _("%(by)s ended the link with which %(about)s could choose a new password."),
    "house.recovered": _("%(about)s chose a new password by a link from %(text)s."),
    "house.second_step_changed": _("%(by)s changed how they sign in: %(text)s."),
    "house.token_made": _("%(by)s made the token %(about)s for %(text)s."),
    "house.token_revoked": _("%(by)s closed the token %(about)s of %(text)s."),
}

capability = Capability(
    name="house",
    menu=(MenuEntry(_("House"), "house:settings", "house", 90, right=rights.RUN_HOUSE),),
    api="mainstay.house.api:router",
    urls="mainstay.house.urls",
    commands={
        "init": "mainstay.house.cli.opening:init",
        "house": "mainstay.house.cli.settings:the_house",
        "clock": "mainstay.house.cli.settings:the_clock",
        "people": "mainstay.house.cli.people:people",
        "person": "mainstay.house.cli.doors:person",
        "team": "mainstay.house.cli.settings:team",
        "calendar": "mainstay.house.cli.settings:calendar",
        "token": "mainstay.house.cli.tokens:token",
    },
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    alarms=alarms,
    frame=frame,
    tick=tick,
)
