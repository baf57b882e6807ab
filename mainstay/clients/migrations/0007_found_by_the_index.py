from django.db import migrations


class Migration(migrations.Migration):
    """A client is found by its people through the index; the words that were kept for it are read by nobody."""

    dependencies = [
        ("clients", "0001_squashed_0006_kept_by_id"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="client",
            name="people_found_by",
        ),
    ]
