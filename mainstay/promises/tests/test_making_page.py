"""The form behind “Promise”: whom it concerns, what is in sight, what is refused, and the dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.promises.models import Promise

MAKE = "/promises/make/"
IN_DIALOG = {"HX-Request": "true", "HX-Target": "capture"}
FROM_DIALOG = {"HX-Request": "true", "HX-Target": "capture-form"}


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


def told(**more: Any) -> dict[str, Any]:
    """The three lines that are enough."""
    return {"client": "Atlas GmbH", "text": "Send the plan", "due_on": "2026-03-06", **more}


def test_three_lines_are_enough(mara: Any, atlas: Client, manager: User, words: Any) -> None:
    answer = mara.post(MAKE, told(), follow=True)
    made = Promise.objects.get()
    assert (made.client, made.text, made.due_on, made.owner) == (atlas, "Send the plan", date(2026, 3, 6), manager)
    assert (made.side, made.currency, made.due_zone) == ("ours", "", "Europe/Berlin")
    assert answer.redirect_chain == [(reverse("promises:page", args=[made.pk]), 302)]
    assert "Atlas GmbH: Send the plan. Due Friday." in words(answer)
    mara.post(reverse("promises:take_back", args=[made.pk]))
    assert Promise.objects.counted().count() == 0


def test_everything_that_may_be_told_is_kept(mara: Any, atlas: Client, buyer: Contact, manager: User) -> None:
    mara.post(
        MAKE,
        told(
            side="theirs", due_time="17:00", owner=manager.pk, owner_contact=buyer.pk, made_to=buyer.pk,
            outcome_wanted="the shelf is full", acceptance="no case is crushed", budget="2023.38", currency="usd",
            made_on="2026-03-01", said="phone", said_note="the call at nine", reference="Order 10985",
        ),
    )  # fmt: skip
    made = Promise.objects.get()
    assert (made.side, made.due_time, made.owner_contact, made.made_to) == ("theirs", time(17), buyer, buyer)
    assert (made.budget, made.currency, made.made_on) == (Decimal("2023.38"), "USD", date(2026, 3, 1))
    assert (made.outcome_wanted, made.acceptance) == ("the shelf is full", "no case is crushed")
    assert (made.said, made.said_note, made.reference) == ("phone", "the call at nine", "Order 10985")


def test_german_writes_amounts_with_a_comma(mara: Any, atlas: Client, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(language="de")
    mara.post(MAKE, told(budget="2023,38", currency="EUR"))
    assert Promise.objects.get().budget == Decimal("2023.38")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"client": ""}, "Say whom it concerns: a client you may see."),
        ({"client": "Nobody"}, "There is no client called “Nobody” that you may see. Type a part of the name."),
        ({"text": ""}, "Say in a few words what is promised."),
        ({"due_on": ""}, "Choose a day."),
        ({"due_on": "soon"}, "This is no day. Write it as 2026-05-31."),
        ({"due_on": "2026-03-01"}, "A promise needs a time that is still to come."),
        ({"due_time": "25:00"}, "This is no time of day. Write it as 17:00."),
        ({"budget": "many"}, "This is no amount. Write it as 5000 or 5000.50."),
        ({"budget": "1.234"}, "An amount has at most two places after the point."),
        ({"side": "third"}, "Say who the third party is."),
    ],
)
def test_refusal_comes_back_with_what_was_typed(
    mara: Any, atlas: Client, words: Any, typed: dict[str, str], sentence: str
) -> None:
    answer = mara.post(MAKE, told(said_note="the call at nine", **typed))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="the call at nine"' in words(answer)
    assert Promise.objects.count() == 0


def test_part_of_a_name_is_enough_where_only_one_has_it(mara: Any, atlas: Client) -> None:
    mara.post(MAKE, told(client="atl"))
    assert Promise.objects.get().client == atlas


def test_of_several_one_is_chosen(mara: Any, atlas: Client, manager: User, at: datetime, words: Any) -> None:
    other = serving.add(name="Atlas GmbH", town="Kiel", anyway="Two firms of one name", by=manager, at=at)
    answer = mara.post(MAKE, told())
    assert answer.status_code == 422
    assert "Several clients answer to “Atlas GmbH”. Choose one of them." in words(answer)
    assert {client.pk for client in answer.context["choices"]} == {atlas.pk, other.pk}
    mara.post(MAKE, told(which=str(other.pk)))
    assert Promise.objects.get().client == other


def test_what_was_chosen_counts_no_longer_once_another_name_is_typed(
    mara: Any, atlas: Client, manager: User, at: datetime
) -> None:
    other = serving.add(name="Borealis", by=manager, at=at)
    mara.post(MAKE, told(client="Borealis", which=str(atlas.pk)))
    assert Promise.objects.get().client == other


def test_client_whom_one_may_not_see_is_not_there(signed_in: Any, atlas: Client, stranger: User, words: Any) -> None:
    browser = signed_in(stranger)
    for typed in ({}, {"which": str(atlas.pk)}, {"client": str(atlas.pk)}):
        answer = browser.post(MAKE, told(**typed))
        assert answer.status_code == 422
        assert "There is no client called" in words(answer)
    assert browser.get("/promises/make/clients/", {"client": "Atl"}).content.strip() == b""
    assert browser.get(MAKE, {"client": str(atlas.pk)}).context["meant"] is None


def test_names_are_offered_while_one_types(mara: Any, atlas: Client, words: Any) -> None:
    assert words(mara.get("/promises/make/clients/", {"client": "atl"})) == '<option value="Atlas GmbH"></option>'
    assert words(mara.get("/promises/make/clients/", {"client": "a"})) == ""


def test_only_what_is_needed_is_in_sight(mara: Any, atlas: Client) -> None:
    form = mara.get(MAKE, {"client": str(atlas.pk)}).context["form"]
    assert (form["client"].value(), form.opened) == ("Atlas GmbH", False)
    assert [name for name in form.fields if name in form.IN_SIGHT] == ["client", "text", "due_on", "due_time"]
    assert mara.get(MAKE, {"client": str(atlas.pk), "side": "theirs"}).context["form"].opened


def test_people_and_engagements_are_those_of_the_client(
    mara: Any, atlas: Client, buyer: Contact, manager: User, head: User, stranger: User, at: datetime
) -> None:
    elsewhere = serving.add(name="Borealis", by=manager, at=at)
    serving.add_contact(client=elsewhere, name="Somebody Else", by=manager, at=at)
    form = mara.get(MAKE, {"client": str(atlas.pk)}).context["form"]
    assert [contact.pk for contact in form.fields["made_to"].queryset] == [buyer.pk]
    assert [name for _pk, name in form.fields["owner"].widget.choices][1:] == [head.name, manager.name]


def test_whoever_sees_no_money_is_not_asked_for_any(signed_in: Any, front: User, atlas: Client) -> None:
    form = signed_in(front).get(MAKE).context["form"]
    assert [name for name in ("budget", "currency") if name in form.fields] == []


def test_whoever_may_not_give_a_word_is_told_so(signed_in: Any, admin: User, words: Any) -> None:
    answer = signed_in(admin).get(MAKE)
    assert answer.context["refused"].rule == "R-X-3"


# --- the dialog ---------------------------------


def test_dialog_is_a_part_that_knows_the_page_it_opened_on(mara: Any, atlas: Client, words: Any) -> None:
    here = f"http://testserver/clients/{atlas.pk}/"
    answer = mara.get(MAKE, headers=IN_DIALOG | {"Referer": here})
    assert words(answer).startswith("<form")
    assert answer.context["form"]["client"].value() == "Atlas GmbH"
    assert answer.context["next"] == f"/clients/{atlas.pk}/"
    foreign = mara.get(MAKE, headers=IN_DIALOG | {"Referer": f"https://evil.example/clients/{atlas.pk}/"})
    assert (foreign.context["form"]["client"].value(), foreign.context["next"]) == (None, "")


def test_dialog_on_a_promise_knows_its_client(mara: Any, give: Callable[..., Promise], words: Any) -> None:
    here = f"http://testserver{reverse('promises:page', args=[give().pk])}"
    assert mara.get(MAKE, headers=IN_DIALOG | {"Referer": here}).context["form"]["client"].value() == "Atlas GmbH"


def test_dialog_goes_on_where_one_was(mara: Any, atlas: Client) -> None:
    answer = mara.post(MAKE, told(next="/promises/"), headers=FROM_DIALOG)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/promises/")


def test_dialog_that_is_refused_stays_open(mara: Any, atlas: Client, words: Any) -> None:
    answer = mara.post(MAKE, told(text=""), headers=FROM_DIALOG)
    assert answer.status_code == 422
    assert words(answer).startswith("<form")
    assert 'aria-invalid="true"' in words(answer)


def test_part_that_depends_on_the_client_is_given_alone(mara: Any, atlas: Client, buyer: Contact, words: Any) -> None:
    asked = {"client": "Atlas GmbH", "text": "Send the plan", "outcome_wanted": "a full shelf"}
    said = words(mara.get(MAKE, asked, headers={"HX-Request": "true", "HX-Target": "of-client"}))
    assert said.startswith('<div id="of-client"')
    assert "Atlas GmbH: day and time are theirs, Europe/Berlin." in said
    assert 'value="a full shelf"' in said
    assert "Inés Ortega" in said
