"""A list of people of our own comes back by its ids: nothing is new, whatever stands in it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mainstay.clients import actions as serving
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.clients.queries import out
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.transfer.actions.inline import Outcome, take_in

pytestmark = pytest.mark.django_db
SPOKEN = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)
NAMES = SPOKEN.map(str.strip).filter(lambda name: any(map(str.isalpha, name)))
PEOPLE = st.fixed_dictionaries(
    {
        "name": NAMES,
        "role": st.just("") | NAMES,
        "decides": st.booleans(),
        "title": st.sampled_from(("", "Dr.", "=Prof")),
        "language": st.sampled_from(("", "de", "ms", "ru")),
        "email": st.just("") | st.from_regex(r"[a-z]{1,6}@atlas\.example", fullmatch=True),
        "phone": st.sampled_from(("", "+49 30 1234567", "030 7654321")),
        "from_on": st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    }
)


def brought_back(by: User, at: datetime, folder: Path) -> Outcome:
    """What would become of everybody's list, taken out a moment ago."""
    file = folder / "people.csv"
    file.write_bytes(b"".join(out.people(out.places_seen(by), codes=True).bytes_of("csv")))
    return take_in(kind="contacts", path=file, by=by, at=at, dry_run=True)


@given(people=st.lists(PEOPLE, min_size=1, max_size=5))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_goes_out_is_known_again(
    people: list[dict[str, Any]], atlas: Client, head: User, at: datetime, tmp_path: Path
) -> None:
    with transaction.atomic():
        for one in people:
            try:
                serving.add_contact(client=atlas, anyway="as drawn", by=head, at=at, **one)
            except Refused:
                continue  # what the house does not keep cannot go out
        told = brought_back(head, at, tmp_path)
        assert (told.report["problems"], told.refused) == ([], [])
        assert told.counts in ({}, {"left": Affiliation.objects.count()})
        transaction.set_rollback(True)


def test_namesakes_and_those_at_clients_laid_aside_are_told_apart_by_their_ids(
    atlas: Client, head: User, at: datetime, tmp_path: Path
) -> None:
    other = serving.add(name=atlas.name, reference="10024", anyway="another firm of this name", by=head, at=at)
    gone = serving.add(name="Kranich AG", by=head, at=at)
    for client in (atlas, other, gone):
        for _turn in range(2):
            serving.add_contact(client=client, name="Ida Storm", anyway="two of one name", by=head, at=at)
    serving.leave(affiliation=Affiliation.objects.filter(client=atlas)[0], by=head, at=at)
    serving.archive(client=gone, why="closed", by=head, at=at)
    Contact.objects.filter(affiliations__client=other).update(title="Dr.")
    assert brought_back(head, at, tmp_path).counts == {"left": 6}


def test_a_name_changed_in_the_file_is_changed_and_somebody_merged_is_told(
    atlas: Client, head: User, at: datetime, tmp_path: Path
) -> None:
    ida, twin = (
        serving.add_contact(client=atlas, name=name, anyway="on purpose", by=head, at=at).contact
        for name in ("Ida Storm", "Ida Sturm")
    )
    file = tmp_path / "people.csv"
    file.write_text(f"name,client,mainstay_id\nIda Berg,{atlas.name},{ida.pk}\nIda Sturm,{atlas.name},{twin.pk}\n")
    serving.merge_people(keep=ida, gone=twin, by=head, at=at)
    told = take_in(kind="contacts", path=file, by=head, at=at)
    assert told.counts == {"made": 0, "changed": 1, "left": 1, "refused": 0}
    assert list(Affiliation.objects.values_list("contact__name", flat=True)) == ["Ida Berg"]
