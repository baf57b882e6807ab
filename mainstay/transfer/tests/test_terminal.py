"""Bringing in over the terminal: what it reads, what it says of runs, what its help promises."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mainstay.clients.models import Assignment, Client
from mainstay.house.models import User
from mainstay.promises.models import Promise
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS

pytestmark = pytest.mark.django_db
Terminal = Callable[..., Any]
CLIENTS = "Name;Town\nAtlas GmbH;Berlin\nBerg AG;Bern\n"
PROMISES = (
    "client;title;due;delivered;side\nAtlas GmbH;Plan;2026-02-27;;ours\nAtlas GmbH;Logo;2026-02-26;;theirs\n"
    "Atlas GmbH;Flyer;2026-04-01;;ours\nAtlas GmbH;Card;2026-02-20;2026-02-20;ours\n"
)
MAP = "[columns]\n" + "".join(f'{name} = "{name}"\n' for name in ("client", "title", "due", "delivered", "side"))


def test_standard_input_is_a_file_like_any_other(terminal: Terminal, head: User) -> None:
    dry = terminal(["import", "clients", "-", "--dry-run", "--json"], by=head, input=CLIENTS.encode("cp1252"))
    assert (dry.exit_code, json.loads(dry.stdout)["made"], Client.objects.count()) == (0, 2, 0)
    done = terminal(["import", "clients", "-"], by=head, input=CLIENTS)
    assert (done.exit_code, Client.objects.count(), Run.objects.get().file_name) == (0, 2, "stdin")


def test_standard_input_is_read_by_its_map(terminal: Terminal, head: User, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('[columns]\nname = "Wer"\n')
    told = ["import", "clients", "-", "--map", str(tmp_path / "map.toml")]
    done = terminal(told, by=head, input="Wer;Was\nAtlas GmbH;x\n")
    assert (done.exit_code, [each.name for each in Client.objects.all()]) == (0, ["Atlas GmbH"])


def test_standard_input_that_is_empty_is_refused(terminal: Terminal, head: User) -> None:
    done = terminal(["import", "clients", "-"], by=head, input="")
    assert (done.exit_code != 0, done.stderr.count("empty"), Run.objects.count()) == (True, 1, 0)


def test_a_row_that_would_be_refused_refuses_the_file_unless_it_may_be_left_out(terminal: Terminal, head: User) -> None:
    served = f"Client;Person;Role\nAtlas GmbH;{head.name};manager\nBerg AG;Nobody We Know;manager\n"
    told = ["import", "assignments", "-"]
    sentence = "1 row would be refused. Nothing was made; mend the file, or leave the row out. (--skip-bad)"
    dry = terminal([*told, "--dry-run"], by=head, input=served)
    assert (dry.exit_code, dry.stderr, "made 1, changed 0" in dry.stdout) == (2, f"{sentence}\n", True)
    done = terminal([*told, "--json"], by=head, input=served)
    whole, *rows = done.stderr.splitlines()
    assert (done.exit_code, whole, [row.split(":")[0] for row in rows]) == (2, sentence, ["  row 3, Nobody We Know"])
    said = json.loads(done.stdout)
    assert [said[name] for name in ("run", "made", "clients", "refused", "problems")] == [None, 0, 0, 1, []]
    assert [one["rows"] for one in said["refusals"]] == [[3]]
    assert (Run.objects.count(), Client.objects.count(), Assignment.objects.count()) == (0, 0, 0)
    left = terminal([*told, "--skip-bad"], by=head, input=served)
    assert (left.exit_code, left.stderr, [one.client.name for one in Assignment.objects.now()]) == (
        0, "", ["Atlas GmbH"],
    )  # fmt: skip


def test_archive_from_standard_input_needs_its_password_told(
    terminal: Terminal, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAINSTAY_ADMIN_PASSWORD", raising=False)
    done = terminal(["import", "house", "-"], input=b"no archive")
    assert (done.exit_code, "MAINSTAY_ADMIN_PASSWORD" in done.stderr) == (2, True)
    looked = terminal(["import", "house", "-", "--dry-run"], input=b"no archive")
    assert (looked.exit_code, "There is no file" in looked.stderr, looked.stderr.strip() == "") == (2, False, False)


def test_runs_are_told_in_words_and_by_the_clock_of_the_reader(terminal: Terminal, head: User, at: datetime) -> None:
    head.zone = "Asia/Kuala_Lumpur"
    head.save()
    assert terminal(["import", "runs"], by=head).stdout == "No list was taken in yet.\n"
    terminal(["import", "clients", "-", "--skip-bad"], by=head, input=CLIENTS + ";Kiel\n")
    run = Run.objects.get()
    when = run.started_at.astimezone(ZoneInfo(head.zone))
    assert terminal(["import", "runs"], by=head).stdout.splitlines() == [
        "Times are those of Asia/Kuala_Lumpur.",
        f"{when:%Y-%m-%d %H:%M}  stdin, taken in: 2 new, 1 left out.  {run.pk}",
    ]


def test_promises_are_told_as_promises_with_what_is_late_and_whose(
    terminal: Terminal, head: User, tmp_path: Path
) -> None:
    (tmp_path / "map.toml").write_text(MAP)
    told = ["import", "promises", "-", "--map", str(tmp_path / "map.toml")]
    dry = terminal([*told, "--dry-run"], by=head, input=PROMISES)
    said = ["4 rows, 4 promises.", "1 kept on time, 0 kept late, 3 open; 0 over budget."]
    assert [line for line in said if line not in dry.stdout.splitlines()] == []
    done = terminal(told, by=head, input=PROMISES)
    assert (done.exit_code, Promise.objects.count()) == (0, 4)
    said += ["2 open promises are past their day.", "1 promise is theirs."]
    assert [line for line in said if line not in done.stdout.splitlines()] == []
    assert "deliver" not in done.stdout


@pytest.mark.parametrize("kind", [*SORTS])
def test_help_of_bringing_in_says_all_it_takes(kind: str, terminal: Terminal, db: None) -> None:
    told = " ".join(terminal(["import", kind, "--help"]).stdout.split())
    for words in ("CSV, XLSX, ODS", "- is standard input", "--skip-bad", "MAP.toml Which column", "import undo RUN"):
        assert words in told, words


@pytest.mark.parametrize("kind", ["clients", "contacts", "promises", "client", "house"])
def test_help_of_taking_out_says_where_it_goes(kind: str, terminal: Terminal, db: None) -> None:
    assert "- is standard output" in " ".join(terminal(["export", kind, "--help"]).stdout.split())


def test_what_goes_out_to_standard_output_comes_in_by_standard_input(terminal: Terminal, head: User) -> None:
    terminal(["import", "clients", "-"], by=head, input=CLIENTS)
    out = terminal(["export", "clients", "-"], by=head).stdout_bytes
    again = terminal(["import", "clients", "-", "--json"], by=head, input=out)
    assert (again.exit_code, json.loads(again.stdout)["made"], Client.objects.count()) == (0, 0, 2)


def test_a_zip_that_is_no_archive_is_refused_from_standard_input(
    terminal: Terminal, transactional_db: None, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("x", "y")
    looked = terminal(["import", "house", "-", "--dry-run"], input=(tmp_path / "a.zip").read_bytes())
    assert (looked.exit_code, looked.stderr.strip() == "") == (2, False)
