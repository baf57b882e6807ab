"""Taking out over the API: files, streamed, with the same rights and sentences as page and terminal."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router, Schema

from mainstay.clients.models import Client
from mainstay.clients.queries.listing import Wanted as ClientsWanted
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.door import needs_proof
from mainstay.house.api.finding import one
from mainstay.house.views.taking_out import answer, made
from mainstay.kit.lists import TYPES
from mainstay.promises.queries.listing import Wanted as PromisesWanted
from mainstay.transfer.actions import archive_out, client_out
from mainstay.transfer.queries import out

router = Router(tags=["transfer"])


def file_of(*forms: str) -> dict[str, Any]:
    """What the document of the API says of an answer that is a file."""
    content = {TYPES[form].partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for form in forms}
    return {"responses": {200: {"description": "The file", "content": content}}}


class ClientsOut(Schema):
    """Which clients, as the list of clients."""

    q: str = ""
    whose: Literal["mine", "deputy", "house"] = "house"
    stage: Literal["", "prospect", "active", "former"] = ""
    archived: bool = False
    order: Literal["name", "stage", "since"] = "name"
    down: bool = False


class PromisesOut(Schema):
    """Which promises, as the list of promises; without ``state`` all that count."""

    whose: Literal["mine", "all"] = "all"
    side: Literal["", "ours", "theirs", "third"] = ""
    state: Literal[
        "", "owed", "late", "to_tell", "kept", "kept_late", "moved", "withdrawn", "released", "broken",
        "annulled", "any",
    ] = ""  # fmt: skip
    period: Literal["", "week", "month", "last_month", "year", "last_year"] = ""


@router.get("/out/clients.{form}", openapi_extra=file_of("csv", "xlsx"))
def clients(request: HttpRequest, form: Literal["csv", "xlsx"], filters: Query[ClientsOut]) -> HttpResponseBase:
    """The clients you may see."""
    by, at = person_of(request), clock.now()
    told = filters.model_dump()
    wanted = ClientsWanted(words=told.pop("q")[:120], **told)
    return answer(request, out.clients(by, at, wanted), form, by=by, at=at)


@router.get("/out/contacts.{form}", openapi_extra=file_of("csv", "xlsx", "vcf"))
def contacts(request: HttpRequest, form: Literal["csv", "xlsx", "vcf"]) -> HttpResponseBase:
    """The people at clients you may see; as cards (vCard 4.0) one a person."""
    by, at = person_of(request), clock.now()
    return answer(request, out.contacts(by, at), form, by=by, at=at)


@router.get("/out/promises.{form}", openapi_extra=file_of("csv", "xlsx", "ics"))
def promises(
    request: HttpRequest, form: Literal["csv", "xlsx", "ics"], filters: Query[PromisesOut]
) -> HttpResponseBase:
    """Promises you may see, the earliest due first; as a calendar (iCalendar) by the days on which they are due."""
    by, at = person_of(request), clock.now()
    said = {name: value for name, value in filters.model_dump(exclude_defaults=True).items() if value}
    wanted = PromisesWanted.told({"state": "any", **said}, whose="all") if said else None
    return answer(request, out.promises(by, at, wanted), form, by=by, at=at)


@router.get("/out/ledger/{uuid:client_id}.{form}", openapi_extra=file_of("csv", "xlsx", "ics"))
def ledger(request: HttpRequest, client_id: UUID, form: Literal["csv", "xlsx", "ics"]) -> HttpResponseBase:
    """What a client and you owe each other, and what was closed lately; as a calendar by the days it is due."""
    by, at = person_of(request), clock.now()
    found = one(Client.objects.visible_to(by), client_id)
    return answer(request, out.ledger(found, by, at), form, by=by, at=at, client=found)


@router.get("/out/client/{uuid:client_id}.zip", openapi_extra=file_of("zip"))
def client(request: HttpRequest, client_id: UUID) -> HttpResponseBase:
    """Everything kept about one client, readable by anybody."""
    by, at = person_of(request), clock.now()
    found = one(Client.objects.visible_to(by), client_id)
    name = client_out.file_name(found)
    return made(request, name, lambda file: client_out.take_client_out(file=file, client=found, by=by, at=at))


@router.get("/out/house.zip", openapi_extra=file_of("zip"))
def house(request: HttpRequest) -> HttpResponseBase:
    """The whole house as one archive, for those who run it. Passwords, sessions and keys stay behind."""
    by, at = person_of(request), clock.now()
    needs_proof(request)
    return made(request, "house.zip", lambda file: archive_out.take_house_out(file=file, by=by, at=at))
