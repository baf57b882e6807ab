"""What the API takes and gives about who may enter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

PARTS = "The parts of the house it is for, for example clients and promises; none: all."


class TokenOut(Schema):
    """A token, never its secret."""

    id: UUID
    handle: str
    name: str
    person: str
    read_only: bool
    scopes: list[str] = Field(description=PARTS)
    open: bool
    made_at: datetime
    used_at: datetime | None
    ends_at: datetime | None


class TokenMade(TokenOut):
    """A token just made, with its words, which are given this once."""

    key: str


class TokenIn(Schema):
    """A token to make; without a person, for oneself."""

    name: str
    read_only: bool = False
    scopes: list[str] = Field([], description=PARTS)
    ends_at: AwareDatetime | None = None
    person: UUID | None = None


class SignInOut(Schema):
    """A browser in which somebody is signed in, in real time."""

    id: UUID
    person: str
    browser: str
    how: str
    address: str
    began_at: datetime
    seen_at: datetime


class EndIn(Schema):
    """Whom to sign out; without a person, oneself."""

    person: UUID | None = None


class Ended(Schema):
    """In how many browsers."""

    ended: int


class RecoveryIn(Schema):
    """Whether the second step is forgotten too."""

    second_step_too: bool = False


class RecoveryMade(Schema):
    """A link just made, with its address, which is given this once. Times are real ones."""

    id: UUID
    person: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    second_step_too: bool
    url: str
