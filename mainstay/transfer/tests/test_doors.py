"""The same verbs and sentences in the terminal and over the API."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.tests.working import work_off

pytestmark = pytest.mark.django_db
LIST = "Firma;Kundennr;Ort;Seit\nAtlas GmbH;1;Berlin;01.02.2020\nBerg AG;2;Bern;\n"
MAP = '[columns]\nname = "Firma"\nreference = "Kundennr"\ntown = "Ort"\nsince = "Seit"\n'
Terminal = Callable[..., Any]


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A list of two clients, as a German spreadsheet writes it."""
    (tmp_path / "kunden.csv").write_text(LIST, encoding="cp1252")
    return str(tmp_path / "kunden.csv")


@pytest.fixture
def map_file(tmp_path: Path) -> str:
    """Its map."""
    (tmp_path / "map.toml").write_text(MAP)
    return str(tmp_path / "map.toml")


def test_terminal_foresees_takes_in_and_undoes(terminal: Terminal, file: str, map_file: str, head: User) -> None:
    told = ["import", "clients", file, "--map", map_file, "--json"]
    dry = json.loads(terminal([*told, "--dry-run"], by=head).output)
    assert (dry["run"], dry["rows"], dry["clients"], dry["made"]) == (None, 2, 2, 2)
    assert (Run.objects.count(), Client.objects.count()) == (0, 0)
    made = json.loads(terminal(told, by=head).output)
    assert {name: made[name] for name in ("state", "made", "changed", "left", "refused", "problems")} == {
        "state": "done",
        "made": 2,
        "changed": 0,
        "left": 0,
        "refused": 0,
        "problems": [],
    }
    assert (made["delimiter"], made["date_formats"], made["map"]) == (";", {"since": ["%d.%m.%Y"]}, MAP)
    (listed,) = json.loads(terminal(["import", "runs", "--json"], by=head).output)
    assert (listed["run"], listed["file"], listed["kind"]) == (made["run"], "kunden.csv", "clients")
    undone = json.loads(terminal(["import", "undo", made["run"], "--json"], by=head).output)
    assert (undone["state"], undone["clients"], undone["stayed"]) == ("undone", 2, 0)
    assert Client.objects.kept().count() == 0
    again = terminal(["import", "undo", made["run"]], by=head)
    assert (again.exit_code, again.stderr.splitlines()[0]) == (1, "This run was undone already.")


def test_terminal_needs_no_map_where_the_headers_are_known(terminal: Terminal, file: str, head: User) -> None:
    done = terminal(["import", "clients", file], by=head)
    assert (done.exit_code, Client.objects.count()) == (0, 2)
    assert 'name = "Firma"' in done.output
    assert "Clients: made 2, changed 0, left as they were 0, refused 0." in done.output


def test_terminal_says_what_cannot_be_read_and_changes_nothing(
    terminal: Terminal, tmp_path: Path, map_file: str, head: User, front: User, file: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(LIST + "Cairn;3;Cork;31.31.2020\n")
    unread = terminal(["import", "clients", str(bad), "--map", map_file], by=head)
    assert (unread.exit_code, "row 4, Seit: “31.31.2020”" in unread.stderr) == (2, True)
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("x,y\n1,2\n")
    for args, code, words in (
        ([str(tmp_path / "no.csv")], 2, "There is no file"),
        ([str(unknown)], 2, "No header of the file is known as “name”; its headers are “x”, “y”. Say in a map"),
        ([file, "--map", str(tmp_path / "no.toml")], 2, "The map"),
        ([file, "--map", os.devnull], 2, "[columns] must say which header is “name”"),
    ):
        done = terminal(["import", "clients", *args], by=head)
        assert (done.exit_code, words in done.stderr) == (code, True)
    refused = terminal(["import", "clients", file], by=front)
    assert (refused.exit_code, "Your roles do not allow you to take lists in." in refused.stderr) == (1, True)
    assert (Run.objects.count(), Client.objects.count()) == (0, 0)
    assert terminal(["import", "clients", str(bad), "--map", map_file, "--skip-bad"], by=head).exit_code == 0
    assert Client.objects.count() == 2


def upload(caller: Any, text: str = LIST, kind: str = "clients", **more: str) -> Any:
    """Bring a file in over the API."""
    body = {"kind": kind, "file": SimpleUploadedFile("kunden.csv", text.encode()), **more}
    return caller.browser.post("/api/v1/transfer/runs", body, headers={"Authorization": f"Bearer {caller.key}"})


def test_api_brings_in_checks_starts_and_undoes(api: Callable[..., Any], head: User) -> None:
    caller = api(head)
    run = upload(caller)
    assert (run.status_code, run.json()["state"]) == (201, "mapping")
    assert run.json()["map"].startswith('[columns]\nname = "Firma"\n')
    path = f"/transfer/runs/{run.json()['id']}"
    seen = caller.get(f"{path}/preview").json()
    assert ([step["name"] for step in seen["steps"]], seen["wrong"]) == (["Atlas GmbH", "Berg AG"], "")
    assert caller.put(f"{path}/map", {"map": MAP}).json()["map"] == MAP
    assert caller.post(f"{path}/check").json()["state"] == "checking"
    work_off()
    assert caller.get(path).json()["made"] == 2
    assert caller.post(f"{path}/start", {"skip_bad": False}).status_code == 202
    work_off()
    done = caller.get(path).json()
    assert (done["state"], done["percent"], done["made"], Client.objects.count()) == ("done", 100, 2, 2)
    page = caller.get(f"{path}/steps", what="made", size=1).json()
    assert ([step["name"] for step in page["items"]], bool(page["next"])) == (["Atlas GmbH"], True)
    assert caller.post(f"{path}/undo").status_code == 202
    work_off()
    assert [one["state"] for one in caller.get("/transfer/runs").json()["items"]] == ["undone"]
    again = caller.post(f"{path}/undo")
    assert (again.status_code, again.json()["detail"]) == (422, "This run was undone already.")


def test_api_refuses_as_the_terminal_does(api: Callable[..., Any], head: User, stranger: User, front: User) -> None:
    caller = api(head)
    unreadable = upload(caller, "%PDF-1.7 \0")
    assert (unreadable.status_code, unreadable.json()["field"]) == (422, "file")
    unknown = upload(caller, kind="invoices")
    assert (unknown.status_code, unknown.json()["field"]) == (422, "kind")
    assert upload(api(front)).json()["rule"] == "R-X-3"
    run = upload(caller).json()["id"]
    for verb, path in (("get", ""), ("get", "/steps"), ("post", "/check"), ("post", "/undo"), ("delete", "")):
        assert getattr(api(stranger), verb)(f"/transfer/runs/{run}{path}").status_code == 404
    assert api(stranger).get("/transfer/runs").json()["items"] == []
    wrong = caller.put(f"/transfer/runs/{run}/map", {"map": "[colums]"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "map")
    assert caller.delete(f"/transfer/runs/{run}").status_code == 204
    assert Run.objects.count() == 0


def test_api_keeps_maps_and_tells_the_kinds(api: Callable[..., Any], head: User, front: User) -> None:
    caller = api(head)
    kept = caller.post("/transfer/maps", {"name": "Shop", "kind": "clients", "map": MAP})
    assert (kept.status_code, kept.json()["by"]) == (201, "Helga Brandt")
    assert [one["name"] for one in caller.get("/transfer/maps", kind="clients").json()] == ["Shop"]
    assert api(front).get("/transfer/maps").status_code == 422
    assert caller.delete(f"/transfer/maps/{kept.json()['id']}").status_code == 204
    assert caller.get("/transfer/maps").json() == []
    kinds = caller.get("/transfer/kinds").json()
    assert [kind["name"] for kind in kinds] == list(SORTS)
    assert kinds[0]["fields"][0] == {
        "name": "name", "label": "Name", "sort": "name", "required": True, "many": False, "choices": [],
    }  # fmt: skip
