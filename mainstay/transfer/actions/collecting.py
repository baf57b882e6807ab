"""What Python does about memory while a long list goes through: the usual pace costs a tenth of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000  # objects made between two looks for those that hold one another; a batch makes about as many


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Look for what may be thrown away once a batch, and never among what stood before the list came.

    Memory stays flat: what a batch leaves behind is found before the next but one.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM, 5, 5)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
