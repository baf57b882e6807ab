"""What the pages of clients share: which client is meant, where its page is, a file or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponseBase

from mainstay.clients.queries.seeing import seen
from mainstay.house.views import taking_out
from mainstay.house.views.asked import Asked, refusal_page
from mainstay.kit import addresses
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from mainstay.clients.models import Client
    from mainstay.kit.lists import Outgoing
    from mainstay.kit.plug import Words


def client_of(request: Asked, client_id: UUID) -> Client:
    """The client, or 404 for whoever may not see it."""
    if (found := seen(request.user, client_id)) is None:
        raise Http404
    return found


def page_url(client: Client) -> str:
    """Where the client's page is."""
    return addresses.of("clients:page", client.pk)


def handed_out(
    request: Asked,
    outgoing: Outgoing,
    form: str,
    *,
    at: datetime,
    back: str,
    back_to: Words,
    client: Client | None = None,
) -> HttpResponseBase:
    """A file, or why this person may not take it."""
    try:
        return taking_out.answer(request, outgoing, form, by=request.user, at=at, client=client)
    except Refused as refused:
        return refusal_page(request, refused, back=back, back_to=back_to)
