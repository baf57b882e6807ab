"""What happens to trust when two clients, or two people there, are one: the record, what they are used to, the word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mainstay.clients.models import Client, Contact
from mainstay.kit.plug import Along, Merges, Words
from mainstay.trust.actions.record import merging as record
from mainstay.trust.actions.usual import merging as usual
from mainstay.trust.actions.word import merging as word

PARTS = (record, usual, word)


def merges() -> Merges:
    """Both parts as one; each finds its own under its name."""
    return Merges(
        facts=facts,
        plan=plan,
        move=go_along,
        back=go_back,
        plan_person=plan_person,
        move_person=move_person,
        back_person=back_person,
    )


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """What the preview says of each."""
    return [fact for part in PARTS for fact in part.facts(client)]


def plan(keep: Client, gone: Client) -> Along:
    """What goes along of each."""
    first, second, third = (part.plan(keep, gone) for part in PARTS)
    data = {"record": first.data, "usual": second.data, "word": third.data}
    return Along(data, [*first.told, *second.told, *third.told])


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Carry both out."""
    record.go_along(keep, gone, data["record"])
    usual.go_along(keep, gone, data["usual"])
    word.go_along(keep, gone, data.get("word", {}))


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Take both back."""
    return [
        *record.go_back(keep, gone, data["record"]),
        *usual.go_back(keep, gone, data["usual"]),
        *word.go_back(keep, gone, data.get("word", {})),
    ]


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What a person there agreed to, and said of trust."""
    return Along({**usual.plan_person(keep, gone).data, "word": word.plan_person(keep, gone).data})


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """Carry both out."""
    usual.move_person(keep, gone, data)
    word.move_person(keep, gone, data.get("word", {}))


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """Take both back."""
    told = usual.back_person(keep, gone, data)
    return [*told, *word.back_person(keep, gone, data.get("word", {}))]
