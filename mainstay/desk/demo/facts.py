"""What the Northwind sample database tells, as it stands in ``northwind.json`` (Ms-PL, the licence beside it)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

FILE = Path(__file__).with_name("northwind.json")


@dataclass(frozen=True)
class Customer:
    """A firm that buys, and the one person there who is named."""

    code: str
    company: str
    contact: str
    title: str
    city: str
    country: str
    phone: str


@dataclass(frozen=True)
class Employee:
    """Somebody who sells; ``reports_to`` is the number of their superior."""

    number: int
    first: str
    last: str
    title: str
    reports_to: int | None
    country: str

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Order:
    """What was ordered when, for when, and when it left; ``value`` is in US dollars."""

    number: int
    customer: str
    employee: int
    ordered_on: date
    required_on: date
    shipped_on: date | None
    value: Decimal


@dataclass(frozen=True)
class Facts:
    """All of it."""

    source: str
    customers: tuple[Customer, ...]
    employees: tuple[Employee, ...]
    orders: tuple[Order, ...]

    @cached_property
    def _taken(self) -> dict[str, list[int]]:
        """Who took a customer’s orders: by how many, of equals by who took the latest; the most first."""
        counts: dict[str, Counter[int]] = {customer.code: Counter() for customer in self.customers}
        latest: dict[tuple[str, int], date] = {}
        for order in self.orders:
            counts[order.customer][order.employee] += 1
            pair = (order.customer, order.employee)
            latest[pair] = max(latest.get(pair, order.ordered_on), order.ordered_on)
        return {
            code: sorted(taken, key=lambda number: (-taken[number], -latest[code, number].toordinal(), number))
            for code, taken in counts.items()
        }

    def manager_of(self, customer: str) -> int | None:
        """The employee who took most of the orders; None for a customer who never ordered."""
        return next(iter(self._taken[customer]), None)

    def deputy_of(self, customer: str, team: Iterable[int], manager: int) -> int:
        """Who of the manager’s team took most after the manager; else the first colleague there."""
        colleagues = [number for number in team if number != manager]
        known = [number for number in self._taken[customer] if number in colleagues]
        return (known or colleagues)[0]

    def still_owing(self) -> set[tuple[str, int]]:
        """Customers and the employees whose order for them has not left yet."""
        return {(order.customer, order.employee) for order in self.orders if order.shipped_on is None}

    def first_order_on(self, customer: str) -> date | None:
        """Since when they buy."""
        return min((order.ordered_on for order in self.orders if order.customer == customer), default=None)


def read(file: Path = FILE) -> Facts:
    """The facts. Values that are missing are empty."""
    told = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return Facts(
        source=told["source"],
        customers=tuple(Customer(*(cell or "" for cell in row)) for row in told["customers"]),
        employees=tuple(_employee(*row) for row in told["employees"]),
        orders=tuple(_order(*row) for row in told["orders"]),
    )


def _employee(
    number: int, first: str, last: str, title: str, courtesy: str, reports_to: int | None, country: str
) -> Employee:
    return Employee(number, first, last, title, reports_to, country)


def _order(
    number: int, customer: str, employee: int, ordered: str, required: str, shipped: str | None, value: object
) -> Order:
    left = date.fromisoformat(shipped) if shipped else None
    return Order(
        number,
        customer,
        employee,
        date.fromisoformat(ordered),
        date.fromisoformat(required),
        left,
        Decimal(str(value)),
    )
