"""Views of lists, and deeds to several rows, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one, one_or_none
from mainstay.house.models import Unit, User
from mainstay.kit.listings import in_file
from mainstay.lists import actions
from mainstay.lists.models import SavedView, Several
from mainstay.lists.queries import deed_called, listing_called, results, terms_of, views_of
from mainstay.lists.queries.seen import seen

router = Router(tags=["lists"])


class ViewIn(Schema):
    """A name for what a list shows: ``told`` are the parts of its address, ``unit`` the team whose view it is."""

    name: str
    told: dict[str, str] = {}
    unit: UUID | None = None


class ViewOut(Schema):
    """One view: what it shows, in the parts of an address and in words; whose it is."""

    id: UUID
    listing: str
    name: str
    told: dict[str, str]
    said: str
    team: str
    unit: UUID | None


class NameIn(Schema):
    """Another name."""

    name: str


class SeveralIn(Schema):
    """One deed to several rows: which rows (at most 200), and what the deed asks, by the names of its form."""

    ids: list[UUID]
    told: dict[str, str] = {}


class RefusedOut(Schema):
    """One row that refused the deed: why, by which rule, on which advice, who may lift it."""

    id: str
    name: str
    detail: str
    rule: str
    advice: str
    lifted_by: str


class SeveralOut(Schema):
    """What a deed came to. ``stayed`` are rows that could not go back."""

    id: UUID
    listing: str
    deed: str
    said: str
    done: list[UUID]
    refused: list[RefusedOut]
    stayed: list[RefusedOut]
    taken_back_at: datetime | None
    can_take_back: bool


def shown(view: SavedView, person: User) -> dict[str, Any]:
    """A view as API and terminal give it."""
    return {
        "id": view.pk,
        "listing": view.listing,
        "name": view.name,
        "told": view.told,
        "said": listing_called(view.listing).said(view.told, person),
        "team": view.unit.name if view.unit else "",
        "unit": view.unit_id,
    }


def shown_several(several: Several, by: User, at: datetime) -> dict[str, Any]:
    """A deed as API and terminal give it."""
    listing = listing_called(several.listing)
    told = results.told(several, listing, deed_called(listing, several.deed), by=by, at=at)

    def refused(kept: results.Kept) -> dict[str, Any]:
        return {"id": kept.id, "name": kept.name, **kept.refused.as_dict()}

    return {
        "id": several.pk,
        "listing": several.listing,
        "deed": several.deed,
        "said": told["said"],
        "done": [pk for pk, _kept in several.done],
        "refused": [refused(kept) for kept in told["refused_rows"]],
        "stayed": [refused(kept) for kept in told["stayed"]],
        "taken_back_at": several.taken_back_at,
        "can_take_back": told["back_until"],
    }


class ColumnOut(Schema):
    """One column: its name in the rows, its heading."""

    code: str
    label: str


class SeenOut(Schema):
    """One page of a list as it is seen: its columns in order, the rows with their ids, the cursor that leads on."""

    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    next: str


@router.get("/{slug:name}/rows", response=SeenOut)
def rows(request: HttpRequest, name: str, cursor: str = "", size: int = 50) -> dict[str, Any]:
    """A list as its page shows it; further parts of the address are the page’s own, ``view`` names a kept view."""
    person, at, listing = person_of(request), clock.now(), listing_called(name)
    told = {key: str(value) for key, value in request.GET.items() if key not in ("cursor", "size")}
    page = seen(listing, told, person, at, cursor=cursor, size=size)
    columns = in_file(page.shown)
    return {
        "columns": [{"code": column.code, "label": str(column.label)} for column in columns],
        "rows": [{"id": pk, **{column.code: column.of(row) for column in columns}} for pk, row in page.rows],
        "next": page.next,
    }


def _view(person: User, view_id: UUID) -> SavedView:
    return one(SavedView.objects.visible_to(person).select_related("unit"), view_id)


@router.get("/{slug:name}/views", response=list[ViewOut])
def views(request: HttpRequest, name: str) -> list[dict[str, Any]]:
    """Your views of a list, and those of your teams, in the order of their digit keys."""
    person = person_of(request)
    return [shown(view, person) for view in views_of(person, listing_called(name).name)]


@router.post("/{slug:name}/views", response={201: ViewOut})
def keep(request: HttpRequest, name: str, payload: ViewIn) -> Status[dict[str, Any]]:
    """Keep a view; one of the same name is kept anew. A team’s view is kept by its head."""
    person = person_of(request)
    unit = one_or_none(Unit.objects, payload.unit)
    kept = actions.keep_view(
        listing=listing_called(name), name=payload.name, told=payload.told, unit=unit, by=person, at=clock.now()
    )
    return Status(201, shown(kept, person))


@router.patch("/views/{uuid:view_id}", response=ViewOut)
def rename(request: HttpRequest, view_id: UUID, payload: NameIn) -> dict[str, Any]:
    """Give a view another name."""
    person = person_of(request)
    kept = actions.rename_view(view=_view(person, view_id), name=payload.name, by=person, at=clock.now())
    return shown(kept, person)


@router.post("/views/{uuid:view_id}/first", response=ViewOut)
def put_first(request: HttpRequest, view_id: UUID) -> dict[str, Any]:
    """Let a view stand first: the key 1 opens it."""
    person = person_of(request)
    return shown(actions.put_first(view=_view(person, view_id), by=person, at=clock.now()), person)


@router.delete("/views/{uuid:view_id}", response={204: None})
def drop(request: HttpRequest, view_id: UUID) -> Status[None]:
    """Drop a view."""
    person = person_of(request)
    actions.drop_view(view=_view(person, view_id), by=person, at=clock.now())
    return Status(204, None)


@router.post("/{slug:name}/several/{slug:deed}", response={201: SeveralOut})
def several(request: HttpRequest, name: str, deed: str, payload: SeveralIn) -> Status[dict[str, Any]]:
    """Do one deed to several rows, each by its own verb; what one refuses is told, the others are done."""
    by, at, listing = person_of(request), clock.now(), listing_called(name)
    wanted = deed_called(listing, deed)
    told = terms_of(wanted, payload.told, by=by, at=at)
    done = actions.carry_out(listing=listing, deed=wanted, ids=payload.ids, told=told, by=by, at=at)
    return Status(201, shown_several(done, by, at))


@router.get("/{slug:name}/several", response=list[SeveralOut])
def lately(request: HttpRequest, name: str) -> list[dict[str, Any]]:
    """What you did to several rows of a list within the last day, the latest first; at most twenty."""
    by, at = person_of(request), clock.now()
    return [shown_several(several, by, at) for several in results.lately(by, listing_called(name), at)]


@router.get("/several/{uuid:several_id}", response=SeveralOut)
def several_done(request: HttpRequest, several_id: UUID) -> dict[str, Any]:
    """What a deed of yours came to."""
    by = person_of(request)
    return shown_several(one(Several.objects.visible_to(by), several_id), by, clock.now())


@router.post("/several/{uuid:several_id}/take-back", response=SeveralOut)
def take_back(request: HttpRequest, several_id: UUID) -> dict[str, Any]:
    """Take your deed back within a day; what was acted on since stays, and says why."""
    by, at = person_of(request), clock.now()
    found = one(Several.objects.visible_to(by), several_id)
    listing = listing_called(found.listing)
    back = actions.take_back(several=found, listing=listing, deed=deed_called(listing, found.deed), by=by, at=at)
    return shown_several(back, by, at)
