"""The people of a demo house, offered on its sign-in page; in any other house there is no such door."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mainstay.house import queries
from mainstay.house.models import SignIn
from mainstay.house.queries import in_demo_house
from mainstay.house.views import signed
from mainstay.house.views.asked import path_here


@dataclass(frozen=True)
class Offered:
    """Somebody of the demo house to sign in as."""

    email: str
    name: str
    role: str


def offered() -> list[Offered]:
    """Everybody with a post, in the order of the posts, for the sign-in page."""
    return [Offered(person.email or "", person.name, ", ".join(posts)) for person, posts in queries.people_with_posts()]


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people of a demo house; 404 in every other house."""
    if not in_demo_house():
        raise Http404
    person = get_object_or_404(queries.signing_in(), email__iexact=request.POST.get("email", ""))
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    signed.note(request, how=SignIn.How.DEMO)
    return redirect(path_here(request, request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)
