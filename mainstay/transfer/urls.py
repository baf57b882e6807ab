"""Addresses of bringing in and taking out."""

from __future__ import annotations

from django.urls import path

from mainstay.kit.lists import TABLES
from mainstay.transfer.views import columns, out, runs, start

app_name = "transfer"
urlpatterns = [
    path("bring-in/", start.start, name="start"),
    *[path(f"bring-in/runs.{form}", out.runs, {"form": form}, name=f"runs_{form}") for form in TABLES],
    path("bring-in/maps/<uuid:map_id>/forget/", start.forget, name="forget_map"),
    path("bring-in/<uuid:run_id>/", runs.run, name="run"),
    path("bring-in/<uuid:run_id>/columns/", columns.columns, name="columns"),
    path("bring-in/<uuid:run_id>/check/", runs.check, name="check"),
    path("bring-in/<uuid:run_id>/same/", runs.same, name="same"),
    path("bring-in/<uuid:run_id>/start/", runs.begin, name="begin"),
    path("bring-in/<uuid:run_id>/undo/", runs.undo, name="undo"),
    path("bring-in/<uuid:run_id>/discard/", runs.discard, name="discard"),
    path("bring-in/<uuid:run_id>/left-out.csv", runs.left_out, name="left_out_csv"),
    *[path(f"bring-in/<uuid:run_id>/steps.{form}", out.steps, {"form": form}, name=f"steps_{form}") for form in TABLES],
    path("take-out/clients/<uuid:client_id>.zip", out.client, name="client_zip"),
    path("take-out/house.zip", out.house, name="house_zip"),
]
