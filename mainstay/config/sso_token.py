"""What the firm's own sign-in sent, held to its signature and to what was asked (OpenID Connect Core 3.1.3.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import jwt

# By a key that the provider publishes, and no other way: a shared word or no signature at all proves nothing.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("iss", "sub", "aud", "exp", "iat")
LEEWAY = 60  # seconds by which two clocks may differ


class Forged(Exception):
    """A token that proves nothing; the message is for the log alone."""


def claims_of(token: str, keys: Mapping[str, Any], *, issuer: str, audience: str) -> dict[str, Any]:
    """What a token says, once its signature, issuer, audience and times are right. Raises Forged.

    ``keys`` is what the provider publishes at its ``jwks_uri``.
    """
    try:
        head = jwt.get_unverified_header(token)
        key = _key(head, keys)
        told: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": list(NEEDED)},
        )
    except jwt.PyJWTError as error:
        raise Forged(str(error)) from None
    if told.get("azp", audience) != audience:
        raise Forged("made for another house")
    return told


def answers(told: Mapping[str, Any], nonce: object) -> bool:
    """Whether a token was made for the question that carried ``nonce``, and not taken from another."""
    return isinstance(nonce, str) and nonce != "" and told.get("nonce") == nonce


def is_fresh(told: Mapping[str, Any], *, now: float, longest: int) -> bool:
    """Whether somebody proved who they are at most ``longest`` seconds before ``now``, where the provider tells."""
    since = told.get("auth_time")
    return since is None or (isinstance(since, int | float) and now - since <= longest + LEEWAY)


def is_strong(told: Mapping[str, Any], wanted: Collection[str]) -> bool:
    """Whether the way of proof that the provider tells (``acr``) is one of those wanted; none wanted: any."""
    return not wanted or told.get("acr") in wanted


def _key(head: Mapping[str, Any], keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The published key that the token names, bound to the token's algorithm. Raises Forged."""
    algorithm, name = head.get("alg"), head.get("kid")
    if algorithm not in ALGORITHMS:
        raise Forged("signed in no way that proves anything")
    known = keys.get("keys")
    published = [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []
    signing = [each for each in published if each.get("use", "sig") == "sig"]
    named = [each for each in signing if each.get("kid") == name] if name else signing
    if len(named) != 1 or named[0].get("alg", algorithm) != algorithm:
        raise Forged("signed by a key that the provider does not publish")
    return jwt.PyJWK(named[0], algorithm=algorithm)
