"""The outcome as the client says, how and by when it shows; what follows on what. Active needs an outcome (R-A-35)."""

import django.db.models.deletion
from django.db import migrations, models


def talked_about_again(apps, schema_editor):
    """Work that runs without an outcome is talked about until it has one."""
    apps.get_model("engagements", "Engagement").objects.filter(state="active", outcome="").update(state="talked")


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_keys_filled"),
        ("engagements", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="engagement",
            name="begun_on",
            field=models.DateField(blank=True, null=True, verbose_name="begun on"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="ended_on",
            field=models.DateField(editable=False, null=True, verbose_name="ended on"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="follow_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="engagements.engagement",
                verbose_name="follows on",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="noticed_by",
            field=models.CharField(blank=True, max_length=300, verbose_name="how it will be noticed"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="outcome_by",
            field=models.DateField(blank=True, null=True, verbose_name="by when"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="outcome_known_from",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="how we know"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="outcome_said",
            field=models.CharField(
                blank=True,
                choices=[("reached", "confirmed"), ("missed", "not reached")],
                max_length=7,
                verbose_name="outcome, as they say",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="outcome_said_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes_told",
                to="clients.contact",
                verbose_name="said by",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="outcome_said_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="said on"),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["name", "id"], name="engagements_by_name"),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(
                condition=models.Q(("follow_of", None), _negated=True), fields=["follow_of"], name="engagements_follow"
            ),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(
                condition=models.Q(("outcome_said_by", None), _negated=True),
                fields=["outcome_said_by"],
                name="engagements_said_by",
            ),
        ),
        migrations.RunPython(talked_about_again, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="engagements_active_has_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome_said", ""), models.Q(("outcome_known_from", ""), _negated=True), _connector="OR"
                ),
                name="engagements_outcome_known_from",
            ),
        ),
    ]
