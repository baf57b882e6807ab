"""How a token of the API is written, and how it is kept. Pure."""

from __future__ import annotations

import hashlib
import hmac

PREFIX = "mst"


def written(handle: str, secret: str) -> str:
    """The words of a key, shown once: mst_<handle>_<secret>. The handle has no underscore. (R-X-3)"""
    return f"{PREFIX}_{handle}_{secret}"


def read(key: str) -> tuple[str, str]:
    """Handle and secret of a key; two empty texts for what is none. (R-X-3)"""
    prefix, _first, rest = key.partition("_")
    handle, _second, secret = rest.partition("_")
    return (handle, secret) if prefix == PREFIX and handle and secret else ("", "")


def digest_of(secret: str) -> str:
    """SHA-256 in hex: the secret is 32 random bytes, so no slow hash is needed. (R-X-3)"""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def fits(digest: str, secret: str) -> bool:
    """Whether the secret has this digest, in a time that tells nothing. (R-X-3)"""
    return hmac.compare_digest(digest, digest_of(secret))
