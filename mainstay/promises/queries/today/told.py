"""What the kind of a line of Today decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """Its code for programs, its name, the sentence, when, why it stands here, by which advice, its cable."""

    code: str
    kind: str
    what: str
    when: str
    why: str
    rule: str
    state: str = ""
