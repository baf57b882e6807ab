"""A prepared query finds what Django would find, and is written once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Max, Q, QuerySet

from mainstay.kit.prepared import Slot, prepared

pytestmark = pytest.mark.django_db


class Shelf(models.Model):
    """Where things stand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=20)

    objects: ClassVar[models.Manager[Shelf]] = models.Manager()

    class Meta:
        app_label = "trial_prepared"

    def __str__(self) -> str:
        return self.name


class Thing(models.Model):
    """Something on a shelf."""

    id = models.BigAutoField(primary_key=True)
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="things")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    worth = models.DecimalField(max_digits=8, decimal_places=2)

    objects: ClassVar[models.Manager[Thing]] = models.Manager()

    class Meta:
        app_label = "trial_prepared"

    def __str__(self) -> str:
        return self.kind


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Their tables, for these tests alone."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Shelf)
            editor.create_model(Thing)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Thing)
            editor.delete_model(Shelf)
    del apps.all_models["trial_prepared"]


@pytest.fixture
def shelves() -> list[Shelf]:
    """Two shelves with three things each."""
    found = [Shelf.objects.create(name=name) for name in ("left", "right")]
    for shelf in found:
        for n in (1, 2, 3):
            at = datetime(2026, 3, n, 9, tzinfo=UTC)
            Thing.objects.create(shelf=shelf, kind="ab"[n % 2], on=at.date(), at=at, worth=Decimal(f"{n}.50"))
    return found


@prepared(shelf=models.UUIDField(), since=models.DateField(), until=models.DateTimeField(), worth=models.DecimalField())
def things(shelf: Slot, since: Slot, until: Slot, worth: Slot) -> QuerySet[Thing]:
    """What stands there, with its shelf."""
    rows = Thing.objects.filter(Q(worth__lt=worth) | Q(kind="x"), shelf=shelf, on__gte=since, at__lte=until)
    return rows.select_related("shelf").order_by("-on")[:5]


@prepared(shelf=models.UUIDField(), kind=models.CharField())
def counted(shelf: Slot, kind: Slot) -> Any:
    """How many, by kind, and of one kind the last."""
    rows = Thing.objects.filter(shelf_id=shelf).order_by("kind").values("kind")
    return rows.annotate(n=Count("pk"), last=Max("on", filter=Q(kind=kind)))


@prepared(shelf=models.UUIDField())
def days(shelf: Slot) -> QuerySet[Thing, date]:
    """The days alone; ordered by what is not shown."""
    return Thing.objects.filter(shelf=shelf).order_by("worth").values_list("on", flat=True).distinct()


@prepared(on=models.DateField())
def standing(on: Slot) -> QuerySet[Thing]:
    """What is of a day, with its shelf and whether it is worth much."""
    rows: QuerySet[Thing] = Thing.objects.filter(on=on).annotate(much=Q(worth__gt=2)).order_by("shelf__name")
    return rows.prefetch_related("shelf")


ALL = {"since": date(2026, 3, 2), "until": datetime(2026, 3, 3, 10, tzinfo=UTC), "worth": Decimal("9.00")}


def test_rows_are_those_of_the_values_that_were_given(shelves: list[Shelf], django_assert_num_queries: Any) -> None:
    for shelf in shelves:
        with django_assert_num_queries(1):
            found = things(shelf=shelf.pk, **ALL)
            assert [(one.shelf, one.shelf.name, one.on.day) for one in found] == [
                (shelf, shelf.name, n) for n in (3, 2)
            ]
        asked = Thing.objects.filter(shelf=shelf, on__gte=ALL["since"]).order_by("-on")
        assert [(one.pk, one.at, one.worth) for one in found] == [(one.pk, one.at, one.worth) for one in asked]
        assert things(shelf=shelf.pk, **ALL | {"worth": Decimal("3.00")}) == found[1:]
    assert things.first(shelf=uuid.uuid4(), **ALL) is None


def test_values_columns_and_what_belongs_to_rows_are_read_as_django_reads_them(shelves: list[Shelf]) -> None:
    left, right = shelves
    assert counted(shelf=left.pk, kind="b") == [
        {"kind": "a", "n": 1, "last": None}, {"kind": "b", "n": 2, "last": date(2026, 3, 3)},
    ]  # fmt: skip
    assert days(shelf=right.pk) == [date(2026, 3, n) for n in (1, 2, 3)]
    found: list[Any] = standing(on=date(2026, 3, 2))
    assert [(one.shelf, one.much) for one in found] == [(left, True), (right, True)]


def test_a_value_that_equals_nothing_or_is_another_is_refused(shelves: list[Shelf]) -> None:
    for wrong in (None, [shelves[0].pk]):
        with pytest.raises(ValueError, match="shelf takes one value"):
            days(shelf=wrong)
    with pytest.raises(TypeError, match="this query takes shelf"):
        days(shelf=shelves[0].pk, kind="a")
    with pytest.raises(TypeError, match="this query takes shelf"):
        days()
