"""The pages of the clients."""

from __future__ import annotations

from django.urls import path

from mainstay.clients.views import alike, keep, listing, merging, page, people, serve
from mainstay.kit.lists import TABLES

app_name = "clients"
urlpatterns = [
    path("", listing.clients, name="list"),
    *[path(f"list.{form}", listing.taken_out, {"form": form}, name=f"list_{form}") for form in TABLES],
    path("new/", keep.add, name="add"),
    path("alike/", alike.alike, name="alike"),
    path("alike/apart/", alike.apart, name="apart"),
    path("alike/again/", alike.ask_again, name="ask_again"),
    path("<uuid:client_id>/merge/", merging.which, name="merge_which"),
    path("<uuid:keep_id>/merge/<uuid:gone_id>/", merging.merge, name="merge"),
    path("<uuid:gone_id>/unmerge/", merging.unmerge, name="unmerge"),
    path("people/<uuid:keep_id>/merge/<uuid:gone_id>/", merging.merge_two_people, name="merge_people"),
    path("people/<uuid:gone_id>/unmerge/", merging.unmerge_two_people, name="unmerge_people"),
    path("<uuid:client_id>/", page.client, name="page"),
    path("<uuid:client_id>/chronicle/", page.chronicle, name="chronicle"),
    *[
        path(f"<uuid:client_id>/chronicle.{form}", page.chronicle_out, {"form": form}, name=f"chronicle_{form}")
        for form in TABLES
    ],
    *[
        path(f"<uuid:client_id>/people.{form}", people.taken_out, {"form": form}, name=f"people_{form}")
        for form in (*TABLES, "vcf")
    ],
    path("people/<uuid:place_id>.vcf", people.card, name="card"),
    path("<uuid:client_id>/change/", keep.change, name="change"),
    path("<uuid:client_id>/stage/", keep.stage, name="stage"),
    path("<uuid:client_id>/archive/", keep.archive, name="archive"),
    path("<uuid:client_id>/restore/", keep.restore, name="restore"),
    path("<uuid:client_id>/people/new/", people.add, name="add_contact"),
    path("<uuid:client_id>/people/known/", people.join, name="affiliate"),
    path("people/<uuid:place_id>/", people.change, name="change_contact"),
    path("people/<uuid:place_id>/leave/", people.leave, name="leave"),
    path("<uuid:client_id>/served-by/", serve.assign, name="assign"),
    path("served-by/<uuid:assignment_id>/end/", serve.unassign, name="unassign"),
]
