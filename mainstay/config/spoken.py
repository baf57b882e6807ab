"""A sentence is looked up once in each language: a page says some hundreds of them.

Django asks one catalogue after the other each time, and for English, where no catalogue has them, all of them: 28 calls
of functions for a word. What was found is kept beside the catalogue it was found in, as long as that lives.
"""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.templatetags.i18n import TranslateNode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation.trans_real import DjangoTranslation

MOST = 20_000  # sentences of one language that are kept; all of ours are some thousands
_look_up = DjangoTranslation.gettext
_rendered = TranslateNode.render


def _gettext(self: Any, message: str) -> str:
    kept: dict[str, str] = self.__dict__.setdefault("sentences_found", {})
    found = kept.get(message)
    if found is None:
        found = _look_up(self, message)
        if len(kept) < MOST and type(message) is str:
            kept[message] = found
    return found


def _render(self: TranslateNode, context: Context) -> str:
    """``{% translate "Close" %}`` at once: Django makes of it a word that is looked up later, and looks it up."""
    expression: Any = self.filter_expression
    message = getattr(expression.var, "literal", None)
    if not isinstance(message, str) or expression.filters or self.message_context or self.noop:
        return str(_rendered(self, context))
    words = mark_safe(gettext(message.replace("%", "%%")).replace("%%", "%"))  # noqa: S308 (as Django takes them)
    if not self.asvar:
        return words
    context[self.asvar] = words
    return ""


def keep_sentences() -> None:
    """From now on, for every language."""
    DjangoTranslation.gettext = _gettext  # type: ignore[method-assign]
    TranslateNode.render = _render  # type: ignore[method-assign]
