"""The background without a process of its own: what was put aside is done here and now."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from mainstay.transfer import jobs


def work_off() -> int:
    """Do what was put aside, in the order in which it was, inside the transaction of the test; how many there were."""
    rows = list(DBTaskResult.objects.ready().order_by("enqueued_at"))
    for row in rows:
        DBTaskResult.objects.filter(pk=row.pk).delete()
        assert row.task_path == jobs.work.module_path
        jobs.work.func(*row.args_kwargs["args"])
    return len(rows)
