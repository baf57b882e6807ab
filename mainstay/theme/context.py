"""What every page needs for its frame: the places in the menu, the alarms, the addresses of the frame's own links.

Only the hooks of the registry may ask the database. The menu and the alarms are worked out when a template first
reads ``frame``, so a part of a page that htmx asks for does not pay for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from weakref import ReferenceType, ref

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

from mainstay.kit.plug import Alarm, MenuEntry, Person, Words, registry

IN_THE_BAR = 4  # more places than this go into "More": beside Find and Promise there is room for four German words
IN_THE_DOCK = 2  # beside Promise, Search and More there is room for two on a phone


@dataclass(frozen=True)
class Place:
    """One entry of the menu as the template shows it."""

    label: Words
    url: str
    icon: str
    key: str
    dock: bool
    current: bool


class Frame:
    """The frame of one page for one person; each part is worked out once, when it is first read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user: Any = getattr(request, "user", None)
        inside = user is not None and user.is_authenticated and not getattr(request, "held", False)
        self._person: Person | None = user if inside else None

    @cached_property
    def places(self) -> list[Place]:
        """Every place this person may go to, in order; the one they are in is marked."""
        if self._person is None:
            return []
        found = [(entry, address(entry.url_name)) for entry in registry.menu_for(self._person)]
        reachable = [(entry, url) for entry, url in found if url]
        here = _nearest(self._request.path, [url for _, url in reachable])
        return [_place(entry, url, current=url == here) for entry, url in reachable]

    @cached_property
    def bar(self) -> list[Place]:
        """The places named in the top bar."""
        return self.places[:IN_THE_BAR]

    @cached_property
    def rest(self) -> list[Place]:
        """The places the top bar keeps under "More"."""
        return self.places[len(self.bar) :]

    @cached_property
    def rest_is_current(self) -> bool:
        """Whether the page belongs to a place under "More"."""
        return any(place.current for place in self.rest)

    @cached_property
    def dock(self) -> list[Place]:
        """The places at the foot of a phone."""
        wished = [place for place in self.places if place.dock] or self.places
        return wished[:IN_THE_DOCK]

    @cached_property
    def alarms(self) -> list[Alarm]:
        """The red lines across the top."""
        if self._person is None:
            return []
        hooks = [plug.alarms for plug in registry.installed() if plug.alarms is not None]
        return [alarm for hook in hooks for alarm in hook(self._person)]

    @property
    def name(self) -> str:
        """How the one who is signed in is called; empty for a passer-by."""
        return self._person.name if self._person is not None else ""

    @property
    def me(self) -> str:
        """Where one's own name leads."""
        return address("house:me")

    @property
    def search(self) -> str:
        """Where the find field leads."""
        return address("desk:search")

    @property
    def promise(self) -> str:
        """Where "Promise" and the key c lead."""
        return address("promises:line")

    @property
    def advice(self) -> str:
        """Where the number of a rule leads: the page of all advice; nothing for whoever is not of the house (R-X-14).

        A page for clients shows none, whoever looks at it.
        """
        place = self._request.resolver_match
        public = place is not None and place.func.__module__.rpartition(".")[2] == "public"
        return address("desk:advice") if self._person is not None and not public else ""

    @property
    def help(self) -> str:
        """Where "?" leads: the advice that the page at hand carries out."""
        place = self._request.resolver_match
        return f"{self.advice}?on={place.view_name}" if self.advice and place is not None else self.advice

    @property
    def leave(self) -> str:
        """Where signing out is asked for."""
        return address("account_logout")


# Weak: once the page is written, no part that is written without one is taken for its own.
_WRITING: ContextVar[ReferenceType[Frame] | None] = ContextVar("the frame of the page that is written", default=None)


def advice_address(rule: str) -> str:
    """Where a number stands on the page of all advice; for parts, such as a form’s refusal, that know no page."""
    writing = _WRITING.get()
    here = writing() if writing is not None else None
    return f"{here.advice}#{rule}" if here is not None and here.advice else ""


def address(url_name: str) -> str:
    """The address of a page by its name, or nothing where its capability is switched off."""
    return _address(url_name, get_resolver(get_urlconf()), get_script_prefix())


@lru_cache(maxsize=512)  # thirty of them stand on every page; another table of addresses has another resolver
def _address(url_name: str, table: URLResolver, prefix: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _nearest(path: str, urls: list[str]) -> str:
    """The place a page belongs to: the longest address its own begins with ("/" only when it is that page)."""
    holding = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(holding, key=len, default="")


def _place(entry: MenuEntry, url: str, *, current: bool) -> Place:
    return Place(entry.label, url, entry.icon, entry.key, entry.dock, current)


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Context processor: ``frame``, and beside it whatever the capabilities' own ``frame`` hooks give.

    A hook that has to ask the database gives a lazy value, because not every page reads it.
    """
    given: dict[str, Any] = {}
    for plug in registry.installed():
        if plug.frame is not None:
            given.update(plug.frame(request))
    here = Frame(request)
    _WRITING.set(ref(here))
    return {**given, "frame": here}
