from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0005_handed_over"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                condition=Q(("archived_at", None), Q(("stage", "former"), _negated=True)),
                fields=["id"],
                name="clients_client_kept",
            ),
        ),
    ]
