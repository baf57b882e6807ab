"""A list in the terminal comes in whole or not at all, also where the house changes while it is brought in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.transfer.actions import inline, running
from mainstay.transfer.models import Run

pytestmark = pytest.mark.django_db


def test_a_row_that_comes_to_be_refused_takes_the_list_back(
    head: User, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    file = tmp_path / "clients.csv"
    file.write_text("Name,Town\nAtlas,Berlin\nBerg,Bern\n")

    def meanwhile(done: int, _total: int) -> None:
        for turn in range(2 if done == 1 else 0):
            serving.add(name="Berg", reference=f"B{turn}", anyway="two of one name", by=head, at=at)

    with pytest.raises(inline.BadRows) as raised:
        inline.take_in(kind="clients", path=file, by=head, at=at, progress=meanwhile)
    assert str(raised.value).startswith("1 row came to be refused while the list was brought in, because something")
    told = raised.value.outcome.as_dict()
    assert [told[name] for name in ("state", "made", "clients", "refused")] == ["undone", 0, 0, 1]
    assert [one["rows"] for one in told["refusals"]] == [[3]]
    assert Run.objects.get().state == "undone"
    assert sorted(Client.objects.kept().values_list("name", "reference")) == [("Berg", "B0"), ("Berg", "B1")]
    assert journal.verify().holds
    assert inline.take_in(kind="clients", path=file, by=head, at=at, skip_bad=True).counts["made"] == 1
