"""Roles as named rights (requirements section 8, R-X-3, R-X-15)."""

from __future__ import annotations

from collections.abc import Iterable

MANAGER, HEAD, FRONT, SPONSOR, ADMIN = "manager", "head", "front", "sponsor", "admin"
ROLES = (MANAGER, HEAD, FRONT, SPONSOR, ADMIN)

SEE_ALL = "clients.see_all"  # every client of the house
WRITE_CLIENTS = "clients.write"  # add and correct clients, contacts, engagements
ASSIGN = "clients.assign"  # say who serves a client
GIVE_WORD = "promises.make"  # write down what was promised
KEEP_WORD = "promises.keep"  # move, withdraw, release, settle, own up, hand over
DELIVER = "promises.deliver"  # deliver and tell
ANNUL = "promises.annul"  # mark as entered in error
DECLARE = "trust.declare"  # declare a breach of confidence, and close it
SEE_MONEY = "money.see"  # agreed and actual amounts
TAKE_IN = "data.take_in"  # import and undo
TAKE_OUT = "data.take_out"  # export lists
RUN_HOUSE = "house.run"  # people, teams, calendars, settings, tokens of others, clock

RIGHTS: dict[str, frozenset[str]] = {
    MANAGER: frozenset({WRITE_CLIENTS, GIVE_WORD, KEEP_WORD, DELIVER, ANNUL, SEE_MONEY, TAKE_IN, TAKE_OUT}),
    HEAD: frozenset(
        {WRITE_CLIENTS, ASSIGN, GIVE_WORD, KEEP_WORD, DELIVER, ANNUL, DECLARE, SEE_MONEY, TAKE_IN, TAKE_OUT}
    ),
    FRONT: frozenset({SEE_ALL, GIVE_WORD, DELIVER}),
    SPONSOR: frozenset({GIVE_WORD, KEEP_WORD, DELIVER, SEE_MONEY}),
    ADMIN: frozenset({RUN_HOUSE}),
}


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """All rights that the roles give together. Unknown roles give none. (R-X-3)

    Who opens a house holds every role, so that one person alone meets no dead end (R-X-15).
    """
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))
