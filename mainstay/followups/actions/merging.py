"""What happens to follow-ups when two clients, or two people there, turn out to be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client, Contact
from mainstay.followups.models import FollowUp
from mainstay.kit.plug import Along, Words


def facts(client: Client) -> Sequence[tuple[Words, str]]:
    """How many are still to be asked."""
    return [(gettext_lazy("Follow-ups"), str(FollowUp.objects.open().filter(client=client).count()))]


def plan(keep: Client, gone: Client) -> Along:
    """All go along."""
    moved = [str(pk) for pk in FollowUp.objects.filter(client=gone).order_by("pk").values_list("pk", flat=True)]
    words = ngettext("%(n)d follow-up goes along.", "%(n)d follow-ups go along.", len(moved)) % {"n": len(moved)}
    return Along({"moved": moved}, [words] if moved else [])


def go_along(keep: Client, gone: Client, data: Mapping[str, Any]) -> None:
    """Let them be the keeper's."""
    FollowUp.objects.filter(pk__in=data["moved"], client=gone).update(client=keep)


def go_back(keep: Client, gone: Client, data: Mapping[str, Any]) -> Sequence[str]:
    """Let them be the other's again, with what was planted since by promises that went back."""
    FollowUp.objects.filter(pk__in=data["moved"], client=keep).update(client=gone)
    FollowUp.objects.filter(client=keep, promise__client=gone).update(client=gone)
    FollowUp.objects.filter(client=keep, promise=None, engagement__client=gone).update(client=gone)
    return []


def plan_person(keep: Contact, gone: Contact) -> Along:
    """What they answered."""
    rows = FollowUp.objects.filter(asked=gone).order_by("pk").values_list("pk", flat=True)
    return Along({"answered": [str(pk) for pk in rows]})


def move_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> None:
    """Let it be the keeper's word."""
    FollowUp.objects.filter(pk__in=data["answered"], asked=gone).update(asked=keep)


def back_person(keep: Contact, gone: Contact, data: Mapping[str, Any]) -> Sequence[str]:
    """Let it be the other's word again."""
    FollowUp.objects.filter(pk__in=data["answered"], asked=keep).update(asked=gone)
    return []
