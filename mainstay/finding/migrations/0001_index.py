"""The slips, and over their words an index of the database's own: FTS5 on SQLite, GIN on PostgreSQL."""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE finding_words USING fts5(words, content='finding_slip', content_rowid='id', "
    "tokenize=\"ascii tokenchars '_~#'\", detail=none, columnsize=0, prefix='4')"
)
POSTGRES = "CREATE INDEX finding_slip_words ON finding_slip USING gin (array_to_tsvector(string_to_array(words, ' ')))"


def put_up(_apps, editor):
    editor.execute(SQLITE if editor.connection.vendor == "sqlite" else POSTGRES)


def take_down(_apps, editor):
    sqlite = editor.connection.vendor == "sqlite"
    editor.execute("DROP TABLE finding_words" if sqlite else "DROP INDEX finding_slip_words")


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=1, verbose_name="sort of thing")),
                ("about_id", models.UUIDField(verbose_name="thing")),
                ("client_id", models.UUIDField(verbose_name="client")),
                ("words", models.TextField(verbose_name="words as they are compared")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("client_id", "about_id"), name="finding_slip_once")],
            },
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version of the rules")),
                ("upto", models.UUIDField(null=True, verbose_name="the last client that was written")),
                ("done", models.BooleanField(default=False, verbose_name="done")),
            ],
            options={"verbose_name_plural": "states"},
        ),
        migrations.RunPython(put_up, take_down),
    ]
