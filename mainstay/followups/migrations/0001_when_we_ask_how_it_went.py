"""Delays of kinds of things, and the follow-ups that deliveries plant (R-B-34, R-B-35)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0004_keys_filled"),
        ("engagements", "0002_outcome_and_what_follows"),
        ("promises", "0002_kinds_of_things"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("months", models.PositiveSmallIntegerField(default=0, verbose_name="months")),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days")),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="questions")),
                ("stopped_at", models.DateTimeField(editable=False, null=True, verbose_name="stopped")),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delays",
                        to="promises.kind",
                    ),
                ),
            ],
            options={
                "ordering": ("months", "days", "id"),
                "indexes": [models.Index(fields=["kind"], name="followups_delays_of_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)),
                        fields=("kind", "months", "days"),
                        name="followups_delay_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gt", 0), ("days__gt", 0), _connector="OR"),
                        name="followups_delay_is_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "about",
                    models.CharField(
                        choices=[("delivery", "what was delivered"), ("outcome", "the outcome of the work")],
                        default="delivery",
                        max_length=8,
                        verbose_name="about",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(default=0)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="questions")),
                ("due_on", models.DateField(verbose_name="ask on")),
                ("first_due_on", models.DateField(editable=False, verbose_name="to be asked first on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to ask"),
                            ("answered", "answered"),
                            ("dropped", "given up"),
                            ("gone", "no longer called for"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="answered or given up")),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("known_from", models.CharField(blank=True, max_length=300, verbose_name="how we know")),
                ("answers", models.JSONField(blank=True, default=list, verbose_name="answers")),
                ("defect", models.CharField(blank=True, max_length=300, verbose_name="what was wrong")),
                (
                    "asked",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups_answered",
                        to="clients.contact",
                        verbose_name="who answered",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to="clients.client",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to="promises.promise",
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "id"),
                "indexes": [
                    models.Index(fields=["client", "due_on"], name="followups_of_client"),
                    models.Index(condition=models.Q(("state", "open")), fields=["due_on", "id"], name="followups_open"),
                    models.Index(fields=["due_on", "id"], name="followups_by_day"),
                    models.Index(fields=["promise"], name="followups_of_promise"),
                    models.Index(
                        condition=models.Q(("engagement", None), _negated=True),
                        fields=["engagement"],
                        name="followups_of_engagement",
                    ),
                    models.Index(
                        condition=models.Q(("repair", None), _negated=True),
                        fields=["repair"],
                        name="followups_of_repair",
                    ),
                    models.Index(
                        condition=models.Q(("asked", None), _negated=True), fields=["asked"], name="followups_of_asked"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("about", "delivery"), models.Q(("state", "gone"), _negated=True)),
                        fields=("promise", "months", "days"),
                        name="followups_planted_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about", "outcome"), ("state", "open")),
                        fields=("engagement",),
                        name="followups_one_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", "delivery"), ("promise__isnull", False)),
                            models.Q(("about", "outcome"), ("engagement__isnull", False)),
                            _connector="OR",
                        ),
                        name="followups_is_about_something",
                    ),
                ],
            },
        ),
    ]
