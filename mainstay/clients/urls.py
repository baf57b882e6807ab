"""The pages of the clients."""

from __future__ import annotations

from django.urls import path

from mainstay.clients.views import alike, handing, keep, leaving, listing, merging, page, people, serve
from mainstay.kit.lists import TABLES

app_name = "clients"
urlpatterns = [
    path("", listing.clients, name="list"),
    *[path(f"list.{form}", listing.taken_out, {"form": form}, name=f"list_{form}") for form in TABLES],
    path("new/", keep.add, name="add"),
    path("hand-over/", handing.hand_over, name="hand_over"),
    path("hand-overs/", handing.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:batch>/", handing.hand_over_done, name="hand_over_done"),
    path("hand-overs/<uuid:batch>/accept/", handing.accept, name="accept_hand_over"),
    path("hand-overs/<uuid:batch>/decline/", handing.decline, name="decline_hand_over"),
    path("hand-overs/<uuid:batch>/take-back/", handing.take_back, name="take_hand_over_back"),
    path("leaving/<uuid:person_id>/", leaving.leaving, name="leaving"),
    path("leaving/<uuid:person_id>/same/", leaving.same, name="leaving_same"),
    path("leaving/<uuid:person_id>/finish/", leaving.finish, name="leaving_finish"),
    path("leaving/<uuid:person_id>/undo/", leaving.undo, name="leaving_undo"),
    path("leaving/<uuid:person_id>/<uuid:client_id>/", leaving.step, name="leaving_step"),
    path("standing-in/", handing.stands_in, name="standing_in"),
    path("unattended/", handing.unattended, name="unattended"),
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
