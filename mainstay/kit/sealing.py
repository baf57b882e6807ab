"""Words that are kept so that only this house can read them: sealed under a key that is made of its secret.

Fernet (AES-128-CBC, HMAC-SHA-256) of the library cryptography; the key comes from the secret by HKDF-SHA-256, for
this one purpose. What was sealed under a former secret is read too, for as long as that is told.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "sealed1:"  # which way of sealing; another way gets another mark
_PURPOSE = b"mainstay: seeds of second steps"


class Unreadable(Exception):
    """It was sealed under a secret that nobody tells."""


def seal(text: str, secrets: Sequence[str]) -> str:
    """The text, sealed under the first of the secrets."""
    return MARK + _box(tuple(secrets)).encrypt(text.encode()).decode()


def opened(kept: str, secrets: Sequence[str]) -> str:
    """The text of what is kept; what was never sealed is read as it stands. Raises Unreadable."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _box(tuple(secrets)).decrypt(kept.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def is_fresh(kept: str, secrets: Sequence[str]) -> bool:
    """Whether it is sealed, under the first of the secrets."""
    try:
        return kept.startswith(MARK) and bool(opened(kept, secrets[:1]))
    except Unreadable:
        return False


@lru_cache(maxsize=8)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(each)) for each in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
