"""Whatever somebody types comes out as it went in: at every field of API and page, in lists, search and files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from mainstay.clients.models import Client
from mainstay.journal.models import Words
from mainstay.transfer import actions as bringing
from tests.journeys.deeds import DEEDS, HEAD, Deed
from tests.journeys.test_rights_deeds import filled, plain
from tests.safety.texts import BLNS, FREE, MARK, NEVER_KEPT, NOT_FREE, ODD, OURS, blns, fields_of_the_api, kept

if TYPE_CHECKING:
    from conftest import Caller
    from mainstay.house.models import Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched")]

# Verbs that keep no text of their own, each with why.
KEEPS_NONE = {
    "foresee": "computes",
    "understand_line": "computes",
    "from_line": "refuses what names no client",
    "preview_standard": "computes",
    "foresee_hand_over": "computes",
    "apart": "its “what” is a word of a list",
    "make_sheet": "its reason is kept where something is in the way",
    "stage": "the stage stands already: nothing is noted",
}
ASK_NONE = {"reopen_outcome", "answer"}  # forms without the field that the API has


@contextmanager
def undone() -> Iterator[list[str]]:
    """What is written meanwhile, as the database is given it; and taken back."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            written.extend(plainly(value) for row in (params if many else [params]) for value in row or ())
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            yield written
        for words in Words.objects.order_by("-pk")[:3]:  # PostgreSQL is given the journal in a stream
            written += [words.text, plainly(json.dumps(words.changes))]
        transaction.set_rollback(True)


def plainly(value: Any) -> str:
    """A value as it was typed, out of the JSON in which it may lie."""
    if isinstance(value, list | tuple):  # PostgreSQL is given whole columns
        return "\n".join(plainly(each) for each in value)
    text = str(getattr(value, "obj", value))
    try:
        return json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")
    except ValueError:
        return text


def doer(deed: Deed, place: int) -> str:
    """Who of the table may do it by page (0) or API (1)."""
    cells = [cell.split("/")[place if "/" in cell else 0] for cell in deed.cells.split()]
    return HEAD[cells.index("may")] if "may" in cells else ""


def odd_form(form: dict[str, Any]) -> dict[str, Any]:
    """A form with the odd text in every field that holds any."""
    return {name: ODD if name.split("-")[-1] in FREE and value else value for name, value in form.items()}


def test_every_field_that_is_text_is_known() -> None:
    names = set().union(*fields_of_the_api().values())
    assert sorted(names - FREE - set(NOT_FREE)) == [], "Say in texts.py whether it holds any text."
    assert sorted((FREE | set(NOT_FREE)) - names) == []


def test_any_text_goes_through_the_fields_of_the_api(
    people: dict[str, User], ids: dict[str, Any], api: Callable[..., Caller], signed_in: Callable[[User], Browser]
) -> None:
    texts, callers = fields_of_the_api(), {role: api(person) for role, person in people.items()}
    texts = {plain(path): names & FREE for path, names in texts.items()}
    reader, amiss, seen = signed_in(people["manager"]), [], 0
    for deed in DEEDS:
        free, role = texts.get(plain(deed.api), set()), doer(deed, 1)
        if not (deed.api and free and role) or deed.name in KEEPS_NONE:
            continue
        method, path = deed.api.split()
        path, body = path.format(*(ids[name] for name in deed.of)), filled(deed.sent, ids)
        told = {name: ODD for name in free if name in body}
        with undone() as written:
            response = getattr(callers[role], method)(path, body | told)
            page = reverse("clients:page", args=[ids["client"]]) if seen % 5 == 0 else ""
            shown = reader.get(page).content.decode() if page else ""
        said = response.content.decode()
        if response.status_code >= 500 or (told and response.status_code < 300 and ODD not in "\n".join(written)):
            amiss.append(f"{deed.api}: {response.status_code}, {said[:200]}")
        if MARK in shown:
            amiss.append(f"{deed.api}: the client’s page carries markup")
        seen += response.status_code < 300 and bool(told)
    assert not amiss, "\n".join(amiss)
    assert seen > 30


def test_what_no_person_types_is_refused_in_a_sentence(
    people: dict[str, User], ids: dict[str, Any], api: Callable[..., Caller]
) -> None:
    texts = {plain(path): names & FREE for path, names in fields_of_the_api().items()}
    caller, amiss = api(people["head"]), []
    for number, deed in enumerate(DEEDS):
        free = texts.get(plain(deed.api), set())
        if not (deed.api and free and "may" in deed.cells):
            continue
        method, path = deed.api.split()
        path, body = path.format(*(ids[name] for name in deed.of)), filled(deed.sent, ids)
        with undone():
            response = getattr(caller, method)(path, body | dict.fromkeys(free, NEVER_KEPT[number % len(NEVER_KEPT)]))
        if response.status_code not in (400, 404, 422) and deed.name not in KEEPS_NONE:
            amiss.append(f"{deed.api}: {response.status_code} for {NEVER_KEPT[number % len(NEVER_KEPT)]!r}")
    assert not amiss, "\n".join(amiss)


def test_any_text_goes_through_the_forms(
    people: dict[str, User], ids: dict[str, Any], signed_in: Callable[[User], Browser]
) -> None:
    browsers, amiss, seen = {role: signed_in(person) for role, person in people.items()}, [], 0
    for deed in DEEDS:
        role, form = doer(deed, 0), odd_form(filled(deed.form, ids))
        if not (deed.page and role and ODD in form.values()) or deed.name in {*KEEPS_NONE, *ASK_NONE}:
            continue
        if deed.name == "say_ours":
            form = {f"{ids['client']}-{name}": value for name, value in form.items()}
        with undone() as written:
            response = browsers[role].post(reverse(deed.page, args=[ids[name] for name in deed.of]), form)
            done, body = response.status_code in (302, 204), response.getvalue().decode()
        if response.status_code >= 500 or MARK in body or (done and ODD not in "\n".join(written)):
            amiss.append(f"{deed.page}: {response.status_code}, {body[:200]}")
        seen += done
    assert not amiss, "\n".join(amiss)
    assert seen > 25


# --- in bulk


@pytest.fixture(params=["ours", "blns"])
def strings(request: pytest.FixtureRequest) -> list[str]:
    """A list of strings to bring in."""
    if request.param == "ours":
        return OURS
    if not BLNS.is_file():
        pytest.skip("MAINSTAY_SHARED names no folder with the big list of naughty strings")
    found = blns()
    assert len(found) == 461
    return found


def test_a_list_of_strings_comes_in_is_shown_found_and_taken_out_as_it_was(
    strings: list[str], head: User, team: Unit, at: datetime, api: Callable[..., Caller],
    signed_in: Callable[[User], Browser],
) -> None:  # fmt: skip
    towns = {f"{number:03}": kept(text, limit=120) for number, text in enumerate(strings)}
    notes = {f"{number:03}": kept(text, lines=True) for number, text in enumerate(strings)}
    whole = [key for key in towns if towns[key] is not None and notes[key] is not None]
    assert len(strings) - len(whole) <= len(strings) * 0.06
    bring(strings, whole, head, at)
    assert dict(Client.objects.values_list("reference", "town")) == {k: towns[k] for k in whole}
    assert dict(Client.objects.values_list("reference", "note")) == {key: notes[key] for key in whole}

    browser, caller = signed_in(head), api(head)
    shown = list(pages(browser, reverse("clients:list") + "?whose=house"))
    assert not [page for page in shown if re.search(r"<script>(?!</script>)|<img src=x|onerror=[^&]*>", page)]
    missing = [key for key in whole if not any(f"K{key}" in page for page in shown)]
    assert missing == []
    exported = browser.get(reverse("clients:list_csv"), {"whose": "house"}).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(exported), delimiter=dialect(exported)))
    assert len(rows) == len(whole)
    said = {client["reference"]: client["town"] for page in listed(caller) for client in page}
    assert said == {key: towns[key] for key in whole}
    for key in whole[:: max(1, len(whole) // 15)]:
        answer = caller.get("/search", q=strings[int(key)])
        page = browser.get(reverse("desk:search"), {"q": strings[int(key)]})
        assert (answer.status_code, page.status_code) == (200, 200), strings[int(key)]
        assert MARK not in page.content.decode()


def bring(strings: list[str], keys: list[str], by: User, at: datetime) -> None:
    """Bring them in as towns and notes of clients."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Name", "Number", "Town", "Note"])
    for key in keys:
        text = strings[int(key)]
        writer.writerow([f"K{key}", key, text, text])
    file = io.BytesIO(out.getvalue().encode())
    run = bringing.receive(kind="clients", file_name="strings.csv", file=file, by=by, at=at, map_text=MAP)
    run = bringing.start(run=run, skip_bad=False, by=by, at=at, inline=True)
    run = bringing.carry_out(run_id=run.pk, at=at)
    assert (run.state, run.message) == ("done", "")


MAP = """
[file]
encoding = "utf-8"
delimiter = ","
[columns]
name = "Name"
reference = "Number"
town = "Town"
note = "Note"
"""


def dialect(text: str) -> str:
    """What parts the cells of a file of ours."""
    return max(",;\t", key=text.splitlines()[0].count)


def pages(browser: Browser, url: str) -> Iterator[str]:
    """A list, page by page."""
    while url:
        body = browser.get(url).content.decode()
        yield body
        found = re.search(r'<a[^>]*rel="next"[^>]*>', body)
        at = re.search(r'href="([^"]*)"', found[0]) if found else None
        onward = html.unescape(at[1]) if at else ""
        url = f"{reverse('clients:list')}{onward}" if onward.startswith("?") else onward


def listed(caller: Caller) -> Iterator[list[dict[str, Any]]]:
    """The clients, page by page."""
    cursor = ""
    while True:
        answer = caller.get("/clients", whose="house", cursor=cursor).json()
        yield answer["items"]
        if not (cursor := answer["next"]):
            return
