"""Two clients that are one, two people who are one: everything goes along, nothing is lost, all of it can be undone."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mainstay.clients import actions, queries
from mainstay.clients.models import Affiliation, Assignment, Client, Contact, Merge
from mainstay.clients.queries import listing
from mainstay.clients.queries.merging import told_apart
from mainstay.clients.tests.whole import everything
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise


@pytest.fixture
def twin(atlas: Client, head: User, deputy: User, at: datetime) -> Client:
    """Atlas a second time, as another list calls it: of the deputy, with a person, an engagement and a promise."""
    made = actions.add(
        name="ATLAS AG", town="Bonn", reference="B-2", manager=deputy, anyway="From the second list", by=head, at=at
    )
    actions.add_contact(client=made, name="Nora Falk", email="nora@bolt.example", by=head, at=at)
    engagements.begin(client=made, name="Website", by=head, at=at)
    return made


def promised(client: Client, text: str, by: User, at: datetime) -> Promise:
    """One promise of ours to this client."""
    return promises.make(client=client, text=text, due_on=date(2026, 3, 20), owner=by, by=by, at=at)


def test_everything_of_the_one_goes_to_the_other(
    atlas: Client, twin: Client, head: User, manager: User, deputy: User, at: datetime
) -> None:
    given = promised(twin, "Send the plan", deputy, at)
    engagements.begin(client=atlas, name="website", by=head, at=at)
    actions.merge(keep=atlas, gone=twin, why="One firm, two lists", by=head, at=at)
    atlas.refresh_from_db()
    twin.refresh_from_db()
    given.refresh_from_db()
    assert given.client == atlas
    assert [place.contact.name for place in atlas.affiliations.now()] == ["Nora Falk"]
    names = Engagement.objects.filter(client=atlas).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Website (ATLAS AG)", "website"]
    assert {(one.user, one.role) for one in Assignment.now_for(atlas)} == {(manager, "manager"), (deputy, "deputy")}
    assert (twin.merged_into, twin.archived_why) == (atlas, "merged into Atlas GmbH: One firm, two lists")
    assert atlas.reference == "B-2"  # it had none of its own
    assert list(Client.objects.visible_to(deputy).kept()) == [atlas]


def test_both_histories_stand_in_one_chronicle_and_both_chains_verify(
    atlas: Client, twin: Client, head: User, at: datetime
) -> None:
    actions.merge(keep=atlas, gone=twin, by=head, at=at)
    kinds = [line.kind for line in queries.chronicle(atlas, head, at)[0]]
    assert kinds.count("clients.added") == 2
    assert {"clients.merged", "engagements.begun"} <= set(kinds)
    assert "clients.merged_into" not in kinds  # the other chain's line of the same act
    assert journal.verify().holds


def test_namesakes_are_told_apart_by_what_they_do_not_share(atlas: Client, head: User, at: datetime) -> None:
    other = actions.add(name=atlas.name, town="Kiel", reference="10024", anyway="another firm", by=head, at=at)
    assert told_apart(atlas, other) == ("Atlas GmbH (–)", "Atlas GmbH (Kiel, 10024)")
    third = actions.add(name=atlas.name, anyway="a third", by=head, at=at)
    assert told_apart(atlas, third) == tuple(f"Atlas GmbH ({str(one.pk)[-6:]})" for one in (atlas, third))
    rows = listing.rows(head, [atlas, other], at)
    assert [row.under for row in rows] == ["", "Kiel · 10024"]


@pytest.mark.parametrize(
    ("stays", "name", "town"),
    [({}, "Atlas GmbH", "Bonn"), ({"name": "gone"}, "ATLAS AG", "Bonn"), ({"town": "keep"}, "Atlas GmbH", "")],
)
def test_of_each_differing_field_the_chosen_value_stays(
    atlas: Client, twin: Client, head: User, at: datetime, stays: dict[str, str], name: str, town: str
) -> None:
    actions.merge(keep=atlas, gone=twin, stays=stays, by=head, at=at)
    atlas.refresh_from_db()
    assert (atlas.name, atlas.town) == (name, town)
    assert queries.client_called(head, "atlas ag") == atlas


def test_undone_leaves_every_row_as_it_was(
    atlas: Client, twin: Client, head: User, manager: User, deputy: User, at: datetime
) -> None:
    promised(twin, "Send the plan", deputy, at)
    promised(atlas, "Call back", manager, at)
    engagements.begin(client=atlas, name="website", by=head, at=at)
    nora = Contact.objects.get(name="Nora Falk")
    actions.affiliate(contact=nora, client=atlas, role="adviser", by=head, at=at)
    before = everything()
    actions.merge(keep=atlas, gone=twin, stays={"name": "gone", "reference": "gone"}, by=head, at=at)
    assert everything() != before
    undone = actions.unmerge(gone=twin, by=head, at=at)
    assert (everything(), undone.told) == (before, [])
    assert Merge.objects.get().undone_at == at
    assert journal.verify().holds


def test_what_came_later_stays_with_the_keeper_and_is_told(
    atlas: Client, twin: Client, head: User, manager: User, deputy: User, at: datetime
) -> None:
    moved = promised(twin, "Send the plan", deputy, at)
    work = Engagement.objects.get(client=twin)
    actions.merge(keep=atlas, gone=twin, stays={"town": "gone"}, by=head, at=at)
    atlas.refresh_from_db()
    work.refresh_from_db()
    later = promises.make(
        client=atlas, text="Since", due_on=date(2026, 3, 21), owner=manager, engagement=work, by=manager, at=at
    )
    actions.change(client=atlas, town="Kiel", by=head, at=at)
    told = actions.unmerge(gone=twin, by=head, at=at).told
    for row in (moved, later, atlas):
        row.refresh_from_db()
    assert (moved.client, later.client, later.engagement, atlas.town) == (twin, atlas, None, "Kiel")
    assert told == [
        "Town was corrected since and stays.",
        "1 promise made since stays with Atlas GmbH; its engagement goes back to ATLAS AG.",
        "2 acts written since stay in the chronicle of Atlas GmbH.",
    ]


def test_one_delivery_taken_in_under_both_names_counts_once(
    atlas: Client, twin: Client, head: User, at: datetime
) -> None:
    for client in (atlas, twin):
        row = promised(client, "Order 7", head, at)
        Promise.objects.filter(pk=row.pk).update(run_key=f"of {client.name}", reference="7")
    actions.merge(keep=atlas, gone=twin, by=head, at=at)
    assert list(Promise.objects.filter(client=atlas).values_list("reference", "run_key")) == [("7", "of Atlas GmbH")]


def test_taken_in_for_both_from_one_list_counts_once(
    atlas: Client, twin: Client, head: User, manager: User, deputy: User, at: datetime
) -> None:
    same, other = promised(twin, "Send the plan", deputy, at), promised(twin, "Another", deputy, at)
    there, second = promised(atlas, "Send the plan", manager, at), promised(atlas, "Call", manager, at)
    for row, key in ((same, "k1"), (there, "k1"), (other, "k2"), (second, "k2")):
        Promise.objects.filter(pk=row.pk).update(run_key=key)
    actions.merge(keep=atlas, gone=twin, by=head, at=at)
    rows = Promise.objects.order_by("text", "run_key").values_list("text", "client__name", "run_key")
    assert sorted(rows) == [
        ("Another", "Atlas GmbH", ""),
        ("Call", "Atlas GmbH", "k2"),
        ("Send the plan", "ATLAS AG", "k1"),
        ("Send the plan", "Atlas GmbH", "k1"),
    ]
    actions.unmerge(gone=twin, by=head, at=at)
    assert sorted(Promise.objects.filter(client=twin).values_list("text", "run_key")) == [
        ("Another", "k2"),
        ("Send the plan", "k1"),
    ]


def test_only_who_writes_clients_and_sees_both_may_merge(
    atlas: Client, twin: Client, head: User, stranger: User, admin: User, manager: User, at: datetime
) -> None:
    for by, expected in ((stranger, NotFound), (admin, Refused), (manager, NotFound)):
        with pytest.raises(expected):
            actions.merge(keep=atlas, gone=twin, by=by, at=at)
    assert Merge.objects.count() == 0


def test_what_cannot_be_merged_is_refused_with_a_sentence(
    atlas: Client, twin: Client, head: User, at: datetime
) -> None:
    third = actions.add(name="Bolt AG", by=head, at=at)
    with pytest.raises(Refused, match="This is one client already"):
        actions.merge(keep=atlas, gone=atlas, by=head, at=at)
    with pytest.raises(Refused, match="was not merged into another one"):
        actions.unmerge(gone=twin, by=head, at=at)
    actions.merge(keep=atlas, gone=twin, by=head, at=at)
    with pytest.raises(Refused, match="ATLAS AG was merged into Atlas GmbH"):
        actions.merge(keep=third, gone=twin, by=head, at=at)
    with pytest.raises(Refused, match="Write it down there"):
        actions.add_contact(client=twin, name="Somebody", by=head, at=at)
    with pytest.raises(Refused, match="merged into Atlas GmbH"):
        actions.restore(client=twin, by=head, at=at)
    actions.merge(keep=third, gone=atlas, by=head, at=at)
    with pytest.raises(Refused, match="Atlas GmbH was merged into Bolt AG"):
        actions.unmerge(gone=twin, by=head, at=at)


def test_two_people_who_are_one(atlas: Client, twin: Client, head: User, at: datetime) -> None:
    here = actions.add_contact(
        client=atlas, name="Falk, Nora", mails=["nora@atlas.example, work"], anyway="Two lists", by=head, at=at
    )
    keep, gone = here.contact, Contact.objects.get(name="Nora Falk")
    given = promises.make(
        client=twin, text="Send it", due_on=date(2026, 3, 20), owner=head, made_to=gone, by=head, at=at
    )
    before = everything()
    actions.merge_people(keep=keep, gone=gone, stays={"name": "gone"}, by=head, at=at)
    keep.refresh_from_db()
    given.refresh_from_db()
    assert (keep.name, keep.email, given.made_to) == ("Nora Falk", "nora@atlas.example", keep)
    assert [way.value for way in keep.ways.all()] == ["nora@atlas.example", "nora@bolt.example"]
    assert sorted(place.client.name for place in keep.affiliations.now()) == ["ATLAS AG", "Atlas GmbH"]
    assert queries.contact_called(head, "nora@bolt.example") == keep
    actions.unmerge_people(gone=gone, by=head, at=at)
    assert everything() == before
    assert journal.verify().holds


def test_a_place_that_both_have_stays_the_keepers(atlas: Client, head: User, at: datetime) -> None:
    one = actions.add_contact(client=atlas, name="Nora Falk", role="director", by=head, at=at)
    other = actions.add_contact(client=atlas, name="N. Falk", role="boss", from_on=date(2020, 1, 1), by=head, at=at)
    before = everything()
    actions.merge_people(keep=one.contact, gone=other.contact, by=head, at=at)
    places = Affiliation.objects.filter(client=atlas, contact__in=[one.contact, other.contact])
    assert [(place.contact, place.role) for place in places] == [(one.contact, "director")]
    actions.unmerge_people(gone=other.contact, by=head, at=at)
    assert everything() == before


def test_not_the_same_is_kept_and_can_be_taken_back(atlas: Client, twin: Client, head: User, at: datetime) -> None:
    assert actions.hold_apart(alike=[atlas, twin], by=head, at=at) == 1
    assert actions.hold_apart(alike=[twin, atlas], by=head, at=at) == 0
    actions.change(client=atlas, name="Atlas KG", by=head, at=at)  # held apart, so nobody is asked again
    assert actions.ask_again(alike=[atlas, twin], by=head, at=at) == 1
    with pytest.raises(Refused, match="at least two"):
        actions.hold_apart(alike=[atlas], by=head, at=at)
