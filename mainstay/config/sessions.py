"""Sessions in the database, as Django keeps them; the one that every request asks for is a query written once."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from mainstay.kit.prepared import Slot, prepared


@prepared(key=CharField(), now=DateTimeField())
def _holding(key: Slot, now: Slot) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """One session."""

    def _get_session_from_db(self) -> Session | None:
        """What is kept of it, while it holds; else its key is forgotten."""
        found = _holding.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
