"""The pages around the lists: views, columns, deeds to several rows."""

from __future__ import annotations

from django.urls import path

from mainstay.lists.views import columns, keeping, several

app_name = "lists"
urlpatterns = [
    path("views/<uuid:view_id>/name/", keeping.rename, name="rename"),
    path("views/<uuid:view_id>/first/", keeping.first, name="first"),
    path("views/<uuid:view_id>/drop/", keeping.drop, name="drop"),
    path("several/<uuid:several_id>/", several.done, name="several_done"),
    path("several/<uuid:several_id>/take-back/", several.take_back, name="several_take_back"),
    path("<slug:name>/views/", keeping.views, name="views"),
    path("<slug:name>/keep/", keeping.keep, name="keep"),
    path("<slug:name>/columns/", columns.columns, name="columns"),
    path("<slug:name>/several/", several.several, name="several"),
]
