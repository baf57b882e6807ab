"""All that came before, in one: a new house is opened in half the time; an older one goes the way it began."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mainstay.house.models


class Migration(migrations.Migration):
    replaces = [
        ("clients", "0001_initial"),
        ("clients", "0002_found_by_people"),
        ("clients", "0003_ways_likeness_merges"),
        ("clients", "0004_keys_filled"),
        ("clients", "0005_handed_over"),
        ("clients", "0006_kept_by_id"),
    ]

    initial = True

    dependencies = [
        ("house", "0001_initial"),
        ("house", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_name", models.CharField(editable=False, max_length=200)),
                ("order_name", models.CharField(editable=False, max_length=200)),
                ("found_by", models.TextField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("firm", "a firm"), ("household", "a household")],
                        default="firm",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("prospect", "prospect"), ("active", "active"), ("former", "former")],
                        default="active",
                        max_length=8,
                        verbose_name="stage",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[mainstay.house.models.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("town", models.CharField(blank=True, max_length=120, verbose_name="town")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("de", "Deutsch"), ("ms", "Bahasa Melayu"), ("ru", "Русский")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="a client since")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="our number for them")),
                ("archived_at", models.DateTimeField(editable=False, null=True, verbose_name="archived")),
                (
                    "archived_why",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why archived"),
                ),
                ("run_id", models.UUIDField(editable=False, null=True, verbose_name="taken in by run")),
                ("people_found_by", models.TextField(default="", editable=False)),
                ("like_key", models.CharField(default="", editable=False, max_length=200)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="clients.client",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="house.unit",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "ordering": ("order_name", "id"),
                "indexes": [
                    models.Index(fields=["sort_name"], name="clients_client_name"),
                    models.Index(fields=["order_name", "id"], name="clients_client_order"),
                    models.Index(fields=["unit", "order_name", "id"], name="clients_client_unit"),
                    models.Index(
                        condition=models.Q(("run_id", None), _negated=True),
                        fields=["run_id"],
                        name="clients_client_run",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into", None), _negated=True),
                        fields=["merged_into"],
                        name="clients_client_merged",
                    ),
                    models.Index(fields=["like_key", "id"], name="clients_client_like"),
                    models.Index(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=["reference"],
                        name="clients_client_reference",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), models.Q(("stage", "former"), _negated=True)),
                        fields=["id"],
                        name="clients_client_kept",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archived_at", None), ("archived_why", "")),
                            models.Q(
                                models.Q(("archived_at", None), _negated=True),
                                models.Q(("archived_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clients_archived_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None), models.Q(("archived_at", None), _negated=True), _connector="OR"
                        ),
                        name="clients_merged_is_laid_aside",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "manager"),
                            ("deputy", "deputy"),
                            ("sponsor", "sponsor"),
                            ("helper", "helper"),
                        ],
                        max_length=7,
                        verbose_name="role",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("to_on", None)), fields=["user", "client"], name="clients_assigned_now"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("role", "manager"), ("to_on", None)),
                        fields=("client",),
                        name="clients_one_manager",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)),
                        fields=("client", "user", "role"),
                        name="clients_assigned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="clients_assignment_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="what they do there")),
                ("decides", models.BooleanField(default=False, verbose_name="decides")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="affiliations", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("-decides", "contact__sort_name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("from_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="clients_affiliation_forward",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientsApart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="said")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "clients apart",
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="clients_apart_once")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_name", models.CharField(editable=False, max_length=200)),
                ("found_by", models.TextField(editable=False)),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="title, as told")),
                (
                    "addressed_as",
                    models.CharField(blank=True, max_length=120, verbose_name="how they wish to be addressed"),
                ),
                ("salutation", models.CharField(blank=True, max_length=160, verbose_name="greeting in a letter")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("de", "Deutsch"), ("ms", "Bahasa Melayu"), ("ru", "Русский")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="mail address")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("mail", "by mail"),
                            ("letter", "by letter"),
                            ("meeting", "in person"),
                        ],
                        max_length=7,
                        verbose_name="reached best",
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="when")),
                ("run_id", models.UUIDField(editable=False, null=True, verbose_name="taken in by run")),
                ("like_key", models.CharField(default="", editable=False, max_length=200)),
                ("reached_by", models.TextField(default="", editable=False)),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="their number")),
                (
                    "clients",
                    models.ManyToManyField(related_name="contacts", through="clients.Affiliation", to="clients.client"),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="clients.contact",
                        verbose_name="merged into",
                    ),
                ),
            ],
            options={
                "ordering": ("sort_name", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("merged_into", None), _negated=True),
                        fields=["merged_into"],
                        name="clients_contact_merged",
                    ),
                    models.Index(fields=["like_key", "id"], name="clients_contact_like"),
                    models.Index(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=["reference"],
                        name="clients_contact_reference",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="affiliations", to="clients.contact"
            ),
        ),
        migrations.CreateModel(
            name="ContactsApart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="said")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.contact"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.contact"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "contacts apart",
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="clients_contacts_apart_once")],
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                ("let_go", models.BooleanField(default=False, verbose_name="sign-in closed with it")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who leaves",
                    ),
                ),
            ],
            options={
                "ordering": ("-begun_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("taken_back_at", None)),
                        fields=("person",),
                        name="clients_leaving_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="clients_leaving_done_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="handed over together")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manager", "manager"),
                            ("deputy", "deputy"),
                            ("sponsor", "sponsor"),
                            ("helper", "helper"),
                        ],
                        max_length=7,
                        verbose_name="as what",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="client told on")),
                ("told_how", models.CharField(blank=True, max_length=200, verbose_name="how the client is told")),
                (
                    "untold_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why the client is not told first"),
                ),
                ("planned_at", models.DateTimeField(verbose_name="written down")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("moved", models.JSONField(default=dict)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="clients.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from whom",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "leaving",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="clients.leaving",
                    ),
                ),
            ],
            options={
                "ordering": ("-planned_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("accepted_at", None), ("done_at__isnull", False), ("taken_back_at", None)),
                        fields=["taker", "client"],
                        name="clients_hand_over_waits",
                    ),
                    models.Index(fields=["giver", "done_at"], name="clients_hand_over_given"),
                    models.Index(fields=["taker", "done_at"], name="clients_hand_over_taken"),
                    models.Index(fields=["batch"], name="clients_hand_over_batch"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("taken_back_at", None)),
                        fields=("client", "giver"),
                        name="clients_hand_over_planned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            models.Q(("done_by__isnull", False), ("taker__isnull", False)),
                            _connector="OR",
                        ),
                        name="clients_hand_over_has_a_taker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            models.Q(("role", "manager"), _negated=True),
                            ("told_on__isnull", False),
                            models.Q(("untold_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="clients_hand_over_client_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taker", None), models.Q(("taker", models.F("giver")), _negated=True), _connector="OR"
                        ),
                        name="clients_hand_over_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("done_at__isnull", False), _connector="OR"),
                        name="clients_hand_over_accepted_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[("client", "clients"), ("contact", "people")], max_length=7, verbose_name="what"
                    ),
                ),
                ("keep_id", models.UUIDField(verbose_name="which stayed")),
                ("gone_id", models.UUIDField(verbose_name="which was laid aside")),
                ("at", models.DateTimeField(verbose_name="merged")),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                ("values", models.JSONField(default=dict, verbose_name="values")),
                ("moved", models.JSONField(default=dict, verbose_name="what moved")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="taken apart again")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["keep_id", "at"], name="clients_merges_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("gone_id",), name="clients_merged_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "phone"), ("mail", "mail address")], max_length=5, verbose_name="what"
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="as told")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="what for")),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("key", models.CharField(editable=False, max_length=254)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ways", to="clients.contact"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ways to reach somebody",
                "ordering": ("kind", "place", "id"),
                "indexes": [
                    models.Index(fields=["kind", "key", "contact"], name="clients_way_key"),
                    models.Index(fields=["contact", "kind", "place"], name="clients_ways_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("contact", "kind", "key"),
                        name="clients_way_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)), fields=("contact", "client"), name="clients_affiliated_once"
            ),
        ),
    ]
