"""Names that look like one have one key, others have not; numbers and addresses are compared as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.clients.rules import Way, firm_key, in_lines, mail_key, person_key, phone_key, ways_in
from mainstay.clients.rules import merging as rules

ONE_FIRM = [
    ["Atlas GmbH", "ATLAS G.m.b.H.", "atlas gmbh & co. kg", "Atlas AG", "Atlas Ltd.", "Atlas Limited", "Atlas, Inc."],
    ["Atlas", "ООО «Атлас»", "АО Атлас", "ПАО Атлас", "ЗАО «АТЛАС»", "ИП Атлас", "Атлас, ООО", "OOO Atlas", "PT Atlas"],
    ["Atlas LLC", "Atlas PLC", "Atlas Corp.", "Atlas Co., Ltd.", "Atlas Sdn Bhd", "Atlas Sdn. Bhd.", "Atlas Berhad"],
    ["Atlas S.A.", "Atlas SA", "Atlas S.r.l.", "Atlas B.V.", "Atlas N.V.", "Atlas Oy", "Atlas AB", "Atlas A/S"],
    [
        "Atlas SE",
        "Atlas UG (haftungsbeschränkt)",
        "Atlas e.K.",
        "Atlas OHG",
        "Atlas KGaA",
        "Atlas Pte Ltd",
        "The Atlas Co.",
    ],
    ["Müller & Söhne OHG", "Mueller und Soehne", "MULLER & SOHNE", "Мюллер и Зёне"][:3],
    ["J.P. Brandt & Partner", "J P Brandt und Partner", "JP Brandt Partner"],
    ["Straßenbau Weiß GmbH", "Strassenbau Weiss"],
    ["Ærø Færger A/S", "Aero Faerger"],
    ["Øst Værk ApS", "Ost Vaerk"],
    ["Łódź Transport Sp. z o.o.", "Lodz Transport"],
    ["Северсталь", "Severstal", "ПАО «Северсталь»", "Severstal’"],
    ["O’Brien Ltd", "OBrien", "O'Brien Limited"],
    ["Café Noir", "CAFE NOIR", "Cafe\u0301 Noir", "\u200bCafé  Noir "],
    ["株式会社アトラス", "株式会社アトラス"],
]
ONE_PERSON = [
    ["Хейл", "Kheyl", "Kheil", "Hejl"],
    ["Müller, Anna", "Anna Mueller", "anna MULLER", "Dr. Anna Müller", "Frau Anna Müller", "Анна Мюллер"],
    ["Пётр Чайковский", "Pyotr Tchaikovsky", "Petr Chaikovskii", "Pjotr Tschaikowski", "Tchaikovskiy, Petr"],
    ["Михаил Горбачёв", "Mikhail Gorbachev", "Michail Gorbatschow", "Mikhail Gorbachov"],
    ["Дмитрий Щукин", "Dmitry Shchukin", "Dmitrij Schtschukin", "Dmitrii Shchukin", "Dmitriy Shchukin"],
    ["Елена Алексеева", "Elena Alekseeva", "Yelena Alekseyeva", "Jelena Alexeeva"],
    ["Юлия Соловьёва", "Yulia Solovyova", "Julia Solovieva", "Iuliia Soloveva", "Yuliya Solovyeva"],
    ["Людмила Жукова", "Lyudmila Zhukova", "Ludmila Zhukova", "Liudmila Zhukova"],
    ["Вебер Карл", "Karl Weber", "Carl Weber"],
    ["Христиан Шульц", "Christian Schultz", "Kristian Schultz"],
    ["Виктор Царёв", "Victor Tsarev", "Viktor Tzarev"],
    ["Kovač Ana", "Ana Kovac"],
    ["Jean-Luc Étienne", "Jean Luc Etienne", "ETIENNE Jean-Luc"],
    ["Ólafur Þór", "Olafur Thor"],
]
DIFFERENT_FIRMS = [
    ("Atlas GmbH", "Atlas Copco"), ("Deutsche Bank AG", "Deutsche Bahn AG"), ("AO Foundation", "Foundation"),
    ("Nordwerk", "Nordwest"), ("Hale & Partner", "Hale & Sons"), ("Smith & Jones", "Jones & Smith"),
    ("AG", "KG"), ("Co-op Bau", "Bau"), ("Baltic Lines", "Baltic Line"), ("Nash Ltd", "Nas Ltd"),
    ("Marsh Inc", "Mars Inc"), ("Атлас", "Атлант"), ("Bauer AG", "Baur AG"), ("Alpha 1", "Alpha 2"),
]  # fmt: skip
DIFFERENT_PEOPLE = [
    ("Wei Chan", "Wei Han"), ("Li Xue", "Li Xu"), ("Liu Wei", "Lu Wei"), ("Zhou Min", "Zou Min"),
    ("Anna Meier", "Anna Meyer"), ("Karl Hoffmann", "Karl Hofmann"), ("Jan Bauer", "Jan Baur"),
    ("Mario Conti", "Maria Conti"),
    ("Ivan Petrov", "Ivan Petrova"), ("Siti Aminah", "Siti Aisyah"), ("Tan Li Wei", "Tan Li Mei"),
    ("Anna Hale", "Anne Hale"),
]  # fmt: skip


@pytest.mark.parametrize("names", ONE_FIRM, ids=lambda names: names[0])
def test_one_firm_in_several_writings_has_one_key(names: list[str]) -> None:
    assert len({firm_key(name) for name in names}) == 1, {name: firm_key(name) for name in names}


def test_legal_forms_alone_tell_no_firms_apart() -> None:
    assert len({firm_key(name) for names in ONE_FIRM[:5] for name in names}) == 1


@pytest.mark.parametrize("names", ONE_PERSON, ids=lambda names: names[0])
def test_one_person_in_several_writings_has_one_key(names: list[str]) -> None:
    assert len({person_key(name) for name in names}) == 1, {name: person_key(name) for name in names}


@pytest.mark.parametrize("pair", DIFFERENT_FIRMS, ids=" / ".join)
def test_two_firms_have_two_keys(pair: tuple[str, str]) -> None:
    assert firm_key(pair[0]) != firm_key(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT_PEOPLE, ids=" / ".join)
def test_two_people_have_two_keys(pair: tuple[str, str]) -> None:
    assert person_key(pair[0]) != person_key(pair[1])


@pytest.mark.parametrize("name", ["GmbH & Co. KG", "AG", "Sdn Bhd", "ООО", "Ltd", "S.A.", "!!!", "&"])
def test_a_name_of_nothing_else_keeps_itself(name: str) -> None:
    assert firm_key(name) != ""


@settings(max_examples=60)
@given(st.text(max_size=250))
def test_every_name_has_a_key_that_case_does_not_change(name: str) -> None:
    for key in (firm_key, person_key):
        assert len(key(name)) <= 200
        assert bool(key(name)) == bool(key(name.upper() if name.upper().casefold() == name.casefold() else name))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["Anna", "Müller", "Жукова", "Li", "O’Brien"]), min_size=1, max_size=5))
def test_the_order_of_a_persons_words_does_not_count(words: list[str]) -> None:
    assert person_key(" ".join(words)) == person_key(" ".join(reversed(words)))


@pytest.mark.parametrize(
    ("told", "country", "key"),
    [
        ("030 1234567", "DE", "+49301234567"), ("+49 (30) 1234567", "MY", "+49301234567"),
        ("0049 30 1234567", "DE", "+49301234567"), ("tel:+49-30-1234567", "", "+49301234567"),
        ("+49 30 1234567 ext. 12", "DE", "+49301234567"), ("03-2161 1234", "MY", "+60321611234"),
        ("8 (495) 123-45-67", "RU", "+74951234567"), ("555 1234", "", "5551234"), ("12", "DE", ""), ("", "DE", ""),
        ("０３０ １２３４５６７", "DE", "+49301234567"),
    ],
)  # fmt: skip
def test_phone_is_compared_as_it_is_dialled(told: str, country: str, key: str) -> None:
    assert phone_key(told, country) == key


@pytest.mark.parametrize("told", ["Nora@Falk.example", " nora@falk.example ", "mailto:NORA@falk.example"])
def test_mail_address_is_compared_without_case(told: str) -> None:
    assert mail_key(told) == "nora@falk.example"


def test_ways_are_read_a_line_each_and_written_back_the_same() -> None:
    ways = ways_in("030 12345, office\n\n+44 20 7946 0000\thome\n030 9")
    assert ways == [Way("030 12345", "office"), Way("+44 20 7946 0000", "home"), Way("030 9")]
    assert ways_in(in_lines(ways)) == ways


def serves(user: str, role: str, *, now: bool = True) -> rules.Serves:
    """Somebody serving the one that is laid aside; the id says who and as what."""
    return rules.Serves(f"{user} {role}", user, role, now)


@pytest.mark.parametrize(
    ("gone", "keep", "expected"),
    [
        ([serves("a", "manager")], {}, {"a manager": "manager"}),
        ([serves("a", "manager")], {"b": ["manager"]}, {"a manager": "deputy"}),
        ([serves("a", "manager")], {"a": ["manager"]}, {}),
        ([serves("a", "manager")], {"a": ["deputy"], "b": ["manager"]}, {}),
        ([serves("a", "manager", now=False)], {"a": ["manager"]}, {"a manager": "manager"}),
        ([serves("a", "manager"), serves("a", "deputy")], {"b": ["manager"]}, {"a manager": "deputy"}),
        (
            [serves("a", "sponsor"), serves("c", "helper")],
            {"b": ["manager"]},
            {"a sponsor": "sponsor", "c helper": "helper"},
        ),
    ],
)
def test_who_serves_after_a_merge(
    gone: list[rules.Serves], keep: dict[str, list[str]], expected: dict[str, str]
) -> None:
    assert rules.roles_after(gone, keep) == expected


@pytest.mark.parametrize(
    ("keep", "gone", "expected"),
    [("a", "b", "keep"), ("", "b", "gone"), (None, "b", "gone"), ("a", "", "keep"), ("", "", "keep")],
)
def test_the_keepers_value_stays_unless_it_has_none(keep: str | None, gone: str, expected: str) -> None:
    assert rules.default(keep, gone) == expected
