"""What these pages share: who asks, what is meant, where to go on."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from mainstay.house import clock
from mainstay.house.views.asked import Asked
from mainstay.promises.queries.words import Reader
from mainstay.trust.models import Notice, Reduction, Understanding


def notice_of(request: Asked, notice_id: UUID) -> Notice:
    """The notice, or 404."""
    rows = Notice.objects.visible_to(request.user).select_related("client", "answered_by", "agreed_with", "promise")
    return get_object_or_404(rows, pk=notice_id)


def reduction_of(request: Asked, reduction_id: UUID) -> Reduction:
    """The reduction, or 404."""
    rows = Reduction.objects.visible_to(request.user).select_related("client", "teller", "promise", "by")
    return get_object_or_404(rows, pk=reduction_id)


def understanding_of(request: Asked, understanding_id: UUID) -> Understanding:
    """The understanding, or 404."""
    rows = Understanding.objects.visible_to(request.user).select_related("client", "confirmed_by")
    return get_object_or_404(rows, pk=understanding_id)


def reader_of(request: Asked) -> Reader:
    """Who reads, and when."""
    return Reader.of(request.user, clock.now())


def usual_url(client_id: UUID) -> str:
    """The page of what one client is used to."""
    return reverse("trust:usual", args=[client_id])
