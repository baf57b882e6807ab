"""All that came before, in one: a new house is opened in half the time; an older one goes the way it began."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("engagements", "0001_initial"), ("engagements", "0002_outcome_and_what_follows")]

    initial = True

    dependencies = [
        ("clients", "0001_initial"),
        ("clients", "0004_keys_filled"),
    ]

    operations = [
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("outcome", models.TextField(blank=True, verbose_name="what it is to do for them, in their words")),
                (
                    "state",
                    models.CharField(
                        choices=[("talked", "talked about"), ("active", "active"), ("ended", "ended")],
                        default="talked",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("run_id", models.UUIDField(editable=False, null=True, verbose_name="taken in by run")),
                ("begun_on", models.DateField(blank=True, null=True, verbose_name="begun on")),
                ("ended_on", models.DateField(editable=False, null=True, verbose_name="ended on")),
                ("noticed_by", models.CharField(blank=True, max_length=300, verbose_name="how it will be noticed")),
                ("outcome_by", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "outcome_known_from",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="how we know"),
                ),
                (
                    "outcome_said",
                    models.CharField(
                        blank=True,
                        choices=[("reached", "confirmed"), ("missed", "not reached")],
                        max_length=7,
                        verbose_name="outcome, as they say",
                    ),
                ),
                ("outcome_said_on", models.DateField(blank=True, editable=False, null=True, verbose_name="said on")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="engagements", to="clients.client"
                    ),
                ),
                (
                    "follow_of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="engagements.engagement",
                        verbose_name="follows on",
                    ),
                ),
                (
                    "outcome_said_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes_told",
                        to="clients.contact",
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "ordering": ("client", "name"),
                "indexes": [
                    models.Index(fields=["client", "state", "name"], name="engagements_of_client"),
                    models.Index(fields=["name", "id"], name="engagements_by_name"),
                    models.Index(
                        condition=models.Q(("follow_of", None), _negated=True),
                        fields=["follow_of"],
                        name="engagements_follow",
                    ),
                    models.Index(
                        condition=models.Q(("outcome_said_by", None), _negated=True),
                        fields=["outcome_said_by"],
                        name="engagements_said_by",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagements_active_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_said", ""), models.Q(("outcome_known_from", ""), _negated=True), _connector="OR"
                        ),
                        name="engagements_outcome_known_from",
                    ),
                ],
            },
        ),
    ]
