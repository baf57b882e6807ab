"""Lists of clients: made, changed, left, refused, taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Assignment, Client
from mainstay.house.models import Unit, User
from mainstay.transfer.tests.bringing import Bringing, whys

pytestmark = pytest.mark.django_db
LIST = "Name;Number;Town;Country;Client since\nKranich AG;1;Kiel;Deutschland;31.01.2019\nMöwe OHG;2;Муром;Россия;\n"


def test_clients_are_made_with_what_the_list_tells(bring: Bringing, team: Unit) -> None:
    done = bring("clients", LIST)
    kept = Client.objects.order_by("name").values_list("name", "reference", "town", "country", "unit__name", "zone")
    assert list(kept) == [
        ("Kranich AG", "1", "Kiel", "DE", "Berlin", "Europe/Berlin"),
        ("Möwe OHG", "2", "Муром", "RU", "Berlin", "Europe/Berlin"),
    ]
    assert done.whats == ["made", "made"]
    assert done.steps[0].changes["since"] == [None, "2019-01-31"]


def test_the_same_list_again_changes_nothing_and_a_changed_one_only_what_differs(bring: Bringing) -> None:
    bring("clients", LIST)
    assert bring("clients", LIST).whats == ["left", "left"]
    done = bring("clients", "Name;Number;Town\nKranich SE;1;\nMöwe OHG;2;Wladimir\n")
    assert [step.changes for step in done.steps] == [
        {"name": ["Kranich AG", "Kranich SE"]},
        {"town": ["Муром", "Wladimir"]},
    ]
    assert Client.objects.get(reference="1").town == "Kiel"


def test_everything_is_taken_back_but_what_somebody_changed_since(bring: Bringing, head: User, at: datetime) -> None:
    first = bring("clients", LIST)
    second = bring("clients", "Name;Number;Town;Stage\nKranich SE;1;Husum;former\nMöwe OHG;2;Wladimir;\nReiher;3;;\n")
    kranich = Client.objects.get(reference="1")
    client_actions.change(client=kranich, town="Flensburg", by=head, at=at)
    stays = bring.undo(second)
    assert [(step.name, step.why) for step in stays] == [("Kranich SE", "Changed by somebody since: town.")]
    kranich.refresh_from_db()
    assert (kranich.name, kranich.town, kranich.stage) == ("Kranich AG", "Flensburg", "active")
    assert Client.objects.get(reference="3").archived_why == "The list was taken back: list.csv"
    assert whys(bring.undo(first)) == ["Somebody has corrected it since."]
    assert list(Client.objects.kept().values_list("name", flat=True)) == ["Kranich AG"]


def test_a_client_in_use_stays_when_its_list_is_taken_back(bring: Bringing, head: User, at: datetime) -> None:
    first = bring("clients", "Name\nKranich\nMöwe\n")
    client_actions.add_contact(client=Client.objects.get(name="Möwe"), name="Ida Storm", by=head, at=at)
    assert [(step.name, step.why) for step in bring.undo(first)] == [("Möwe", "It has people.")]


def test_a_name_is_known_again_whatever_its_case_and_not_respelled(bring: Bringing, atlas: Client) -> None:
    done = bring("clients", "Name,Town\nATLAS  gmbh,Berlin\n")
    assert [(step.what, step.id, step.changes) for step in done.steps] == [
        ("changed", str(atlas.pk), {"town": ["", "Berlin"]})
    ]


def test_clients_of_strangers_are_neither_matched_nor_told_of(bring: Bringing, atlas: Client, stranger: User) -> None:
    theirs = Bringing(User.objects.get(pk=stranger.pk), bring.at)
    done = theirs("clients", "Name,Number\nAtlas GmbH,7\n")
    assert (done.whats, done.steps[0].alike) == (["made"], [])
    made = Client.objects.get(reference="7")
    assert made.pk != atlas.pk
    assert list(Assignment.objects.filter(client=made).values_list("user", "role")) == [(stranger.pk, "manager")]
    assert theirs("clients", "Name,Number\nAtlas GmbH,7\n").whats == ["left"]
    assert theirs.undo(done) == []
    assert not Assignment.objects.filter(client=made).exists()
    assert Client.objects.kept().get().pk == atlas.pk


def test_one_name_with_several_numbers_is_a_question_that_the_map_answers(bring: Bringing) -> None:
    text = "Name,Number\nKranich,1\nMöwe,2\nKranich,3\n"
    asked = bring.reading("clients", text).questions
    assert [(question.about, question.field) for question in asked] == [("same_name", "Kranich")]  # type: ignore[attr-defined]
    columns = '[columns]\nname = "Name"\nreference = "Number"\n[same]\n'
    apart = bring("clients", text, columns + 'Kranich = "new"\n')
    assert list(Client.objects.order_by("reference").values_list("name", "reference")) == [
        ("Kranich", "1"),
        ("Möwe", "2"),
        ("Kranich", "3"),
    ]
    bring.undo(apart)
    joined = bring("clients", text, columns + 'Kranich = "3"\n')
    assert joined.whats == ["made", "made", "left"]
    assert list(Client.objects.kept().order_by("reference").values_list("name", "reference")) == [
        ("Möwe", "2"),
        ("Kranich", "3"),
    ]


def test_a_name_of_ours_with_another_number_is_asked_about(bring: Bringing) -> None:
    bring("clients", "Name,Number\nKranich,1\n")
    done = bring("clients", "Name,Number\nKranich,9\n")
    assert done.whats == ["refused"]
    assert done.steps[0].why == (
        "A client called “Kranich” has the number 1, not 9. Say in the map, under [same], whether it is this one or "
        "“new”."
    )
    same = '[columns]\nname = "Name"\nreference = "Number"\n[same]\nKranich = '
    assert bring("clients", "Name,Number\nKranich,9\n", same + '"1"').whats == ["left"]
    assert bring("clients", "Name,Number\nKranich,9\n", same + '"new"').whats == ["made"]


def test_rows_of_one_client_are_joined(bring: Bringing) -> None:
    done = bring("clients", "Name,Town,Note\nKranich,Kiel,\nKranich,,since the fair\nKranich,Kiel,\n")
    assert done.whats == ["made", "changed", "left"]
    assert done.steps[2].why == "An earlier row of this file tells it already."
    assert Client.objects.values_list("town", "note").get() == ("Kiel", "since the fair")


def test_rows_of_one_name_that_contradict_each_other_are_never_one_by_themselves(bring: Bringing) -> None:
    done = bring("clients", "Name,Town\nSchmidt Druck,Hamburg\nSchmidt Druck,Kiel\n")
    assert done.whats == ["made", "refused"]
    assert "with Town “Hamburg”" in done.steps[1].why
    assert Client.objects.values_list("name", "town").get() == ("Schmidt Druck", "Hamburg")


def test_a_number_alone_makes_no_client(bring: Bringing) -> None:
    done = bring("clients", "Name,Number,Town\n,10026,Leipzig\n")
    assert done.whats == ["refused"]
    assert done.steps[0].why.startswith("No client has the number 10026 yet")


def test_what_a_new_client_resembles_is_said(bring: Bringing, atlas: Client) -> None:
    done = bring("clients", "Name\nАтлас\n")
    assert [(step.what, step.alike) for step in done.steps] == [("made", ["Atlas GmbH"])]


def test_of_two_in_one_list_that_resemble_each_other_the_later_may_mean_the_earlier(bring: Bringing) -> None:
    text = "Name,Town\nMüller & Söhne GmbH,Kiel\nKranich,Ulm\nMüller & Söhne,\n"
    meant = bring(
        "clients", text, '[columns]\nname = "Name"\ntown = "Town"\n[same]\n"Müller & Söhne" = "Müller & Söhne GmbH"\n'
    )
    assert (meant.whats[:2], "refused" in meant.whats) == (["made", "made"], False)
    assert Client.objects.filter(name__startswith="Müller").count() == 1
    done = bring("clients", text.replace("Müller", "Meier").replace("Kranich", "Möwe"))
    assert [step.alike for step in done.steps] == [[], [], ["Meier & Söhne GmbH"]]


def test_an_unknown_team_is_refused_with_the_nearest(bring: Bringing) -> None:
    done = bring("clients", "Name,Team\nKranich,Berlinn\nMöwe,berlin\n")
    assert done.whats == ["refused", "made"]
    assert done.steps[0].why == "There is no team “Berlinn”. The nearest are: “Berlin”."


def test_numbers_that_were_numbers_once_and_signs_nobody_sees(bring: Bringing) -> None:
    text = "\ufeffName ;Number ;;Name\nKra\u200bnich;27217.0;x;y\nM\u00f6we;27218.0;;\n"
    done = bring("clients", text, '[columns]\nname = "Name #1"\nreference = "Number"\ntown = "#3"\n')
    assert done.whats == ["made", "made"]
    kept = Client.objects.order_by("reference").values_list("name", "reference", "town")
    assert list(kept) == [("Kranich", "27217", "x"), ("Möwe", "27218", "")]


def test_two_digit_years_are_read(bring: Bringing) -> None:
    bring("clients", "Name,Client since\nKranich,31.12.98\nMöwe,01.02.07\n")
    days = Client.objects.order_by("name").values_list("since_on", flat=True)
    assert [day.isoformat() for day in days if day] == ["1998-12-31", "2007-02-01"]


def test_a_batch_takes_the_same_queries_whatever_its_length(bring: Bringing) -> None:
    def queries(start: int, rows: int) -> int:
        text = "Name,Number,Town\n" + "".join(f"Firm {n},{n},Kiel\n" for n in range(start, start + rows))
        with CaptureQueriesContext(connection) as seen:
            bring("clients", text)
            bring("clients", text.replace("Kiel", "Husum"))
        return len(seen)

    queries(1, 1)
    assert queries(50, 1) == queries(100, 40)
