"""The pages of bringing in: who may see them, what they say in every state, and what their forms do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.transfer import actions
from mainstay.transfer.models import Batch, KeptMap, Run

START = "/bring-in/"
CLIENTS = (
    "Firmenname;Kundennummer;Ort;Kunde seit\nKäse & Wein GmbH;1047;Köln;03.04.2019\nNordlicht AG;1048;Kiel;13.11.2021\n"
)
State = Run.State


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


@pytest.fixture
def run_of(manager: User, at: datetime) -> Callable[..., Run]:
    """``run_of("done", made=2)``: a run of Mara's that stands so, with a step for everything it counts."""

    def made(state: str, *, by: User | None = None, stayed: int = 0, **told: Any) -> Run:
        run = Run.objects.create(
            kind="clients", file_name=told.pop("file_name", "kunden.csv"), digest="0" * 64, by=by or manager,
            state=state, started_at=at - timedelta(minutes=Run.objects.count()), stayed=stayed, **told,
        )  # fmt: skip
        counts = {what: told.get(what, 0) for what in ("made", "changed", "left", "refused")}
        steps = [_step(what, place) for what, n in counts.items() for place in range(n)]
        left = [{"rows": [9], "what": "left", "name": f"Stays {n}", "why": "It is in use."} for n in range(stayed)]
        if steps:
            Batch.objects.create(
                run=run, seq=0, dry=state in (State.CHECKED, State.MAPPING), records=len(steps), steps=steps,
                undone=state == State.UNDONE, stayed=left, **counts,
            )  # fmt: skip
        return run

    return made


def _step(what: str, place: int) -> dict[str, Any]:
    changes = {
        "made": {"town": ["", "Köln"], "since": ["", "2019-04-03"]},
        "changed": {"town": ["Bonn", "Köln"], "stage": ["prospect", "active"]},
    }
    why = {"refused": "“bald” is no day.", "left": "It stands so already."}
    return {
        "rows": [place + 2], "what": what, "name": f"{what.title()} {place}", "changes": changes.get(what, {}),
        "why": why.get(what, ""),
    }  # fmt: skip


def upload(browser: Any, text: str = CLIENTS, **told: Any) -> Any:
    """Choose a file and send it."""
    file = SimpleUploadedFile(told.pop("name", "kunden.csv"), text.encode(told.pop("encoding", "utf-8")))
    return browser.post(START, {"kind": "clients", "file": file, **told})


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    text = re.sub(r"<(script|style|option).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&amp;", "&")


def queries(browser: Any, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


# --- who may ----------------------------------------------------------------------------------------------------


def test_whoever_may_not_take_in_is_told_who_can(signed_in: Any, front: User, run_of: Any) -> None:
    run, browser = run_of("done", made=1), signed_in(front)
    said = "A client manager or a head of client service can."
    for name in ("run", "columns", "undo"):
        answer = browser.get(reverse(f"transfer:{name}", args=[run.pk]))
        assert (answer.status_code, said in words(answer)) == (403, True)
    assert browser.get(START).status_code == 403
    assert upload(browser).status_code == 403
    assert Run.objects.count() == 1


@pytest.mark.parametrize("name", ["run", "columns", "undo", "left_out_csv"])
def test_a_run_of_a_stranger_is_not_there(signed_in: Any, stranger: User, run_of: Any, name: str) -> None:
    url = reverse(f"transfer:{name}", args=[run_of("done", made=1).pk])
    assert signed_in(stranger).get(url).status_code == 404


# --- the start --------------------------------------------------------------------------------------------------


def test_start_tells_a_newcomer_how_it_goes(mara: Any) -> None:
    said = words(mara.get(START))
    assert "How it works" in said
    assert "the whole run can be undone" in said


def test_start_lists_runs_with_state_and_counts(mara: Any, run_of: Any) -> None:
    run_of("done", made=3, changed=1)
    run_of("failed", file_name="kaputt.xlsx")
    answer = mara.get(START)
    shown = [(run.file, run.state, [n for n, _word in run.counts]) for run in answer.context["runs"]]
    assert shown == [("kunden.csv", "taken in", [3, 1, 0, 0]), ("kaputt.xlsx", "stopped", [0, 0, 0, 0])]
    assert "How it works" not in words(answer)


@pytest.mark.parametrize("page", ["start", "run"])
def test_pages_ask_the_same_number_of_queries_for_one_and_for_three(mara: Any, run_of: Any, page: str) -> None:
    first = run_of("done", made=1)
    url = START if page == "start" else reverse("transfer:run", args=[first.pk])
    one = queries(mara, url)
    run_of("done", made=3)
    last = run_of("done", made=3)
    url = START if page == "start" else reverse("transfer:run", args=[last.pk])
    assert queries(mara, url) == one


def test_start_without_a_file_says_what_is_missing(mara: Any) -> None:
    answer = mara.post(START, {"kind": "clients"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_kept_map_of_another_kind_is_refused(mara: Any, manager: User, at: datetime) -> None:
    text = '[columns]\nclient = "Kunde"\nperson = "Wer"\n'
    kept = actions.keep_map(name="Who", kind="assignments", text=text, by=manager, at=at)
    answer = upload(mara, map=str(kept.pk))
    assert answer.status_code == 422
    assert "This map is for another kind of list." in words(answer)


def test_a_kept_map_can_be_forgotten(mara: Any, manager: User, at: datetime) -> None:
    kept = actions.keep_map(name="Ours", kind="clients", text='[columns]\nname = "Kunde"\n', by=manager, at=at)
    answer = mara.post(reverse("transfer:forget_map", args=[kept.pk]), follow=True)
    assert "The map “Ours” was forgotten." in words(answer)
    assert not KeptMap.objects.exists()


# --- a run at rest ----------------------------------------------------------------------------------------------


def test_a_tried_run_offers_to_take_in_what_can_be(mara: Any, run_of: Any) -> None:
    run = run_of("checked", made=2, changed=1, left=1)
    said = words(mara.get(reverse("transfer:run", args=[run.pk])))
    assert "kunden.csv: every row can be taken in" in said
    assert "2 new, 1 changed, 1 left as it is. Nothing is written yet." in said
    assert "Take it in" in said
    assert "Town: Bonn → Köln" in said
    assert "Stage: prospect → active" in said
    assert "A client since: Wednesday 3 April 2019" in said


def test_a_tried_run_with_bad_rows_shows_them_first(mara: Any, run_of: Any) -> None:
    run = run_of("checked", made=2, refused=1)
    answer = mara.get(reverse("transfer:run", args=[run.pk]))
    assert [row.name for row in answer.context["rows"]] == ["Refused 0"]
    assert "Leave out 1 row and take in the rest" in words(answer)
    assert 'name="skip_bad" value="1"' in answer.content.decode()


def test_a_tried_run_that_changes_nothing_offers_nothing_to_take_in(mara: Any, run_of: Any) -> None:
    said = words(mara.get(reverse("transfer:run", args=[run_of("checked", left=3).pk])))
    assert "nothing would change" in said
    assert "Take it in" not in said


def test_rows_are_filtered_by_what_becomes_of_them(mara: Any, run_of: Any) -> None:
    url = reverse("transfer:run", args=[run_of("done", made=2, changed=1).pk])
    found = {what: [row.name for row in mara.get(url, {"what": what}).context["rows"]] for what in ("", "changed", "x")}
    every = ["Made 0", "Made 1", "Changed 0"]
    assert found == {"": every, "changed": ["Changed 0"], "x": every}


def test_rows_are_paged(mara: Any, run_of: Any) -> None:
    url = reverse("transfer:run", args=[run_of("done", made=70).pk])
    first = mara.get(url)
    second = mara.get(first.context["next_url"])
    names = [row.name for answer in (first, second) for row in answer.context["rows"]]
    assert names == [f"Made {n}" for n in range(70)]
    assert (first.context["back_url"], second.context["next_url"]) == ("", "")


def test_what_is_left_out_comes_as_it_stands_in_the_file_with_the_reason(
    mara: Any, manager: User, at: datetime
) -> None:
    text = "Firma;Seit;Farbe\nAtlas;03.04.2019;rot\nNordlicht;99.99.2019;=blau\n;13.11.2021;\n"
    mara.post(START, {"kind": "clients", "file": SimpleUploadedFile("a.csv", text.encode())})
    run = Run.objects.get()
    actions.check(run=run, by=manager, at=at)
    actions.carry_check(run_id=run.pk, at=at)
    url = reverse("transfer:left_out_csv", args=[run.pk])
    told = b"".join(mara.get(url).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in told] == [
        ["Firma", "Seit", "Farbe", "Row"],
        ["Nordlicht", "99.99.2019", "'=blau", "3"],
        ["", "13.11.2021", "", "4"],
    ]


def test_undoing_says_what_goes_and_what_stays_first(mara: Any, run_of: Any) -> None:
    said = words(mara.get(reverse("transfer:undo", args=[run_of("done", made=2, changed=1).pk])))
    assert "2 new clients are laid aside." in said
    assert "1 thing that it changed gets back what stood there before." in said
    assert "Whatever somebody has acted on since: it is left as it is now" in said


def test_after_an_undo_what_stays_is_named_with_its_reason(mara: Any, run_of: Any) -> None:
    answer = mara.get(reverse("transfer:run", args=[run_of("undone", made=2, stayed=1).pk]))
    assert [(row.name, row.why) for row in answer.context["rows"]] == [("Stays 0", "It is in use.")]
    assert "1 thing could not be undone" in words(answer)


@pytest.mark.parametrize(
    ("made", "said", "offered"),
    [
        (0, "Nothing was written.", "Look at the columns"),
        (2, "What was taken in before stands and can be undone: 2 new.", "Go on where it stopped"),
    ],
)
def test_a_run_that_stopped_says_what_happened_and_what_to_do(
    mara: Any, run_of: Any, made: int, said: str, offered: str
) -> None:
    run = run_of("failed", made=made, message="The disk is full.")
    shown = words(mara.get(reverse("transfer:run", args=[run.pk])))
    assert [part in shown for part in ("The disk is full.", said, offered)] == [True, True, True]


# --- a run at work ----------------------------------------------------------------------------------------------


def test_a_run_at_work_shows_how_far_it_is(mara: Any, run_of: Any) -> None:
    run = run_of("running", total=12_000, done_rows=3_000)
    answer = mara.get(reverse("transfer:run", args=[run.pk]))
    html = answer.content.decode()
    assert re.search(r'<progress value="3000" max="12000" aria-label="kunden.csv is being taken in">', html)
    assert "3,000 of 12,000" in html
    assert "You may close this page" in html


def test_htmx_gets_the_bar_alone_and_is_led_on_when_it_has_ended(mara: Any, run_of: Any) -> None:
    run = run_of("running", total=10, done_rows=3)
    url = reverse("transfer:run", args=[run.pk])
    asked = {"HX-Request": "true", "HX-Target": "progress"}
    part = mara.get(url, headers=asked).content.decode()
    assert ("<progress" in part, "<html" in part) == (True, False)
    Run.objects.update(state="done")
    answer = mara.get(url, headers=asked)
    assert answer.headers["HX-Redirect"] == url


def test_a_run_that_stands_still_says_so(mara: Any, run_of: Any, at: datetime) -> None:
    run = run_of("running", total=10, beat_at=at - timedelta(minutes=5))
    assert "It has stood still" in words(mara.get(reverse("transfer:run", args=[run.pk])))
    Run.objects.update(beat_at=at - timedelta(seconds=5))
    assert "It has stood still" not in words(mara.get(reverse("transfer:run", args=[run.pk])))


# --- links ------------------------------------------------------------------------------------------------------


def test_a_house_without_clients_is_led_here_from_today_and_from_its_list(mara: Any) -> None:
    assert not Client.objects.exists()
    assert [START in mara.get(url).content.decode() for url in ("/", "/clients/")] == [True, True]


# --- from the file to the house ---------------------------------------------------------------------------------

SET = {"col.name": "Firmenname", "col.reference": "Kundennummer", "col.since": "Kunde seit"}


@pytest.fixture
def brought(mara: Any) -> tuple[str, Run]:
    """A list of two clients, looked into: where its columns are, and its run."""
    answer = upload(mara)
    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("transfer:columns", args=[run.pk])
    return answer.headers["Location"], run


def test_columns_are_guessed_from_headings_and_the_first_rows_are_shown(mara: Any, brought: Any) -> None:
    answer = mara.get(brought[0])
    assert {row.name: row.column for row in answer.context["rows"]} == {
        "col.name": "Firmenname", "col.reference": "Kundennummer", "col.town": "Ort", "col.since": "Kunde seit",
    }  # fmt: skip
    assert [row.name for row in answer.context["told"].rows] == ["Käse & Wein GmbH", "Nordlicht AG"]
    assert "A client since: Wednesday 3 April 2019" in words(answer)


def test_without_scripts_the_button_keeps_what_is_set(mara: Any, brought: Any) -> None:
    url, run = brought
    answer = mara.post(
        url, {**SET, "col.town": "", "col.stage": "=", "fix.stage": "prospect", "do": "look"}, follow=True
    )
    run.refresh_from_db()
    assert ("town" in run.map_text, 'stage = "prospect"' in run.map_text) == (False, True)
    assert answer.context["told"].left_out == ["Ort"]
    assert "Stage: prospect" in words(answer)


def test_htmx_gets_what_an_answer_changes_and_no_page(mara: Any, brought: Any) -> None:
    html = mara.post(brought[0], {**SET, "col.town": ""}, headers={"HX-Request": "true"}).content.decode()
    assert [f'id="{part}"' in html for part in ("preview", "questions", "left-out", "map-text")] == [True] * 4
    assert ("<html" in html, "Left out: Ort<" in html) == (False, True)


def test_a_needed_field_without_a_column_is_asked_for(mara: Any, brought: Any) -> None:
    told = {"col.name": "", "col.reference": "", "do": "look"}
    said = words(mara.post(brought[0], told, follow=True))
    assert "Say first which column holds this: Name." in said
    answer = mara.post(brought[0], {"do": "check"})
    assert answer.status_code == 422
    assert Run.objects.get().state == "mapping"


def test_a_map_is_kept_by_name_and_used_again(mara: Any, brought: Any) -> None:
    url = brought[0]
    assert mara.post(url, {**SET, "do": "keep", "map_name": ""}).status_code == 422
    mara.post(url, {**SET, "col.town": "", "do": "keep", "map_name": "Ours"})
    kept = KeptMap.objects.get()
    mara.post(url, {**SET, "col.town": "Ort", "do": "look"})
    assert 'town = "Ort"' in Run.objects.get().map_text
    mara.post(url, {"do": "use", "kept_map": str(kept.pk)})
    assert Run.objects.get().map_text == kept.text


def test_a_map_as_text_is_used_or_refused_and_kept_on_the_page(mara: Any, brought: Any) -> None:
    url = brought[0]
    answer = mara.post(url, {**SET, "do": "paste", "map_text": "[columns]\nnme = 'x'\n"})
    assert (answer.status_code, "nme = &#x27;x&#x27;" in answer.content.decode()) == (422, True)
    mara.post(url, {"do": "paste", "map_text": '[columns]\nname = "Ort"\n'})
    assert Run.objects.get().map_text == '[columns]\nname = "Ort"\n'


def test_a_list_is_tried_taken_in_and_undone(mara: Any, brought: Any, at: datetime) -> None:
    url, run = brought
    here = reverse("transfer:run", args=[run.pk])
    mara.post(url, {**SET, "col.town": "Ort", "do": "check"})
    assert "is being tried" in words(mara.get(here))
    actions.carry_check(run_id=run.pk, at=at)
    assert "every row can be taken in" in words(mara.get(here))
    assert not Client.objects.exists()
    mara.post(reverse("transfer:begin", args=[run.pk]))
    actions.carry_out(run_id=run.pk, at=at)
    assert "2 new" in words(mara.get(here))
    assert sorted(Client.objects.values_list("name", "town")) == [
        ("Käse & Wein GmbH", "Köln"),
        ("Nordlicht AG", "Kiel"),
    ]
    mara.post(reverse("transfer:undo", args=[run.pk]))
    actions.carry_undo(run_id=run.pk, at=at)
    assert "was taken back" in words(mara.get(here))
    assert not Client.objects.kept().exists()


def test_a_name_like_ours_is_asked_about_and_the_answer_is_heard(
    mara: Any, atlas: Client, manager: User, at: datetime
) -> None:
    mara.post(START, {"kind": "clients", "file": SimpleUploadedFile("a.csv", b"Firma;Ort\nATLAS;Bonn\n")})
    run = Run.objects.get()
    actions.check(run=run, by=manager, at=at)
    actions.carry_check(run_id=run.pk, at=at)
    answer = mara.get(reverse("transfer:run", args=[run.pk]))
    assert "Is “ATLAS” a client you have already?" in words(answer)
    mara.post(reverse("transfer:same", args=[run.pk]), {"same.ATLAS": "Atlas GmbH"})
    actions.carry_check(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert (run.made, run.changed) == (0, 1)


def test_a_file_thrown_away_is_gone(mara: Any, brought: Any) -> None:
    answer = mara.post(reverse("transfer:discard", args=[brought[1].pk]), follow=True)
    assert "“kunden.csv” was thrown away." in words(answer)
    assert not Run.objects.exists()


def test_a_broken_file_gets_a_sentence_and_nothing_is_kept(mara: Any) -> None:
    answer = upload(mara, "", name="leer.csv")
    assert (answer.status_code, "The file is empty." in words(answer), Run.objects.count()) == (422, True, 0)
