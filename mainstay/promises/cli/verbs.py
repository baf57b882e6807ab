"""The verbs of the ledger in the terminal: each calls the action of its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients.models import Contact
from mainstay.engagements.models import Engagement
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions
from mainstay.promises.cli.reading import echo_warnings, find_client, find_promise, say
from mainstay.promises.models import Promise, Remark
from mainstay.promises.queries import foresight
from mainstay.promises.queries.words import Reader


class Day(click.ParamType[date]):
    """A day as 2026-03-31."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(_("“%(told)s” is no day; write for example 2026-03-31.") % {"told": value}, param, ctx)


class Clock(click.ParamType[time]):
    """A time as 17:00."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read it."""
        try:
            return value if isinstance(value, time) else time.fromisoformat(value)
        except ValueError:
            self.fail(_("“%(told)s” is no time; write for example 17:00.") % {"told": value}, param, ctx)


class Amount(click.ParamType[Decimal]):
    """An amount as 1200.50."""

    name = "AMOUNT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read it."""
        try:
            return value if isinstance(value, Decimal) else Decimal(value)
        except InvalidOperation:
            self.fail(_("“%(told)s” is no amount; write for example 1200.50.") % {"told": value}, param, ctx)


DAY, CLOCK, AMOUNT = Day(), Clock(), Amount()
INSTEAD = click.Choice(Promise.Instead.values)
HOW = click.Choice([how for how in Promise.Said.values if how != Promise.Said.LIST])


def find_person(name: str) -> User:
    """A colleague by name or mail address. Raises NotFound, or Refused where two have the name."""
    rows = User.objects.filter(email__iexact=name) if "@" in name else User.objects.filter(name__iexact=name)
    found = list(rows[:2])
    if not found:
        raise NotFound(_("There is no colleague called “%(name)s”.") % {"name": name})
    if len(found) > 1:
        raise Refused(
            _("Two colleagues are called “%(name)s”. Name one by the mail address.") % {"name": name},
            rule="R-X-11",
        )
    return found[0]


def _contact(client_id: Any, name: str | None) -> Contact | None:
    if not name:
        return None
    found = Contact.objects.filter(affiliations__client=client_id, name__iexact=name).first()
    if found is None:
        raise NotFound(_("There is nobody called “%(name)s” at this client.") % {"name": name})
    return found


def _print(promise: Promise, by: User, as_json: bool) -> None:
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json(whole(promise, by))
    else:
        say(promise)


def _json(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))(command)


@click.command(help=_("Write down a word given: what, and by when."))
@click.argument("text")
@click.option("--client", "client_name", required=True, help=_("The client, by name."))
@click.option("--due", "due_on", type=DAY, required=True, help=_("The day, in the client’s zone."))
@click.option("--time", "due_time", type=CLOCK, help=_("The time there, if one was told."))
@click.option("--zone", "due_zone", default="", help=_("Another time zone than the client’s."))
@click.option("--side", type=click.Choice(Promise.Side.values), default="ours", show_default=True)
@click.option("--owner", help=_("Who of us keeps it, or watches over theirs."))
@click.option("--contact", help=_("Who on their side owes it."))
@click.option("--third-party", "owner_name", default="", help=_("Who else owes it."))
@click.option("--made-to", help=_("To whom it was said."))
@click.option("--made-on", type=DAY, help=_("When it was said."))
@click.option("--said", type=HOW, default=None, help=_("Where it was said."))
@click.option("--kind", default="", help=_("What kind of thing it is, for example a brochure."))
@click.option("--so-that", "outcome_wanted", default="", help=_("What it is to do for them."))
@click.option("--good-when", "acceptance", default="", help=_("When it is good, in their words."))
@click.option("--reference", default="")
@click.option("--engagement", help=_("The engagement, by name."))
@click.option("--price", "budget", type=AMOUNT, help=_("The agreed price."))
@click.option("--currency", default="", help=_("Three letters; default: the house’s."))
@click.option("--missing", "cost_of_missing", type=AMOUNT, help=_("What missing a date costs that others set."))
@click.option("--second", help=_("Who guards that date beside its owner; default: a deputy."))
@_json
@acting
def make(by: User, at: datetime, text: str, as_json: bool, **told: Any) -> None:
    """Make a promise."""
    client = find_client(by, told.pop("client_name"))
    engagement = told.pop("engagement")
    if engagement:
        engagement = Engagement.objects.visible_to(by).filter(client=client, name__iexact=engagement).first()
        if engagement is None:
            raise NotFound(_("This client has no engagement of that name."))
    owner, contact, made_to = told.pop("owner"), told.pop("contact"), told.pop("made_to")
    second = told.pop("second")
    word = {
        "client": client,
        "text": text,
        "owner": find_person(owner) if owner else None,
        "second": find_person(second) if second else None,
        "owner_contact": _contact(client.pk, contact),
        "made_to": _contact(client.pk, made_to),
        "engagement": engagement or None,
        **told,
        "said": told["said"] or "",
    }
    seen = foresight.of_word(word, by, at)
    promise = actions.make(by=by, at=at, **word)
    echo_warnings(seen, Reader.of(by, at), err=True)
    _print(promise, by, as_json)


def _verb(name: str, verb: Callable[..., Promise], help_: str, *options: Callable[..., Any]) -> click.Command:
    def run(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
        if "to" in told:
            told["to"] = find_person(told["to"])
        told |= {name: told[name] or "" for name in ("told_how", "answer") if name in told}
        _print(verb(promise=find_promise(by, promise), by=by, at=at, **told), by, as_json)

    command: Callable[..., None] = _json(acting(run))
    for option in reversed(options):
        command = option(command)
    return click.command(name, help=help_)(click.argument("promise")(command))


def add_verbs(group: click.Group) -> None:
    """Hang every verb on the group."""
    for command in (make, answer, answer_remark, promise_remark):
        group.add_command(command)
    _add_moving(group)
    _add_keeping(group)
    _add_endings(group)


def _add_moving(group: click.Group) -> None:
    group.add_command(
        _verb(
            "move",
            actions.move,
            _("Ask for another day, and write down the answer."),
            click.option("--to", "to_on", type=DAY, required=True, help=_("The new day.")),
            click.option("--time", "to_time", type=CLOCK),
            click.option("--reason", required=True),
            click.option("--substitute", default="", help=_("What is offered meanwhile.")),
            click.option(
                "--answer",
                type=click.Choice(["agreed", "not_yet", "declined"]),
                required=True,
                help=_("Their answer."),
            ),
        )
    )


def _add_keeping(group: click.Group) -> None:
    group.add_command(
        _verb(
            "deliver",
            actions.deliver,
            _("What was promised has been done."),
            click.option("--on", "delivered_on", type=DAY, help=_("The day; default: today there.")),
            click.option("--cost", type=AMOUNT, help=_("What was charged.")),
            click.option("--note", default="", help=_("What they were told with it.")),
        )
    )
    group.add_command(
        _verb(
            "tell",
            actions.tell,
            _("The client was told how it stands."),
            click.option("--how", type=HOW, required=True),
            click.option("--note", default=""),
        )
    )
    group.add_command(
        _verb(
            "settle",
            actions.settle,
            _("Close a delivery by its three answers."),
            click.option("--satisfaction", type=click.Choice(Promise.Satisfaction.values), required=True),
            click.option("--known-from", default="", help=_("How we know.")),
            click.option("--remark", default=""),
            click.option("--cost", type=AMOUNT, help=_("What was charged.")),
            click.option("--delivered-on", type=DAY, help=_("Deliver it on this day first.")),
        )
    )


@click.command(help=_("What the client said to a day asked for earlier."))
@click.argument("promise")
@click.option("--answer", type=click.Choice(["agreed", "declined"]), required=True, help=_("Their answer."))
@_json
@acting
def answer(by: User, at: datetime, promise: str, answer: str, as_json: bool) -> None:
    """Answer the renegotiation of a promise that waits."""
    asked = find_promise(by, promise).renegotiations.filter(answer="not_yet", taken_back_at=None).last()
    if asked is None:
        raise NotFound(_("No other day was asked for that waits for an answer."))
    _print(actions.answer(renegotiation=asked, answer=answer, by=by, at=at), by, as_json)


def _remark(by: User, told: str) -> Remark:
    rows = Remark.objects.filter(promise__in=Promise.objects.visible_to(by))
    try:
        found = rows.filter(pk=UUID(told)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


@click.command("answer-remark", help=_("Say how a remark was answered."))
@click.argument("remark")
@click.option("--answer", required=True)
@acting
def answer_remark(by: User, at: datetime, remark: str, answer: str) -> None:
    """Close an open remark."""
    closed = actions.answer_remark(remark=_remark(by, remark), answer=answer, by=by, at=at)
    click.echo(_("Answered: %(text)s") % {"text": closed.text})


@click.command("promise-remark", help=_("Turn a remark into a promise with a day."))
@click.argument("remark")
@click.option("--due", "due_on", type=DAY, required=True, help=_("The day, in the client’s zone."))
@click.option("--time", "due_time", type=CLOCK, help=_("The time there, if one was told."))
@click.option("--text", default="", help=_("Other words than the remark’s."))
@_json
@acting
def promise_remark(by: User, at: datetime, remark: str, as_json: bool, **told: Any) -> None:
    """Promise to see to a remark."""
    _print(actions.promise_remark(remark=_remark(by, remark), by=by, at=at, **told), by, as_json)


def _add_endings(group: click.Group) -> None:
    told_how = click.option("--told", "told_how", type=HOW, help=_("How the client was told."))
    reason = click.option("--reason", required=True)
    instead = (
        click.option("--instead-on", type=DAY, help=_("The day for which it is offered.")),
        click.option("--answer", type=INSTEAD, help=_("What they said to it.")),
    )
    group.add_command(
        _verb(
            "withdraw",
            actions.withdraw,
            _("Take a promise back before its day, offering something instead."),
            reason,
            click.option("--substitute", default="", help=_("What is offered instead.")),
            *instead,
            told_how,
        )
    )
    known = click.option("--known-from", required=True, help=_("How we know."))
    group.add_command(_verb("release", actions.release, _("It is no longer wanted."), known))
    substitute = click.option("--substitute", default="", help=_("What is offered instead, if anything."))
    group.add_command(_verb("own-up", actions.own_up, _("It was broken."), reason, substitute, *instead, told_how))
    group.add_command(_verb("annul", actions.annul, _("It was entered in error."), reason))
    to = click.option("--to", required=True, help=_("A colleague."))
    why = click.option("--why", default="")
    group.add_command(_verb("hand-over", actions.hand_over, _("Give it to a colleague."), to, why))
    group.add_command(_verb("take-back", actions.take_back, _("Undo your own last act on it.")))
