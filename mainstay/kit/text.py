"""Words that people type: cleaned once, refused with a sentence."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.kit.refusals import Refused


def clean(value: str, *, field: str, limit: int, required: str = "", lines: bool = False, rule: str = "R-X-11") -> str:
    """The text without blanks at its ends, in composed form; single-line unless ``lines``.

    ``required`` is the sentence to refuse an empty text with; empty means that the text may be. Raises Refused for
    an empty, a too long text, and for control characters.
    """
    if not value and not required:
        return ""
    if value and value.isascii() and value.isprintable() and len(value) <= limit and not value.isspace():
        return value.strip()
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if not lines:
        text = " ".join(text.split("\n")).strip() if "\n" in text else text
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
        raise Refused(
            _("This text holds signs that cannot be kept. Type it anew without them."), rule=rule, field=field
        )
    if required and not text:
        raise Refused(required, rule=rule, field=field)
    if len(text) > limit:
        raise Refused(
            ngettext(
                "This text is longer than %(limit)d sign. Nothing was kept; shorten it.",
                "This text is longer than %(limit)d signs. Nothing was kept; shorten it.",
                limit,
            )
            % {"limit": limit},
            rule=rule,
            field=field,
        )
    return text
