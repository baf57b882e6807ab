"""All that came before, in one: a new house is opened in half the time; an older one goes the way it began."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("trust", "0001_what_they_are_used_to"),
        ("trust", "0002_the_record"),
        ("trust", "0003_the_word"),
        ("trust", "0004_for_the_undecided"),
    ]

    initial = True

    dependencies = [
        ("clients", "0005_handed_over"),
        ("engagements", "0002_outcome_and_what_follows"),
        ("house", "__first__"),
        ("promises", "0004_before_and_between_promises"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stirred",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="clients.client",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Anew",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(max_length=300, verbose_name="what was agreed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("overdue_on", models.DateField(null=True)),
                ("on", models.DateField(null=True)),
                ("after", models.UUIDField(null=True)),
                ("checked", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="trust_one_check")],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                (
                    "policy",
                    models.CharField(
                        choices=[("busy-1", "busy-1"), ("steady-1", "steady-1"), ("slow-1", "slow-1")],
                        max_length=20,
                        verbose_name="policy",
                    ),
                ),
                ("core", models.JSONField(default=list, verbose_name="strands that count")),
                ("quorum", models.PositiveSmallIntegerField(verbose_name="how many must hold")),
                ("word", models.BooleanField(default=True, verbose_name="small words decide")),
                (
                    "small_within",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="a small word is due within so many working days"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="confirmed")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="verdicts that changed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="TrustWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted"),
                            ("not_trusted", "not trusted"),
                            ("not_enough_information", "not enough information"),
                        ],
                        max_length=22,
                        verbose_name="word",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "a person"),
                            ("signed", "they signed"),
                            ("proposed", "the record, accepted by a person"),
                        ],
                        max_length=8,
                        verbose_name="from where",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("missing", models.CharField(blank=True, max_length=300, verbose_name="what would let them decide")),
                ("decide_by", models.DateField(null=True, verbose_name="by when")),
                ("given", models.CharField(blank=True, max_length=300, verbose_name="what they were given")),
                ("given_on", models.DateField(null=True, verbose_name="given on")),
                ("client_said", models.CharField(blank=True, max_length=300, verbose_name="what they said themselves")),
                ("is_now", models.BooleanField(default=True)),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "indexes": [
                    models.Index(fields=["client", "-at"], name="trust_word_of_client"),
                    models.Index(
                        condition=models.Q(("is_now", True)), fields=["word", "client"], name="trust_word_now"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word__in", ["trusted", "not_trusted", "not_enough_information"])),
                        name="trust_word_one_of_three",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "signed"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="trust_word_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word", "not_enough_information"), _negated=True),
                            models.Q(models.Q(("missing", ""), _negated=True), ("decide_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="trust_word_says_what_is_missing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_now", False), ("struck_at", None), _connector="OR"),
                        name="trust_word_struck_is_not_now",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_now", True)), fields=("client",), name="trust_one_word_now"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="what was noticed")),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grounds",
                        to="trust.trustword",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "at", "id"),
                "indexes": [models.Index(fields=["client", "at"], name="trust_ground_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promise__isnull", False),
                            ("engagement__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trust_ground_is_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unasked",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="what they said")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("asked_at", None)), fields=("client",), name="trust_unasked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_at", None), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="trust_asked_has_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Understanding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300, verbose_name="what is understood")),
                ("since_on", models.DateField(verbose_name="since")),
                ("evidence", models.CharField(max_length=300, verbose_name="how one can tell")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unwritten", "not in writing"),
                            ("to_write", "to be put in writing"),
                            ("written", "in writing"),
                            ("ended", "ended"),
                        ],
                        default="unwritten",
                        max_length=9,
                        verbose_name="in writing",
                    ),
                ),
                ("reviewed_at", models.DateTimeField()),
                ("confirmed_on", models.DateField(null=True)),
                ("confirmed_how", models.CharField(blank=True, max_length=300)),
                ("ended_on", models.DateField(null=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="understandings",
                        to="clients.client",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
            ],
            options={
                "ordering": ("since_on", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "unwritten")),
                        fields=["reviewed_at", "id"],
                        name="trust_understanding_review",
                    ),
                    models.Index(fields=["client"], name="trust_understanding_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "written"), _negated=True),
                            models.Q(
                                models.Q(("confirmed_on", None), _negated=True),
                                models.Q(("confirmed_by", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="trust_understanding_confirmed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Usual",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=20)),
                ("series", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("usual", models.FloatField(null=True)),
                ("now", models.FloatField(null=True)),
                ("agreed", models.FloatField(null=True)),
                ("values_known", models.PositiveIntegerField(default=0)),
                ("habit", models.BooleanField(default=False)),
                ("last_at", models.DateTimeField(null=True)),
                ("again_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("again_at__isnull", False)), fields=["again_at"], name="trust_usual_again"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "stream", "series"), name="trust_usual_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6, verbose_name="whose word"
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted"),
                            ("not_trusted", "not trusted"),
                            ("not_enough_information", "not enough information"),
                        ],
                        max_length=22,
                        verbose_name="was",
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted"),
                            ("not_trusted", "not trusted"),
                            ("not_enough_information", "not enough information"),
                        ],
                        max_length=22,
                        verbose_name="became",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("computed_at", models.DateTimeField(verbose_name="computed")),
                ("policy", models.CharField(max_length=60, verbose_name="policy")),
                ("standard", models.PositiveIntegerField(default=0)),
                ("engine", models.CharField(max_length=20, verbose_name="engine")),
                ("digest", models.CharField(max_length=64, verbose_name="hash of the evidence")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("state", models.JSONField(default=dict, verbose_name="strands")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="replaced")),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
                "indexes": [models.Index(fields=["client", "direction", "on"], name="trust_change_of_client")],
            },
        ),
        migrations.CreateModel(
            name="Weighing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("delivery", "a delivery"),
                            ("minor", "a minor delivery"),
                            ("word", "a small word"),
                            ("remedy", "made good by another promise"),
                            ("incident", "part of the same incident as another promise"),
                            ("excused", "excused"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                (
                    "strand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time", "On time"),
                            ("budget", "Within budget"),
                            ("satisfaction", "Satisfaction"),
                            ("word", "Small words"),
                            ("answers", "Answers"),
                            ("inputs", "What they were to send"),
                            ("payment", "Payment"),
                        ],
                        max_length=12,
                        verbose_name="strand",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="said")),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="weighings", to="promises.promise"
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", "excused"), _negated=True),
                            models.Q(models.Q(("reason", ""), _negated=True), models.Q(("strand", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="trust_excused_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None), models.Q(("agreed_by", models.F("by")), _negated=True), _connector="OR"
                        ),
                        name="trust_excused_by_a_second_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None), ("what__in", ("delivery", "minor", "word"))),
                        fields=("promise",),
                        name="trust_one_size",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None), ("what__in", ("remedy", "incident", "excused"))),
                        fields=("promise", "what", "strand"),
                        name="trust_weighed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confidentiality", "confidentiality"),
                            ("safety", "safety"),
                            ("client_money", "the client’s money"),
                            ("dishonesty", "dishonesty"),
                            ("law", "the law"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="what happened")),
                ("opened_on", models.DateField(verbose_name="opened")),
                ("opened_at", models.DateTimeField()),
                ("closed_on", models.DateField(null=True, verbose_name="closed")),
                ("confirmed", models.CharField(blank=True, max_length=300, verbose_name="how the client confirmed it")),
                (
                    "verified",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="how we know that it cannot happen again"
                    ),
                ),
                ("annulled_at", models.DateTimeField(null=True)),
                ("annulled_why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "breaches",
                "ordering": ("opened_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("confidentiality", "safety", "client_money", "dishonesty", "law"))
                        ),
                        name="trust_breach_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            models.Q(
                                models.Q(("confirmed", ""), _negated=True), models.Q(("verified", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="trust_breach_closed_proven",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custom",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=120, verbose_name="what")),
                ("key", models.CharField(editable=False, max_length=120)),
                ("since_on", models.DateField(verbose_name="since")),
                ("until_on", models.DateField(null=True, verbose_name="until")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customs",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "ordering": ("since_on", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("client", "key"),
                        name="trust_custom_stands_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6)),
                ("found_at", models.DateTimeField(verbose_name="found")),
                ("stored", models.JSONField(default=dict)),
                ("computed", models.JSONField(default=dict)),
                ("settled_at", models.DateTimeField(null=True, verbose_name="looked at")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("found_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("client", "direction"),
                        name="trust_differs_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6, verbose_name="whose word"
                    ),
                ),
                (
                    "strand",
                    models.CharField(
                        choices=[
                            ("time", "On time"),
                            ("budget", "Within budget"),
                            ("satisfaction", "Satisfaction"),
                            ("word", "Small words"),
                            ("answers", "Answers"),
                            ("inputs", "What they were to send"),
                            ("payment", "Payment"),
                        ],
                        max_length=12,
                        verbose_name="strand",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "kept"),
                            ("slip", "slightly missed"),
                            ("miss", "badly missed"),
                            ("excused", "excused"),
                        ],
                        max_length=7,
                        verbose_name="outcome",
                    ),
                ),
                ("weight", models.FloatField(default=1.0, verbose_name="weight")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("annulled_at", models.DateTimeField(null=True, verbose_name="struck through")),
                ("annulled_why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "annulled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="promises.promise",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ("on", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("annulled_at", None)),
                        fields=["client", "direction", "on"],
                        name="trust_evidence_stands",
                    ),
                    models.Index(fields=["client", "direction", "-on", "-id"], name="trust_evidence_all"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight", 1.0), ("weight", 0.5), _connector="OR"),
                        name="trust_weight_whole_or_half",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("kept", "slip", "miss", "excused"))),
                        name="trust_outcome_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None)),
                        fields=("promise", "strand"),
                        name="trust_once_a_strand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extra",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=120, verbose_name="what")),
                ("key", models.CharField(editable=False, max_length=120)),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("visit", "a visit"),
                            ("invoice", "an invoice"),
                            ("delivery", "a delivery"),
                            ("renewal", "a renewal"),
                            ("anniversary", "the day the contract began"),
                            ("season", "the season of events"),
                            ("holiday", "a holiday"),
                            ("", "another occasion"),
                        ],
                        max_length=11,
                        verbose_name="at which occasion",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("granted", models.BooleanField(default=True)),
                (
                    "mark",
                    models.CharField(
                        blank=True,
                        choices=[("once", "for this once"), ("standing", "from now on"), ("", "not said")],
                        max_length=8,
                        verbose_name="for once or from now on",
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=300, verbose_name="how they were told")),
                ("noted_at", models.DateTimeField()),
                ("annulled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extras",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "noted_at", "id"),
                "indexes": [models.Index(fields=["client", "key", "on"], name="trust_extra_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mark", "once"), _negated=True),
                            models.Q(("said", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trust_extra_once_was_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("granted", True), ("mark", ""), _connector="OR"),
                        name="trust_extra_left_out_has_no_mark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted"),
                            ("not_trusted", "not trusted"),
                            ("not_enough_information", "not enough information"),
                        ],
                        max_length=22,
                        verbose_name="the record",
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="since")),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "indexes": [models.Index(fields=["client", "verdict", "since"], name="trust_kept_word_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="trust_kept_word_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("reducing", "reducing service"),
                            ("manager", "another person in charge"),
                            ("taking_back", "taking back a promise"),
                            ("late", "being late"),
                        ],
                        default="reducing",
                        max_length=11,
                        verbose_name="where it applies",
                    ),
                ),
                ("happened", models.CharField(max_length=500, verbose_name="what happened")),
                ("cost", models.CharField(max_length=300, verbose_name="what it cost")),
                ("avoid", models.CharField(max_length=300, verbose_name="how we avoid it")),
                ("ours", models.BooleanField(default=True, verbose_name="our own")),
                ("noted_at", models.DateTimeField()),
                ("laid_aside_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-noted_at", "id"),
                "indexes": [models.Index(fields=["about", "-noted_at"], name="trust_lesson_about")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("stream", models.CharField(max_length=20)),
                ("series", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("worse", "less than they are used to"),
                            ("better", "more than they are used to"),
                            ("silence", "silence"),
                            ("missing", "a custom left out"),
                            ("proposed", "given three times"),
                        ],
                        max_length=8,
                    ),
                ),
                ("found_by", models.CharField(max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("since_at", models.DateTimeField()),
                ("before", models.FloatField()),
                ("now", models.FloatField()),
                ("count", models.PositiveIntegerField()),
                ("known_from", models.DateTimeField()),
                ("known_to", models.DateTimeField()),
                ("agreed", models.FloatField(null=True)),
                ("noted_at", models.DateTimeField()),
                ("lead_from", models.DateField()),
                (
                    "reaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nothing was said"),
                            ("mentioned", "they mentioned it"),
                            ("complained", "they complained"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reaction_words", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed", models.CharField(blank=True, max_length=9)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("restore", "restore it"), ("tell", "tell them"), ("agree", "agree something else")],
                        max_length=7,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("agreed_on", models.DateField(null=True)),
                ("level", models.FloatField(null=True)),
                (
                    "agreed_with",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="clients.client",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("-opened_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["client", "opened_at"],
                        name="trust_notice_standing",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["opened_at", "id"],
                        name="trust_notice_in_order",
                    ),
                    models.Index(fields=["client", "-opened_at"], name="trust_notice_of_client"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "stream", "series", "way", "opened_at"), name="trust_notice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", ""),
                            models.Q(
                                models.Q(("closed_at", None), _negated=True),
                                models.Q(("answered_by", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="trust_notice_answered_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "direction",
                    models.CharField(
                        choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6, verbose_name="whose word"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted"),
                            ("not_trusted", "not trusted"),
                            ("not_enough_information", "not enough information"),
                        ],
                        default="not_enough_information",
                        max_length=22,
                        verbose_name="the record",
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="since")),
                ("through", models.DateField(null=True)),
                ("state", models.JSONField(default=dict)),
                ("standard", models.PositiveIntegerField(default=0)),
                ("next_lapse_on", models.DateField(null=True)),
                ("computed_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["next_lapse_on"], name="trust_record_lapses"),
                    models.Index(fields=["direction", "verdict", "client"], name="trust_record_by_word"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "direction"), name="trust_one_record_each_way")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reduction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=300, verbose_name="what")),
                ("used", models.CharField(blank=True, max_length=300, verbose_name="what they are used to")),
                ("text", models.TextField(blank=True, verbose_name="what they are told")),
                ("substitute", models.CharField(blank=True, max_length=300, verbose_name="offered instead")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("mail", "by mail"),
                            ("meeting", "in a meeting"),
                            ("letter", "by letter"),
                            ("contract", "in a contract"),
                            ("list", "in a list that was taken in"),
                            ("other", "elsewhere"),
                        ],
                        max_length=8,
                        verbose_name="how they are told",
                    ),
                ),
                ("tell_on", models.DateField(null=True, verbose_name="told on")),
                ("ends_on", models.DateField(verbose_name="from when it is less")),
                ("told_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("called_off_at", models.DateTimeField(null=True)),
                ("called_off_why", models.CharField(blank=True, max_length=300)),
                ("noted_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reductions",
                        to="clients.client",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who tells them",
                    ),
                ),
            ],
            options={
                "ordering": ("-noted_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("called_off_at", None), ("done_at", None)),
                        fields=["ends_on"],
                        name="trust_reduction_under_way",
                    ),
                    models.Index(fields=["client", "-noted_at"], name="trust_reduction_of_client"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("substitute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trust_reduction_is_announced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text", ""), ("done_at", None), models.Q(("told_at", None), _negated=True), _connector="OR"
                        ),
                        name="trust_reduction_told_before",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_at", None), ("done_at", None)),
                        fields=("client", "kind", "key"),
                        name="trust_reduction_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=300, verbose_name="how they may be named")),
                ("known_from", models.CharField(max_length=300, verbose_name="how we know")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "indexes": [models.Index(fields=["client"], name="trust_reference_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("client",), name="trust_reference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True), models.Q(("known_from", ""), _negated=True)
                        ),
                        name="trust_reference_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="to")),
                ("told", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="the link ends")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("to_on"))), name="trust_sheet_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["on", "id"], name="trust_stale_due"),
                    models.Index(fields=["client"], name="trust_stale_client"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stretch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="to")),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                ("noted_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="trust_stretch_forward"
                    )
                ],
            },
        ),
    ]
