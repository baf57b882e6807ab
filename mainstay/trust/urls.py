"""The pages of trust: the record, used to, the word."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "trust"
urlpatterns: list[URLPattern] = []
