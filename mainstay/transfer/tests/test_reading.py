"""The common reading of a table: values by the sort of their field, problems, questions, the map guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mainstay.kit.tables import Amount, Asks, Moment, Unreadable, open_table
from mainstay.kit.tables.maps import Map
from mainstay.transfer.rules.guessing import guess
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.rules.reading import TableReading, read_table


def read(kind: str, text: str, toml: str = "", **more: Any) -> TableReading:
    """Read a text by a map, or by the map its headers suggest."""
    table = open_table(text.encode())
    fields = SORTS[kind].fields
    told = Map.parse(toml, fields) if toml else guess(fields, table)
    return read_table(table, fields, told, skip_bad=more.pop("skip_bad", False))


def values(reading: TableReading) -> list[dict[str, Any]]:
    """What the rows tell."""
    return [dict(record.values) for record in reading.records()]


def problems(reading: TableReading) -> list[tuple[int, str, str, str]]:
    """What cannot be read."""
    return [(one.row, one.column, one.value, str(one.reason)) for one in reading.problems]


def test_cells_are_read_as_their_field_asks() -> None:
    reading = read(
        "clients",
        "Name;Land;Sprache;Zeitzone;Status;Art;Seit;Notiz\n"
        " Atlas\u200b  GmbH ;Deutschland;Deutsch;europe/berlin;Interessent;Privat;01.02.20;\n"
        "Berg;gb;en-GB;UTC;former;firm;;x\n",
    )
    assert values(reading) == [
        {
            "name": "Atlas GmbH",
            "country": "DE",
            "language": "de",
            "zone": "Europe/Berlin",
            "stage": "prospect",
            "kind": "household",
            "since": date(2020, 2, 1),
        },
        {
            "name": "Berg",
            "country": "GB",
            "language": "en",
            "zone": "UTC",
            "stage": "former",
            "kind": "firm",
            "note": "x",
        },
    ]
    assert (reading.rows, reading.problems, reading.left_out) == (2, [], [])


def test_several_values_stand_in_one_cell() -> None:
    (told,) = values(
        read(
            "contacts",
            "Name,E-Mail,Phone,Decides,Client\n"
            'Ann Lee,"Ann <ann@a.example>\tOffice; ann@b.example",'
            '"+49 30 12\tmobile\n040 7",ja,"Atlas; Berg"\n',
        )
    )
    assert told == {
        "name": "Ann Lee",
        "email": (("ann@a.example", "Office; ann@b.example"),),
        "phone": (("+49 30 12", "mobile"), ("040 7", "")),
        "decides": True,
        "client": ("Atlas", "Berg"),
    }
    (told,) = values(read("contacts", "Name,E-Mail\nAnn,a@x.example; b@x.example\n"))
    assert told["email"] == (("a@x.example", ""), ("b@x.example", ""))


def test_moments_and_amounts_are_read() -> None:
    (told,) = values(read("promises", "Client;Due;Price\nAtlas;13.05.2026 14:30;1.234,50 €\n"))
    moment = Moment(date(2026, 5, 13), told["due"].time)
    assert (told["due"], told["due"].time.hour, told["budget"]) == (moment, 14, Amount(Decimal("1234.5"), "EUR"))


@pytest.mark.parametrize(
    ("kind", "column", "value", "says"),
    [
        ("clients", "Country", "Atlantis", "This is no country known here. Write its two letters, as in DE."),
        ("clients", "Time zone", "Berlin", "This is no time zone. Write it as in Europe/Berlin."),
        ("clients", "Stage", "warm", "This is none of: prospect, active, former."),
        ("clients", "Language", "Klingon", "This house speaks en, de, ms and ru."),
        ("clients", "Town", "x" * 121, "This is longer than 120 characters."),
        ("contacts", "Email", "ann at home", "This is no mail address."),
        ("contacts", "Phone", "none", "This is no phone number."),
        ("contacts", "Decides", "perhaps", "This says neither yes nor no."),
        ("clients", "Since", "2020-13-45", "This is not a date written as in 2026-12-31."),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_row(kind: str, column: str, value: str, says: str) -> None:
    reading = read(kind, f"Name,{column}\nAnn,{value}\nBob,\n")
    ((row, heading, _shown, reason),) = problems(reading)
    assert (row, heading, reason.startswith(says)) == (2, column, True)
    assert (reading.bad_rows, list(reading.records())) == (1, [])
    assert values(read(kind, f"Name,{column}\nAnn,{value}\nBob,\n", skip_bad=True)) == [{"name": "Bob"}]


def test_a_row_without_what_is_needed_is_a_problem_unless_a_code_stands_there() -> None:
    text = "Name,Number,Town\n,,Bern\n,7,Bonn\nn/a,,Ulm\nCairn,3,Cork,beyond\n"
    toml = '[columns]\nname = "Name"\nreference = "Number"\ntown = "Town"\n[values]\nnot_judgeable = ["N/A"]\n'
    reading = read("clients", text, toml, skip_bad=True)
    assert [told["town"] for told in values(reading)] == ["Bonn"]
    assert problems(reading) == [
        (2, "Name", "", "This row tells nothing under “Name”, which is needed."),
        (5, "", "beyond", "This row has more cells than there are headers."),
    ]
    assert reading.summary["not_judgeable"] == {"n/a": 1}


def test_fixed_values_fill_blank_cells_and_words_are_translated() -> None:
    toml = (
        '[columns]\nname = "Name"\nstage = "S"\n[fixed]\nstage = "former"\nsince = "2020-01-31"\n'
        '[values.stage]\nactive = ["A"]\n[values.name]\n"Atlas GmbH" = ["ATL"]\n'
    )
    assert values(read("clients", "Name,S\natl,a\nBerg,\n", toml)) == [
        {"name": "Atlas GmbH", "stage": "active", "since": date(2020, 1, 31)},
        {"name": "Berg", "stage": "former", "since": date(2020, 1, 31)},
    ]


def test_days_that_can_be_read_two_ways_are_asked_about_and_answered_for_one_column() -> None:
    text = "Name,Since\nA,02/03/2020\n"
    reading = read("clients", text)
    (question,) = reading.questions
    assert isinstance(question, Asks)
    assert ([value for value, _label in question.choices], list(reading.records())) == (["%d/%m/%Y", "%m/%d/%Y"], [])
    toml = '[columns]\nname = "Name"\nsince = "Since"\n[formats.date_of]\nsince = ["%m/%d/%Y"]\n'
    assert values(read("clients", text, toml))[0]["since"] == date(2020, 2, 3)


def test_a_column_that_is_not_there_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="The file has no column “Nme”"):
        read("clients", "Name\nA\n", '[columns]\nname = "Nme"\n')


def test_a_formula_that_failed_is_no_value() -> None:
    reading = read("clients", "Name,Town\nKranich,Kiel\n#DIV/0!,Bonn\nStorch,#NV\n", skip_bad=True)
    assert [(each.row, each.value, str(each.reason)) for each in reading.problems] == [
        (3, "#DIV/0!", "A formula failed in this cell."),
        (4, "#NV", "A formula failed in this cell."),
    ]


def test_records_come_as_often_as_asked_and_the_same() -> None:
    reading = read("clients", "Name\n" + "".join(f"Firm {n}\n" for n in range(50)))
    assert list(reading.records()) == list(reading.records())


@pytest.mark.parametrize(
    ("kind", "headers", "columns"),
    [
        ("clients", "Kundennr.,FIRMA ,Ort,Bemerkung", {"name": "FIRMA", "reference": "Kundennr.", "town": "Ort",
                                                       "note": "Bemerkung"}),
        ("clients", "Название,Город,Страна", {"name": "Название", "town": "Город", "country": "Страна"}),
        ("contacts", "First Name,Last Name,Company,E-mail Address", {
            "given": "First Name", "family": "Last Name", "client": "Company", "email": "E-mail Address"}),
        ("assignments", "Pelanggan,Pengurus Akaun", {"client": "Pelanggan", "person": "Pengurus Akaun"}),
        ("promises", "client,no,due,done,price", {"client": "client", "due": "due", "reference": "no",
                                                  "delivered": "done", "budget": "price"}),
        ("clients", "Names,Townish", {}),
        ("clients", "client_id,customer_name", {"name": "customer_name", "reference": "client_id"}),
    ],
)  # fmt: skip
def test_headers_are_known_by_word_never_by_likeness(kind: str, headers: str, columns: dict[str, str]) -> None:
    assert guess(SORTS[kind].fields, open_table(f"{headers}\nx\n".encode(), delimiter=",")).columns == columns


@pytest.mark.parametrize(
    ("categories", "client"),
    [
        (("", "CATEGORIES:Atlas GmbH"), "categories"),
        (("", ""), None),
        (("", "CATEGORIES:Atlas GmbH,Rush"), None),
        (("ATTENDEE:mailto:ida@atlas.example", "CATEGORIES:Atlas GmbH,Rush"), "attendees"),
        (("ORGANIZER:mailto:ida@atlas.example", ""), "attendees"),
    ],
)
def test_the_one_category_of_a_calendars_entries_is_their_client(categories: tuple[str, ...], client: str) -> None:
    entries = [
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Proofs\r\nDTSTART;VALUE=DATE:2026031{n}\r\n{one}\r\nEND:VEVENT\r\n"
        for n, one in enumerate(categories)
    ]
    table = open_table(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(entries)}END:VCALENDAR\r\n".encode())
    assert guess(SORTS["promises"].fields, table).columns == {
        "due": "due", "delivered": "completed", "title": "summary", "made": "created", "key": "uid",
        **({"client": client} if client else {}),
    }  # fmt: skip
    assert "client" not in guess(SORTS["clients"].fields, table).columns


def test_no_word_means_two_fields_of_one_kind() -> None:
    for sort in SORTS.values():
        known = [word for field in sort.fields for word in field.known_as]
        assert sorted(known) == sorted(set(known)), sort.name
