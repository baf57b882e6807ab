"""Who may do what, deed by deed, through page and API; and no deed without a row (R-X-3).

Whoever serves, whoever heads, the front line, a stranger and whoever runs the house ask for each: ``may`` it, told
``no`` with the reason, or ``404``. That something further is wrong with what was asked does not matter here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mainstay.config.api import api as whole_api
from tests import headers
from tests.journeys.deeds import DEEDS, HEAD, Deed
from tests.journeys.matters import Builder
from tests.journeys.records import ROWS

if TYPE_CHECKING:
    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched_rendering")]

# Doors that take a POST and need no row, each with why.
OPEN_TO_ALL = {
    "promises:answer_open": "the client answers by a signed link, without an account; tested with the doors",
    "language": "chooses the language of a page; a cookie of one's own",
    "house:recover": "behind a link that an administrator made, without an account; tested with the links",
    "account_set_password": "one's own first password, for whoever came in without one; tested with the passwords",
    "house:demo_sign_in": "a demo house's sign-in; 404 everywhere else, tested there",
    "trust:audit": "reads",
    "clients:ask_again": "takes a deed back by its address; the API's door of the same verb has a row",
    "trust:settle_difference": "only where a nightly check found a difference; tested with the record",
    "trust:answer": "one address for the four answers to a notice, which have a row each at the API",
    "trust:reduce": "asks for kind and key in its address; the API's door of the same verb has a row",
    "transfer:forget_map": "forgets a map of one's own; tested there",
    "post /transfer/runs": "takes a file; the page's door of the same verb has a row",
    "post /promises/payments": "takes in or refuses each payment by itself; tested there",
    "lists:several": "does one verb to several rows; each refuses by its own, which has a row",
    "lists:several_take_back": "takes back one's own deed to several rows; tested there",
    "post /lists/{}/several/{}": "as the page",
    "post /lists/several/{}/take-back": "as the page",
    "delete /transfer/maps/{}": "forgets a map of one's own; tested there",
}


@pytest.fixture
def people(manager: User, front: User, head: User, stranger: User, admin: User) -> dict[str, User]:
    """Everybody by the word of the table's head."""
    return dict(zip(HEAD, (manager, front, head, stranger, admin), strict=True))


@pytest.fixture
def ids(
    atlas: Client, manager: User, deputy: User, head: User, admin: User, take_in: Callable[..., User], at: datetime
) -> dict[str, Any]:
    """Something of every sort at Atlas."""
    return Builder(atlas, manager, deputy, head, admin, take_in, at).ids()


def filled(told: Any, ids: dict[str, Any]) -> Any:
    """What is sent, with ids where it names matters."""
    if isinstance(told, dict):
        return {name: filled(value, ids) for name, value in told.items()}
    if isinstance(told, list):
        return [filled(value, ids) for value in told]
    return str(ids[told[1:]]) if isinstance(told, str) and told.startswith("@") else told


def answer_of(status: int, body: str, deed: Deed) -> str:
    """Whether it may be done; that something else is wrong with it is no matter of rights."""
    if status in (403, 404, 405):
        return {403: "no", 404: "404", 405: "no such method"}[status]
    told_no = status == 422 and any(
        f"Rule {rule}." in body or f'"rule": "{rule}"' in body for rule in deed.rules if rule
    )
    return "no" if told_no else "may"


def asked(act: Callable[[], Any], deed: Deed) -> str:
    """Ask; what it did is undone."""
    with transaction.atomic():
        response = act()
        body = "" if response.status_code in (302, 204) else response.getvalue().decode()
        transaction.set_rollback(True)
    assert headers.lacking(response) == [], deed.name
    at_the_door = response.headers.get("Location", "").startswith("/account/login/")
    return "door" if at_the_door else answer_of(response.status_code, body, deed)


def differences(found: dict[tuple[str, str], str], place: int) -> list[str]:
    """Every cell that is otherwise than the table says."""
    wrong = []
    for deed in DEEDS:
        cells = dict(zip(HEAD, deed.cells.split(), strict=True))
        for role, cell in cells.items():
            seen, said = found.get((deed.name, role)), cell.split("/")[place if "/" in cell else 0]
            if seen not in (None, said):
                wrong.append(f"{deed.name}, {role}: {seen} instead of {said}")
    return wrong


def test_the_pages_keep_to_the_table_of_deeds(
    people: dict[str, User], ids: dict[str, Any], signed_in: Callable[[User], Browser]
) -> None:
    found = {}
    for role, person in people.items():
        browser = signed_in(person)
        for deed in DEEDS:
            if deed.page and deed.asks(role):
                url, form = reverse(deed.page, args=[ids[name] for name in deed.of]), filled(deed.form, ids)
                if deed.name == "say_ours":
                    form = {f"{ids['client']}-{name}": value for name, value in form.items()}
                found[deed.name, role] = asked(lambda: browser.post(url, form), deed)  # noqa: B023
    assert not (wrong := differences(found, 0)), "\n".join(wrong)


def test_the_api_keeps_to_the_table_of_deeds(
    people: dict[str, User], ids: dict[str, Any], api: Callable[..., Caller]
) -> None:
    found = {}
    for role, person in people.items():
        caller = api(person)
        for deed in DEEDS:
            if deed.api and deed.asks(role):
                method, path = deed.api.split()
                path, body = path.format(*(ids[name] for name in deed.of)), filled(deed.sent, ids)
                found[deed.name, role] = asked(lambda: getattr(caller, method)(path, body), deed)  # noqa: B023
    assert not (wrong := differences(found, 1)), "\n".join(wrong)


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, Any]]:
    """Every page by its name, with its view."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry.callback


def takes_posts(view: Any) -> bool:
    """Whether a page does something: it takes a POST, or does not say that it takes none."""
    while view is not None:
        names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
        if "request_method_list" in names:
            return "POST" in view.__closure__[names.index("request_method_list")].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def plain(path: str) -> str:
    """An address of the API without the names of what it takes."""
    path = path.removeprefix("/api/v1").partition("?")[0]
    return re.sub(r"\{[^}]*\}|\d{4}-\d\d-\d\d|(?<=/posts/)manager", "{}", path)


def test_every_deed_of_a_page_and_of_the_api_has_a_row() -> None:
    own = ("mainstay.",)
    pages = {
        name
        for name, view in addresses(get_resolver().url_patterns)
        if view.__module__.startswith(own) and not name.startswith("api") and takes_posts(view)
    }
    told = whole_api.get_openapi_schema()["paths"]
    verbs = {f"{method} {plain(path)}" for path, found in told.items() for method in found if method != "get"}
    rows = {row.page for row in ROWS if row.acts} | {f"{row.method} {plain(row.api)}" for row in ROWS if row.acts}
    rows |= {deed.page for deed in DEEDS} | {plain(deed.api) for deed in DEEDS} | set(OPEN_TO_ALL)
    lacking = sorted((pages | verbs) - rows)
    assert lacking == [], "Say in tests/journeys/deeds.py who may do it:\n" + "\n".join(lacking)
    assert sorted(set(OPEN_TO_ALL) - pages - verbs) == []
