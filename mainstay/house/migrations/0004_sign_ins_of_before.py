"""Where somebody was signed in is the house's own table now; addresses in the one before it are not kept on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("house", "0003_entering"),
    ]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS usersessions_usersession", migrations.RunSQL.noop),
    ]
