from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0005_answers_by_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerlink",
            name="about",
            field=models.CharField(
                choices=[("day", "a day"), ("delivery", "what they got")],
                default="day",
                max_length=8,
                verbose_name="what is asked",
            ),
        ),
        migrations.AlterField(
            model_name="answerlink",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "yes"),
                    ("no", "no"),
                    ("other_day", "another day"),
                    ("accepted", "accepted"),
                    ("remarks", "accepted with remarks"),
                    ("refused", "not accepted"),
                ],
                max_length=9,
                verbose_name="their answer",
            ),
        ),
    ]
