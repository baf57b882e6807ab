"""Addresses of records are those that Django says."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from mainstay.kit import addresses


def test_an_address_is_the_one_that_django_says_also_below_another_path() -> None:
    pk: UUID = uuid4()
    names = ("promises:page", "promises:move", "clients:page")
    assert [addresses.of(name, pk) for name in names] == [reverse(name, args=[pk]) for name in names]
    assert addresses.of("promises:list") == reverse("promises:list")
    set_script_prefix("/below/")
    try:
        assert addresses.of("promises:list") == reverse("promises:list") == "/below/promises/"
        assert addresses.of("promises:page", pk) == reverse("promises:page", args=[pk]) == f"/below/promises/{pk}/"
    finally:
        set_script_prefix("/")
    with pytest.raises(NoReverseMatch):
        addresses.of("promises:nowhere", pk)
