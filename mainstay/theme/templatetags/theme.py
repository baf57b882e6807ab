"""Tags of the theme: ``{% icon "dots" %}``, cheap where it stands in every row; ``{% rule number %}``, a rule."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mainstay.kit.refusals import advice_of
from mainstay.theme.context import advice_address

register = template.Library()


@cache
def _sprite(static_url: str) -> str:
    """Where the sprite lies; looked up once, because the hashed name of a file does not change while it is served."""
    return static("theme/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite by its word, always beside a word or inside something that has a name."""
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#i-{}"></use></svg>', _sprite(settings.STATIC_URL), name
    )


@register.filter
def advice(rule: str) -> str:
    """``{{ rule|advice }}``: what the advice behind a number says, in one line; nothing for no number."""
    return advice_of(rule)


@register.simple_tag
def rule(number: str) -> SafeString:
    """“Rule R-A-12.”, which leads to its advice wherever somebody of the house reads it (R-X-14)."""
    words = _("Rule %(rule)s.") % {"rule": number}
    url = advice_address(number)
    return format_html('<a class="above" href="{}">{}</a>', url, words) if url else format_html("{}", words)
