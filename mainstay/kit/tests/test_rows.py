"""Rows written many at once are the rows that Django would write one by one."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit import rows

pytestmark = pytest.mark.django_db


class Every(models.Model):
    """A column of every sort the house has."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60, default="unnamed")
    note = models.TextField(blank=True, default="")
    key = models.UUIDField(default=uuid.uuid4)
    other = models.UUIDField(null=True)
    day = models.DateField(null=True)
    clock = models.TimeField(null=True)
    at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    many = models.PositiveIntegerField(default=0)
    big = models.BigIntegerField(default=0)
    small = models.PositiveSmallIntegerField(null=True)
    yes = models.BooleanField(default=True)
    told = models.JSONField(default=dict)
    sign = models.BinaryField(null=True)

    objects: ClassVar[models.Manager[Every]] = models.Manager()

    class Meta:
        app_label = "trial"
        db_table = "trial_every"

    def __str__(self) -> str:
        return self.name


@pytest.fixture(scope="module", autouse=True)
def table(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The table of ``Every``, for these tests alone."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Every)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Every)
    del apps.all_models["trial"]


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "note": TEXTS,
        "key": st.uuids(),
        "other": st.none() | st.uuids(),
        "day": st.none() | st.dates(min_value=date(1, 1, 1)),
        "clock": st.none() | st.times(),
        "at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "amount": st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
        "many": st.integers(0, 2**31 - 1),
        "big": st.integers(-(2**63), 2**63 - 1),
        "small": st.none() | st.integers(0, 2**15 - 1),
        "yes": st.booleans(),
        "told": st.recursive(
            st.none() | st.booleans() | st.integers(-(2**40), 2**40) | TEXTS,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
            max_leaves=5,
        ).filter(lambda value: value is not None),
        "sign": st.none() | st.binary(max_size=20),
    },
)


def held(ids: list[int]) -> list[tuple[Any, ...]]:
    """What the database holds, as it gives it, types and all."""
    names = [str(field.column) for field in Every._meta.concrete_fields if field.column != "id"]
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM trial_every WHERE id IN ({marks}) ORDER BY id", ids)
        return [tuple((type(cell), bytes(cell) if isinstance(cell, memoryview) else cell) for cell in row)
                for row in cursor.fetchall()]  # fmt: skip


@given(st.lists(CHOSEN, min_size=1, max_size=4))
@settings(max_examples=15)
def test_rows_hold_what_bulk_create_would_have_written(chosen: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        slow = Every.objects.bulk_create([Every(**told) for told in chosen])
        ids = rows.ids_for(Every, len(slow))
        told = [{**_columns(one), "id": number} for one, number in zip(slow, ids, strict=True)]
        fast = rows.of(Every, told)
        rows.insert_many(fast)
        assert held(ids) == held([one.pk for one in slow])
        assert [one._state.adding for one in fast] == [False] * len(fast)
        transaction.set_rollback(True)


@given(st.lists(CHOSEN, min_size=1, max_size=3), CHOSEN)
@settings(max_examples=10)
def test_columns_hold_what_bulk_update_would_have_written(chosen: list[dict[str, Any]], new: dict[str, Any]) -> None:
    with transaction.atomic():
        made = [Every.objects.bulk_create([Every(**told) for told in chosen]) for _ in range(2)]
        for one, other in zip(*made, strict=True):
            other.key = one.key
            for name, value in new.items():
                setattr(one, name, value)
                setattr(other, name, value)
        names = list(dict.fromkeys([*new, "key"]))
        Every.objects.bulk_update(made[0], names)
        rows.update_many(made[1], names)
        assert held([one.pk for one in made[1]]) == held([one.pk for one in made[0]])
        transaction.set_rollback(True)


def _columns(row: Every) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in Every._meta.concrete_fields}


def test_every_table_of_the_house_can_be_written_so() -> None:
    for model in apps.get_models():
        if model.__module__.startswith("mainstay."):
            for field in model._meta.concrete_fields:
                assert rows._given_by_database(field, [{field.attname: 1}]) is False


def test_what_is_not_told_is_the_default() -> None:
    (row,) = rows.of(Every, [{"name": "a", "clock": time(9)}])
    plain = Every(name="a", clock=time(9), key=row.key)
    assert _columns(row) == _columns(plain)
    assert (row._state.adding, row._state.db, row.key is not None) == (True, "default", True)
    row.name = "b"
    row.save()
    assert Every.objects.get().name == "b"


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="Every has no column colour"):
        rows.of(Every, [{"colour": "red"}])


def test_numbers_go_on_after_those_that_were_given() -> None:
    first = Every.objects.create()
    ids = rows.ids_for(Every, 3)
    assert ids == [first.pk + 1, first.pk + 2, first.pk + 3]
    rows.insert_many(rows.of(Every, [{"id": number} for number in ids]))
    assert Every.objects.create().pk == ids[-1] + 1


def test_rows_without_a_number_get_one() -> None:
    rows.insert_many(rows.of(Every, [{"amount": Decimal("1.20")}, {"amount": None}]))
    assert list(Every.objects.order_by("id").values_list("amount", flat=True)) == [Decimal("1.20"), None]


def test_nothing_is_written_of_rows_of_which_one_is_refused() -> None:
    number = Every.objects.create().pk
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.insert_many(rows.of(Every, [{"id": number + 1}, {"id": number}]))
    assert Every.objects.count() == 1


def test_what_stands_there_already_is_left_and_the_rest_is_written() -> None:
    there = Every.objects.create(name="there")
    rows.insert_new(rows.of(Every, [{"id": there.pk + n, "name": name} for n, name in enumerate(["not", "new"])]))
    rows.insert_new([])
    assert list(Every.objects.order_by("id").values_list("name", flat=True)) == ["there", "new"]


def test_columns_of_all_are_set_as_update_sets_them() -> None:
    Every.objects.bulk_create(Every(name=name, many=3) for name in "ab")
    rows.update_all(Every.objects.filter(name="a"), many=models.F("many") + 2, yes=False)
    assert list(Every.objects.order_by("name").values_list("many", "yes")) == [(5, False), (3, True)]


def test_among_finds_what_in_finds(django_assert_num_queries: Any) -> None:
    rows.insert_many(rows.of(Every, [{"name": name, "other": uuid.uuid4()} for name in ("a", "b", "ü", "None")]))
    keys = list(Every.objects.values_list("other", flat=True))
    for wanted in (["a", "ü", "x"], [], ["None"]):
        found = Every.objects.filter(name__among=wanted).order_by("id")
        assert list(found) == list(Every.objects.filter(name__in=wanted).order_by("id"))
    with django_assert_num_queries(1):
        assert set(Every.objects.filter(other__among=[*keys[:2], None]).values_list("other", flat=True)) == set(
            keys[:2]
        )


def test_ids_rise_with_time_and_are_never_the_same() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    ids = [*rows.rising_ids(at, 4096), *rows.rising_ids(at + timedelta(milliseconds=1), 3)]
    assert sorted(ids, key=str) == ids
    assert len(set(ids) | set(rows.rising_ids(at, 4096))) == 2 * 4096 + 3
    assert {(one.version, one.variant) for one in ids} == {(7, uuid.RFC_4122)}


def test_no_rows_are_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        rows.insert_many([])
