import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0003_ends_of_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="renegotiation",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("their_input", "their input"),
                    ("other_input", "something else it needs"),
                    ("too_tight", "too tight for one side"),
                ],
                max_length=12,
                verbose_name="cause",
            ),
        ),
        migrations.CreateModel(
            name="Clash",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("noticed_at", models.DateTimeField(verbose_name="noticed")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("settled_why", models.CharField(blank=True, max_length=300, verbose_name="why both stand")),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clashes",
                        to="promises.promise",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clashed", to="promises.promise"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("noticed_at", "id"),
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="promises_clash_once")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("side", models.CharField(choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6)),
                (
                    "word",
                    models.CharField(choices=[("manageable", "manageable"), ("too_tight", "too tight")], max_length=10),
                ),
                ("due_on", models.DateField(verbose_name="the day it is said of")),
                ("other_on", models.DateField(null=True, verbose_name="the day they could manage")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("said_at", models.DateTimeField(verbose_name="said")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                        verbose_name="who there",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("said_at", "id"),
                "indexes": [models.Index(fields=["promise", "side", "said_at"], name="promises_found")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", "too_tight"), ("other_on", None), _connector="OR"),
                        name="promises_manageable_names_no_other",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("work_days", models.PositiveSmallIntegerField(verbose_name="working days from then on")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="no longer needed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needed_by",
                        to="promises.promise",
                        verbose_name="what it needs",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("noted_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)), fields=("promise", "on"), name="promises_needed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promise", models.F("on")), _negated=True), name="promises_need_another"
                    ),
                ],
            },
        ),
    ]
