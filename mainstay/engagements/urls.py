"""The pages of the engagements."""

from __future__ import annotations

from django.urls import path

from mainstay.engagements.views import keep, look

app_name = "engagements"
urlpatterns = [
    path("work/", look.engagements, name="list"),
    path("work/together/", look.together, name="together"),
    path("<uuid:client_id>/work/new/", keep.begin, name="begin"),
    path("work/<uuid:engagement_id>/", look.engagement, name="page"),
    path("work/<uuid:engagement_id>/change/", keep.change, name="change"),
    path("work/<uuid:engagement_id>/state/", keep.state, name="state"),
    path("work/<uuid:engagement_id>/outcome/", keep.outcome, name="outcome"),
    path("work/<uuid:engagement_id>/outcome/reopen/", keep.reopen, name="reopen"),
]
