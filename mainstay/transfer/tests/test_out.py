"""Lists, people, calendars and one client go out: what is seen, to whom it may be seen, harmless, and noted."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.engagements import actions as working
from mainstay.house.models import Post, User
from mainstay.journal.models import Line, Words
from mainstay.kit.tables import open_table
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.transfer.queries import out_client, out_house

if TYPE_CHECKING:
    from click.testing import Result

    from conftest import Caller

pytestmark = pytest.mark.django_db
Terminal = Callable[..., "Result"]


@pytest.fixture
def lived(atlas: Client, manager: User, at: datetime) -> Client:
    """A client with people, work and promises of both sides, in several scripts."""
    serving.add_contact(
        client=atlas, name="Ольга Пань", title="Dr.", role="Buyer", email="olga@atlas.example", by=manager, at=at
    )
    working.begin(client=atlas, name="Flyers", outcome="More guests", by=manager, at=at)
    due = (at + timedelta(days=18)).date()
    told: dict[str, Any] = {"client": atlas, "due_on": due, "by": manager, "at": at}
    actions.make(text="=HYPERLINK(1)", budget=Decimal("1234.50"), currency="EUR", due_time=time(17), **told)
    actions.make(text="Send the <plates>", side="theirs", **told)
    return atlas


def noted(kind: str) -> list[tuple[str, str]]:
    """What the journal says was taken out: by whom, what and how many."""
    lines = Line.objects.filter(kind=kind).order_by("pk")
    words = dict(Words.objects.values_list("line_id", "text"))
    return [(line.by_name, words[line.pk]) for line in lines]


def sheet(content: bytes, tmp_path: Path, name: str = "list.xlsx") -> list[list[str]]:
    """The rows of a table of any format, as reading it gives them, the headers first."""
    file = tmp_path / name
    file.write_bytes(content)
    table = open_table(file)
    return [list(table.headers), *(list(row.cells) for row in table.rows())]


def alike(row: list[str]) -> list[str]:
    """Cells as both files mean them: no apostrophe, no zone, no zero at the end of a price."""
    return [cell.removeprefix("'").split("+")[0].replace("1234.50", "1234.5") for cell in row]


LISTS = [
    ("clients:list", ""), ("promises:list", ""), ("promises:ledger", "client"), ("clients:chronicle", "client"),
    ("clients:people", "client"), ("desk:report", ""), ("house:people", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of"), LISTS)
def test_every_list_goes_out_as_csv_and_for_excel_with_the_same_cells(
    name: str, of: str, lived: Client, manager: User, signed_in: Any, tmp_path: Path
) -> None:
    browser = signed_in(manager)
    args = [lived.pk] if of else []
    page = browser.get(reverse("clients:page" if name == "clients:people" else name, args=args)).content.decode()
    answers = {form: browser.get(reverse(f"{name}_{form}", args=args)) for form in ("csv", "xlsx")}
    for form, answer in answers.items():
        assert reverse(f"{name}_{form}", args=args) in page
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")
        assert answer["Content-Disposition"].endswith(f'.{form}"')
    plain, book = (answer.getvalue() for answer in answers.values())
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
    assert len(rows) > 1
    told = [[alike(row) for row in every if "house.taken_out" not in row] for every in (sheet(book, tmp_path), rows)]
    assert told[0] == told[1]
    assert [by for by, _said in noted("house.taken_out")] == ["Mara Vogt", "Mara Vogt"]


@pytest.mark.parametrize(("name", "of"), [*LISTS, ("transfer:client_zip", "client"), ("clients:card", "place")])
def test_whoever_may_not_take_out_is_refused_in_one_sentence_and_offered_nothing(
    name: str, of: str, lived: Client, front: User, signed_in: Any
) -> None:
    browser = signed_in(front)
    args = {"client": [lived.pk], "place": [Affiliation.objects.get().pk], "": []}[of]
    address = name if name.startswith("transfer") or of == "place" else f"{name}_csv"
    answer = browser.get(reverse(address, args=args))
    assert answer.status_code == 422
    assert "Your roles do not allow you to take lists out. You may read them here." in answer.content.decode()
    page = browser.get(reverse("clients:page", args=[lived.pk])).content.decode()
    assert "download" not in page
    assert noted("house.taken_out") == noted("transfer.taken_out") == []


def test_what_is_taken_out_is_noted_with_who_and_how_many(lived: Client, manager: User, signed_in: Any) -> None:
    browser = signed_in(manager)
    browser.get(reverse("promises:list_csv")).getvalue()
    browser.get(reverse("clients:people_vcf", args=[lived.pk])).getvalue()
    assert noted("house.taken_out") == [("Mara Vogt", "promises-mine.csv (2)"), ("Mara Vogt", "people.vcf (1)")]
    browser.head(reverse("promises:list_csv"))
    assert len(noted("house.taken_out")) == 2
    assert (
        "Mara Vogt took out people.vcf (1)."
        in browser.get(reverse("clients:chronicle", args=[lived.pk])).content.decode()
    )


def test_strangers_take_nothing_of_a_client_out(lived: Client, stranger: User, signed_in: Any, api: Any) -> None:
    browser = signed_in(stranger)
    places = [lived.pk, lived.pk, lived.pk, Affiliation.objects.get().pk]
    names = ["clients:people_vcf", "promises:ledger_csv", "transfer:client_zip", "clients:card"]
    assert [browser.get(reverse(name, args=[pk])).status_code for name, pk in zip(names, places, strict=True)] == [
        404, 404, 404, 404,
    ]  # fmt: skip
    assert api(stranger).get(f"/transfer/out/client/{lived.pk}.zip").status_code == 404


def test_a_card_says_what_is_kept_and_guesses_nothing(
    lived: Client, manager: User, signed_in: Any, tmp_path: Path
) -> None:
    content = signed_in(manager).get(reverse("clients:card", args=[Affiliation.objects.get().pk])).getvalue()
    heads, cells = sheet(content, tmp_path, "one.vcf")
    told = dict(zip(heads, cells, strict=True))
    kept = {"name": "Ольга Пань", "prefix": "Dr.", "organisation": "Atlas GmbH", "title": "Buyer"}
    assert {name: told[name] for name in kept} == kept
    assert (told["emails"], told["uid"]) == ("olga@atlas.example", "")
    assert (told["family"], told["given"], told["birthday"]) == ("", "", "")


def test_the_calendar_holds_the_due_days(lived: Client, manager: User, signed_in: Any, tmp_path: Path) -> None:
    content = signed_in(manager).get(reverse("promises:ledger_ics", args=[lived.pk])).getvalue()
    rows = sheet(content, tmp_path, "due.ics")
    heads = rows[0]
    told = [(row[heads.index("summary")], row[heads.index("start")][:10]) for row in rows[1:]]
    assert sorted(told) == [
        ("Atlas GmbH: =HYPERLINK(1)", "2026-03-20"), ("Atlas GmbH: Send the <plates>", "2026-03-20"),
    ]  # fmt: skip
    assert content.count(b"BEGIN:VCALENDAR") == content.count(b"END:VCALENDAR") == 1


def test_an_empty_calendar_is_one(atlas: Client, manager: User, signed_in: Any) -> None:
    content = signed_in(manager).get(reverse("promises:list_ics")).getvalue()
    assert (content[:17], content[-15:]) == (b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n")


# --- one client ---------------------------------


def zip_of(answer: Any) -> dict[str, bytes]:
    """The files of an answer that is a ZIP."""
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


FILES = [
    "README.txt", "index.html", "promises.html", "chronicle.html", "style.css", "promises.csv", "promises.xlsx",
    "calendar.ics", "people.vcf", "people.csv", "engagements.csv", "assignments.csv", "chronicle.csv", "client.json",
]  # fmt: skip


def test_one_client_goes_out_as_a_zip_that_a_person_can_read(lived: Client, manager: User, signed_in: Any) -> None:
    browser = signed_in(manager)
    answer = browser.get(reverse("transfer:client_zip", args=[lived.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="atlas-gmbh.zip"'
    files = zip_of(answer)
    assert list(files) == FILES
    index = files["index.html"].decode()
    for words in ("Atlas GmbH", "=HYPERLINK(1)", "Send the &lt;plates&gt;", "Ольга Пань", "Mara Vogt", "More guests"):
        assert words in index
    assert ("<script" in index, "http" in index, 'href="promises.csv"' in index) == (False, False, True)
    told = json.loads(files["client.json"])
    assert {name: len(rows) for name, rows in told["tables"].items() if rows} == {
        "clients.Affiliation": 1, "clients.Assignment": 1, "clients.Client": 1, "clients.Contact": 1,
        "clients.Reach": 1, "engagements.Engagement": 1, "promises.Promise": 2,
    }  # fmt: skip
    assert [line["kind"] for line in told["chronicle"]].count("promises.made") == 2
    assert noted("transfer.taken_out") == [("Mara Vogt", "atlas-gmbh.zip (2)")]
    page = browser.get(reverse("clients:page", args=[lived.pk])).content.decode()
    assert reverse("transfer:client_zip", args=[lived.pk]) in page


def test_the_same_client_gives_the_same_zip(lived: Client, manager: User, at: datetime) -> None:
    once, again = (
        {taken.name: b"".join(taken.pieces()) for taken in out_client.files(lived, manager, at)} for _n in range(2)
    )
    assert {name for name, content in once.items() if content != again[name]} <= {"promises.xlsx"}


def test_the_zip_speaks_the_language_of_whoever_takes_it(lived: Client, manager: User, signed_in: Any) -> None:
    User.objects.filter(pk=manager.pk).update(language="de")
    files = zip_of(signed_in(manager).get(reverse("transfer:client_zip", args=[lived.pk])))
    assert b'<html lang="de">' in files["index.html"]
    assert b'"side": "ours"' in files["client.json"]


def test_amounts_stay_with_those_who_may_see_them(
    lived: Client, manager: User, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mainstay.house.rules import rights

    without = rights.RIGHTS["manager"] - {rights.SEE_MONEY}
    monkeypatch.setitem(rights.RIGHTS, "manager", without)
    files = zip_of(signed_in(manager).get(reverse("transfer:client_zip", args=[lived.pk])))
    assert [name for name, content in files.items() if b"1234" in content] == []
    assert Post.objects.filter(user=manager).count() == 1


def test_every_table_is_in_the_zip_of_a_client_or_stays_behind_for_a_reason() -> None:
    labels = set(out_house.tables())
    held = {model._meta.label for model in out_client.ways()}
    assert held | set(out_client.NOT_OF_ONE) == labels
    assert held & set(out_client.NOT_OF_ONE) == set()


def test_nothing_of_another_client_is_in_the_zip(lived: Client, manager: User, at: datetime) -> None:
    other = serving.add(name="Baltic AG", manager=manager, by=manager, at=at)
    serving.affiliate(client=other, contact=Contact.objects.get(), by=manager, at=at)
    actions.make(client=other, text="Nobody’s business", due_on=(at + timedelta(days=2)).date(), by=manager, at=at)
    files = {taken.name: b"".join(taken.pieces()) for taken in out_client.files(lived, manager, at)}
    assert [name for name, content in files.items() if b"Baltic" in content or str(other.pk).encode() in content] == []


# --- API and terminal ---------------------------------


@pytest.mark.parametrize("what", ["clients.csv", "clients.xlsx", "contacts.vcf", "promises.ics", "promises.csv"])
def test_the_api_hands_out_what_the_pages_hand_out(
    what: str, lived: Client, manager: User, front: User, stranger: User, api: Callable[..., Caller]
) -> None:
    answer: Any = api(manager).get(f"/transfer/out/{what}")
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 60
    refused = api(front).get(f"/transfer/out/{what}")
    assert (refused.status_code, refused.json()["rule"]) == (422, "R-X-3")
    strange: Any = api(stranger).get(f"/transfer/out/{what}")
    assert b"Atlas" not in strange.getvalue()


def test_the_api_filters_as_the_lists_do(lived: Client, manager: User, api: Callable[..., Caller]) -> None:
    def titles(**told: str) -> list[str]:
        answer: Any = api(manager).get("/transfer/out/promises.csv", **told)
        return [row["title"] for row in csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))]

    assert titles(side="theirs") == ["Send the <plates>"]
    assert len(titles()) == 2
    assert titles(state="kept") == []
    assert api(manager).get("/transfer/out/promises.csv", side="both").status_code == 422
    assert api(manager).get("/transfer/out/promises.pdf").status_code == 422


def test_only_administrators_take_the_house_out(
    lived: Client, admin: User, manager: User, api: Callable[..., Caller], signed_in: Any, terminal: Terminal
) -> None:
    sentence = "Only an administrator runs the house; ask one."
    assert api(manager).get("/transfer/out/house.zip").json()["detail"] == sentence
    assert signed_in(manager).get(reverse("transfer:house_zip")).status_code == 403
    assert sentence in terminal(["export", "house", "-"], by=manager).output
    page = signed_in(admin).get(reverse("house:settings")).content.decode()
    assert reverse("transfer:house_zip") in page
    for answer in (api(admin).get("/transfer/out/house.zip"), signed_in(admin).get(reverse("transfer:house_zip"))):
        assert json.loads(zip_of(answer)["manifest.json"])["counts"]["promises.Promise"] == 2


@pytest.mark.parametrize(
    ("args", "starts"),
    [
        (["clients", "out.csv"], b"\xef\xbb\xbfname,reference"), (["clients", "out.xlsx"], b"PK"),
        (["contacts", "out.vcf"], b"BEGIN:VCARD"), (["promises", "out.ics"], b"BEGIN:VCALENDAR"),
        (["promises", "out.txt", "--format", "csv"], b"\xef\xbb\xbftitle"),
        (["client", "Atlas GmbH", "out.zip"], b"PK"),
    ],
)  # fmt: skip
def test_the_terminal_writes_files_whole_and_speaks_on_the_side(
    args: list[str], starts: bytes, lived: Client, manager: User, terminal: Terminal, tmp_path: Path
) -> None:
    name = next(arg for arg in args if arg.startswith("out."))
    told = terminal(["export", *[str(tmp_path / arg) if arg == name else arg for arg in args]], by=manager)
    assert (told.exit_code, told.stdout) == (0, "")
    assert str(tmp_path / name) in told.stderr
    assert (tmp_path / name).read_bytes().startswith(starts)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_standard_output_gets_the_file_and_nothing_else(lived: Client, manager: User, terminal: Terminal) -> None:
    told = terminal(["export", "contacts", "-", "--format", "vcf"], by=manager)
    assert (told.stdout_bytes[:11], told.stderr) == (b"BEGIN:VCARD", "")
    assert terminal(["export", "clients", "-"], by=manager).stdout.removeprefix("\ufeff").startswith("name,")
    assert terminal(["export", "client", "atlas gmbh", "-"], by=manager).stdout_bytes[:2] == b"PK"


def test_a_name_that_says_no_format_is_asked_about(
    lived: Client, manager: User, terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal(["export", "clients", str(tmp_path / "out.vcf")], by=manager)
    assert told.exit_code == 2
    assert "The name of the file ends in one of .csv, .xlsx" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(
    lived: Client, manager: User, terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal(["export", "promises", str(tmp_path / "nowhere" / "out.csv")], by=manager)
    assert (told.exit_code, "cannot be written: No such file or directory." in told.stderr) == (2, True)


def test_what_goes_out_can_be_brought_in_again_unmapped(
    lived: Client, manager: User, terminal: Terminal, tmp_path: Path
) -> None:
    for kind, file in (("clients", "c.csv"), ("contacts", "p.csv"), ("contacts", "p.vcf")):
        terminal(["export", kind, str(tmp_path / file)], by=manager)
        told = terminal(["import", kind, str(tmp_path / file), "--dry-run", "--json"], by=manager)
        counts = json.loads(told.stdout)
        assert {name: counts[name] for name in ("made", "changed", "left", "refused")} == {
            "made": 0, "changed": 0, "left": 1, "refused": 0,
        }, (file, told.output)  # fmt: skip
    assert Promise.objects.count() == 2


def test_a_list_of_our_own_comes_back_by_its_ids(
    lived: Client, manager: User, terminal: Terminal, tmp_path: Path, at: datetime
) -> None:
    serving.add(name=lived.name, reference="10024", anyway="another firm of this name", by=manager, at=at)
    for kind, rows in (("clients", 2), ("promises", 2)):
        file = tmp_path / f"{kind}.csv"
        terminal(["export", kind, str(file)], by=manager)
        counts = json.loads(terminal(["import", kind, str(file), "--json"], by=manager).stdout)
        assert (counts["made"], counts["left"], counts["refused"]) == (0, rows, 0), kind
