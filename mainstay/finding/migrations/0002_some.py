"""On PostgreSQL a small index beside the large one: over one slip in 61, in runs of slips that lie side by side.

Without a list of what is still to be put in: every question would read through all of it.
"""

from django.db import migrations

POSTGRES = (
    "CREATE INDEX IF NOT EXISTS finding_slip_some ON finding_slip "
    "USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off) WHERE mod(id / 64, 61) = 0"
)


def put_up(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)


def take_down(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS finding_slip_some")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_index")]
    operations = [migrations.RunPython(put_up, take_down)]
