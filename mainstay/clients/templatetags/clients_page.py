"""Panels: parts of the client's page that other folders give."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from mainstay.kit.plug import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def show_panel(context: RequestContext, panel: Panel) -> SafeString:
    """Render a panel's template with its own context, inside the page's."""
    engine = context.template.engine if context.template is not None else template.Engine.get_default()
    part = engine.get_template(panel.template)
    with context.push(**panel.context):
        return part.render(context)
