"""Who may enter, over the API: tokens, where somebody is signed in, links to let somebody in again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from mainstay.house import actions, clock, queries
from mainstay.house.api import shapes_of_doors as shapes
from mainstay.house.api.door import needs_proof, person_of
from mainstay.house.api.finding import one
from mainstay.house.models import User
from mainstay.house.views import signed
from mainstay.kit.refusals import Refused

router = Router(tags=["house"])


@router.get("/tokens", response=list[shapes.TokenOut])
def tokens(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own tokens, the newest first; whoever runs the house sees everybody's."""
    at = clock.now()
    return [queries.token_told(row, at) for row in queries.tokens_seen_by(person_of(request))]


@router.post("/tokens", response={201: shapes.TokenMade})
def make_token(request: HttpRequest, payload: shapes.TokenIn) -> Status[dict[str, Any]]:
    """Make a token; its words are given this once."""
    needs_proof(request)
    own: Any = getattr(request, "token", None)
    if own is not None and own.scopes:
        sentence = _("This token is for some parts only and makes no other. Make one on the page about yourself.")
        raise Refused(sentence, rule="R-X-3", lifted_by=own.user.name)
    by, at = person_of(request), clock.now()
    person = one(User.objects.filter(is_active=True), payload.person) if payload.person else by
    told = payload.dict(exclude={"person"})
    made, key = actions.make_token(person=person, by=by, at=at, **told)
    return Status(201, {**queries.token_told(made, at), "key": key})


@router.delete("/tokens/{uuid:token_id}", response=shapes.TokenOut)
def revoke_token(request: HttpRequest, token_id: UUID) -> dict[str, Any]:
    """Close a token for ever."""
    by, at = person_of(request), clock.now()
    row = one(queries.tokens_seen_by(by), token_id)
    return queries.token_told(actions.revoke_token(token=row, by=by, at=at), at)


@router.get("/sign-ins", response=list[shapes.SignInOut])
def sign_ins(request: HttpRequest, person: UUID | None = None) -> list[dict[str, Any]]:
    """Where somebody is signed in: oneself, or anybody for whoever runs the house."""
    by = person_of(request)
    whose = one(User.objects, person) if person else by
    return [queries.sign_in_told(row) for row in queries.open_sign_ins(whose, clock.real_now(), by=by)]


@router.delete("/sign-ins/{uuid:sign_in_id}", response={204: None})
def end_sign_in(request: HttpRequest, sign_in_id: UUID) -> Status[None]:
    """Sign somebody out in one browser."""
    by = person_of(request)
    actions.end_sign_in(sign_in=one(queries.sign_ins_seen_by(by), sign_in_id), by=by, at=clock.now())
    return Status(204, None)


@router.post("/sign-ins/end", response=shapes.Ended)
def end_sign_ins(request: HttpRequest, payload: shapes.EndIn) -> dict[str, int]:
    """Sign somebody out everywhere, but for the browser that asks."""
    needs_proof(request)
    by = person_of(request)
    person = one(User.objects.filter(is_active=True), payload.person) if payload.person else by
    but = signed.here(request) if getattr(request, "token", None) is None else None
    return {"ended": actions.end_sign_ins(person=person, by=by, at=clock.now(), but=but)}


@router.post("/people/{uuid:person_id}/recovery", response={201: shapes.RecoveryMade})
def make_recovery(request: HttpRequest, person_id: UUID, payload: shapes.RecoveryIn) -> Status[dict[str, Any]]:
    """Make a link with which somebody chooses a new password; its address is given this once."""
    from mainstay.house.views.recovery import link_of

    needs_proof(request)
    by = person_of(request)
    person = one(User.objects.filter(is_active=True), person_id)
    made, word = actions.make_recovery(person=person, by=by, at=clock.now(), second_step_too=payload.second_step_too)
    return Status(201, {**queries.recovery_told(made), "url": link_of(word, request)})


@router.delete("/recoveries/{uuid:recovery_id}", response={204: None})
def end_recovery(request: HttpRequest, recovery_id: UUID) -> Status[None]:
    """The link opens nothing any more."""
    by = person_of(request)
    actions.end_recovery(recovery=one(queries.recoveries_seen_by(by), recovery_id), by=by, at=clock.now())
    return Status(204, None)
