"""The one place that knows the task library (Django 6 brings it along: one edit)."""

from django_tasks import task

__all__ = ["task"]
