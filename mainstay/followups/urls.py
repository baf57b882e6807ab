"""The pages of the follow-ups."""

from __future__ import annotations

from django.urls import path

from mainstay.followups.views import kinds, look

app_name = "followups"
urlpatterns = [
    path("", look.followups, name="list"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<uuid:kind_id>/", kinds.set_delay, name="set_delay"),
    path("kinds/<uuid:kind_id>/stop/", kinds.stop_delay, name="stop_delay"),
    path("<uuid:followup_id>/", look.followup, name="page"),
    path("<uuid:followup_id>/put-off/", look.put_off, name="put_off"),
    path("<uuid:followup_id>/drop/", look.drop, name="drop"),
    path("<uuid:followup_id>/repair/", look.repair, name="repair"),
    path("<uuid:followup_id>/take-back/", look.take_back, name="take_back"),
]
