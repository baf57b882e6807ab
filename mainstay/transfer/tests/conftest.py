"""What the tests of bringing in share."""

from __future__ import annotations

from datetime import datetime

import pytest

from mainstay.house.models import User

pytest.register_assert_rewrite("mainstay.transfer.tests.bringing")

from mainstay.transfer.tests.bringing import Bringing  # noqa: E402


@pytest.fixture
def bring(head: User, at: datetime) -> Bringing:
    """``bring(kind, text, map)`` takes a list in as the head of the team."""
    return Bringing(User.objects.get(pk=head.pk), at)
