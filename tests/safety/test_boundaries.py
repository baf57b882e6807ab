"""Where one message ends and the next begins: said twice, or said badly, it is refused, and nothing slips in behind.

Granian as the house starts it, asked over a bare socket. Behind each message stands a second one that somebody wants
to slip past a proxy; the connection has to end before it, or the message has to end where both would say it does.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from mainstay.config.serving import Servers
from mainstay.config.tests.test_run import free_port, wait_for
from tests import tree

ECHO = """
from mainstay.config.whole import whole
from django.core.exceptions import BadRequest

@whole
def application(environ, start):
    try:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("200 OK", [])
        return [f"<{environ['PATH_INFO']} {len(body)}>".encode()]
    except BadRequest:
        start("400 Bad Request", [])
        return [b"<cut>"]
"""
POST = "POST /first HTTP/1.1\r\nHost: localhost\r\n"
BEHIND = "GET /second HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
REFUSED, ALONE, BOTH = ["400"], ["200 /first 0"], ["200 /first 0", "200 /second 0"]
MESSAGES = {
    "as it should be": (f"{POST}Content-Length: 0\r\n\r\n", BOTH),
    "two lengths": (f"{POST}Content-Length: 0\r\nContent-Length: 9\r\n\r\n", REFUSED),
    "two lengths in one": (f"{POST}Content-Length: 0, 9\r\n\r\n", REFUSED),
    "a length with a sign": (f"{POST}Content-Length: +0\r\n\r\n", REFUSED),
    "a length below nothing": (f"{POST}Content-Length: -1\r\n\r\n", REFUSED),
    "a length of sixteens": (f"{POST}Content-Length: 0x0\r\n\r\n", REFUSED),
    "a length with a line in it": (f"{POST}Content-Length: 1_0\r\n\r\n", REFUSED),
    "length and pieces": (f"{POST}Content-Length: 5\r\n{CHUNKED}\r\n0\r\n\r\n", ALONE),
    "pieces and length": (f"{POST}{CHUNKED}Content-Length: 90\r\n\r\n0\r\n\r\n", ALONE),
    "pieces that are not last": (f"{POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", REFUSED),
    "pieces and another way": (f"{POST}{CHUNKED}Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", REFUSED),
    "another way alone": (f"{POST}Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "no way at all": (f"{POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", REFUSED),
    "a tab of another kind": (f"{POST}Transfer-Encoding: \x0bchunked\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "a space before the colon": (f"{POST}Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "pieces of a time that had none": (f"{POST.replace('1.1', '1.0')}{CHUNKED}\r\n0\r\n\r\n", REFUSED),
    "a header over two lines": (f"{POST}Transfer-Encoding:\r\n chunked\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "a line that ends in half": (f"{POST}X: y\rContent-Length: 0\r\n\r\n", REFUSED),
    "a header hidden behind half an end": (f"{POST}X: y\n{CHUNKED}Content-Length: 90\r\n\r\n0\r\n\r\n", ALONE),
    "nothing in a header": (f"{POST}X: a\0b\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "pieces that end in half": (f"{POST}{CHUNKED}\r\n1\na\n0\n\n", ALONE),
    "a piece with an end in its note": (f"{POST}{CHUNKED}\r\n1;a\nb\r\na\r\n0\r\n\r\n", ALONE),
    "a piece below nothing": (f"{POST}{CHUNKED}\r\n-1\r\na\r\n0\r\n\r\n", ALONE),
    "a piece beyond all numbers": (f"{POST}{CHUNKED}\r\n10000000000000001\r\na\r\n0\r\n\r\n", ALONE),
    "a piece that is longer than it says": (f"{POST}{CHUNKED}\r\n1\r\naXX0\r\n\r\n", ALONE),
}
Ask = Callable[..., list[str]]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Send bytes, and what else is to be done then; gives every answer until the connection ends."""
    folder, port = tmp_path_factory.mktemp("echo"), free_port()
    (folder / "echo.py").write_text(ECHO)
    options = Servers(host="127.0.0.1", port=port, threads=2)._web_options()
    with subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--working-dir", str(folder), "echo:application"],
        cwd=tree.ROOT,
    ) as server:

        def asked(sent: str, *, ends: bool = False) -> list[str]:
            with socket.create_connection(("127.0.0.1", port), 20) as line:
                line.sendall(sent.encode("latin-1"))
                if ends:
                    line.shutdown(socket.SHUT_WR)
                came = b"".join(iter(lambda: line.recv(65536), b"")).decode()
            return [" ".join(filter(None, each)) for each in re.findall(r"HTTP/1\.[01] (\d+)(?:[^<]*?<(.+?)>)?", came)]

        try:
            wait_for(lambda: listens(port), "the server")
            yield asked
        finally:
            server.terminate()


def test_nothing_slips_in_behind_a_message(ask: Ask) -> None:
    found = {kind: ask(message + BEHIND) for kind, (message, _answers) in MESSAGES.items()}
    assert found == {kind: answers for kind, (_message, answers) in MESSAGES.items()}


def test_what_breaks_off_is_not_taken_for_the_whole(ask: Ask) -> None:
    assert ask(f"{POST}Content-Length: 100\r\nConnection: close\r\n\r\n{'a' * 50}", ends=True) == ["400 cut"]
    assert ask(f"{POST}Content-Length: 50\r\nConnection: close\r\n\r\n{'a' * 50}") == ["200 /first 50"]
