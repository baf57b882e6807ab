"""Many clients, people and assignments at once, for what is taken in from files (R-X-10).

A fixed number of queries per batch of some hundred, one journal line an act. Whether something is there already is for
the caller to know; who may, and what can be kept, is asked here.
"""

from mainstay.clients.actions.intake.firms import (
    NewClient,
    archive_many,
    change_many,
    checked_client,
    take_in,
)
from mainstay.clients.actions.intake.people import (
    NewPerson,
    NewPlace,
    change_people,
    change_places,
    checked_person,
    checked_place,
    join_many,
    take_back_people,
    take_in_people,
)
from mainstay.clients.actions.intake.serving import (
    NewAssignment,
    Served,
    Serving,
    Taken,
    assign_many,
    change_assignments,
    serve_many,
    take_back_assignments,
)

__all__ = [
    "NewAssignment",
    "NewClient",
    "NewPerson",
    "NewPlace",
    "Served",
    "Serving",
    "Taken",
    "archive_many",
    "assign_many",
    "change_assignments",
    "change_many",
    "change_people",
    "change_places",
    "checked_client",
    "checked_person",
    "checked_place",
    "join_many",
    "serve_many",
    "take_back_assignments",
    "take_back_people",
    "take_in",
    "take_in_people",
]
