"""A promise in one line on the page: shown before it is kept, asked where it is not clear, two steps without script."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.promises.models import Promise

LINE = "/promises/line/"
TYPING = {"HX-Request": "true", "HX-Target": "understood"}
IN_DIALOG = {"HX-Request": "true", "HX-Target": "capture"}


@pytest.fixture
def mara(signed_in: Any, manager: User, atlas: Client) -> Any:
    """Mara's browser."""
    return signed_in(manager)


def keep(browser: Any, line: str, **told: str) -> Any:
    """See it, then say yes to what was seen."""
    seen = browser.post(LINE, {"line": line, **told})
    assert seen.status_code == 200, seen.content
    told |= dict(seen.context["answers"])
    return browser.post(LINE, {"line": line, "seen": seen.context["seen"], **told})


def shown(answer: Any) -> list[tuple[str, str, str, str]]:
    """The rows: the part, what was understood, and the words it was read from."""
    return [(row.part, row.value, row.more, row.words) for row in answer.context["rows"]]


def test_what_was_understood_is_shown_before_it_is_kept(mara: Any, atlas: Client, manager: User, words: Any) -> None:
    line = "Fri 5pm send plan to Atlas GmbH"
    seen = mara.post(LINE, {"line": line})
    assert (seen.status_code, Promise.objects.count()) == (200, 0)
    assert shown(seen) == [
        ("text", "Send plan", "", "send plan"),
        ("client", "Atlas GmbH", "", "Atlas GmbH"),
        ("due_on", "Friday 6\u00a0March, 17:00 in Berlin", "", "Fri 5pm"),
        ("owner", "you", "", ""),
    ]
    kept = mara.post(LINE, {"line": line, "seen": seen.context["seen"]}, follow=True)
    made = Promise.objects.get()
    assert (made.client, made.text, made.due_on, made.due_time) == (atlas, "Send plan", date(2026, 3, 6), time(17))
    assert (made.side, made.owner, made.due_zone) == ("ours", manager, "Europe/Berlin")
    assert kept.redirect_chain == [(reverse("promises:page", args=[made.pk]), 302)]
    assert "Atlas GmbH: Send plan. Due Friday 17:00." in words(kept)
    mara.post(reverse("promises:take_back", args=[made.pk]))
    assert Promise.objects.counted().count() == 0


def test_a_price_stands_beside_the_line(mara: Any) -> None:
    line = "Fri 5pm send plan to Atlas GmbH"
    refused = keep(mara, line, budget="a lot")
    assert (refused.status_code, Promise.objects.count()) == (422, 0)
    assert "This is no amount." in refused.content.decode()
    assert "budget=a+lot" in refused.context["more"]
    assert keep(mara, line, budget="950.50").status_code == 302
    assert (Promise.objects.get().budget, Promise.objects.get().currency) == (Decimal("950.50"), "EUR")


def test_what_is_theirs_is_kept_as_theirs(mara: Any, buyer: Contact) -> None:
    keep(mara, "Atlas: logo by Wed")
    keep(mara, "Ms Ortega will sign the form by Thursday 11am")
    logo, form = Promise.objects.order_by("due_on")
    assert (logo.side, logo.text, logo.owner_contact, logo.due_on) == ("theirs", "Logo", None, date(2026, 3, 4))
    assert (form.side, form.text, form.owner_contact, form.due_time) == ("theirs", "Sign the form", buyer, time(11))


def test_whom_it_was_promised_to_is_known_by_name(mara: Any, buyer: Contact, atlas: Client) -> None:
    seen = keep(mara, "Fri send plan to Ms Ortega")
    assert (Promise.objects.get().made_to, Promise.objects.get().client) == (buyer, atlas), seen.content


def test_while_somebody_types_nothing_is_kept(mara: Any, words: Any) -> None:
    line = "Fri 5pm send plan to Atlas"
    seen = mara.post(LINE, {"line": line}).context["seen"]
    answer = mara.post(LINE, {"line": line, "seen": seen, "see": "1"}, headers=TYPING)
    assert (answer.status_code, Promise.objects.count()) == (200, 0)
    assert "<html" not in words(answer)
    assert "Friday 6\u00a0March, 17:00 in Berlin" in answer.content.decode()


def test_only_what_was_seen_is_kept(mara: Any, atlas: Client, manager: User, at: datetime) -> None:
    seen = mara.post(LINE, {"line": "Fri 5pm send plan to Atlas"}).context["seen"]
    for line in ("Fri 6pm send plan to Atlas", "Fri 5pm send plan to Atlas and more", "send plan to Atlas"):
        answer = mara.post(LINE, {"line": line, "seen": seen})
        assert (answer.status_code, Promise.objects.count()) == (200, 0), line
    assert mara.post(LINE, {"line": "Fri 5pm send  plan to Atlas", "seen": seen}).status_code == 302


def test_what_is_not_clear_is_asked_with_choices(mara: Any, words: Any) -> None:
    line = "next Fri at 7 send plan to Atlas"
    asked = mara.post(LINE, {"line": line})
    questions = {row.part: row.asked for row in asked.context["rows"] if row.asked}
    assert {part: [choice.label for choice in about.choices] for part, about in questions.items()} == {
        "due_on": ["Friday 6\u00a0March", "Friday 13\u00a0March"],
        "due_time": ["07:00", "19:00"],
    }
    assert (asked.context["whole"], asked.context["seen"]) == (False, "")
    half = mara.post(LINE, {"line": line, "see": "1", "due_on": "2026-03-13"})
    assert half.context["answers"] == [("due_on", "2026-03-13")]
    keep(mara, line, due_on="2026-03-13", due_time="19:00")
    made = Promise.objects.get()
    assert (made.due_on, made.due_time) == (date(2026, 3, 13), time(19))


def test_several_clients_of_one_name_are_told_apart_by_town(
    mara: Any, atlas: Client, manager: User, at: datetime
) -> None:
    other = serving.add(name="Atlas GmbH", town="Kiel", anyway="another firm", by=manager, at=at)
    asked = mara.post(LINE, {"line": "Fri send plan to Atlas"})
    choices = next(row.asked for row in asked.context["rows"] if row.asked).choices
    assert {(choice.value, choice.hint) for choice in choices} == {(str(atlas.pk), ""), (str(other.pk), "Kiel")}
    keep(mara, "Fri send plan to Atlas", client=str(other.pk))
    assert Promise.objects.get().client == other


def test_the_nearest_names_are_offered_for_one_that_is_not_known(
    mara: Any, atlas: Client, manager: User, at: datetime, words: Any
) -> None:
    serving.add(name="Borealis", by=manager, at=at)
    asked = mara.post(LINE, {"line": "Fri send plan to Atlsa"})
    assert "There is no client called “Atlsa” that you may see. Is one of these meant?" in words(asked)
    choices = next(row.asked for row in asked.context["rows"] if row.asked).choices
    assert [choice.label for choice in choices] == ["Atlas GmbH", "a new client"]
    keep(mara, "Fri send plan to Atlsa", client=str(atlas.pk))
    assert (Promise.objects.get().client, Promise.objects.get().text) == (atlas, "Send plan")


def test_the_beginning_of_a_name_is_enough_where_only_one_begins_so(mara: Any, manager: User, at: datetime) -> None:
    great = serving.add(name="Great Lakes Food Market", by=manager, at=at)
    keep(mara, "Fri send plan to Great Lakes")
    assert Promise.objects.get().client == great


def test_a_client_whom_one_may_not_see_is_neither_meant_nor_offered(
    signed_in: Any, stranger: User, atlas: Client, words: Any
) -> None:
    browser = signed_in(stranger)
    for told in ({}, {"client": str(atlas.pk)}, {"here": str(atlas.pk)}):
        said = words(browser.post(LINE, {"line": "Fri send plan to Atlas", **told}))
        assert "There is no client called “Atlas” that you may see." in said
        assert "Atlas GmbH" not in said
    assert Promise.objects.count() == 0


def test_what_the_verb_refuses_is_said_and_nothing_is_kept(
    mara: Any, stranger: User, atlas: Client, words: Any
) -> None:
    answer = keep(mara, "Stan: plan to Atlas by Fri")
    assert (answer.status_code, Promise.objects.count()) == (422, 0)
    assert "Stan Okafor does not serve this client" in words(answer)


def test_whoever_may_not_give_a_word_is_told_so(signed_in: Any, admin: User) -> None:
    assert signed_in(admin).get(LINE).context["refused"].rule == "R-X-3"


def test_more_leads_to_the_whole_form_filled_in(mara: Any, atlas: Client, buyer: Contact) -> None:
    seen = mara.post(LINE, {"line": "Fri 5pm Ms Ortega: signed form"})
    form = mara.get(seen.context["more"]).context["form"]
    assert {name: str(form[name].value()) for name in ("client", "text", "due_on", "due_time", "side")} == {
        "client": "Atlas GmbH", "text": "Signed form", "due_on": "2026-03-06", "due_time": "17:00", "side": "theirs",
    }  # fmt: skip
    assert (str(form["owner_contact"].value()), form.opened) == (str(buyer.pk), True)
    unknown = mara.get(mara.post(LINE, {"line": "Fri plan to Atlsa"}).context["more"]).context["form"]
    assert (unknown["client"].value(), unknown["text"].value()) == ("Atlsa", "Plan")


# --- the dialog ---------------------------------


def test_dialog_knows_the_client_of_the_page_it_opened_on(mara: Any, atlas: Client, words: Any) -> None:
    here = f"http://testserver/clients/{atlas.pk}/"
    opened = mara.get(LINE, headers=IN_DIALOG | {"Referer": here})
    assert words(opened).startswith('<div id="capture-form">')
    assert (opened.context["here"], opened.context["next"]) == (atlas, f"/clients/{atlas.pk}/")
    told = {"here": str(atlas.pk), "next": f"/clients/{atlas.pk}/"}
    seen = mara.post(LINE, {"line": "send plan by Fri", **told}, headers=TYPING)
    assert [(row.value, row.words) for row in seen.context["rows"] if row.part == "client"] == [("Atlas GmbH", "")]
    kept = mara.post(LINE, {"line": "send plan by Fri", "seen": seen.context["seen"], **told}, headers=TYPING)
    assert (kept.status_code, kept["HX-Redirect"]) == (200, f"/clients/{atlas.pk}/")
    assert Promise.objects.get().client == atlas


def test_a_line_costs_the_same_few_looks_however_many_clients_there_are(
    mara: Any, atlas: Client, manager: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        serving.add(name=f"Firm {number}", by=manager, at=at)
    with django_assert_max_num_queries(16):
        mara.post(LINE, {"line": "Fri 5pm send plan to Atlas", "see": "1"}, headers=TYPING)


def test_a_new_client_is_written_down_under_the_name_that_was_typed(mara: Any) -> None:
    page = mara.post(LINE, {"line": "send plan to Borealis & Sons by Fri", "see": "1"}).content.decode()
    assert '<a class="btn plain" href="/clients/new/?name=Borealis+%26+Sons">' in page
    form = mara.get("/clients/new/?name=Borealis+%26+Sons").content.decode()
    assert 'value="Borealis &amp; Sons"' in form
