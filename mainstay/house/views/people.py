"""The people of the house: the list for everybody, the verbs for those who may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.house import actions, clock, forms, queries
from mainstay.house.models import Absence, Post, Recovery, User, house
from mainstay.house.queries import out
from mainstay.house.queries.taking_out import links
from mainstay.house.rules import rights
from mainstay.house.views import sign_ins, taking_out
from mainstay.house.views.asked import Asked, both, for_administrators, refusal_page
from mainstay.house.views.sure import sure
from mainstay.house.views.told import absence_lines
from mainstay.kit import times
from mainstay.kit.paging import page_of
from mainstay.kit.plug import Move, registry
from mainstay.kit.refusals import Refused
from mainstay.theme import say


@require_safe
@login_required
def people(request: Asked) -> HttpResponse:
    """Everybody by name; addresses, and those who were let go, for whoever runs the house."""
    by = request.user
    runs = by.may(rights.RUN_HOUSE)
    rows = out.seen_by(by).prefetch_related("posts__unit")
    found = page_of(rows, by=("name", "id"), cursor=request.GET.get("cursor", ""))
    away = Absence.away_on(times.local_day(clock.now(), by.zone))
    told = [
        (queries.told_of(row, runs=runs, away=row.pk in away), ", ".join(queries.posts_in_words(row)))
        for row in found.rows
    ]
    context = {
        "rows": told,
        "runs": runs,
        "take_out": links(by, "house:people"),
        "next": f"?cursor={found.next}" if found.next else "",
        "back": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "house/people.html", context)


@require_safe
@login_required
def taken_out(request: Asked, form: str) -> HttpResponseBase:
    """Everybody as a file: what is seen, on all pages."""
    at = clock.now()
    try:
        return taking_out.answer(request, out.people(request.user, at), form, by=request.user, at=at)
    except Refused as refused:
        return refusal_page(request, refused, back="house:people")


@both
@for_administrators
@sure
def add(request: Asked) -> HttpResponse:
    """Take somebody in."""
    here = house()
    initial = {"language": here.language, "zone": here.zone}
    form = forms.NewPersonForm(request.POST or None, initial=initial)

    def take_in(told: Any) -> User:
        roles = [(role, told["unit"]) for role in told["roles"]]
        rest = {name: value for name, value in told.items() if name != "roles"}
        return actions.add_person(roles=roles, by=request.user, at=clock.now(), **rest)

    added = forms.attempt(form, take_in)
    if added is None:
        context = {"form": form}
        return render(request, "house/person_new.html", context, status=422 if form.is_bound else 200)
    say.done(request, _("%(name)s belongs to the house now.") % {"name": added.name})
    return redirect("house:person", added.pk)


@require_safe
@login_required
def person(request: Asked, person_id: UUID) -> HttpResponse:
    """One person of the house."""
    return page(request, get_object_or_404(out.seen_by(request.user), pk=person_id))


def page(
    request: Asked,
    row: User,
    *,
    change: django_forms.Form | None = None,
    post: django_forms.Form | None = None,
    absence: django_forms.Form | None = None,
    password: django_forms.Form | None = None,
    recovery: django_forms.Form | None = None,
    link: str = "",
) -> HttpResponse:
    """The page of a person, with whichever form was refused open as it was sent."""
    by = request.user
    runs = by.may(rights.RUN_HOUSE)
    today = times.local_day(clock.now(), by.zone)
    initial = {name: getattr(row, name) for name in ("name", "email", "unit", "calendar", "language", "zone")}
    context: dict[str, Any] = {
        "person": row,
        "facts": _facts(row, runs=runs, away=row.pk in Absence.away_on(today)),
        "absences": absence_lines(row.absences.filter(to_on__gte=today), by, today),
        "may_note_absence": runs or by.pk == row.pk or by.heads(row) or absence is not None,
        "absence_form": absence or forms.AbsenceForm(prefix="absence"),
        "runs": runs,
        "moves": moves(by, row),
        "open": {"change": change, "post": post, "absence": absence, "password": password, "recovery": recovery},
        "link": link,
    }
    if runs:
        context |= {
            "posts": list(row.posts.select_related("unit")),
            "change_form": change or forms.PersonForm(initial=initial),
            "post_form": post or forms.PostForm(prefix="post"),
            "password_form": password or forms.PasswordForm(prefix="password"),
            "recovery_form": recovery or forms.RecoveryForm(prefix="recovery"),
            "recovery": open_recovery(row),
            "sign_ins": sign_ins.listed(request, row),
        }
    refused = any(form is not None for form in (change, post, absence, password, recovery))
    return render(request, "house/person.html", context, status=422 if refused else 200)


def open_recovery(row: User) -> Recovery | None:
    """The link that may still let this person in."""
    last = queries.last_recovery(row) if row.recovery_until else None
    return last if last is not None and last.holds(clock.real_now()) else None


def moves(by: User, row: User) -> list[Move]:
    """The buttons that every capability gives to the page of a colleague."""
    return [move for plug in registry.installed() if plug.person_moves for move in plug.person_moves(by, row)]


def _facts(row: User, *, runs: bool, away: bool) -> list[str]:
    facts = [*queries.posts_in_words(row), row.unit.name if row.unit else "", row.email if runs else ""]
    facts += [_("away today")] if away else []
    facts += [] if row.is_active else [_("let go")]
    return [str(fact) for fact in facts if fact]


@require_POST
@for_administrators
@sure
def change(request: Asked, person_id: UUID) -> HttpResponse:
    """Change what is kept about somebody."""
    row = get_object_or_404(User, pk=person_id)
    form = forms.PersonForm(request.POST)
    if (
        forms.attempt(form, lambda told: actions.change_person(person=row, by=request.user, at=clock.now(), **told))
        is None
    ):
        return page(request, get_object_or_404(User, pk=person_id), change=form)
    say.done(request, _("What is kept about %(name)s is changed.") % {"name": row.name})
    return redirect("house:person", row.pk)


@require_POST
@for_administrators
@sure
def give_post(request: Asked, person_id: UUID) -> HttpResponse:
    """Give somebody a post."""
    row = get_object_or_404(User, pk=person_id)
    form = forms.PostForm(request.POST, prefix="post")
    given = forms.attempt(form, lambda told: actions.give_post(person=row, by=request.user, at=clock.now(), **told))
    if given is None:
        return page(request, row, post=form)
    say.done(request, _("%(name)s holds the post.") % {"name": row.name})
    return redirect("house:person", row.pk)


@require_POST
@for_administrators
@sure
def take_post(request: Asked, post_id: int) -> HttpResponse:
    """Take a post away."""
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=post_id)
    where = reverse("house:person", args=[post.user_id])
    try:
        actions.take_post(post=post, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=where)
    say.done(request, _("%(name)s does not hold the post any more.") % {"name": post.user.name})
    return redirect(where)


@require_POST
@for_administrators
@sure
def set_password(request: Asked, person_id: UUID) -> HttpResponse:
    """Give somebody a new password."""
    row = get_object_or_404(User, pk=person_id)
    form = forms.PasswordForm(request.POST, prefix="password")
    kept = forms.attempt(form, lambda told: actions.set_password(person=row, by=request.user, at=clock.now(), **told))
    if kept is None:
        return page(request, row, password=form)
    say.done(request, _("%(name)s has a new password.") % {"name": row.name})
    return redirect("house:person", row.pk)


@require_POST
@for_administrators
def leave(request: Asked, person_id: UUID) -> HttpResponse:
    """Let somebody go."""
    row = get_object_or_404(User, pk=person_id)
    try:
        actions.let_go(person=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("house:person", args=[row.pk]))
    undo = reverse("house:let_in_again", args=[row.pk])
    say.done(request, _("%(name)s may not sign in any more.") % {"name": row.name}, undo=undo)
    return redirect("house:person", row.pk)


@require_POST
@for_administrators
@sure
def let_in_again(request: Asked, person_id: UUID) -> HttpResponse:
    """Let somebody in again."""
    row = get_object_or_404(User, pk=person_id)
    try:
        actions.let_in_again(person=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("house:person", args=[row.pk]))
    say.done(request, _("%(name)s may sign in again.") % {"name": row.name})
    return redirect("house:person", row.pk)


@require_POST
@login_required
def note_absence(request: Asked, person_id: UUID) -> HttpResponse:
    """Note that somebody is away."""
    row = get_object_or_404(out.seen_by(request.user), pk=person_id)
    form = forms.AbsenceForm(request.POST, prefix="absence")
    noted = forms.attempt(form, lambda told: actions.note_absence(person=row, by=request.user, at=clock.now(), **told))
    if noted is None:
        return page(request, row, absence=form)
    say.done(request, _("Noted."))
    return redirect("house:person", row.pk)
