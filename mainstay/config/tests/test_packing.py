"""Pages come packed to those of the house, and as they are where another site asked for them."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from mainstay.config.packing import PackingMiddleware
from mainstay.house.models import House

PAGE = "<p>Who promised what to whom, and by when.</p>" * 40


def asked(answer: HttpResponseBase, of: str | None = "same-origin", takes: str = "gzip, br") -> HttpResponseBase:
    """What comes of the answer on its way to a browser that takes these packings, asked by that site."""
    said = {"Accept-Encoding": takes} | ({} if of is None else {"Sec-Fetch-Site": of})
    way = PackingMiddleware(lambda _request: answer)
    return way(RequestFactory().get("/clients/?q=atlas", headers=said))  # type: ignore[return-value]


@pytest.mark.parametrize("of", ["same-origin", "none"])
def test_a_page_travels_packed_and_is_the_same(of: str) -> None:
    came = asked(HttpResponse(PAGE), of)
    assert isinstance(came, HttpResponse)
    assert (came.headers["Content-Encoding"], came.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert int(came.headers["Content-Length"]) == len(came.content) < len(PAGE) / 4
    assert gzip.decompress(came.content).decode() == PAGE


@pytest.mark.parametrize("of", ["cross-site", "same-site", "", None])
def test_what_another_site_asks_for_is_as_long_as_it_is(of: str | None) -> None:
    came = asked(HttpResponse(PAGE), of)
    assert isinstance(came, HttpResponse)
    assert ("Content-Encoding" in came.headers, came.content.decode()) == (False, PAGE)


def test_the_same_page_is_never_of_one_length() -> None:
    lengths = {asked(HttpResponse(PAGE)).headers["Content-Length"] for _ in range(40)}
    assert len(lengths) > 5


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(PAGE, content_type="text/csv"),
        HttpResponse(PAGE, content_type="application/json"),
        StreamingHttpResponse([PAGE.encode()], content_type="text/html"),
        HttpResponse("<p>Short.</p>"),
    ],
)
def test_only_whole_pages_are_packed(answer: HttpResponseBase) -> None:
    assert "Content-Encoding" not in asked(answer).headers


def test_whoever_takes_nothing_packed_gets_it_as_it_is() -> None:
    assert "Content-Encoding" not in asked(HttpResponse(PAGE), takes="identity").headers


@pytest.mark.django_db
def test_pages_of_the_house_go_this_way(house: House, client: Browser) -> None:
    came = client.get("/account/login/", headers={"accept-encoding": "gzip", "sec-fetch-site": "none"})
    assert came.headers["Content-Encoding"] == "gzip"
    assert "<h1>" in gzip.decompress(came.content).decode()
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names.index("PackingMiddleware") == names.index("WhiteNoiseMiddleware") + 1
