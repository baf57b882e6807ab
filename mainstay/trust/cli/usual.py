"""What clients are used to, in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries.find import client_called, contact_called
from mainstay.house.cli import acting, echo_columns, echo_json
from mainstay.house.models import User
from mainstay.promises.queries.words import Reader
from mainstay.trust.actions import usual as verbs
from mainstay.trust.cli.found import one_of
from mainstay.trust.models import Extra, Notice
from mainstay.trust.queries.usual import lists, used, words


@click.command(help=_("What one client is used to: what is usual, what ends only with notice, what stands."))
@click.argument("client")
@as_json
@acting
def usual(by: User, at: datetime, client: str, as_json: bool) -> None:
    """What one client is used to."""
    found = client_called(by, client)
    if as_json:
        from mainstay.trust.api.usual import of_client

        echo_json(of_client(found, at))
        return
    click.echo(found.name)
    rows = lists.streams(found)
    for row in rows:
        click.echo(f"  {words.heading(row.stream, row.name)}: {words.stands(row)}")
    if not rows:
        click.echo(_("Nothing is known yet. It is learnt from what happens."))
    for notice in lists.standing(found):
        click.echo(f"! {words.short(notice)}  {notice.pk}")
    for kind, items in used.everything(found, at):
        click.echo(f"{kind.label}:")
        for item in items:
            click.echo(f"  {item.what}: {item.words}  ({item.kind} {item.key})")


@click.command("below-custom", help=_("The clients who get less than they are used to, the longest standing first."))
@click.option("--whose", type=click.Choice(lists.WHOSE), default="all", show_default=True, help=_("Whose clients."))
@click.option("--most", type=click.IntRange(1, 1000), default=100, show_default=True, help=_("How many at most."))
@as_json
@acting
def below(by: User, at: datetime, whose: str, most: int, as_json: bool) -> None:
    """Who gets less."""
    found = lists.page(by, whose=whose, size=most).rows
    if as_json:
        from mainstay.trust.api.usual import shown

        echo_json([shown(notice) for notice in found])
        return
    rows = [
        [row.client, row.text, row.since, str(notice.pk)]
        for row, notice in zip(lists.rows(found, Reader.of(by, at)), found, strict=True)
    ]
    if rows:
        echo_columns([_("Client"), _("What was noticed"), _("Since"), _("Notice")], [rows])
    else:
        click.echo(_("Everybody gets what they are used to."))


@click.group(help=_("A notice that a client gets less, or more, than they are used to: the three answers."))
def notice() -> None:
    """Notices."""


def find_notice(by: User, told: str) -> Notice:
    """By its id."""
    return one_of(Notice.objects.visible_to(by).select_related("client"), told)


def _said(kept: Notice, at: datetime, by: User, as_json: bool) -> None:
    if as_json:
        from mainstay.trust.api.usual import shown

        echo_json(shown(kept))
    else:
        click.echo(words.how_it_ended(kept, Reader.of(by, at)))


@notice.command(help=_("It will be as it was: that becomes a promise."))
@click.argument("notice")
@click.argument("text")
@click.argument("due", type=DAY)
@as_json
@acting
def restore(by: User, at: datetime, notice: str, text: str, due: date, as_json: bool) -> None:
    """Restore."""
    _said(verbs.restore(notice=find_notice(by, notice), text=text, due_on=due, by=by, at=at), at, by, as_json)


@notice.command(help=_("They were told; write down what."))
@click.argument("notice")
@click.argument("words_")
@as_json
@acting
def tell(by: User, at: datetime, notice: str, words_: str, as_json: bool) -> None:
    """Tell."""
    _said(verbs.tell(notice=find_notice(by, notice), words=words_, by=by, at=at), at, by, as_json)


@notice.command(help=_("The client agreed to something else; what is usual moves to it."))
@click.argument("notice")
@click.argument("words_", default="")
@click.option("--with", "with_", help=_("Who there agreed, by name."))
@click.option("--on", "on", type=DAY, help=_("On which day; default today."))
@click.option("--level", type=float, help=_("What was agreed, in the unit of the stream; default as it is now."))
@as_json
@acting
def agree(by: User, at: datetime, notice: str, words_: str, as_json: bool, **told: Any) -> None:
    """Agree."""
    found = find_notice(by, notice)
    contact = contact_called(by, told["with_"], client=found.client) if told["with_"] else None
    kept = verbs.agree(
        notice=found, words=words_, agreed_with=contact, agreed_on=told["on"], level=told["level"], by=by, at=at
    )
    _said(kept, at, by, as_json)


@notice.command(help=_("What the client said of it."))
@click.argument("notice")
@click.argument("reaction", type=click.Choice(["mentioned", "complained", "nothing"]))
@click.argument("words_", default="")
@as_json
@acting
def react(by: User, at: datetime, notice: str, reaction: str, words_: str, as_json: bool) -> None:
    """React."""
    said = "" if reaction == "nothing" else reaction
    kept = verbs.react(notice=find_notice(by, notice), reaction=said, words=words_, by=by, at=at)
    if as_json:
        from mainstay.trust.api.usual import shown

        echo_json(shown(kept))
    else:
        click.echo(words.reaction(kept))


@click.group(help=_("Extras: what goes beyond what was agreed, for once or from now on."))
def extra() -> None:
    """Extras."""


@extra.command(help=_("Note an extra that was given."))
@click.argument("client")
@click.argument("what")
@click.option("--on", "on", type=DAY, help=_("On which day; default today."))
@click.option("--once", "said", help=_("For this once; how they were told so."))
@click.option("--standing", is_flag=True, help=_("From now on."))
@click.option("--occasion", type=click.Choice([value for value in Extra.Occasion.values if value]), default=None)
@click.option("--nevertheless", default="", help=_("Why it goes first while a promise of ours to them is late."))
@as_json
@acting
def give(by: User, at: datetime, client: str, what: str, as_json: bool, **told: Any) -> None:
    """Give."""
    mark = "once" if told["said"] is not None else "standing" if told["standing"] else ""
    made = verbs.give(
        client=client_called(by, client), what=what, on=told["on"], mark=mark, said=told["said"] or "",
        occasion=told["occasion"] or "", nevertheless=told["nevertheless"], by=by, at=at,
    )  # fmt: skip
    _extra_said(made, as_json)


@extra.command("went-without", help=_("Note that it was not given on an occasion of its kind."))
@click.argument("client")
@click.argument("what")
@click.option("--on", "on", type=DAY, help=_("On which day; default today."))
@as_json
@acting
def went_without(by: User, at: datetime, client: str, what: str, on: date | None, as_json: bool) -> None:
    """Leave out."""
    _extra_said(verbs.leave_out(client=client_called(by, client), what=what, on=on, by=by, at=at), as_json)


@extra.command(help=_("Mark an extra as entered in error."))
@click.argument("extra")
@as_json
@acting
def annul(by: User, at: datetime, extra: str, as_json: bool) -> None:
    """Annul."""
    rows = Extra.objects.visible_to(by).select_related("client")
    _extra_said(verbs.annul(extra=one_of(rows, extra), by=by, at=at), as_json)


@extra.command("list", help=_("The extras of a client, the latest first."))
@click.argument("client")
@as_json
@acting
def list_(by: User, at: datetime, client: str, as_json: bool) -> None:
    """List."""
    found = list(
        Extra.objects.filter(client=client_called(by, client), annulled_at=None).order_by("-on", "-noted_at")[:200]
    )
    if as_json:
        from mainstay.trust.api.usual import shown_extra

        echo_json([shown_extra(each) for each in found])
        return
    for each in found:
        how = each.get_mark_display() if each.granted else _("left out")
        click.echo(f"{each.on}  {each.what}  {how}  {each.pk}")
    if not found:
        click.echo(_("No extra is noted."))


def _extra_said(made: Extra, as_json: bool) -> None:
    if as_json:
        from mainstay.trust.api.usual import shown_extra

        echo_json(shown_extra(made))
    elif made.annulled_at is not None:
        click.echo(_("“%(what)s” is marked as entered in error.") % {"what": made.what})
    elif made.granted:
        click.echo(_("“%(what)s” stands here now.") % {"what": made.what})
    else:
        click.echo(_("It is noted that they went without “%(what)s”.") % {"what": made.what})


@click.group("used-to", help=_("Days that teach nothing, and learning anew."))
def used_to() -> None:
    """Stretches and new starts."""


@used_to.command("stretch", help=_("Announce days that are out of the ordinary before they begin."))
@click.argument("client")
@click.argument("from_", type=DAY)
@click.argument("until", type=DAY)
@click.argument("why")
@acting
def stretch(by: User, at: datetime, client: str, from_: date, until: date, why: str) -> None:
    """Stretch."""
    verbs.announce_stretch(client=client_called(by, client), from_on=from_, until_on=until, why=why, by=by, at=at)
    click.echo(_("What happens in these days becomes no habit."))


@used_to.command("anew", help=_("The agreement was replaced: what is usual is learnt anew."))
@click.argument("client")
@click.argument("why")
@acting
def anew(by: User, at: datetime, client: str, why: str) -> None:
    """Anew."""
    found = client_called(by, client)
    verbs.begin_anew(client=found, why=why, by=by, at=at)
    click.echo(_("What %(client)s is used to is learnt anew from today on.") % {"client": found})
