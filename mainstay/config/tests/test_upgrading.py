"""A house that began with the migrations one by one comes to the tables of one that began with them in one."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


@pytest.mark.django_db
def test_a_house_stopped_in_the_middle_of_the_old_chain_goes_on_and_ends_where_a_new_one_stands() -> None:
    every = MigrationLoader(None).disk_migrations
    squashed = {key: migration.replaces for key, migration in every.items() if migration.replaces}
    assert ("clients", "0001_squashed_0006_kept_by_id") in squashed
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app__in=[label for label, _ in squashed]).delete()
    done = {olds[0] for olds in squashed.values()}
    for label, name in done:
        recorder.record_applied(label, name)

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    ahead = {(migration.app_label, migration.name) for migration, _ in executor.migration_plan(leaves)}

    ours = {key for key in every if key[0] in {label for label, _ in squashed}}
    assert ahead == ours - squashed.keys() - done
    changes = MigrationAutodetector(executor.loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=executor.loader.graph
    )
    assert changes == {}
