"""The people on the client's side."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mainstay.clients import actions
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.house.models import User
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused


@pytest.fixture
def bolt(manager: User, at: datetime) -> Client:
    """A second client of Mara's."""
    return actions.add(name="Bolt AG", by=manager, at=at)


def told_of(client: Client) -> list[str]:
    """Kinds of what was told of the people, the oldest first."""
    lines = Line.objects.of_client(client.pk).filter(kind__startswith="clients.contact").order_by("seq")
    return list(lines.values_list("kind", flat=True))


def test_person_without_a_told_address_goes_by_the_full_name(manager: User, atlas: Client, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Margaret Hale", decides=True, by=manager, at=at)
    assert place.contact.address == "Margaret Hale"
    assert (place.contact.title, place.contact.salutation, place.contact.addressed_as) == ("", "", "")
    assert place.decides


def test_person_is_addressed_as_told(manager: User, atlas: Client, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Margaret Hale", title="Ms", by=manager, at=at)
    actions.change_contact(affiliation=place, addressed_as="Margaret", by=manager, at=at)
    assert Contact.objects.get().address == "Margaret"


def test_namesake_at_the_same_client_is_refused_until_said_to_be_another(
    manager: User, atlas: Client, at: datetime
) -> None:
    actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    with pytest.raises(Refused) as caught:
        actions.add_contact(client=atlas, name="ute  ROTH", by=manager, at=at)
    assert (caught.value.rule, caught.value.field) == ("R-B-6", "name")
    actions.add_contact(client=atlas, name="ute  ROTH", anyway="Two of one name", by=manager, at=at)
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"channel": "pigeon"}, "channel"),
        ({"language": "xx"}, "language"),
        ({"phone": "1" * 61}, "phone"),
    ],
)
def test_what_cannot_be_kept_of_a_person_is_refused(
    manager: User, atlas: Client, at: datetime, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.add_contact(client=atlas, by=manager, at=at, **{"name": "Ute Roth", **values})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Contact.objects.exists()


def test_what_is_true_of_a_person_is_told_to_every_client_and_the_place_to_its_own(
    manager: User, atlas: Client, bolt: Client, at: datetime
) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    there = actions.affiliate(contact=place.contact, client=bolt, role="board", by=manager, at=at)
    actions.change_contact(affiliation=there, phone="030 1234", role="chair", by=manager, at=at)
    assert told_of(atlas) == ["clients.contact_added", "clients.contact_changed"]
    assert told_of(bolt) == ["clients.contact_joined", "clients.contact_changed"]
    last = {client.pk: Line.objects.of_client(client.pk).latest("id").pk for client in (atlas, bolt)}
    assert Words.objects.get(pk=last[atlas.pk]).changes == {"phone": ["", "030 1234"]}
    assert Words.objects.get(pk=last[bolt.pk]).changes == {"phone": ["", "030 1234"], "role": ["board", "chair"]}


def test_nobody_joins_a_client_twice(manager: User, atlas: Client, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    with pytest.raises(Refused, match="already"):
        actions.affiliate(contact=place.contact, client=atlas, by=manager, at=at)


def test_who_leaves_stays_in_the_history_and_may_come_back(manager: User, atlas: Client, at: datetime) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", from_on=date(2020, 1, 1), by=manager, at=at)
    actions.leave(affiliation=place, why="retired", by=manager, at=at)
    assert list(atlas.affiliations.now()) == []
    assert Affiliation.objects.get().to_on == at.date()
    with pytest.raises(Refused, match="already"):
        actions.leave(affiliation=place, by=manager, at=at)
    actions.affiliate(contact=place.contact, client=atlas, by=manager, at=at)
    assert told_of(atlas) == ["clients.contact_added", "clients.contact_left", "clients.contact_joined"]


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2019, 12, 31)])
def test_last_day_lies_neither_ahead_nor_before_the_first(
    manager: User, atlas: Client, at: datetime, day: date
) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", from_on=date(2020, 1, 1), by=manager, at=at)
    with pytest.raises(Refused) as caught:
        actions.leave(affiliation=place, to_on=day, by=manager, at=at)
    assert caught.value.field == "to_on"


def test_people_are_seen_by_who_may_see_a_client_of_theirs(
    manager: User, stranger: User, atlas: Client, at: datetime
) -> None:
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    assert list(Contact.objects.visible_to(manager)) == [place.contact]
    assert list(Contact.objects.visible_to(stranger)) == []
    assert list(Affiliation.objects.visible_to(stranger)) == []
