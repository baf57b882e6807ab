"""Duplicates through page, API and terminal: warned at entry, found by the scan, merged and taken apart."""

from __future__ import annotations

from datetime import datetime
from html import unescape
from typing import Any

import pytest

from mainstay.clients import actions
from mainstay.clients.models import Affiliation, Client, Contact, Merge
from mainstay.house.models import User
from mainstay.journal.models import Line, Words

LOOKS = "This looks like a client who stands here already: Atlas GmbH (by name). Nothing was written down twice."
ABOUT = {"kind": "firm", "zone": "Europe/Berlin", "stage": "active"}


@pytest.fixture
def twin(atlas: Client, head: User, at: datetime) -> Client:
    """Atlas a second time."""
    return actions.add(name="ATLAS AG", town="Bonn", anyway="another list", by=head, at=at)


def test_warned_at_entry_in_one_sentence_and_made_with_a_reason(
    atlas: Client, signed_in: Any, api: Any, terminal: Any, manager: User
) -> None:
    page = signed_in(manager).post("/clients/new/", {**ABOUT, "name": "Атлас АГ", "anyway": ""})
    assert (page.status_code, LOOKS in unescape(page.content.decode())) == (422, True)
    said = api(manager).post("/clients", {"name": "Atlas KG"})
    assert (said.status_code, said.json()["detail"], said.json()["lifted_by"]) == (
        422,
        LOOKS,
        "you, by saying why it is written down anyway",
    )
    assert said.json()["alike"] == [
        {"what": "client", "id": str(atlas.pk), "name": "Atlas GmbH", "where": "", "by": "name"}
    ]
    told = terminal(["clients", "add", "Atlas Ltd."], by=manager)
    assert (told.exit_code, told.stderr.startswith(LOOKS)) == (1, True)
    assert terminal(["clients", "add", "Atlas Ltd.", "--anyway", "in London"], by=manager).exit_code == 0
    assert api(manager).post("/clients", {"name": "Atlas KG", "anyway": "their holding"}).status_code == 201
    form = {**ABOUT, "name": "Атлас АГ", "anyway": "in Almaty"}
    assert signed_in(manager).post("/clients/new/", form).status_code == 302
    lines = Line.objects.filter(kind="clients.made_anyway").order_by("id")
    assert [Words.objects.get(pk=line.pk).text for line in lines] == ["in London", "their holding", "in Almaty"]


def test_nobody_learns_of_clients_they_may_not_see(
    atlas: Client, signed_in: Any, api: Any, stranger: User, manager: User, at: datetime
) -> None:
    actions.add_contact(client=atlas, name="Nora Falk", email="nora@falk.example", by=manager, at=at)
    assert api(stranger).post("/clients", {"name": "Atlas AG"}).status_code == 201
    own = Client.objects.get(name="Atlas AG")
    body = {"name": "Nora Falk", "email": "nora@falk.example"}
    assert api(stranger).post(f"/clients/{own.pk}/contacts", body).status_code == 201
    assert api(stranger).get("/alike").json() == {"groups": [], "next": ""}


def test_person_is_warned_of_by_mail_and_phone_but_not_by_the_switchboard(
    atlas: Client, twin: Client, api: Any, head: User, at: datetime
) -> None:
    actions.add_contact(client=atlas, name="Nora Falk", email="nora@falk.example", phone="030 111222", by=head, at=at)
    for body, by in (({"email": "NORA@falk.example"}, "mail"), ({"phone": "+49 30 111222"}, "phone")):
        said = api(head).post(f"/clients/{twin.pk}/contacts", {"name": "N. F.", **body})
        assert (said.status_code, [one["by"] for one in said.json()["alike"]]) == (422, [by])
    same = api(head).post(f"/clients/{atlas.pk}/contacts", {"name": "Max Kern", "phone": "030 / 111 222"})
    assert same.status_code == 201


def test_several_ways_to_reach_somebody_through_every_door(
    atlas: Client, signed_in: Any, api: Any, terminal: Any, manager: User
) -> None:
    form = {"name": "Nora Falk", "email": "nora@falk.example, work\nn@home.example", "phone": "030 111222"}
    assert signed_in(manager).post(f"/clients/{atlas.pk}/people/new/", form).status_code == 302
    place = Affiliation.objects.get()
    shown = api(manager).get(f"/contacts/{place.pk}").json()
    assert (shown["email"], shown["mails"], shown["phones"]) == (
        "nora@falk.example",
        [{"value": "nora@falk.example", "label": "work"}, {"value": "n@home.example", "label": ""}],
        [{"value": "030 111222", "label": ""}],
    )
    changed = api(manager).patch(f"/contacts/{place.pk}", {"email": "new@falk.example"}).json()
    assert [way["value"] for way in changed["mails"]] == ["new@falk.example", "n@home.example"]
    command = [
        "contacts",
        "change",
        "Atlas GmbH",
        "Nora Falk",
        "--phone",
        "030 1, office",
        "--phone",
        "+44 20 7946 0000",
    ]
    assert terminal(command, by=manager).exit_code == 0
    keys = place.contact.ways.filter(kind="phone").values_list("value", "label", "key")
    assert list(keys) == [("030 1", "office", ""), ("+44 20 7946 0000", "", "+442079460000")]
    page = signed_in(manager).get(f"/clients/{atlas.pk}/").content.decode()
    assert all(told in page for told in ("030 1", "office", "n@home.example"))
    for words in ("n@home", "442079460000"):
        assert [one["id"] for one in api(manager).get("/clients", q=words).json()["items"]] == [str(atlas.pk)]


def test_scan_page_holds_apart_and_takes_it_back(atlas: Client, twin: Client, signed_in: Any, head: User) -> None:
    browser = signed_in(head)
    page = browser.get("/clients/alike/").content.decode()
    assert (f"/clients/{twin.pk}/merge/{atlas.pk}/" in page, "Not the same" in page) == (True, True)
    answer = browser.post("/clients/alike/apart/", {"id": [str(atlas.pk), str(twin.pk)]}, follow=True)
    assert "Nobody looks like anybody else here." in answer.content.decode()
    again = f"/clients/alike/again/?what=client&by=name&id={atlas.pk}&id={twin.pk}"
    assert "Not the same" in browser.post(again, follow=True).content.decode()
    assert browser.post("/clients/alike/apart/", {"id": [str(atlas.pk)]}).status_code == 422


@pytest.mark.parametrize("what", ["client", "contact"])
@pytest.mark.parametrize("by", ["name", "mail", "phone"])
def test_every_list_of_the_scan_is_a_page(what: str, by: str, atlas: Client, signed_in: Any, head: User) -> None:
    assert signed_in(head).get("/clients/alike/", {"what": what, "by": by}).status_code == 200


def test_scan_is_for_whoever_writes_clients(
    atlas: Client, signed_in: Any, api: Any, terminal: Any, front: User
) -> None:
    page = signed_in(front).get("/clients/alike/")
    said = api(front).get("/alike")
    told = terminal(["clients", "alike"], by=front)
    assert (page.status_code, said.status_code, told.exit_code) == (422, 422, 1)
    assert told.stderr.startswith(said.json()["detail"])
    assert said.json()["detail"] in unescape(page.content.decode())


def test_merged_and_taken_apart_on_the_page(atlas: Client, twin: Client, signed_in: Any, head: User) -> None:
    browser = signed_in(head)
    asked = browser.post(f"/clients/{atlas.pk}/merge/", {"client": "atlas ag"})
    assert asked["Location"] == f"/clients/{atlas.pk}/merge/{twin.pk}/"
    side = browser.get(asked["Location"]).content.decode()
    assert all(words in side for words in ("Atlas GmbH", "ATLAS AG", "Bonn", "Engagements", "Promises"))
    done = browser.post(asked["Location"], {"stays_town": "gone", "why": "one firm"})
    assert done["Location"] == f"/clients/{atlas.pk}/"
    assert browser.get(f"/clients/{twin.pk}/")["Location"] == f"/clients/{atlas.pk}/"
    page = browser.get(f"/clients/{atlas.pk}/").content.decode()
    assert (f"/clients/{twin.pk}/unmerge/" in page, "one firm" in page) == (True, True)
    assert browser.get(f"/clients/{twin.pk}/unmerge/").status_code == 200
    assert browser.post(f"/clients/{twin.pk}/unmerge/").status_code == 302
    assert browser.get(f"/clients/{twin.pk}/").status_code == 200


def test_merged_and_taken_apart_through_api_and_terminal(
    atlas: Client, twin: Client, api: Any, terminal: Any, head: User
) -> None:
    seen = api(head).get(f"/clients/{atlas.pk}/merge/{twin.pk}").json()
    differing = {one["field"]: (one["keep"], one["gone"], one["stays"]) for one in seen["differing"]}
    assert differing["name"] == ("Atlas GmbH", "ATLAS AG", "keep")
    made = api(head).post(f"/clients/{atlas.pk}/merge", {"gone": str(twin.pk), "stays": {"name": "gone"}})
    assert (made.status_code, made.json()["gone"]) == (201, str(twin.pk))
    assert api(head).get(f"/clients/{twin.pk}").json()["merged_into"] == str(atlas.pk)
    assert api(head).post(f"/clients/{twin.pk}/unmerge").json()["told"] == []
    assert terminal(["clients", "merge", "Atlas GmbH", "atlas ag", "--why", "one"], by=head).exit_code == 0
    told = terminal(["clients", "unmerge", "Atlas AG", "--json"], by=head)
    assert (told.exit_code, Merge.objects.exclude(undone_at=None).count()) == (0, 2)
    found = terminal(["clients", "alike", "--json"], by=head)
    assert str(twin.pk) in found.stdout
    assert terminal(["clients", "apart", "Atlas GmbH", "Atlas AG"], by=head).exit_code == 0
    assert "Nobody looks" in terminal(["clients", "alike"], by=head).stdout


def test_people_are_merged_and_taken_apart_through_every_door(
    atlas: Client, twin: Client, signed_in: Any, api: Any, terminal: Any, head: User, at: datetime
) -> None:
    keep = actions.add_contact(client=atlas, name="Nora Falk", email="n@a.example", by=head, at=at).contact
    gone = actions.add_contact(client=twin, name="Falk, Nora", anyway="two lists", by=head, at=at).contact
    browser = signed_in(head)
    where = f"/clients/people/{keep.pk}/merge/{gone.pk}/"
    assert "Falk, Nora" in browser.get(where).content.decode()
    assert browser.post(where).status_code == 302
    assert f"/clients/people/{gone.pk}/unmerge/" in browser.get(f"/clients/{atlas.pk}/").content.decode()
    assert browser.get(f"/clients/people/{gone.pk}/unmerge/").status_code == 200
    assert browser.post(f"/clients/people/{gone.pk}/unmerge/").status_code == 302
    assert api(head).get(f"/people/{keep.pk}/merge/{gone.pk}").status_code == 200
    made = api(head).post("/people/merge", {"keep": str(keep.pk), "gone": str(gone.pk)})
    assert made.status_code == 201
    assert api(head).post(f"/people/{gone.pk}/unmerge").json() == {
        "gone": str(gone.pk),
        "keep": str(keep.pk),
        "told": [],
    }
    assert terminal(["contacts", "merge", "n@a.example", str(gone.pk)], by=head).exit_code == 0
    assert terminal(["contacts", "unmerge", "Falk, Nora"], by=head).exit_code == 0
    assert terminal(["contacts", "apart", "Nora Falk", "Falk, Nora"], by=head).exit_code == 0
    assert Contact.objects.filter(merged_into=None).count() == 2


def test_strangers_find_nothing_to_merge(
    atlas: Client, twin: Client, signed_in: Any, api: Any, terminal: Any, stranger: User
) -> None:
    browser, caller = signed_in(stranger), api(stranger)
    pages = (f"/clients/{atlas.pk}/merge/", f"/clients/{atlas.pk}/merge/{twin.pk}/", f"/clients/{twin.pk}/unmerge/")
    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]
    assert caller.post(f"/clients/{atlas.pk}/merge", {"gone": str(twin.pk)}).status_code == 404
    assert caller.post(f"/clients/{twin.pk}/unmerge").status_code == 404
    assert caller.post("/alike/apart", {"ids": [str(atlas.pk), str(twin.pk)]}).status_code == 404
    assert terminal(["clients", "merge", "Atlas GmbH", "Atlas AG"], by=stranger).exit_code == 1
    assert Merge.objects.count() == 0


def test_columns_in_the_terminal_have_heads_and_stay_in_their_place(
    atlas: Client, twin: Client, terminal: Any, head: User, at: datetime
) -> None:
    heads, *rows = terminal(["clients", "alike"], by=head).stdout.splitlines()
    places = [heads.index(words) for words in ("Client", "Town", "Manager · number", "Id")]
    cells = {tuple(row[a:b].strip() for a, b in zip(places, [*places[1:], None], strict=True)) for row in rows}
    assert {(name, town, pk) for name, town, _manager, pk in cells} == {
        ("Atlas GmbH", atlas.town, str(atlas.pk)),
        ("ATLAS AG", "Bonn", str(twin.pk)),
    }
    for client in (atlas, twin):
        actions.add_contact(client=client, name="Nora Falk", email="nora@falk.example", anyway="two", by=head, at=at)
    heads = terminal(["contacts", "alike"], by=head).stdout.splitlines()[0]
    assert heads.split() == ["Name", "At", "which", "client", "Mail", "·", "phone", "Id"]


def test_form_begins_with_the_name_it_is_given_and_nothing_of_it_is_markup(signed_in: Any, manager: User) -> None:
    page = signed_in(manager).get("/clients/new/", {"name": '"><b>Borealis & Co'}).content.decode()
    assert 'value="&quot;&gt;&lt;b&gt;Borealis &amp; Co"' in page
    assert "<b>Borealis" not in page
    long = signed_in(manager).get("/clients/new/", {"name": "x" * 5000}).content.decode()
    assert f'value="{"x" * 200}"' in long
