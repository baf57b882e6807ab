"""Every address and every command that there is: a stranger reads nothing there, and no name is markup.

Taken from the code's own routes, so that a new one is asked too. Pages and parts get the ids of what the world of the
browser tests holds; an id that it does not know is said below, with why it needs none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click
import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.urls.converters import IntConverter

from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.config import cli
from mainstay.config.api import api as whole_api
from mainstay.engagements.models import Engagement
from mainstay.house.models import Token, Unit, User, WorkCalendar
from mainstay.kit.plug import registry
from mainstay.lists.models import SavedView
from mainstay.promises.models import Kind, Promise, Remark
from mainstay.transfer.models import Run
from mainstay.trust.models import Advice
from tests.browser.world import Builder, World

if TYPE_CHECKING:
    from datetime import datetime

    from click.testing import Result

    from conftest import Caller

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("unwatched"),
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="the tables of rights are asked there; this takes long"
    ),
]
# Words of the clients of that world, of their people and of what was promised; nobody else has them.
THEIRS = re.compile(
    r"Atlas|Quiet|Квиет|Passage|Catalogue 2026|Emil Stein|Uta Wolf|Print on cotton|Paper Mill|Send the offer|"
    r"kunden\.csv"
)
# Ids of what belongs to a client: whoever does not serve the client finds no such address.
OF_A_CLIENT = {
    "client_id", "place_id", "assignment_id", "engagement_id", "promise_id", "remark_id", "notice_id", "reduction_id",
    "understanding_id", "followup_id", "clash_id", "sheet_id", "advice_id", "keep_id", "gone_id", "run_id",
}  # fmt: skip
# What the world has none of, or what is no record; a made-up one is asked for.
MADE_UP = {
    "sign_in_id", "recovery_id", "word", "need_id", "finding_id", "link_id", "breach_id", "weighing_id",
    "difference_id", "extra_id", "verb", "lesson_id", "standard_id", "occasion_id", "map_id",
}  # fmt: skip
FILES = re.compile(r"_(csv|xlsx|vcf|ics|zip)$|export|archive|:card$")  # no pages
EXAMPLES = {"promises:line": {"Atlas"}, "transfer:start": {"Atlas", "Quiet"}}  # pages whose examples name such firms
ASKS = {"q": "tlas", "whose": "all", "state": "late"}  # no word of theirs itself: pages show what one looked for


@pytest.fixture
def world(admin: User, manager: User, deputy: User, head: User, team: Unit, atlas: Client, at: datetime) -> World:
    """A house with something on every page."""
    return Builder(admin=admin, manager=manager, head=head, team=team, atlas=atlas, at=at).build(deputy)


def pages(ids: dict[str, Any]) -> Iterator[tuple[str, set[str], str]]:
    """Name, ids and address of every page, part and file."""
    for plug in registry.installed():
        module: Any = __import__(plug.urls, fromlist=["urlpatterns"]) if plug.urls else None
        for pattern in module.urlpatterns if module else ():
            name, wanted = f"{module.app_name}:{pattern.name}", pattern.pattern.converters
            own = ids | ids.get(name, {})
            none = {each: 1 if isinstance(kind, IntConverter) else uuid4() for each, kind in wanted.items()}
            yield name, set(wanted), reverse(name, kwargs={each: own.get(each, none[each]) for each in wanted})


def theirs(body: str) -> list[str]:
    return sorted(set(THEIRS.findall(body)))


def test_a_stranger_reads_nothing_by_any_page(
    world: World, stranger: User, signed_in: Callable[[User], Browser]
) -> None:
    browser, wrong, unknown = signed_in(stranger), [], set()
    ids = world.ids
    for name, wanted, url in pages(ids):
        unknown |= wanted - set(ids) - set(ids.get(name, {}))
        answers = [browser.get(url, ASKS)]
        if answers[0].status_code == 200:
            answers.append(browser.get(url, ASKS, headers={"HX-Request": "true", "HX-Target": "main"}))
        for answer in answers:
            body = answer.getvalue().decode(errors="replace") if answer.status_code != 302 else ""
            told = set(theirs(body)) - EXAMPLES.get(name, set())
            if told or (wanted & OF_A_CLIENT and answer.status_code not in (404, 405)):
                wrong.append(f"{name}: {answer.status_code}, {told}")
    assert (wrong, sorted(unknown)) == ([], sorted(MADE_UP))


def test_a_stranger_reads_nothing_through_the_api(world: World, stranger: User, api: Callable[..., Caller]) -> None:
    caller, wrong, ids = api(stranger), [], {**world.ids, **world.ids["clients:merge"], "form": "csv", "number": 1}
    for path, verbs in whole_api.get_openapi_schema()["paths"].items():
        if "get" in verbs:
            wanted = set(re.findall(r"\{(\w+)\}", path))
            answer = caller.get(path.removeprefix("/api/v1").format(**{each: ids[each] for each in wanted}), **ASKS)
            body = answer.getvalue().decode(errors="replace")
            if theirs(body) or (wanted & OF_A_CLIENT and answer.status_code != 404):
                wrong.append(f"{path}: {answer.status_code}, {theirs(body)}")
    assert not wrong, "\n".join(wrong)


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command in which somebody acts, by its words."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
    elif "by" in {each.name for each in command.params}:
        yield path, command


def told_to(param: click.Parameter, ids: dict[str, Any]) -> str:
    """What somebody types there who knows what there is."""
    if isinstance(param.type, click.Choice):
        return str(param.type.choices[0])
    if isinstance(param.type, click.types.IntParamType):
        return "1"
    return str(ids.get(param.name or "", "2026-03-20"))


def test_a_stranger_reads_nothing_at_the_terminal(
    world: World, stranger: User, terminal: Callable[..., Result]
) -> None:
    names = {"client": "Atlas GmbH", "keep": "Atlas GmbH", "name": "Atlas GmbH", "words": "tlas", "file": "-"}
    ids = {each.removesuffix("_id"): told for each, told in world.ids.items()} | names
    wrong, asked = [], 0
    for path, command in commands(cli.build()):
        args = [told_to(each, ids) for each in command.params if isinstance(each, click.Argument)]
        for each in command.params:
            if isinstance(each, click.Option) and each.required:
                args += [each.opts[0], told_to(each, ids)]
        with transaction.atomic():
            said = terminal([*path, *args], by=stranger, input="")
            transaction.set_rollback(True)
        asked += said.exit_code in (0, 1)
        out = said.output
        for word in sorted(args, key=len, reverse=True):
            out = out.replace(word, "")  # what one typed is said again
        of_a_client = {f"{each.name}_id" for each in command.params if isinstance(each, click.Argument)} & OF_A_CLIENT
        if theirs(out) or (of_a_client and said.exit_code == 0):
            wrong.append(f"{' '.join(path)}: {said.exit_code}, {theirs(out)} {said.output[:80]}")
    assert (wrong, asked > 100) == ([], True)


MARKUP = "\"'><img src=x onerror=alert(1)>"


def test_no_name_is_markup_on_any_page(world: World, signed_in: Callable[[User], Browser]) -> None:
    """Names that came in on a way that nobody thought of: set in the tables themselves."""
    every = [(name, url) for name, _wanted, url in pages(world.ids) if not FILES.search(name)]
    for model, field in (
        (Client, "name"), (Client, "town"), (Contact, "name"), (Affiliation, "role"), (Promise, "text"),
        (Engagement, "name"), (Remark, "text"), (Advice, "text"), (User, "name"), (Unit, "name"), (Kind, "name"),
        (SavedView, "name"), (Token, "name"), (WorkCalendar, "name"), (Run, "file_name"),
    ):  # fmt: skip
        for row in model._default_manager.all():
            longest = getattr(model._meta.get_field(field), "max_length", None)
            told = f"{MARKUP}{str(row.pk)[-4:]}"
            assert longest is None or len(told) <= longest
            model._default_manager.filter(pk=row.pk).update(**{field: told})
    browser, raw, shown = signed_in(world.nora), [], set()
    for name, url in every:
        answer = browser.get(url)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            body = answer.content.decode()
            raw += [name] * ("<img src=x" in body)
            shown |= {name} if "&lt;img src=x" in body else set()
    assert (raw, len(shown) > 80) == ([], True)
