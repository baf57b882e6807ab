"""The people on the client's side in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients import actions, queries
from mainstay.clients.cli.told import DAY, as_json, only_told, options
from mainstay.clients.models import Affiliation, Client, Contact
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound

PERSON = options(
    click.option("--addressed-as", help=_("How they wish to be addressed, as they told.")),
    click.option("--title", help=_("Title, as told.")),
    click.option("--salutation", help=_("Greeting in a letter.")),
    click.option("--language", metavar="XX", help=_("en, de, ms or ru.")),
    click.option(
        "--email", "mails", multiple=True, metavar="MAIL[, WHAT FOR]", help=_("Mail address; the first first.")
    ),
    click.option("--phone", "phones", multiple=True, metavar="PHONE[, WHAT FOR]", help=_("Phone; the first first.")),
    click.option("--reference", help=_("Their number.")),
    click.option("--channel", type=click.Choice(Contact.Channel.values), help=_("Reached best.")),
    click.option("--hours", help=_("When, in their time.")),
)
PLACE = options(
    click.option("--role", help=_("What they do there.")),
    click.option("--decides/--no-decides", default=None, help=_("Whether they decide.")),
    click.option("--from", "from_on", type=DAY, help=_("There since.")),
)


@click.group(help=_("The people on the client’s side."))
def contacts() -> None:
    """The people on the client's side."""


def _answer(place: Affiliation, said: str, as_json: bool) -> None:
    if as_json:
        from mainstay.clients.api.shapes import shown_contact

        echo_json(shown_contact(place))
    else:
        click.echo(said)


def _place(by: User, client: Client, who: str) -> Affiliation:
    contact = queries.contact_called(by, who, client=client)
    here = contact.affiliations.filter(client=client).select_related("contact", "client")
    found = here.filter(to_on=None).first() or here.order_by("-to_on").first()
    if found is None:
        raise NotFound
    return found


@contacts.command("list", help=_("Who is there."))
@click.argument("client")
@click.option("--left", is_flag=True, help=_("Those who left, too."))
@as_json
@acting
def list_(by: User, at: datetime, client: str, left: bool, as_json: bool) -> None:
    """List people."""
    places = queries.client_called(by, client).affiliations.select_related("contact").prefetch_related("contact__ways")
    found = list(places if left else places.now())
    if as_json:
        from mainstay.clients.api.shapes import shown_contact

        echo_json([shown_contact(place) for place in found])
        return
    for place in found:
        one = place.contact
        known = "" if one.addressed_as else _("how they wish to be addressed is not known")
        ways = [f"{way.value} ({way.label})" if way.label else way.value for way in one.ways.all()]
        parts = [one.address, one.name if one.address != one.name else "", place.role, *ways, known]
        click.echo("  ".join(part for part in parts if part))
    if not found:
        click.echo(_("Nobody is written down yet."))


@contacts.command(help=_("Write down a person. What you were not told stays empty."))
@click.argument("client")
@click.argument("name")
@PERSON
@PLACE
@click.option("--anyway", metavar="WHY", help=_("Why one who resembles another is written down all the same."))
@as_json
@acting
def add(by: User, at: datetime, client: str, name: str, as_json: bool, **told: Any) -> None:
    """Write down a person."""
    found = queries.client_called(by, client)
    made = actions.add_contact(client=found, name=name, by=by, at=at, **only_told(told))
    _answer(made, _("%(name)s stands here now.") % {"name": made.contact}, as_json)


@contacts.command(help=_("Say that a person known from another client belongs to this one too."))
@click.argument("client")
@click.argument("who")
@PLACE
@as_json
@acting
def join(by: User, at: datetime, client: str, who: str, as_json: bool, **told: Any) -> None:
    """Join somebody known."""
    found, known = queries.client_called(by, client), queries.contact_called(by, who)
    made = actions.affiliate(contact=known, client=found, by=by, at=at, **only_told(told))
    _answer(made, _("%(name)s stands here now.") % {"name": made.contact}, as_json)


@contacts.command(help=_("Correct what is kept about a person."))
@click.argument("client")
@click.argument("who")
@click.option("--name", help=_("Full name."))
@PERSON
@PLACE
@as_json
@acting
def change(by: User, at: datetime, client: str, who: str, as_json: bool, **told: Any) -> None:
    """Correct a person."""
    place = _place(by, queries.client_called(by, client), who)
    kept = actions.change_contact(affiliation=place, by=by, at=at, **only_told(told))
    _answer(kept, _("Corrected. What stood there before is in the chronicle."), as_json)


@contacts.command(help=_("Say that somebody no longer belongs there."))
@click.argument("client")
@click.argument("who")
@click.option("--on", "to_on", type=DAY, help=_("The last day; today if left out."))
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def leave(by: User, at: datetime, client: str, who: str, to_on: date | None, why: str, as_json: bool) -> None:
    """Somebody left."""
    place = _place(by, queries.client_called(by, client), who)
    kept = actions.leave(affiliation=place, to_on=to_on, why=why, by=by, at=at)
    said = _("%(name)s no longer stands among the people of %(client)s.")
    _answer(kept, said % {"name": kept.contact, "client": place.client}, as_json)
