"""Rows laid on a heap come back group by group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.kit.tables.spool import Spool

ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers()), max_size=30)


@given(ROWS)
def test_groups_come_in_the_order_of_their_first_row_as_often_as_asked(rows: list[tuple[int, int, int]]) -> None:
    spool = Spool()
    wanted: dict[bytes, list[tuple[int]]] = {}
    for name, about, value in rows:
        key = bytes([about, name])
        spool.lay(key, bytes([about]), (value,))
        wanted.setdefault(key, []).append((value,))
    groups = [(name, name[:1], told) for name, told in wanted.items()]
    assert list(spool.groups()) == groups == list(spool.groups())
    assert list(spool.groups(2)) == [group for group in groups if len(group[2]) > 1]
    for about in range(3):
        assert spool.groups_about(bytes([about])) == len([key for key in wanted if key[0] == about])


def test_groups_of_one_pile_come_together_in_the_order_of_the_piles() -> None:
    spool = Spool()
    for name, pile in ((b"a", 1), (b"b", 0), (b"c", 1), (b"d", 0), (b"a", 1)):
        spool.lay(name, b"", (pile,), pile)
    assert [(name, len(rows)) for name, _about, rows in spool.groups()] == [(b"b", 1), (b"d", 1), (b"a", 2), (b"c", 1)]


def test_texts_and_numbers_come_back_as_they_were() -> None:
    spool = Spool()
    row = (1, 2**70, None, "Ä\ud800", True, 1.5)
    spool.lay(b"a", b"", row)
    assert list(spool.groups()) == [(b"a", b"", [row])]


def test_nothing_can_be_laid_down_while_it_is_read() -> None:
    spool = Spool()
    assert list(spool.groups()) == []
    with pytest.raises(RuntimeError, match="no more"):
        spool.lay(b"a", b"", (1,))
