"""What only a person can know is asked on the page of the columns, and nothing goes on before it is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mainstay.transfer.models import Run

pytestmark = pytest.mark.django_db
TWO = SimpleUploadedFile("two.csv", b"Name,Number\nKranich,1\nKranich,2\n")


def test_a_run_that_still_asks_something_is_led_back_and_never_tried(signed_in: Any, manager: Any) -> None:
    mara = signed_in(manager)
    columns = mara.post(reverse("transfer:start"), {"kind": "clients", "file": TWO}).headers["Location"]
    asked = mara.post(columns, {"do": "check"})
    assert (asked.status_code, "Answer what is asked below" in asked.content.decode()) == (422, True)
    assert Run.objects.get().state == Run.State.MAPPING
    bar = mara.get(reverse("transfer:run", args=[Run.objects.get().pk]), headers={"HX-Request": "true"})
    assert bar.headers["HX-Redirect"] == columns
