"""The pages of the desk."""

from __future__ import annotations

from django.urls import path

from mainstay.desk.views import more, report, search, today

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("search/", search.search, name="search"),
    path("report/", report.report, name="report"),
    path("report.csv", report.taken_out, name="report_csv"),
    path("more/", more.more, name="more"),
]
