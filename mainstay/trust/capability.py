"""The plug of trust: the record, what clients are used to, the word."""

from __future__ import annotations

from mainstay.kit.plug import Capability

RECORD: dict[str, str] = {}
USUAL: dict[str, str] = {}
WORD: dict[str, str] = {}
SENTENCES = {**RECORD, **USUAL, **WORD}

capability = Capability(
    name="trust",
    api="mainstay.trust.api:router",
    api_prefix="/trust",
    urls="mainstay.trust.urls",
    url_prefix="trust/",
    commands="mainstay.trust.cli:commands",
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
)
