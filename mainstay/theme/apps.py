"""Django's entry for the theme: no tables."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """Templates and static files of every page."""

    name = "mainstay.theme"
    label = "theme"
