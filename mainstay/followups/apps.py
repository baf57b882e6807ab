"""Django's own."""

from django.apps import AppConfig


class FollowUpsConfig(AppConfig):
    """The followups app."""

    name = "mainstay.followups"
    label = "followups"
