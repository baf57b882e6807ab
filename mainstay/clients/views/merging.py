"""Merging two clients, or two people: both side by side, then one; and taking it apart again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients import actions, forms
from mainstay.clients.actions import clients_as_one, merge_values, people_as_one
from mainstay.clients.models import Client, Contact
from mainstay.clients.queries import alike_many
from mainstay.clients.queries import merging as queries
from mainstay.clients.queries.merging import Preview
from mainstay.clients.views.asked import client_of, page_url
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page
from mainstay.kit.refusals import NotFound, Refused
from mainstay.theme import say


@both
@login_required
def which(request: Asked, client_id: UUID) -> HttpResponse:
    """Ask with which client this one is to be merged; those that look alike are offered."""
    client = client_of(request, client_id)
    form = forms.OtherClientForm(request.POST or None, by=request.user)
    if form.is_valid():
        return redirect("clients:merge", client.pk, form.cleaned_data["client"].pk)
    alike = [
        like for like in alike_many([client.name], [], [], request.user).get(client.name, ()) if like.id != client.pk
    ]
    lead = _("Looks alike: %(alike)s.") % {"alike": "; ".join(like.words for like in alike)} if alike else ""
    return form_page(
        request,
        form,
        heading=_("Which client is the same as %(client)s?") % {"client": client},
        lead=lead,
        button=_("Put both side by side"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def merge(request: Asked, keep_id: UUID, gone_id: UUID) -> HttpResponse:
    """Both clients side by side; then one."""
    keep, gone = client_of(request, keep_id), client_of(request, gone_id)
    by, at = request.user, clock.now()

    def act() -> HttpResponse:
        actions.merge(keep=keep, gone=gone, stays=_stays(request, merge_values.CLIENT), why=_why(request), by=by, at=at)
        undo = reverse("clients:unmerge", args=[gone.pk])
        say.done(request, _("%(gone)s and %(keep)s are one now.") % {"gone": gone, "keep": keep}, undo=undo)
        return redirect(page_url(keep))

    turned = reverse("clients:merge", args=[gone.pk, keep.pk])
    return _side_by_side(request, act, lambda: queries.preview(keep, gone, by, at), turned=turned, back=page_url(keep))


@both
@login_required
def merge_two_people(request: Asked, keep_id: UUID, gone_id: UUID) -> HttpResponse:
    """Both people side by side; then one."""
    seen = Contact.objects.visible_to(request.user)
    keep, gone = get_object_or_404(seen, pk=keep_id), get_object_or_404(seen, pk=gone_id)
    by, at = request.user, clock.now()
    back = _page_of(request, keep)

    def act() -> HttpResponse:
        stays = _stays(request, merge_values.PERSON)
        actions.merge_people(keep=keep, gone=gone, stays=stays, why=_why(request), by=by, at=at)
        undo = reverse("clients:unmerge_people", args=[gone.pk])
        say.done(request, _("%(gone)s and %(keep)s are one now.") % {"gone": gone, "keep": keep}, undo=undo)
        return redirect(back)

    turned = reverse("clients:merge_people", args=[gone.pk, keep.pk])
    return _side_by_side(request, act, lambda: queries.preview_people(keep, gone, by, at), turned=turned, back=back)


def _page_of(request: Asked, contact: Contact) -> str:
    """The page of a client whom somebody belongs to and the reader may see."""
    place = (
        contact.affiliations.filter(client__in=Client.objects.visible_to(request.user)).order_by("to_on", "id").first()
    )
    return reverse("clients:page", args=[place.client_id]) if place else reverse("clients:list")


def _stays(request: Asked, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: told for name in fields if (told := request.POST.get(f"stays_{name}"))}


def _why(request: Asked) -> str:
    return request.POST.get("why", "")


def _side_by_side(
    request: Asked, act: Callable[[], HttpResponse], look: Callable[[], Preview], *, turned: str, back: str
) -> HttpResponse:
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return act()
        except Refused as said:
            refused = said
    found = look()
    context = {"preview": found, "refused": refused, "turned": turned, "back": back, "why": _why(request)}
    context["back_to"] = str(found.keep)
    return render(request, "clients/merge.html", context, status=422 if refused else 200)


@both
@login_required
def unmerge(request: Asked, gone_id: UUID) -> HttpResponse:
    """Take a merge of two clients apart, having seen what stays."""
    gone = get_object_or_404(Client.objects.exclude(merged_into=None).select_related("merged_into"), pk=gone_id)
    if gone.merged_into is None:
        raise Http404
    keep, at = client_of(request, gone.merged_into.pk), clock.now()
    refused: Refused | None = None
    if request.method == "POST":
        try:
            undone = actions.unmerge(gone=gone, by=request.user, at=at)
        except Refused as said:
            refused = said
        else:
            words = _("%(gone)s stands by itself again.") % {"gone": gone}
            say.done(request, " ".join([words, *undone.told]))
            return redirect(page_url(keep))
    made = clients_as_one.merge_of(gone)
    context = {"keep": keep, "gone": gone, "lines": queries.since(made, request.user, at), "refused": refused}
    context |= {"back": page_url(keep), "back_to": keep.name} | _called(keep, gone)
    return render(request, "clients/unmerge.html", context, status=422 if refused else 200)


def _called(keep: Client | Contact, gone: Client | Contact) -> dict[str, str]:
    one, other = queries.told_apart(keep, gone)
    return {"keep_name": one, "gone_name": other}


@both
@login_required
def unmerge_two_people(request: Asked, gone_id: UUID) -> HttpResponse:
    """Take a merge of two people apart."""
    gone = get_object_or_404(Contact.objects.exclude(merged_into=None).select_related("merged_into"), pk=gone_id)
    keep = get_object_or_404(Contact.objects.visible_to(request.user), pk=gone.merged_into_id)
    people_as_one.merge_of_person(gone)
    back, refused = _page_of(request, keep), None
    if request.method == "POST":
        try:
            undone = actions.unmerge_people(gone=gone, by=request.user, at=clock.now())
        except Refused as said:
            refused = said
        except NotFound:
            raise Http404 from None
        else:
            words = _("%(gone)s stands by itself again.") % {"gone": gone}
            say.done(request, " ".join([words, *undone.told]))
            return redirect(back)
    context = {"keep": keep, "gone": gone, "lines": [], "refused": refused, "back": back, "back_to": keep.name}
    return render(request, "clients/unmerge.html", context | _called(keep, gone), status=422 if refused else 200)
