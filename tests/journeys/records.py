"""The kinds of record that the table of rights asks for: how each is read or done by page and by API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mainstay.clients import actions as clients
from mainstay.engagements import actions as engagements
from mainstay.house.models import WorkCalendar
from mainstay.promises import actions

if TYPE_CHECKING:
    from mainstay.clients.models import Affiliation, Client
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import User
    from mainstay.promises.models import Promise, Remark, Renegotiation

DAY = timedelta(days=1)
PRICE, COST = "4711", "4822.75"


@dataclass(frozen=True)
class Records:
    """One of each, at one client."""

    client: Client
    place: Affiliation
    work: Engagement
    late: Promise
    open: Promise
    delivered: Promise
    asked: Renegotiation
    remark: Remark
    colleague: User
    free: User
    head: User
    at: datetime

    @classmethod
    def build(cls, *, client: Client, manager: User, colleague: User, free: User, head: User, at: datetime) -> Records:
        """All of them, by the client's manager."""

        def give(text: str, days: int) -> Promise:
            due = at.date() + days * DAY
            return actions.make(
                client=client, text=text, due_on=due, budget=Decimal(PRICE), by=manager, at=at - 9 * DAY
            )

        place = clients.add_contact(client=client, name="Uta Wolf", by=manager, at=at)
        work = engagements.begin(client=client, name="Catalogue", by=manager, at=at)
        late, still_open = give("Print the catalogue", -2), give("Write the report", 20)
        told: dict[str, Any] = {"reason": "No glue", "answer": "not_yet", "by": manager, "at": at}
        actions.move(promise=still_open, to_on=at.date() + 30 * DAY, **told)
        delivered = actions.deliver(promise=give("Draw the logo", 2), cost=Decimal(COST), by=manager, at=at)
        noted = actions.deliver(promise=give("Paint the van", 3), by=manager, at=at)
        known: dict[str, Any] = {"satisfaction": "remarks", "known_from": "Her mail", "remark": "Too red"}
        actions.settle(promise=noted, by=manager, at=at, **known)
        return cls(
            client, place, work, late, still_open, delivered, still_open.renegotiations.get(), noted.remarks.get(),
            colleague, free, head, at,
        )  # fmt: skip

    def named(self, name: str) -> Any:
        """The id of one of them: “client” or “open”."""
        return getattr(self, name).pk

    def day(self, days: int) -> str:
        """So many days from now."""
        return f"{self.at.date() + days * DAY}"


Told = Callable[[Records], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One line of the table. ``shows``: what stands in a list where the record is seen.

    ``first``: the rule by which something else has to be done first.
    """

    name: str
    page: str = ""
    of: tuple[str, ...] = ()
    api: str = ""
    shows: str = ""
    query: dict[str, str] = field(default_factory=dict)
    acts: bool = False
    method: str = "get"
    sent: Told | None = None
    body: Told | None = None
    first: str = ""

    def url(self, records: Records) -> str:
        """The page's address."""
        return reverse(self.page, args=[records.named(name) for name in self.of])

    def form(self, records: Records) -> dict[str, Any]:
        """What the form sends."""
        return self.sent(records) if self.sent else {}

    def path(self, records: Records) -> str:
        """The address in the API."""
        return self.api.format(*(records.named(name) for name in self.of))

    def told(self, records: Records) -> dict[str, Any]:
        """What the program sends."""
        if not self.acts:
            return dict(self.query)
        told = self.body or self.sent
        return {"body": told(records)} if told else {}


def read(name: str, page: str, api: str, *of: str, shows: str = "", **query: str) -> Row:
    """A record or a list that is read."""
    return Row(name, page, of, api, shows, query)


def do(
    name: str,
    page: str,
    api: str,
    *of: str,
    sent: Told,
    body: Told | None = None,
    method: str = "post",
    first: str = "",
) -> Row:
    """Something that is done; ``body`` where the API wants it otherwise than the form."""
    return Row(name, page, of, api, acts=True, method=method, sent=sent, body=body, first=first)


IN_API = {"needs_input": "needs", "find_day": "findings", "be_of_kind": "kind"}


def verb(name: str, told: Told, *, of: str = "open", of_verb: str = "") -> Row:
    """A verb of the ledger."""
    verb_name = of_verb or name
    last = IN_API.get(verb_name, verb_name.replace("_", "-"))
    return do(name, f"promises:{verb_name}", f"/promises/{{0}}/{last}", of, sent=told)


def about(records: Records) -> dict[str, Any]:
    """What a form about a client sends."""
    return {"name": "Kranich Verlag", "kind": "firm", "zone": "Europe/Berlin"}


def word(records: Records) -> dict[str, Any]:
    """A word given, as a form sends it."""
    return {"client": "Atlas GmbH", "text": "Send the plan", "due_on": records.day(5)}


def word_by_id(records: Records) -> dict[str, Any]:
    """The same for the API."""
    return word(records) | {"client": str(records.client.pk)}


def person(records: Records) -> dict[str, Any]:
    """Somebody to take in."""
    return {"name": "Ole Berg", "email": "ole@house.example", "language": "en", "zone": "Europe/Berlin"}


def absence(records: Records) -> dict[str, Any]:
    """Days away of a colleague."""
    return {"from_on": records.day(20), "to_on": records.day(22)}


def prefixed(prefix: str, told: Told) -> Told:
    """The same under a form's prefix."""
    return lambda records: {f"{prefix}-{name}": value for name, value in told(records).items()}


def serves(role: str) -> Told:
    """Naming the head, or her deputy to be, to serve the client."""
    return lambda records: {"user": str(records.head.pk), "role": role, "untold_why": "An accident"}


READ = [
    read("client", "clients:page", "/clients/{0}", "client"),
    read("chronicle", "clients:chronicle", "/clients/{0}/chronicle", "client"),
    read("contact", "clients:change_contact", "/contacts/{0}", "place"),
    read("engagement", "engagements:change", "/engagements/{0}", "work"),
    read("promise", "promises:page", "/promises/{0}", "late"),
    read("as_it_happened", "promises:as_it_happened", "/promises/{0}/as-it-happened", "late"),
    read("exchange", "promises:page", "/promises/{0}/exchange", "delivered"),
    read("renegotiation", "promises:answer", "/promises/{0}", "open"),
    read("remark", "promises:answer_remark", "", "remark"),
    read("ledger", "promises:ledger", "/promises/ledger/{0}", "client"),
    read("amounts", "promises:page", "/promises/{0}", "late", shows="711.00"),
    read("cost", "promises:page", "/promises/{0}", "delivered", shows="822.75"),
    read("cost_in_chronicle", "clients:chronicle", "/clients/{0}/chronicle", "client", shows="822.75"),
    read("clients_list", "clients:list", "/clients", shows="Atlas GmbH", whose="house"),
    read("contacts_list", "", "/contacts", shows="Uta Wolf"),
    read("engagements_list", "", "/engagements", shows="Catalogue"),
    read("promises_list", "promises:list", "/promises", shows="Print the catalogue", whose="all"),
    read("report", "desk:report", "/report", shows="Atlas GmbH"),
    read("search", "desk:search", "/search", shows="Atlas GmbH", q="atlas"),
    read("today", "desk:today", "/today", shows="Print the catalogue"),
    read("exceptions", "desk:today", "/today", shows="Print the catalogue", view="house"),
    read("advice", "desk:advice", "/advice", shows="R-A-1"),
    read("export_promises", "promises:list_csv", "/transfer/out/promises.csv", shows="Atlas GmbH", whose="all"),
    read("export_clients", "clients:list_csv", "/transfer/out/clients.csv", shows="Atlas GmbH", whose="house"),
    read("export_contacts", "", "/transfer/out/contacts.csv", shows="Uta Wolf"),
    read("export_report", "desk:report_csv", "", shows="Atlas GmbH"),
    read("export_client", "transfer:client_zip", "/transfer/out/client/{0}.zip", "client"),
    read("export_ledger", "promises:ledger_csv", "/transfer/out/ledger/{0}.csv", "client"),
    read("calendar", "promises:ledger_ics", "/transfer/out/ledger/{0}.ics", "client"),
    read("cards", "clients:people_vcf", "", "client"),
    read("card", "clients:card", "", "place"),
]
OF_CLIENTS = [
    do("add_client", "clients:add", "/clients", sent=lambda r: about(r) | {"stage": "active"}),
    do("change_client", "clients:change", "/clients/{0}", "client", sent=about, method="patch"),
    do("archive_client", "clients:archive", "/clients/{0}/archive", "client", sent=lambda r: {"why": "Moved away"}),
    do("add_contact", "clients:add_contact", "/clients/{0}/contacts", "client", sent=lambda r: {"name": "Emil Stein"}),
    do("change_contact", "clients:change_contact", "/contacts/{0}", "place", sent=lambda r: {"name": "Uta Wolff"},
       method="patch"),
    do("begin_engagement", "engagements:begin", "/clients/{0}/engagements", "client",
       sent=lambda r: {"name": "Posters", "state": "talked"}),
    do("change_engagement", "engagements:change", "/engagements/{0}", "work", sent=lambda r: {"name": "Catalogues"},
       method="patch"),
    do("name_manager", "clients:assign", "/clients/{0}/assignments", "client", sent=serves("manager")),
    do("name_helper", "clients:assign", "/clients/{0}/assignments", "client", sent=serves("helper")),
]  # fmt: skip
OF_PROMISES = [
    do("make", "promises:make", "/promises", sent=word, body=word_by_id),
    do("make_with_price", "promises:make", "/promises", sent=lambda r: word(r) | {"budget": "50"},
       body=lambda r: word_by_id(r) | {"budget": "50"}),
    verb("move", lambda r: {"to_on": r.day(25), "reason": "No glue", "answer": "agreed"}),
    verb("withdraw", lambda r: {"reason": "No glue", "substitute": "A file", "told_how": "phone"}),
    verb("release", lambda r: {"known_from": "Her mail"}),
    verb("deliver", lambda r: {"delivered_on": r.day(0)}),
    verb("deliver_with_cost", lambda r: {"delivered_on": r.day(0), "cost": "50"}, of_verb="deliver"),
    verb("settle", lambda r: {"satisfaction": "accepted", "known_from": "Her mail"}, of="delivered"),
    verb("hand_over", lambda r: {"to": str(r.colleague.pk)}),
    verb("annul", lambda r: {"reason": "Twice"}),
    verb("needs_input", lambda r: {"on": str(r.late.pk), "work_days": "2"}),
    verb("find_day", lambda r: {"side": "ours", "word": "manageable"}),
    verb("be_of_kind", lambda r: {"kind": "Brochure"}),
    do("enter_duties", "promises:duties", "/promises/duties", "work",
       sent=lambda r: {"duties": f"{r.day(9)} Report on sales", "side": "ours"},
       body=lambda r: {"engagement": str(r.work.pk), "duties": [{"text": "Report on sales", "due_on": r.day(9)}]}),
    verb("progress", lambda r: {"text": "Half of it is written"}),
    verb("guard", lambda r: {"cost_of_missing": "400"}),
    verb("exceed", lambda r: {"how": "energy", "proof": "She drove there"}, of="delivered"),
    verb("acknowledge", lambda r: {"known_from": "She signed for it"}, of="delivered"),
    verb("invoice", lambda r: {"number": "118", "amount": "50", "pay_by": r.day(9)}, of="delivered"),
    do("answer_remark", "promises:answer_remark", "/promises/remarks/{0}/answer", "remark",
       sent=lambda r: {"answer": "Printed anew"}),
    do("promise_remark", "promises:promise_remark", "/promises/remarks/{0}/promise", "remark",
       sent=lambda r: {"text": "Print anew", "due_on": r.day(9)}),
]  # fmt: skip
OF_THE_HOUSE = [
    read("people", "house:people", "/people", shows="Helga Brandt"),
    do("add_person", "house:add_person", "/people", sent=person),
    do("give_post", "house:give_post", "/people/{0}/posts", "colleague", sent=lambda r: {"post-role": "sponsor"},
       body=lambda r: {"role": "sponsor"}),
    do("let_go", "house:leave", "/people/{0}/leave", "free", sent=lambda r: {}),
    do("let_go_serving", "house:leave", "/people/{0}/leave", "colleague", sent=lambda r: {}, first="R-A-34"),
    do("set_password", "house:set_password", "/people/{0}/password", "colleague",
       sent=lambda r: {"password-password": "a quiet cable holds"}, body=lambda r: {"password": "a quiet cable holds"}),
    do("note_absence", "house:note_absence_of", "/absences", "colleague", sent=prefixed("absence", absence),
       body=lambda r: absence(r) | {"person": str(r.colleague.pk)}),
    do("settings", "house:settings", "/house", method="patch", body=lambda r: {"name": "Another"},
       sent=lambda r: {"name": "Another", "country": "DE", "zone": "Europe/Berlin", "language": "en", "currency": "EUR",
                       "calendar": str(WorkCalendar.objects.values_list("pk", flat=True)[0])}),
    do("clock", "house:advance_clock", "/clock", sent=lambda r: {"advance-advance": "1d"},
       body=lambda r: {"advance": "1d"}),
    do("add_team", "house:teams", "/teams", sent=lambda r: {"name": "Köln"}),
    do("add_calendar", "house:calendars", "/calendars", sent=lambda r: {"name": "Köln", "zone": "Europe/Berlin"}),
    do("own_token", "house:make_token", "/tokens", sent=lambda r: {"token-name": "script"},
       body=lambda r: {"name": "script"}),
]  # fmt: skip
ROWS = [*READ, *OF_CLIENTS, *OF_PROMISES, *OF_THE_HOUSE]
