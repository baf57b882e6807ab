"""The pages of the desk."""

from __future__ import annotations

from django.urls import path

from mainstay.desk.views import advice, cracks, more, report, search, today
from mainstay.kit.lists import TABLES

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("search/", search.search, name="search"),
    path("cracks/", cracks.cracks, name="cracks"),
    path("report/", report.report, name="report"),
    *[path(f"report.{form}", report.taken_out, {"form": form}, name=f"report_{form}") for form in TABLES],
    path("advice/", advice.advice, name="advice"),
    path("more/", more.more, name="more"),
]
