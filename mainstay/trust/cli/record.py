"""The record in the terminal: a word and its reasons, the fold line by line, what people say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.models import Client
from mainstay.clients.queries import client_called
from mainstay.house.cli import acting, echo_columns, echo_json
from mainstay.house.models import User
from mainstay.promises.cli.reading import find_promise
from mainstay.trust.actions.record import breaches, choosing, deriving, folding, people
from mainstay.trust.models.record import Verdict
from mainstay.trust.models.weighing import Breach, Weighing
from mainstay.trust.queries.record import replay
from mainstay.trust.queries.record.asked import breach_of, policy_told, weighing_of
from mainstay.trust.queries.record.preview import preview
from mainstay.trust.queries.record.reading import Both, record_of
from mainstay.trust.queries.record.words import strand_words
from mainstay.trust.queries.word import now
from mainstay.trust.rules.record.policy import CHOICES, OURS, THEIRS, Policy

AT_A_TIME = 500
POLICY = click.option("--policy", "policy", default="", metavar="NAME", help=_("Under another policy."))
QUORUM = click.option("--quorum", type=int, help=_("How many core strands must hold."))
AS_OF = click.option("--as-of", "as_of", type=DAY, help=_("As it stood on a day."))


class OfAClient(click.Group):
    """What is no command of the group is a client: ``mainstay trust Atlas``, ``mainstay trust explain Atlas``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``of`` before what is no command."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = ["of", *args]
        return super().parse_args(ctx, args)


@click.group(cls=OfAClient, help=_("What the record says of clients, and why. With a name: of that client."))
def trust() -> None:
    """The record."""


@trust.command("of", hidden=True, help=_("What the record says of a client, or of all you may see."))
@click.argument("client", required=False)
@AS_OF
@POLICY
@QUORUM
@as_json
@acting
def of(
    by: User, at: datetime, client: str | None, as_of: date | None, policy: str, quorum: int | None, as_json: bool
) -> None:
    """Say it."""
    ours = policy_told(policy, quorum)
    if client:
        found = client_called(by, client)
        known = as_of is None and ours is None
        both = record_of(found, at=at) if known else replay.records_at([found], at=at, as_of=as_of, ours=ours)[found.pk]
        rows: Iterator[tuple[Client, Both]] = iter([(found, both)])
    else:
        rows = _everybody(by, at, as_of, ours)
    if as_json:
        from mainstay.trust.api.record import shown_both

        every = list(rows)
        trusts = now.words_of([one for one, _both in every])
        echo_json([shown_both(one, both, trusts[one.pk]) for one, both in every])
    elif client:
        for _one, both in rows:
            _print(both)
    else:
        words = {Verdict(value).value: str(label) for value, label in Verdict.choices}
        heads = (_("client"), _("our record"), _("since"), _("their word"))
        cells = [
            [one.name, words[both.ours.verdict], str(both.ours.since or ""), words[both.theirs.verdict]]
            for one, both in rows
        ]
        echo_columns(heads, [cells])


def _everybody(by: User, at: datetime, as_of: date | None, ours: Policy | None) -> Iterator[tuple[Client, Both]]:
    seen = Client.objects.visible_to(by).filter(archived_at=None).order_by("order_name", "id")
    some: list[Client] = []
    for client in seen.iterator(chunk_size=AT_A_TIME):
        some.append(client)
        if len(some) == AT_A_TIME:
            yield from _worked_out(some, at, as_of, ours)
            some = []
    yield from _worked_out(some, at, as_of, ours)


def _worked_out(
    some: Sequence[Client], at: datetime, as_of: date | None, ours: Policy | None
) -> Iterator[tuple[Client, Both]]:
    found = replay.records_at(some, at=at, as_of=as_of, ours=ours)
    yield from ((one, found[one.pk]) for one in some)


def _print(both: Both) -> None:
    for line in both.ours.why:
        click.echo(line.words)
    if both.theirs.known:
        click.echo()
        click.echo(_("Their word to us (for us alone):"))
        for line in both.theirs.why:
            click.echo(line.words)


@trust.command(help=_("How the verdict came about, line by line, with its hash."))
@click.argument("client")
@click.option("--theirs", is_flag=True, help=_("Of their word to us."))
@AS_OF
@POLICY
@QUORUM
@as_json
@acting
def explain(
    by: User,
    at: datetime,
    client: str,
    theirs: bool,
    as_of: date | None,
    policy: str,
    quorum: int | None,
    as_json: bool,
) -> None:
    """Print the fold, then the canonical lines: replaying these gives the same hash."""
    found = client_called(by, client)
    other = None if theirs else policy_told(policy, quorum)
    told = replay.explain(found, THEIRS if theirs else OURS, at=at, as_of=as_of, policy=other)
    if as_json:
        from mainstay.trust.api.record import shown_audit

        echo_json(shown_audit(found, told))
        return
    heads = ("date", "strand", "outcome", "weight", "age", "before", "after", "state", "promise")
    cells = [
        [
            step.row.on.isoformat(), step.row.strand, step.row.outcome, f"{step.row.weight:g}", str(step.age),
            f"{step.before:.6f}", f"{step.after:.6f}", step.state, text,
        ]
        for step, text, _pk in told.steps
    ]  # fmt: skip
    if cells:
        echo_columns(heads, [cells])
    for row in told.struck:
        words = _("struck through: %(on)s %(strand)s %(outcome)s: %(why)s")
        said = {"on": row.on.isoformat(), "strand": row.strand, "outcome": row.outcome, "why": row.annulled_why}
        click.echo(words % said)
    for name, value in (
        ("verdict", told.verdict), ("as of", told.as_of.isoformat()), ("policy", told.policy.label),
        ("engine", told.engine), ("sha256", told.digest),
    ):  # fmt: skip
        click.echo(f"{name}: {value}")
    for line in told.lines:
        click.echo(line)


@trust.command(
    "catch-up", help=_("Read now what the reminders would read by and by: lists that came in, days gone by.")
)
@acting
def catch_up(by: User, at: datetime) -> None:
    """Do what the tick does, to its end."""
    read = 0
    while some := deriving.catch_up(at=at):
        read += some
    folding.let_lapse(at=at)
    click.echo(_("Promises read: %(n)d.") % {"n": read})


# --- what people say ------------------------------------------------------------------------------------------


def _said(row: Weighing) -> str:
    return f"{row.get_what_display()} {strand_words(row.strand) if row.strand else ''}".strip() + f"  {row.pk}"


@trust.command(help=_("On the day it is agreed: a promise is a delivery, a minor one, or a small word."))
@click.argument("promise")
@click.argument("size", type=click.Choice([str(size) for size in Weighing.SIZES]))
@acting
def size(by: User, at: datetime, promise: str, size: str) -> None:
    """Say its size."""
    click.echo(_said(people.say_size(promise=find_promise(by, promise), size=size, by=by, at=at)))


@trust.command(help=_("Ask that a failure count for nothing; a second person agrees."))
@click.argument("promise")
@click.option("--why", required=True, help=_("Why nobody of us could help it."))
@click.option("--strand", default="", help=_("Of which strand."))
@acting
def excuse(by: User, at: datetime, promise: str, why: str, strand: str) -> None:
    """Ask."""
    asked = people.ask_to_excuse(promise=find_promise(by, promise), reason=why, strand=strand, by=by, at=at)
    click.echo(_said(asked))


@trust.command(help=_("Agree, as the second person, that a failure counts for nothing."))
@click.argument("weighing", type=click.UUID)
@click.option("--reason", default="", help=_("Alone in the house: why it still holds, a day later."))
@acting
def agree(by: User, at: datetime, weighing: UUID, reason: str) -> None:
    """Agree."""
    click.echo(_said(people.excuse(weighing=weighing_of(by, weighing), by=by, at=at, reason=reason)))


@trust.command("take-back", help=_("Take back what was said of how a promise weighs."))
@click.argument("weighing", type=click.UUID)
@acting
def take_back(by: User, at: datetime, weighing: UUID) -> None:
    """Take it back."""
    click.echo(_said(people.take_weighing_back(weighing=weighing_of(by, weighing), by=by, at=at)))


@trust.command("made-good", help=_("Say which promise made a failure good."))
@click.argument("promise")
@click.argument("remedy")
@acting
def made_good(by: User, at: datetime, promise: str, remedy: str) -> None:
    """Say it."""
    failed, other = find_promise(by, promise), find_promise(by, remedy)
    click.echo(_said(people.made_good(promise=failed, remedy=other, by=by, at=at)))


@trust.command("same-incident", help=_("Say that a failure belongs to the incident of an earlier one."))
@click.argument("promise")
@click.argument("earlier")
@acting
def same_incident(by: User, at: datetime, promise: str, earlier: str) -> None:
    """Say it."""
    failed, first = find_promise(by, promise), find_promise(by, earlier)
    click.echo(_said(people.same_incident(promise=failed, first=first, by=by, at=at)))


@trust.command(help=_("Declare a breach."))
@click.argument("client")
@click.argument("kind", type=click.Choice(Breach.Kind.values))
@click.option("--what", required=True, help=_("What happened."))
@acting
def breach(by: User, at: datetime, client: str, kind: str, what: str) -> None:
    """Declare it."""
    declared = breaches.declare(client=client_called(by, client), kind=kind, reason=what, by=by, at=at)
    click.echo(f"{declared}  {declared.pk}")


@trust.command("close-breach", help=_("Close a breach: the client confirmed it, and the remedy is proven."))
@click.argument("breach", type=click.UUID)
@click.option("--confirmed", required=True, help=_("How the client confirmed it."))
@click.option("--verified", required=True, help=_("How we know that it cannot happen again."))
@acting
def close_breach(by: User, at: datetime, breach: UUID, confirmed: str, verified: str) -> None:
    """Close it."""
    closed = breaches.close(breach=breach_of(by, breach), confirmed=confirmed, verified=verified, by=by, at=at)
    click.echo(str(closed))


@trust.command(help=_("What the house goes by: see what another choice would change, then confirm it with --why."))
@click.argument("policy", type=click.Choice(CHOICES))
@click.option("--strand", "core", multiple=True, help=_("A core strand that counts; may be given several times."))
@click.option("--quorum", type=int, help=_("How many core strands must hold."))
@click.option("--no-word", is_flag=True, help=_("Small words do not decide."))
@click.option("--why", default="", help=_("Why: confirms what was shown."))
@acting
def choose(
    by: User, at: datetime, policy: str, core: tuple[str, ...], quorum: int | None, no_word: bool, why: str
) -> None:
    """Preview; with a reason, confirm exactly what was shown."""
    strands = core or ("time", "budget", "satisfaction")
    told: dict[str, Any] = {"policy": policy, "core": strands, "quorum": quorum or min(2, len(strands))}
    told["word"] = not no_word
    found = preview(choosing.wanted(**told), person=by, at=at)
    for was, becomes, many in found.counts:
        words = {"was": Verdict(was).label, "becomes": Verdict(becomes).label, "n": many}
        click.echo(_("%(was)s → %(becomes)s: %(n)d") % words)
    click.echo(_("Looked at %(n)d of %(every)d clients.") % {"n": found.looked, "every": found.every})
    if why:
        choosing.confirm(**told, why=why, seen=found.seen, by=by, at=at)
        click.echo(_("The house goes by %(policy)s from today on.") % {"policy": found.policy.label})
