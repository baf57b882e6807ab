"""What kind of thing is promised: named once, known again in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client as Browser

from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.promises import actions
from mainstay.promises.models import Kind, Promise

pytestmark = pytest.mark.django_db


def test_kind_is_made_by_its_name_and_known_again_in_any_case(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    first = give(kind="Print job")
    second = give("Send more", kind="  print   JOB ")
    assert first.kind == second.kind
    assert list(Kind.objects.values_list("name", flat=True)) == ["Print job"]
    assert Line.objects.filter(kind="promises.kind_made").count() == 1
    other = actions.be_of_kind(promise=first, kind="Brochure", by=manager, at=at)
    assert other.kind is not None
    assert other.kind.name == "Brochure"
    assert actions.take_back(promise=first, by=manager, at=at).kind == second.kind
    assert actions.be_of_kind(promise=first, kind="", by=manager, at=at).kind is None


def test_the_page_names_the_kind_and_takes_it_back(
    give: Callable[..., Promise], manager: User, signed_in: Callable[[User], Browser]
) -> None:
    promise, browser = give(), signed_in(manager)
    assert browser.post(f"/promises/{promise.pk}/be-of-kind/", {"kind": "Brochure"}).status_code == 302
    promise.refresh_from_db()
    assert promise.kind is not None
    assert promise.kind.name == "Brochure"
    assert 'value="Brochure"' in browser.get(f"/promises/{promise.pk}/be-of-kind/").content.decode()
    assert browser.post(f"/promises/{promise.pk}/take-back/").status_code == 302
    promise.refresh_from_db()
    assert promise.kind is None
