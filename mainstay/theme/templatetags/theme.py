"""``{% icon "dots" %}``: what ``c-icon`` draws, at a tenth of its cost, for parts that stand in every row."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mainstay.kit.refusals import advice_of

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
