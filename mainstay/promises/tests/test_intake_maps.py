"""The map of a table: understood, or refused in one sentence that says what would do."""

from __future__ import annotations

import pytest

from mainstay.kit.tables import Unreadable
from mainstay.promises.rules.intake import COLUMNS, Map, open_for, take_in

LEAST = '[columns]\nclient = "Country"\ndue = "Scheduled Delivery Date"\n'


def test_map_of_the_manual_is_understood() -> None:
    mapping = Map.parse(
        """
[file]
encoding = "CP1252"
delimiter = "tab"
decimal = ","
[columns]
client = "Country"
reference = "ASN/DN #"          # rows with one reference, due and delivered day are one delivery
due = "Scheduled Delivery Date"
delivered = "Delivered to Client Date"
[formats]
date = ["%d-%b-%y"]
[values]
not_judgeable = ["Pre-PQ Process", "Date Not Captured"]
"""
    )
    assert (mapping.encoding, mapping.delimiter, mapping.decimal) == ("cp1252", "\t", ",")
    assert mapping.columns == {
        "client": "Country",
        "due": "Scheduled Delivery Date",
        "reference": "ASN/DN #",
        "delivered": "Delivered to Client Date",
    }
    assert mapping.date_formats == ("%d-%b-%y",)
    assert mapping.says_unjudgeable(" pre-PQ  process")
    assert not mapping.says_unjudgeable("PQ")


def test_least_map_leaves_everything_else_to_be_found_out() -> None:
    mapping = Map.parse("\ufeff" + LEAST.replace("\n", "\r\n"))
    assert (mapping.encoding, mapping.delimiter, mapping.decimal, mapping.date_formats) == (None, None, None, ())


@pytest.mark.parametrize(
    ("told", "decimal"), [("1,234.56", "."), ("1.234,56", ","), ("1 234,5", ","), ("12.50", "."), ("€ 9,99", ",")]
)
def test_number_written_out_tells_the_decimals(told: str, decimal: str) -> None:
    assert Map.parse(f'{LEAST}[formats]\nnumber = "{told}"\n').decimal == decimal


@pytest.mark.parametrize("told", ["\\t", "tab", "Semicolon", "|", "^", "pipe", "comma"])
def test_delimiter_is_told_as_a_sign_or_by_name(told: str) -> None:
    assert len(Map.parse(f'{LEAST}[file]\ndelimiter = "{told}"\n').delimiter or "") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[columns] must say which header is “client”"),
        ('[columns]\nclient = "x"', "[columns] must say which header is “due”"),
        ('[columns]\nclient = "x"\ndue = ""', "[columns] “due” must name a header of the file."),
        ('[columns]\nclient = 3\ndue = "x"', "[columns] “client” must name a header of the file."),
        ('[columns]\nclient = "x"\ndew = "y"', f"[columns] knows no “dew”. Its keys are: {', '.join(COLUMNS)}."),
        ("[colums]\n", "it knows no “colums”. Its tables are: file, columns, fixed, formats, values, same."),
        ('columns = "x"\n', "“columns” is a table, written [columns] on a line of its own."),
        ("[columns\n", "it is not TOML: Expected ']'"),
        (LEAST + '[file]\nencoding = "klingon"', "[file] “klingon” is no encoding known here."),
        (LEAST + '[file]\nencoding = "zip"', "[file] “zip” is no encoding known here."),
        (LEAST + '[file]\ndelimiter = "::"', "[file] “::” is no delimiter known here."),
        (LEAST + '[file]\ndelimiter = "a"', "[file] “a” is no delimiter known here."),
        (LEAST + "[file]\ndelimiter = 3", "[file] “3” is no delimiter known here."),
        (LEAST + '[file]\ndecimal = ";"', '[file] decimal is "." or ",".'),
        (LEAST + '[formats]\ndate = ["%d-%q"]', "[formats] “%d-%q” is no way to write a date. It needs a day,"),
        (LEAST + "[formats]\ndate = [3]", '[formats] date is a list of texts, as in ["…", "…"].'),
        (LEAST + '[formats]\nnumber = "1,234"', "[formats] number is an amount written out"),
        (LEAST + '[file]\ndecimal = ","\n[formats]\nnumber = "1.50"', "[formats] number is an amount written out"),
        (LEAST + '[values]\nnot_judgeable = { a = "b" }', "[values] not_judgeable is a list of texts"),
        (LEAST + '[values]\naccepted = ["x"]\nremarks = ["X"]', "[values] “X” cannot be both accepted and remarks."),
    ],
)
def test_wrong_map_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Map.parse(text)
    assert str(refused.value).startswith(f"The map cannot be used: {says}")


def test_header_that_the_file_lacks_names_the_nearest() -> None:
    mapping = Map.parse(LEAST)
    with pytest.raises(Unreadable, match=r"no column “Scheduled Delivery Date”\. The nearest are: “Delivery Date”"):
        take_in(open_for(b"Country,Delivery Date\nx,2026-03-10\n", mapping), mapping)


def test_told_way_of_writing_is_believed_and_shown() -> None:
    told = LEAST + 'budget = "Price"\n[file]\nencoding = "cp1252"\ndelimiter = ";"\ndecimal = ","\n'
    mapping = Map.parse(told)
    intake = take_in(
        open_for("Country;Scheduled Delivery Date;Price\nÅland;10.03.2026;1.234\n".encode("cp1252"), mapping), mapping
    )
    assert str(intake.dialect.in_words()) == "cp1252, cells between semicolons, decimals after “,”"
    (one,) = intake.deliveries()
    assert (one.client, str(one.budget), intake.date_formats) == ("Åland", "1234.00", {"due": ("%d.%m.%Y",)})
