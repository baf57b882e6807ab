"""Lists of people: made, joined, changed, taken back; cards; nothing guessed of anybody."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Affiliation, Client, Contact, Reach
from mainstay.house.models import User
from mainstay.transfer.rules.guessing import CARDS
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.tests.bringing import Bringing, whys

pytestmark = pytest.mark.django_db
LIST = (
    "Name;Firma;Funktion;E-Mail;Telefon;Sprache;Kontakt-ID;Bis\n"
    "Ida Storm;Kranich AG;Einkauf;ida@kranich.example;030 1234567;Deutsch;a1;\n"
    "Ole Brand;Kranich AG;Leitung;ole@kranich.example;;;a2;31.12.2024\n"
    "Ida Storm;Möwe OHG;Beirat;ida@moewe.example;+49 40 7654321;;a1;\n"
)
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\n{more}END:VCARD\r\n"


def places() -> list[tuple[str, str, str, date | None]]:
    """Who belongs where, as what, until when."""
    rows = Affiliation.objects.order_by("contact__name", "client__name")
    return list(rows.values_list("contact__name", "client__name", "role", "to_on"))


def ways(name: str) -> list[tuple[str, str]]:
    """How somebody is reached."""
    return list(Reach.objects.filter(contact__name=name).order_by("kind", "place").values_list("value", "label"))


def test_people_stand_with_their_clients_roles_and_ways(bring: Bringing) -> None:
    done = bring("contacts", LIST)
    assert done.whats == ["made", "made", "changed"]
    assert places() == [
        ("Ida Storm", "Kranich AG", "Einkauf", None),
        ("Ida Storm", "Möwe OHG", "Beirat", None),
        ("Ole Brand", "Kranich AG", "Leitung", date(2024, 12, 31)),
    ]
    assert ways("Ida Storm") == [
        ("ida@moewe.example", ""),
        ("ida@kranich.example", ""),
        ("+49 40 7654321", ""),
        ("030 1234567", ""),
    ]
    assert Contact.objects.values_list("language", "reference").get(name="Ida Storm") == ("de", "a1")
    assert done.run.report["also"]["clients"] == 2
    found = Client.objects.found_by("ida storm").order_by("name")
    assert list(found.values_list("name", flat=True)) == ["Kranich AG", "Möwe OHG"]
    assert bring("contacts", LIST).whats == ["left", "left", "left"]


def test_a_changed_list_changes_only_what_differs(bring: Bringing) -> None:
    bring("contacts", LIST)
    done = bring("contacts", "Name;Firma;Funktion;E-Mail\nIda Storm-Brand;Kranich AG;Vorstand;ida@kranich.example\n")
    assert [step.changes for step in done.steps] == [
        {"name": ["Ida Storm", "Ida Storm-Brand"], "role": ["Einkauf", "Vorstand"]}
    ]
    assert bring.undo(done) == []
    assert places()[0] == ("Ida Storm", "Kranich AG", "Einkauf", None)


def test_all_is_taken_back(bring: Bringing, atlas: Client) -> None:
    client_actions.add_contact(client=atlas, name="Ann Lee", email="ann@atlas.example", by=bring.by, at=bring.at)
    first = bring("contacts", LIST)
    second = bring(
        "contacts", "Name,Client,Role,Email,Phone\nAnn Lee,Kranich AG;Atlas GmbH,Board,ann@atlas.example,030 55555\n"
    )
    assert second.whats == ["changed"]
    assert bring.undo(second) == []
    assert bring.undo(first) == []
    assert places() == [("Ann Lee", "Atlas GmbH", "", None)]
    assert ways("Ann Lee") == [("ann@atlas.example", "")]
    assert list(Client.objects.kept().values_list("name", flat=True)) == ["Atlas GmbH"]
    assert list(Contact.objects.values_list("name", flat=True)) == ["Ann Lee"]
    assert bring("contacts", LIST).whats == ["made", "made", "changed"]


def test_whom_somebody_has_acted_on_stays(bring: Bringing, head: User, at: datetime) -> None:
    done = bring("contacts", LIST)
    place = Affiliation.objects.get(contact__name="Ole Brand")
    client_actions.change_contact(affiliation=place, hours="mornings", by=head, at=at)
    stays = bring.undo(done)
    assert [(step.name, step.why) for step in stays] == [
        ("Ole Brand", "Somebody has corrected it since."),
        ("Kranich AG", "It has people."),
    ]
    assert [name for name, *_rest in places()] == ["Ole Brand"]


def test_files_come_in_any_order(bring: Bringing) -> None:
    bring("contacts", "Name,Client number\nIda Storm,4711\n")
    assert Client.objects.values_list("name", "reference").get() == ("4711", "4711")
    done = bring("clients", "Name,Number\nKranich AG,4711\n")
    assert [step.changes for step in done.steps] == [{"name": ["4711", "Kranich AG"]}]
    assert places() == [("Ida Storm", "Kranich AG", "", None)]
    assert bring("contacts", "Name,Client,Client number\nIda Storm,Kranich AG,4711\n").whats == ["left"]


def test_nothing_is_guessed_from_a_name(bring: Bringing) -> None:
    names = [f"{given} Nr{n}" for n, given in enumerate(["Margaret", "Dato", "Иван", "Frau", "Dr"] * 10)]
    text = "Name,Client\n" + "".join(f"{name},Kranich\n" for name in names)
    assert bring("contacts", text).run.made == 50
    assert set(Contact.objects.values_list("title", "salutation", "addressed_as")) == {("", "", "")}
    assert sorted(Contact.objects.values_list("name", flat=True)) == sorted(names)


def test_one_mail_box_of_two_people_does_not_make_them_one(bring: Bringing) -> None:
    text = "Name,Client,Email\nIda Storm,Kranich,info@kranich.example\nOle Brand,Kranich,info@kranich.example\n"
    assert bring("contacts", text).whats == ["made", "made"]


def test_namesakes_of_no_firm_are_not_taken_for_one(bring: Bringing) -> None:
    done = bring("contacts", "Name,Email\nIda Storm,ida@one.example\nIda Storm,ida@two.example\n")
    assert done.whats == ["made", "refused"]
    assert done.steps[0].why == "Belongs to no firm: stands as a household of the same name."
    assert Client.objects.values_list("name", "kind").get() == ("Ida Storm", "household")


def test_people_of_strangers_are_neither_matched_nor_told_of(bring: Bringing, atlas: Client, stranger: User) -> None:
    client_actions.add_contact(client=atlas, name="Ann Lee", email="ann@atlas.example", by=bring.by, at=bring.at)
    theirs = Bringing(User.objects.get(pk=stranger.pk), bring.at)
    done = theirs("contacts", "Name,Email,Client\nAnn Lee,ann@atlas.example,Atlas GmbH\n")
    assert (done.whats, done.steps[0].alike) == (["made"], [])
    assert Contact.objects.filter(name="Ann Lee").count() == 2
    assert theirs.undo(done) == []
    assert Contact.objects.get(name="Ann Lee").clients.get() == atlas


def test_whom_somebody_left_a_list_does_not_bring_back(bring: Bringing, head: User, at: datetime) -> None:
    bring("contacts", "Name,Client\nIda Storm,Kranich\n")
    client_actions.leave(affiliation=Affiliation.objects.get(), by=head, at=at)
    done = bring("contacts", "Name,Client\nIda Storm,Kranich\n")
    assert whys(done.steps) == ["Left Kranich, as is written here."]


def test_cards_need_no_map(bring: Bringing) -> None:
    text = CARD.format(
        name="Ida Storm",
        more="N:Storm;Ida;;Dr.;\r\nORG:Kranich AG;Einkauf\r\nTITLE:Buyer\r\nUID:urn:uuid:1\r\nLANG:fr\r\n"
        "EMAIL;TYPE=work:ida@kranich.example\r\nTEL;TYPE=home:ask the desk\r\nBDAY:19800101\r\nNOTE:likes tea\r\n",
    ) + CARD.format(name="Ole Brand", more="EMAIL:ole@example.org\r\n")
    done = bring("contacts", text, name="people.vcf")
    assert done.whats == ["made", "made"]
    assert Contact.objects.values_list("title", "reference", "language").get(name="Ida Storm") == (
        "Dr.",
        "urn:uuid:1",
        "",
    )
    assert places() == [("Ida Storm", "Kranich AG", "Buyer", None), ("Ole Brand", "Ole Brand", "", None)]
    assert ways("Ida Storm") == [("ida@kranich.example", "work")]
    assert Client.objects.get(name="Ole Brand").kind == "household"
    told = done.run.report["left_out"]
    assert sorted(told) == [
        *("birthday (1)", "department (1)", "further languages (1)", "note (1)"),
        *("phone numbers that are none (1)", "photo"),
    ]
    assert bring("contacts", text, name="people.vcf").whats == ["left", "left"]
    assert bring.undo(done) == []


def test_cards_of_no_firm_are_left_out_where_the_map_says_so(bring: Bringing) -> None:
    told = '[file]\nalone = "leave_out"\n[columns]\nname = "name"\nclient = "organisation"\nemail = "emails"\n'
    text = CARD.format(name="Ida Storm", more="ORG:Kranich AG\r\n") + CARD.format(name="Ole Brand", more="")
    done = bring("contacts", text, told, name="people.vcf")
    assert [(step.what, step.name, step.why) for step in done.steps] == [
        ("made", "Ida Storm", ""),
        ("refused", "Ole Brand", "Belongs to no firm, and such people are left out."),
    ]
    assert list(Client.objects.values_list("name", flat=True)) == ["Kranich AG"]
    assert done.run.report["alone"] == 1
    assert done.run.report["left_out"] == [
        str(one.label) for one in SORTS["contacts"].fields if one.name in set(CARDS) - {"name", "client", "email"}
    ] + ["photo"]


def test_a_fixed_client_takes_cards_of_no_firm(bring: Bringing, atlas: Client) -> None:
    text = CARD.format(name="Ole Brand", more="EMAIL:ole@example.org\r\n")
    bring("contacts", text, '[columns]\nname = "name"\n[fixed]\nclient = "Atlas GmbH"\n', name="people.vcf")
    assert places() == [("Ole Brand", "Atlas GmbH", "", None)]


def test_every_card_of_the_material_comes_in(bring: Bringing) -> None:
    shared = os.environ.get("MAINSTAY_SHARED")
    if not shared:
        pytest.skip("MAINSTAY_SHARED names no folder of material")
    files = sorted(path for path in Path(shared, "data", "vcard").iterdir() if path.name[-4:] in (".vcf", "json"))
    files = [path for path in files if path.name != "expected.json"]
    assert len(files) == 7
    for path in files:
        done = bring("contacts", path.read_bytes(), name=path.name)
        assert "refused" not in done.whats, path.name
        assert bring("contacts", path.read_bytes(), name=path.name).run.left == len(done.steps)
    assert Contact.objects.get(name__startswith="Simon").ways.filter(kind="mail").get().value == (
        "simon.perreault@viagenie.ca"
    )


def test_a_batch_takes_the_same_queries_whatever_its_length(bring: Bringing) -> None:
    def queries(start: int, rows: int) -> int:
        names = range(start, start + rows)
        text = "Name,Client,Email,Role\n" + "".join(f"Person{n} X,Firm {n},p{n}@example.org,a\n" for n in names)
        with CaptureQueriesContext(connection) as seen:
            done = bring("contacts", text)
            changed = bring("contacts", text.replace(",a\n", ",b\n").replace(" X", " Y X"))
            assert bring.undo(changed) == []
            assert bring.undo(done) == []
        return len(seen)

    queries(1, 1)
    assert queries(50, 1) == queries(100, 40)
