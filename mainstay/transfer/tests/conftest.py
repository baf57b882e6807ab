"""What the tests of bringing in share."""

from __future__ import annotations

from datetime import datetime

import pytest

from mainstay.house.models import User
from mainstay.transfer.tests.bringing import Bringing


@pytest.fixture
def bring(head: User, at: datetime) -> Bringing:
    """``bring(kind, text, map)`` takes a list in as the head of the team."""
    return Bringing(User.objects.get(pk=head.pk), at)
