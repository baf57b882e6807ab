"""Django's own."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The journal app."""

    name = "mainstay.journal"
    label = "journal"

    def ready(self) -> None:
        """Put the triggers back after every migrate: the one place in the house that listens to Django."""
        from mainstay.journal import triggers

        post_migrate.connect(triggers.put_back, dispatch_uid="journal.triggers")
