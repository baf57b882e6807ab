"""What happens to trust when two clients, or two people there, are one: the record and what they are used to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mainstay.clients.models import Client
from mainstay.kit.plug import Along, Merges, Words
from mainstay.trust.actions.record import merging as record
from mainstay.trust.actions.usual import merging as usual

PARTS = (record, usual)


def merges() -> Merges:
    """Both parts as one; each finds its own under its name."""
    return Merges(
        facts=facts,
        plan=plan,
        move=go_along,
        back=go_back,
        plan_person=usual.plan_person,
        move_person=usual.move_person,
        back_person=usual.back_person,
    )


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """What the preview says of each."""
    return [fact for part in PARTS for fact in part.facts(client)]


def plan(keep: Client, gone: Client) -> Along:
    """What goes along of each."""
    first, second = record.plan(keep, gone), usual.plan(keep, gone)
    return Along({"record": first.data, "usual": second.data}, [*first.told, *second.told])


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Carry both out."""
    record.go_along(keep, gone, data["record"])
    usual.go_along(keep, gone, data["usual"])


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Take both back."""
    return [*record.go_back(keep, gone, data["record"]), *usual.go_back(keep, gone, data["usual"])]
