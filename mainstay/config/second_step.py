"""The seeds of second steps, which allauth keeps, as the house keeps secrets that it has to read again: sealed."""

from __future__ import annotations

import base64
import logging
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from mainstay.kit import sealing

log = logging.getLogger("mainstay.security")


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the seeds of apps and of recovery codes."""

    def validation_error(self, code: str, *args: Any) -> Any:
        """Every wrong code of an app, of a recovery or of a passkey is told to the log."""
        if code == "incorrect_code":
            log.warning("a second step failed: a wrong code")
        return super().validation_error(code, *args)

    def encrypt(self, text: str) -> str:
        """Before it is kept."""
        return sealing.seal(text, settings.SEALED_BY)

    def decrypt(self, encrypted_text: str) -> str:
        """When a code is checked. What cannot be read is a seed that no code fits: nobody gets in by it."""
        try:
            return sealing.opened(encrypted_text, settings.SEALED_BY)
        except sealing.Unreadable:
            log.error("a second step was sealed under another secret than MAINSTAY_SECRET_KEY; see mainstay doctor")
            return base64.b32encode(secrets.token_bytes(20)).decode()
