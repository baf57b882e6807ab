"""Addresses of bringing in and taking out."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "transfer"
urlpatterns: list[URLPattern] = []
