"""What ends only with notice, what is understood, and the lessons, in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries.find import client_called, contact_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import person_called
from mainstay.promises.models import Promise
from mainstay.trust.actions.usual import reducing
from mainstay.trust.actions.usual import understanding as verbs
from mainstay.trust.actions.usual.reducing import Announcement
from mainstay.trust.cli.found import one_of
from mainstay.trust.models import Lesson, Reduction, Understanding

CHANNEL = click.Choice(Promise.Said.values)


@click.group(help=_("End what a client is used to, only with notice or something instead."))
def ending() -> None:
    """Reductions."""


def _said(one: Reduction, words: str, as_json: bool) -> None:
    if as_json:
        from mainstay.trust.api.usual_ends import shown

        echo_json(shown(one))
    else:
        click.echo(words % {"what": one.what, "id": one.pk, "day": one.ends_on})


@ending.command(help=_("Begin to end something; KIND and KEY stand under mainstay usual CLIENT."))
@click.argument("client")
@click.argument("kind")
@click.argument("key")
@click.argument("ends", type=DAY)
@click.option("--text", default="", help=_("What they are told."))
@click.option("--channel", type=CHANNEL, default=None, help=_("How they are told."))
@click.option("--teller", help=_("Who of us tells them; default you."))
@click.option("--tell-on", type=DAY, help=_("On which day they are told; default today."))
@click.option("--instead", default="", help=_("What they get instead; becomes a promise."))
@click.option("--follows", help=_("Who of us follows, where it is about who is there for them."))
@as_json
@acting
def announce(by: User, at: datetime, client: str, kind: str, key: str, ends: date, as_json: bool, **told: Any) -> None:
    """Announce."""
    teller, follows = (person_called(told[name]) if told[name] else None for name in ("teller", "follows"))
    made = reducing.reduce(
        client=client_called(by, client), kind=kind, key=key, ends_on=ends, substitute=told["instead"],
        successor=follows, by=by, at=at,
        announcement=Announcement(told["text"], told["channel"] or "", teller, told["tell_on"]),
    )  # fmt: skip
    _said(made, _("“%(what)s” ends on %(day)s, once they were told. %(id)s"), as_json)


@ending.command("told", help=_("They were told."))
@click.argument("ending")
@as_json
@acting
def told_(by: User, at: datetime, ending: str, as_json: bool) -> None:
    """Told."""
    found = one_of(Reduction.objects.visible_to(by).select_related("client"), ending)
    _said(reducing.tell(reduction=found, by=by, at=at), _("They know. “%(what)s” ends on %(day)s."), as_json)


@ending.command("call-off", help=_("It stays as it was."))
@click.argument("ending")
@click.argument("why")
@as_json
@acting
def call_off(by: User, at: datetime, ending: str, why: str, as_json: bool) -> None:
    """Call off."""
    found = one_of(Reduction.objects.visible_to(by).select_related("client"), ending)
    _said(reducing.call_off(reduction=found, why=why, by=by, at=at), _("“%(what)s” stays as it was."), as_json)


@click.group(help=_("What holds with a client though no contract says so."))
def understood() -> None:
    """Understandings."""


def _understood(one: Understanding, as_json: bool) -> None:
    if as_json:
        from mainstay.trust.api.usual_ends import shown_understanding

        echo_json(shown_understanding(one))
    else:
        click.echo(f"{one.text}: {one.get_state_display()}  {one.pk}")


@understood.command("list", help=_("What is understood with a client, or with all you may see."))
@click.argument("client", required=False)
@as_json
@acting
def list_(by: User, at: datetime, client: str | None, as_json: bool) -> None:
    """List."""
    rows = Understanding.objects.visible_to(by).kept().order_by("reviewed_at", "id")
    if client:
        rows = rows.filter(client=client_called(by, client))
    found = list(rows[:200])
    if as_json:
        from mainstay.trust.api.usual_ends import shown_understanding

        echo_json([shown_understanding(one) for one in found])
        return
    for one in found:
        _understood(one, as_json=False)
    if not found:
        click.echo(_("Nothing is written down yet."))


@understood.command(help=_("Write down what is merely understood."))
@click.argument("client")
@click.argument("text")
@click.argument("since", type=DAY)
@click.argument("evidence")
@as_json
@acting
def note(by: User, at: datetime, client: str, text: str, since: date, evidence: str, as_json: bool) -> None:
    """Note."""
    found = client_called(by, client)
    _understood(verbs.note(client=found, text=text, since_on=since, evidence=evidence, by=by, at=at), as_json)


def _found(by: User, told: str) -> Understanding:
    return one_of(Understanding.objects.visible_to(by).select_related("client"), told)


@understood.command("write", help=_("It goes into the next letter to them."))
@click.argument("understanding")
@as_json
@acting
def put_in_writing(by: User, at: datetime, understanding: str, as_json: bool) -> None:
    """Put in writing."""
    _understood(verbs.put_in_writing(understanding=_found(by, understanding), by=by, at=at), as_json)


@understood.command(help=_("Somebody there confirmed it in writing."))
@click.argument("understanding")
@click.argument("who")
@click.argument("how")
@click.option("--on", "on", type=DAY, help=_("On which day; default today."))
@as_json
@acting
def confirm(by: User, at: datetime, understanding: str, who: str, how: str, on: date | None, as_json: bool) -> None:
    """Confirm."""
    found = _found(by, understanding)
    contact = contact_called(by, who, client=found.client)
    kept = verbs.confirm(understanding=found, confirmed_by=contact, confirmed_on=on, how=how, by=by, at=at)
    _understood(kept, as_json)


@understood.command(help=_("It stays as it is for another quarter."))
@click.argument("understanding")
@as_json
@acting
def leave(by: User, at: datetime, understanding: str, as_json: bool) -> None:
    """Leave."""
    _understood(verbs.leave(understanding=_found(by, understanding), by=by, at=at), as_json)


@click.group(help=_("Lessons: what went wrong once, what it cost, how we avoid it."))
def lesson() -> None:
    """Lessons."""


@lesson.command("list", help=_("The lessons, the latest first."))
@click.option("--about", type=click.Choice(Lesson.About.values), help=_("Where it applies."))
@as_json
@acting
def list_lessons(by: User, at: datetime, about: str | None, as_json: bool) -> None:
    """List."""
    rows = Lesson.objects.filter(laid_aside_at=None)
    found = list((rows.filter(about=about) if about else rows)[:200])
    if as_json:
        from mainstay.trust.api.usual_ends import shown_lesson

        echo_json([shown_lesson(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.get_about_display()}: {one.avoid} ({one.happened} {one.cost})  {one.pk}")
    if not found:
        click.echo(_("No lesson is written down yet."))


@lesson.command(help=_("Write down a lesson: what happened, what it cost, how we avoid it."))
@click.argument("happened")
@click.argument("cost")
@click.argument("avoid")
@click.option("--about", type=click.Choice(Lesson.About.values), default="reducing", show_default=True)
@click.option("--others", is_flag=True, help=_("It happened to others, not to us."))
@acting
def add(by: User, at: datetime, happened: str, cost: str, avoid: str, about: str, others: bool) -> None:
    """Learn."""
    verbs.learn(happened=happened, cost=cost, avoid=avoid, about=about, ours=not others, by=by, at=at)
    click.echo(_("The lesson is shown where it applies."))


@lesson.command(help=_("A lesson applies no more."))
@click.argument("lesson")
@acting
def aside(by: User, at: datetime, lesson: str) -> None:
    """Lay aside."""
    verbs.lay_aside(lesson=one_of(Lesson.objects.all(), lesson), by=by, at=at)
    click.echo(_("The lesson was laid aside."))
