"""All that came before, in one: a new house is opened in half the time; an older one goes the way it began."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mainstay.house.models


class Migration(migrations.Migration):
    replaces = [
        ("promises", "0001_initial"),
        ("promises", "0002_kinds_of_things"),
        ("promises", "0003_ends_of_promises"),
        ("promises", "0004_before_and_between_promises"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_initial"),
        ("clients", "0005_handed_over"),
        ("engagements", "0001_initial"),
        ("engagements", "0002_outcome_and_what_follows"),
        ("house", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="kind")),
                ("key", models.CharField(editable=False, max_length=80, unique=True)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "ours"), ("theirs", "theirs"), ("third", "a third party’s")],
                        default="ours",
                        max_length=6,
                        verbose_name="whose word",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what")),
                ("outcome_wanted", models.CharField(blank=True, max_length=300, verbose_name="so that")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="reference")),
                ("owner_name", models.CharField(blank=True, max_length=200, verbose_name="third party")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                (
                    "said",
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
                        verbose_name="said where",
                    ),
                ),
                ("said_note", models.CharField(blank=True, max_length=200, verbose_name="said where, in words")),
                ("due_on", models.DateField(verbose_name="due")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="time")),
                (
                    "due_zone",
                    models.CharField(
                        max_length=64, validators=[mainstay.house.models.check_zone], verbose_name="time zone"
                    ),
                ),
                ("due_at", models.DateTimeField(editable=False, verbose_name="late from")),
                ("first_due_on", models.DateField(editable=False, verbose_name="first promised for")),
                ("judged_on", models.DateField(editable=False, verbose_name="judged by")),
                ("moves_in_time", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "budget",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="agreed price"
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="charged"),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("acceptance", models.CharField(blank=True, max_length=300, verbose_name="good when")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                ("delivered_at", models.DateTimeField(editable=False, null=True, verbose_name="delivered at")),
                ("told_at", models.DateTimeField(editable=False, null=True, verbose_name="client told")),
                (
                    "told_how",
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
                        verbose_name="told how",
                    ),
                ),
                ("to_tell", models.BooleanField(default=False, editable=False, verbose_name="still to tell")),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "accepted"),
                            ("remarks", "accepted with remarks"),
                            ("not_accepted", "not accepted"),
                            ("no_answer", "no answer yet"),
                        ],
                        max_length=12,
                        verbose_name="satisfactory",
                    ),
                ),
                ("known_from", models.CharField(blank=True, max_length=300, verbose_name="how we know")),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled")),
                ("ended", models.CharField(blank=True, editable=False, max_length=9)),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                ("ended_why", models.CharField(blank=True, editable=False, max_length=300, verbose_name="why")),
                (
                    "substitute",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="offered instead"),
                ),
                (
                    "annulled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="marked as entered in error"),
                ),
                ("annulled_why", models.CharField(blank=True, editable=False, max_length=300, verbose_name="why")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("kept", "kept"),
                            ("kept_late", "kept late"),
                            ("moved", "moved"),
                            ("withdrawn", "withdrawn"),
                            ("released", "released"),
                            ("broken", "broken"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("is_owed", models.BooleanField(default=True, editable=False)),
                ("closed_on", models.DateField(editable=False, null=True, verbose_name="closed on")),
                ("acts", models.PositiveIntegerField(default=0, editable=False)),
                ("run_id", models.UUIDField(editable=False, null=True, verbose_name="taken in by run")),
                ("run_key", models.CharField(blank=True, editable=False, max_length=64)),
                ("ahead_until", models.DateField(editable=False, null=True)),
                (
                    "cost_of_missing",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cost of missing it"
                    ),
                ),
                (
                    "instead_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_yet", "has not answered yet"),
                            ("accepted", "accepted"),
                            ("declined", "did not agree"),
                            ("let_go", "let us off"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="their answer to it",
                    ),
                ),
                ("instead_on", models.DateField(editable=False, null=True, verbose_name="offered for")),
                ("quiet_from", models.DateField(editable=False, null=True)),
                (
                    "spent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="used so far"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="clients.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "instead",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="promises.kind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "made_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                        verbose_name="promised to",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "owner_contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="clients.contact",
                        verbose_name="owner there",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarded",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second guard",
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "id"),
                "indexes": [
                    models.Index(fields=["client", "side", "due_at"], name="promises_of_client"),
                    models.Index(
                        condition=models.Q(("is_owed", True)), fields=["owner", "due_at"], name="promises_owed_by"
                    ),
                    models.Index(
                        condition=models.Q(("is_owed", True)), fields=["client", "due_at"], name="promises_owed_client"
                    ),
                    models.Index(condition=models.Q(("is_owed", True)), fields=["due_at"], name="promises_owed_due"),
                    models.Index(condition=models.Q(("to_tell", True)), fields=["client"], name="promises_to_tell"),
                    models.Index(fields=["client", "closed_on"], name="promises_closed"),
                    models.Index(fields=["due_at", "id"], name="promises_by_due"),
                    models.Index(
                        condition=models.Q(("run_id", None), _negated=True),
                        fields=["run_id", "id"],
                        name="promises_of_run",
                    ),
                    models.Index(
                        condition=models.Q(("engagement__isnull", False)),
                        fields=["engagement"],
                        name="promises_of_engagement",
                    ),
                    models.Index(
                        condition=models.Q(("owner_contact__isnull", False)),
                        fields=["owner_contact"],
                        name="promises_owed_there",
                    ),
                    models.Index(
                        condition=models.Q(("made_to__isnull", False)), fields=["made_to"], name="promises_made_to"
                    ),
                    models.Index(
                        condition=models.Q(("kind__isnull", False)),
                        fields=["kind", "client", "closed_on"],
                        name="promises_of_kind",
                    ),
                    models.Index(
                        condition=models.Q(("is_owed", True), ("second__isnull", False)),
                        fields=["second"],
                        name="promises_guarded_by",
                    ),
                    models.Index(
                        condition=models.Q(("cost_of_missing__isnull", False), ("is_owed", True)),
                        fields=["due_at"],
                        name="promises_guarded",
                    ),
                    models.Index(
                        condition=models.Q(("acts", 0), ("is_owed", True), ("quiet_from__isnull", False)),
                        fields=["quiet_from"],
                        name="promises_untouched",
                    ),
                    models.Index(
                        condition=models.Q(("ahead_until__isnull", False), ("is_owed", True)),
                        fields=["ahead_until"],
                        name="promises_spent_ahead",
                    ),
                    models.Index(
                        condition=models.Q(("instead_answer", "not_yet")),
                        fields=["client"],
                        name="promises_instead_open",
                    ),
                    models.Index(
                        condition=models.Q(("instead__isnull", False)), fields=["instead"], name="promises_instead_of"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("side", "ours"), _negated=True),
                            models.Q(("owner_contact", None), ("owner_name", "")),
                            _connector="OR",
                        ),
                        name="promises_ours_has_our_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        name="promises_cost_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget", None), ("budget__gte", 0), _connector="OR"),
                        name="promises_budget_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction", ""),
                            ("satisfaction", "no_answer"),
                            models.Q(("known_from", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="promises_satisfaction_known_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_owed", False),
                            models.Q(("annulled_at", None), ("delivered_on", None), ("ended", "")),
                            _connector="OR",
                        ),
                        name="promises_owed_is_not_done",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("run_key", ""), _negated=True), ("annulled_at", None)),
                        fields=("run_key", "client"),
                        name="promises_taken_in_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_of_missing", None), ("cost_of_missing__gte", 0), _connector="OR"),
                        name="promises_missing_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("work_days", models.PositiveSmallIntegerField(verbose_name="working days from then on")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="no longer needed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needed_by",
                        to="promises.promise",
                        verbose_name="what it needs",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("noted_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)), fields=("promise", "on"), name="promises_needed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promise", models.F("on")), _negated=True), name="promises_need_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heeded",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("step", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heeded", to="promises.promise"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "user", "step", "due_on"), name="promises_heeded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("side", models.CharField(choices=[("ours", "ours"), ("theirs", "theirs")], max_length=6)),
                (
                    "word",
                    models.CharField(choices=[("manageable", "manageable"), ("too_tight", "too tight")], max_length=10),
                ),
                ("due_on", models.DateField(verbose_name="the day it is said of")),
                ("other_on", models.DateField(null=True, verbose_name="the day they could manage")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("said_at", models.DateTimeField(verbose_name="said")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                        verbose_name="who there",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("said_at", "id"),
                "indexes": [models.Index(fields=["promise", "side", "said_at"], name="promises_found")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", "too_tight"), ("other_on", None), _connector="OR"),
                        name="promises_manageable_names_no_other",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="given to them")),
                ("given_on", models.DateField(null=True, verbose_name="given on")),
                ("acknowledged_on", models.DateField(null=True, verbose_name="acknowledged on")),
                ("acknowledged_how", models.CharField(blank=True, max_length=300, verbose_name="how we know")),
                ("invoice", models.CharField(blank=True, max_length=60, verbose_name="invoice")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="amount")),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("seen_where", models.CharField(blank=True, max_length=300, verbose_name="payment seen")),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pays",
                        to="promises.promise",
                    ),
                ),
                (
                    "promise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exchange", to="promises.promise"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("invoice", ""), _negated=True),
                        fields=["invoice"],
                        name="promises_exchange_invoice",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_on", None),
                            models.Q(models.Q(("acknowledged_how", ""), _negated=True), ("given_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="promises_acknowledged_known_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payment", None),
                            models.Q(models.Q(("invoice", ""), _negated=True), ("amount__isnull", False)),
                            _connector="OR",
                        ),
                        name="promises_payment_has_invoice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exceeded",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("communication", "in communication"),
                            ("energy", "in energy"),
                            ("results", "in results"),
                        ],
                        max_length=13,
                        verbose_name="how",
                    ),
                ),
                ("proof", models.CharField(max_length=300, verbose_name="proof")),
                ("their_words", models.BooleanField(default=False, verbose_name="in the client’s words")),
                ("once", models.BooleanField(default=True, verbose_name="this once")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exceeded", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ("noted_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("promise", "how"),
                        name="promises_exceeded_once_a_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proof", ""), _negated=True), name="promises_exceeded_is_proven"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clash",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("noticed_at", models.DateTimeField(verbose_name="noticed")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("settled_why", models.CharField(blank=True, max_length=300, verbose_name="why both stand")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clashes",
                        to="promises.promise",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clashed", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ("noticed_at", "id"),
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="promises_clash_once")],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300, verbose_name="remark")),
                ("raised_at", models.DateTimeField(verbose_name="raised")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="how it was answered")),
                (
                    "became",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="promises.promise"
                    ),
                ),
            ],
            options={
                "ordering": ("raised_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["promise"], name="promises_remark_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Renegotiation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("from_on", models.DateField(verbose_name="from")),
                ("from_time", models.TimeField(null=True, verbose_name="from time")),
                ("to_on", models.DateField(verbose_name="to")),
                ("to_time", models.TimeField(null=True, verbose_name="to time")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("substitute", models.CharField(blank=True, max_length=300, verbose_name="offered meanwhile")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("agreed", "agreed"),
                            ("not_yet", "has not answered yet"),
                            ("declined", "did not agree"),
                        ],
                        max_length=8,
                        verbose_name="their answer",
                    ),
                ),
                ("in_time", models.BooleanField(verbose_name="before the day had passed")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("their_input", "their input"),
                            ("other_input", "something else it needs"),
                            ("too_tight", "too tight for one side"),
                        ],
                        max_length=12,
                        verbose_name="cause",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiations",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "ordering": ("asked_at", "id"),
            },
        ),
    ]
