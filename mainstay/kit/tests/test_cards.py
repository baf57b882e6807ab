"""Cards of every version as tables: what they tell stands in its cell, and nothing else does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mainstay.kit.cards import CARD_HEADERS, Card, anniversary_of, read_cards, read_jcards, write_card
from mainstay.kit.cards.lines import MOST_PICTURE
from mainstay.kit.cards.writing import fold
from mainstay.kit.tables import LONGEST_CELL, Source, Unreadable, open_table

SAMPLES = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "vcard"


def told(content: bytes | str) -> list[dict[str, str]]:
    """Every card's cells that are not blank."""
    table = open_table(content if isinstance(content, bytes) else content.encode())
    assert table.headers == CARD_HEADERS
    return [
        {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell} for row in table.rows()
    ]


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def refusal(content: bytes | str) -> str:
    with pytest.raises(Unreadable) as refused:
        told(content)
    return str(refused.value)


# --- lines


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_line_end_and_encoding_is_read(end: str, encoding: str) -> None:
    content = card("FN:Zoë Жук", "NOTE:one long", "  line", end=end).encode(encoding)
    assert told(content) == [{"name": "Zoë Жук", "note": "one long line"}]


def test_names_of_properties_and_frames_are_read_in_any_case_with_blanks_about() -> None:
    assert told("\n begin:vCard \nversion:3.0\nfn:A\nend:VCARD  ") == [{"name": "A"}]


def test_bytes_of_older_encodings_are_read_by_what_the_line_or_the_file_says() -> None:
    western = card("FN:Jürgen", version="2.1").encode("cp1252")
    cyrillic = card("FN:Иванов Сергей", "ORG:Завод", version="2.1").encode("cp1251")
    mixed = card("FN:Zoë", version="2.1").encode() + card("FN;CHARSET=koi8-r:Жук", version="2.1").encode("koi8-r")
    assert told(western) == [{"name": "Jürgen"}]
    assert told(cyrillic) == [{"name": "Иванов Сергей", "organisation": "Завод"}]
    assert told(mixed) == [{"name": "Zoë"}, {"name": "Жук"}]


def test_folded_lines_lose_one_blank_and_in_2_1_keep_one() -> None:
    long = "x" * 80
    assert told(card("NOTE:ab", " cd", "\tef"))[0]["note"] == "abcdef"
    assert told(card("NOTE:ab", " cd", version="2.1"))[0]["note"] == "ab cd"
    assert told(card(f"NOTE:{long}", f" {long}", version="2.1"))[0]["note"] == long * 2


def test_quoted_printable_is_undone_over_its_soft_breaks() -> None:
    lines = ("NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=BC=C3=9Fe=0D=0Aund=", "mehr =", " Text=", "END:VCARD")
    assert told("BEGIN:VCARD\r\nVERSION:2.1\r\n" + "\r\n".join(lines)) == [{"note": "Grüße\nundmehr  Text"}]
    western = card("FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=FCrgen", version="2.1")
    unsaid = card("FN;ENCODING=quoted-printable:J=FCrgen", version="2.1")
    assert told(western) == told(unsaid) == [{"name": "Jürgen"}]


@pytest.mark.parametrize(
    "head", ["PHOTO;ENCODING=b;TYPE=JPEG", "PHOTO;JPEG;BASE64", "item1.LOGO;ENCODING=BASE64", "KEY;X509"]
)
@pytest.mark.parametrize("indent", [" ", "", "\t"])
def test_pictures_are_passed_over_however_they_are_written(head: str, indent: str) -> None:
    content = card(f"{head}:", f"{indent}/9j/4AAQSkZJRg+A", "", f"{indent}AQEAYABgAAD==", "", "FN:A", version="2.1")
    assert told(content) == [{"name": "A"}]
    assert told(content.replace("\r\n", "\r")) == [{"name": "A"}]


def test_line_that_is_no_property_continues_a_note_and_is_else_left_out() -> None:
    content = card("garbage", "FN:A", "more garbage", "NOTE:first", "second", "TEL:1")
    assert told(content) == [{"name": "A", "note": "first\nsecond", "phones": "1"}]


# --- values


def test_names_are_taken_from_their_parts_and_never_apart() -> None:
    parts = card("N:Tan\\, Lee;Ann;Mei,Ling;Dr.,Prof.;M.Sc.")
    assert told(parts) == [
        {
            "name": "Ann Mei, Ling Tan, Lee",
            "given": "Ann",
            "additional": "Mei, Ling",
            "family": "Tan, Lee",
            "prefix": "Dr., Prof.",
            "suffix": "M.Sc.",
        }
    ]
    assert told(card("FN:Dr. Ann Tan", "N:;;;;")) == [{"name": "Dr. Ann Tan"}]
    assert told(card("N:Tan", version="2.1")) == [{"name": "Tan", "family": "Tan"}]
    assert told(card("ORG:Atlas GmbH;Sales;East")) == [
        {"name": "Atlas GmbH", "organisation": "Atlas GmbH", "department": "Sales, East"}
    ]


def test_comma_is_a_comma_where_the_version_knows_no_lists() -> None:
    content = card("FN:A", "N:Doe, Jr.;John", "ORG:Company, The;Legal", version="2.1")
    cells = {"name": "A", "family": "Doe, Jr.", "given": "John", "organisation": "Company, The", "department": "Legal"}
    assert told(content) == [cells]
    assert told(card("FN:A", "ORG:Company, The"))[0]["organisation"] == "Company, The"


def test_escapes_are_undone_and_other_backslashes_stay() -> None:
    assert told(card(r"NOTE:a\nb\Nc\, d\; e\: \"f\" \\n C:\temp"))[0]["note"] == 'a\nb\nc, d; e: "f" \\n C:\\temp'


@pytest.mark.parametrize(
    "lines",
    [
        ("EMAIL;TYPE=HOME:b@x.org", "EMAIL;TYPE=work,INTERNET,pref:a@x.org"),
        ("EMAIL;HOME:b@x.org", "EMAIL;PREF;WORK;INTERNET:a@x.org"),
        ("EMAIL;PREF=2;TYPE=home:b@x.org", 'EMAIL;PREF=1;TYPE="work":mailto:a@x.org'),
        ('EMAIL;TYPE="home":b@x.org', "item1.EMAIL;TYPE=PREF:a@x.org", "item1.X-ABLabel:_$!<work>!$_"),
    ],
)
def test_several_values_stand_on_lines_of_their_own_the_preferred_first(lines: tuple[str, ...]) -> None:
    assert told(card(*lines)) == [{"emails": "a@x.org\twork\nb@x.org\thome"}]


def test_phones_are_numbers_with_their_extension_and_label() -> None:
    lines = (
        'TEL;VALUE=uri;TYPE="voice,work":tel:+1-418-656-9254;ext=102',
        "TEL;CELL:+49 (30) 12/34",
        "TEL;WORK;FAX:5",
        "TEL:",
    )
    phones = "+1-418-656-9254 ext. 102\twork\n+49 (30) 12/34\tcell\n5\twork, fax"
    assert told(card(*lines, version="2.1")) == [{"phones": phones}]


def test_parameters_may_hold_every_sign_between_quotation_marks() -> None:
    line = 'item1.TEL;X-NOTE="a:b;c";TYPE=home:12'
    assert told(card(line)) == [{"phones": "12\thome"}]
    assert told(card('TEL;TYPE="home:12')) == [{"phones": "12\thome"}]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("19800321", "1980-03-21"),
        ("1980-03-21", "1980-03-21"),
        ("1980-03-21T00:00:00Z", "1980-03-21"),
        ("--0203", "--0203"),
        ("circa 1800", "circa 1800"),
    ],
)
def test_whole_days_are_told_in_iso_and_others_as_they_stand(written: str, read: str) -> None:
    assert told(card(f"BDAY:{written}", f"ANNIVERSARY:{written}")) == [{"birthday": read, "anniversary": read}]


@pytest.mark.parametrize("name", ["X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY", "ANNIVERSARY"])
def test_anniversary_is_found_under_the_names_that_programs_give_it(name: str) -> None:
    assert told(card(f"{name}:20010203")) == [{"anniversary": "2001-02-03"}]


def test_dates_that_apple_labels_are_an_anniversary_only_if_they_say_so() -> None:
    lines = (
        "item1.X-ABDATE:2001-02-03",
        "item1.X-ABLabel:First met",
        "item2.X-ABDATE:1975-03-01",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
    )
    assert told(card(*lines)) == [{"anniversary": "1975-03-01"}]


def test_other_cells() -> None:
    lines = (
        "NICKNAME:A,B",
        "LANG;PREF=2:en",
        "LANG;PREF=1:de",
        "CATEGORIES:x,y\\, z",
        "URL:https\\://a.org",
        "UID:urn:uuid:1",
    )
    more = ("TITLE:Head", "ROLE:Buys", "ADR;TYPE=work:;Suite 2;Main St 1;Köln;;50667;Germany", "ADR:;;;;;;")
    assert told(card(*lines, *more, version="4.0")) == [
        {
            "nickname": "A\nB",
            "language": "de\nen",
            "categories": "x\ny, z",
            "url": "https://a.org",
            "uid": "urn:uuid:1",
            "title": "Head",
            "role": "Buys",
            "address": "Suite 2, Main St 1, Köln, 50667, Germany",
        }
    ]


# --- cards


def test_card_of_an_agent_within_a_card_is_passed_over() -> None:
    agent = card("FN:Secretary", "TEL:2", version="2.1").rstrip()
    assert told(card("FN:Boss", "AGENT:", *agent.split("\r\n"), "TEL:1", version="2.1")) == [
        {"name": "Boss", "phones": "1"}
    ]


def test_card_that_was_never_ended_ends_where_the_next_begins() -> None:
    assert told("BEGIN:VCARD\nFN:A\n" + card("FN:B")) == [{"name": "A"}, {"name": "B"}]


@pytest.mark.parametrize("kind", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:Group"])
def test_card_of_a_mailing_list_is_nobodys_card(kind: str) -> None:
    assert told(card("FN:Friends", kind) + card("FN:A", "KIND:individual")) == [{"name": "A"}]


def test_cards_are_numbered() -> None:
    assert [row.number for row in open_table((card("FN:A") + card("FN:B")).encode()).rows()] == [1, 2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (card("FN:A") + "BEGIN:VCARD\r\nFN:B\r\n", "The card that begins in line 5 has no end: the file is cut short."),
        ("BEGIN:VCARD\r\n" + "AGENT:\r\nBEGIN:VCARD\r\n" * 9, "stand within each other too deep."),
        (card("NOTE:" + "x" * (LONGEST_CELL - 1), " yy"), f"line 3 is longer than {LONGEST_CELL} characters"),
        (card("PHOTO;ENCODING=b:" + "A" * 100, " " + "A" * MOST_PICTURE), f"longer than {MOST_PICTURE} characters"),
        (card(*("TEL:1" for _n in range(5001))), "more than 5000 properties"),
        ('[["vcard", [["fn", {}, "text", "A"]', "looks like a jCard, but its JSON is cut short"),
        ('["vcard",' + "[" * 100_000, "looks like a jCard, but its JSON is cut short"),
        ('["vcard", 3]', "There is no card in this file."),
    ],
)
def test_what_is_broken_or_beyond_limits_is_told_in_a_sentence(content: str, says: str) -> None:
    assert says in refusal(content)


def test_a_line_of_blanks_is_passed_over_at_once() -> None:
    lines = ("BEGIN:VCARD", "VERSION:4.0", "FN:Ann", f"X;{' ' * 500_000}", "END:VCARD", "")
    (card,) = read_cards(Source("\r\n".join(lines).encode()), "utf-8", "cp1252")
    assert card.first("FN") == "Ann"


def test_jcard_is_read_as_its_vcard() -> None:
    properties = [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", "Ann Tan"],
        ["n", {}, "text", ["Tan", "Ann", "", "", ["ing. jr", "M.Sc."]]],
        ["tel", {"type": ["work", "voice"], "pref": "2"}, "uri", "tel:+49-30-1;ext=7"],
        ["tel", {"type": "cell", "pref": "1"}, "text", "3"],
        ["org", {}, "text", ["Atlas", "Sales"]],
        ["categories", {}, "text", "a", "b"],
        ["x-odd", {}, "integer", 3],
        ["broken"],
    ]
    cells = {"name": "Ann Tan", "given": "Ann", "family": "Tan", "suffix": "ing. jr, M.Sc.", "organisation": "Atlas"}
    cells |= {"department": "Sales", "phones": "3\tcell\n+49-30-1 ext. 7\twork", "categories": "a\nb"}
    assert told(json.dumps(["vcard", properties])) == [cells]
    assert told(json.dumps([["vcard", properties], ["vcard", properties]]).encode("utf-8-sig")) == [cells, cells]
    assert open_table(json.dumps(["vcard", properties]).encode()).format == "jcard"


# --- the material


def summary(one: Card) -> dict[str, object]:
    def raw(name: str) -> list[str]:
        return [each.value for each in one.properties if each.name == name]

    return {
        "FN": [each.text for each in one.all("FN")],
        "N": raw("N"),
        "ORG": raw("ORG"),
        "TITLE": raw("TITLE"),
        "emails": [each.text for each in one.properties if each.name == "EMAIL"],
        "tels": len(raw("TEL")),
        "adrs": len(raw("ADR")),
        "BDAY": raw("BDAY"),
        "anniversary": list(filter(None, [anniversary_of(one)])),
        "photo": len(raw("PHOTO")),
        "note_lines": [each.text.count("\n") + 1 for each in one.all("NOTE")],
    }


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="MAINSTAY_SHARED names no folder with vCards")
def test_cards_of_many_programs_are_read_as_expected() -> None:
    expected = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    found = {}
    for name in expected:
        cards = list(read_cards(Source(SAMPLES / name), "utf-8", "cp1252"))
        found[name] = {"version": cards[0].version, "cards": len(cards), "first3": [summary(one) for one in cards[:3]]}
    assert found == expected
    vcard, jcard = (
        next(iter(told((SAMPLES / name).read_bytes()))) for name in ("rfc6350-example.vcf", "jcard-example.json")
    )
    assert {**vcard, "birthday": "--02-03"} == jcard
    assert len(read_jcards(Source(SAMPLES / "jcard-example.json"))) == 1


# --- out and back


def test_card_is_written_as_the_standard_says() -> None:
    cells = {"name": "Ann, Tan", "given": "Ann", "family": "Tan", "emails": "a@x.org\twork", "phones": "1\tHead office"}
    assert write_card({**cells, "birthday": "1980-03-21"}).split("\r\n") == [
        *("BEGIN:VCARD", "VERSION:4.0", "FN:Ann\\, Tan", "N:Tan;Ann;;;", "EMAIL;PREF=1;TYPE=work:a@x.org"),
        *("tel1.TEL;PREF=1:1", "tel1.X-ABLabel:Head office", "BDAY:19800321", "END:VCARD", ""),
    ]


@given(text=st.text(max_size=300))
def test_folded_line_has_no_more_than_75_bytes_and_unfolds(text: str) -> None:
    line = "NOTE:" + "".join(sign for sign in text if sign not in "\r\n").encode("utf-8", "ignore").decode()
    folded = fold(line)
    assert all(len(one.encode()) <= 75 for one in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp", "Cf"]), min_size=1, max_size=12
)
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
MANY = st.lists(PHRASES, min_size=1, max_size=3, unique=True).map("\n".join)
LABELLED = st.lists(
    st.tuples(WORDS, st.sampled_from(["", "\twork", "\tHead office", "\tcell, work"])),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
).map(lambda values: "\n".join(value + label for value, label in values))
ONE = ("name", "prefix", "given", "additional", "family", "suffix", "department", "uid")
SEVERAL = ("nickname", "organisation", "title", "role", "language", "url", "categories", "note", "address")
DAYS = st.dates().map(lambda day: day.isoformat())
CELLS = st.fixed_dictionaries(
    {"name": PHRASES, "organisation": MANY},
    optional={
        **dict.fromkeys(ONE[1:], PHRASES),
        **dict.fromkeys((one for one in SEVERAL if one != "organisation"), MANY),
        "emails": LABELLED,
        "phones": LABELLED,
        "birthday": DAYS,
        "anniversary": DAYS,
    },
)


@settings(max_examples=60)
@given(rows=st.lists(CELLS, min_size=1, max_size=3))
@example(rows=[{"name": "0", "organisation": ";"}, {"name": "1", "organisation": ",", "note": "; ,"}])
def test_cards_written_by_us_are_read_back_equal(rows: list[dict[str, str]]) -> None:
    assert told("".join(map(write_card, rows))) == rows


SIGNS = st.sampled_from(
    ["BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\n", "VERSION:4.0\n", "N:", "FN:", "\n", " ", "=", "\\", ";"]
)
SIGNS |= st.sampled_from(
    ["NOTE;ENCODING=QUOTED-PRINTABLE:", "PHOTO;BASE64:\n", "AGENT:\n", "a.TEL;TYPE=", '"', ",", ":", "=C3", "x\r"]
)


@settings(max_examples=100)
@given(pieces=st.lists(SIGNS | st.binary(max_size=3).map(lambda raw: raw.decode("latin-1")), max_size=20))
def test_any_cards_are_read_or_refused_in_a_sentence(pieces: list[str]) -> None:
    assert reads(f"BEGIN:VCARD\n{''.join(pieces)}".encode("latin-1"))


def reads(content: bytes) -> bool:
    try:
        return all(len(row.cells) == len(CARD_HEADERS) for row in open_table(content).rows())
    except Unreadable as refused:
        return str(refused).endswith(".")
