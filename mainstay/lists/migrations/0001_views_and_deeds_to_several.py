"""Views of lists that are kept, and what was done to several rows at once."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("house", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("listing", models.CharField(max_length=20, verbose_name="list")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("told", models.JSONField(default=dict, verbose_name="what it shows")),
                ("place", models.SmallIntegerField(default=0, verbose_name="place")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="house.unit",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit", None)),
                        fields=("owner", "listing", "name"),
                        name="lists_view_once_of_mine",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("unit", "listing", "name"),
                        name="lists_view_once_in_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Several",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("listing", models.CharField(max_length=20, verbose_name="list")),
                ("deed", models.CharField(max_length=20, verbose_name="what was done")),
                ("at", models.DateTimeField(verbose_name="done")),
                ("done", models.JSONField(default=list)),
                ("refused", models.JSONField(default=list)),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                ("stayed", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "several",
                "indexes": [
                    models.Index(fields=["by", "at"], name="lists_several_by"),
                    models.Index(fields=["at"], name="lists_several_at"),
                ],
            },
        ),
    ]
