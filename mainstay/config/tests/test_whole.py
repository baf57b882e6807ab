"""What breaks off on its way is refused; what comes in parts is taken together."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import BadRequest

from mainstay.config.whole import Counted
from mainstay.config.wsgi import application
from mainstay.house.models import House


class Trickling(BytesIO):
    """Gives no more than three bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        """Up to three."""
        return super().read(3 if size is None or size < 0 else min(3, size))


def test_what_comes_in_parts_is_one_and_the_next_message_is_left() -> None:
    body = Counted(Trickling(b"one two threeGET /"), 13)
    assert [body.read(5), body.read(0), body.read(), body.read(), body.read(5)] == [
        b"one t",
        b"",
        b"wo three",
        b"",
        b"",
    ]


def test_lines_are_counted_too() -> None:
    body = Counted(BytesIO(b"one\ntwo\nthree"), 10)
    assert [body.readline(), body.readline(2), body.readline(), body.readline(), body.readline()] == [
        b"one\n", b"tw", b"o\n", b"th", b"",
    ]  # fmt: skip


def test_what_ends_before_its_length_is_refused() -> None:
    body = Counted(Trickling(b"one two"), 13)
    assert body.read(7) == b"one two"
    with pytest.raises(BadRequest):
        body.read(1)
    with pytest.raises(BadRequest):
        body.readline()


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_half_a_form_does_nothing(house: House, kind: str) -> None:
    said: list[str] = []
    sent = b"login=ada%40house.example&password=hal"
    asked: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/account/login/", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(sent) + 20), "wsgi.input": BytesIO(sent),
        "wsgi.url_scheme": "http", "HTTP_COOKIE": f"csrftoken={'a' * 32}",
    }  # fmt: skip
    b"".join(application(asked, lambda status, _headers: said.append(status)))
    assert said == ["400 Bad Request"]
