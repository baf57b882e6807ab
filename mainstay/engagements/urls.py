"""The pages of the engagements."""

from __future__ import annotations

from django.urls import path

from mainstay.engagements import views

app_name = "engagements"
urlpatterns = [
    path("<uuid:client_id>/work/new/", views.begin, name="begin"),
    path("work/<uuid:engagement_id>/", views.change, name="change"),
    path("work/<uuid:engagement_id>/state/", views.state, name="state"),
]
