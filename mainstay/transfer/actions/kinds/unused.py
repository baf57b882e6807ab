"""What may be taken back of clients that a run brought in: those nobody has used for anything since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from mainstay.clients.actions import intake
from mainstay.clients.actions.intake import Taken
from mainstay.clients.models import Affiliation, Assignment, Client
from mainstay.engagements.models import Engagement
from mainstay.journal.models import Line
from mainstay.promises.models import Promise
from mainstay.transfer.rules.kinds import Around, Step

TOLD_OF = (Affiliation, Assignment, Engagement, Promise, Client)


def why_undone(around: Around) -> str:
    """What the journal says of everything that is taken back."""
    return str(_("The list was taken back: %(file)s") % {"file": around.run.file_name})[:300]


def in_use(clients: Iterable[UUID], around: Around, *, but: Iterable[UUID] = ()) -> dict[UUID, str]:
    """By id, in a sentence, what those who are in use are used for; a fixed number of queries.

    ``but`` are assignments that do not count: those the run itself made.
    """
    ids = set(clients)
    run = around.run_id
    there: list[tuple[str, Any]] = [
        (_("It has promises."), Promise.objects.counted().filter(client__in=ids)),
        (
            _("It has engagements."),
            Engagement.objects.filter(client__in=ids).exclude(run_id=run, state=Engagement.State.ENDED),
        ),
        (_("It has people."), Affiliation.objects.filter(client__in=ids)),
        (_("Somebody was named to serve it."), Assignment.objects.filter(client__in=ids).exclude(pk__in=list(but))),
    ]
    for model, name in _others():
        there.append((_("It is in use."), model._default_manager.filter(**{f"{name}__in": ids})))
    found: dict[UUID, str] = {}
    for sentence, rows in there:
        name = next((name for model, name in _others() if rows.model is model), "client")
        for pk in rows.order_by().values_list(f"{name}_id", flat=True).distinct():
            found.setdefault(pk, sentence)
    for into in Client.objects.filter(merged_into__in=ids).values_list("merged_into_id", flat=True):
        found.setdefault(into, _("It is in use."))
    return found


def _others() -> list[tuple[type[Model], str]]:
    """Whatever else can hang on a client, of capabilities that this one does not know."""
    return [
        (relation.related_model, relation.field.name)
        for relation in Client._meta.related_objects
        if relation.related_model not in TOLD_OF
        and not relation.many_to_many
        and isinstance(relation.related_model, type)
    ]


def changed_since(clients: Iterable[UUID]) -> set[UUID]:
    """Which of these somebody has corrected, moved on or taken up again: one query."""
    kinds = ("clients.changed", "clients.stage_set", "clients.restored", "clients.merged")
    return set(Line.objects.filter(chain__in=set(clients), kind__in=kinds).values_list("chain", flat=True))


def take_back_beside(steps: Sequence[Step], around: Around) -> list[Step]:
    """Lay aside the clients that a list of something else brought in, where nobody has used them since.

    Gives the steps of those that stay.
    """
    ids = {UUID(pk): step for step in steps for pk in step.beside.get("clients", ())}
    if not ids:
        return []
    served = [UUID(pk) for step in steps for pk in step.beside.get("served", ())]
    used = in_use(ids, around, but=served)
    changed = changed_since(ids)
    stays: list[Step] = []
    free: list[Client] = []
    for client in Client.objects.filter(pk__in=ids, archived_at=None).order_by("pk"):
        why = used.get(client.pk) or (_("Somebody has corrected it since.") if client.pk in changed else "")
        if why:
            stays.append(Step(ids[client.pk].rows, "left", client.name, client.name, str(client.pk), why=why))
        else:
            free.append(client)
    take_back(free, served, around)
    around.also["laid_aside"] += len(free)
    return stays


def take_back(clients: Sequence[Client], served: Iterable[UUID], around: Around) -> None:
    """End what the run said of who serves them, and lay them aside."""
    if not clients:
        return
    why = why_undone(around)
    wanted = {client.pk for client in clients}
    rows = Assignment.objects.filter(pk__in=list(served), client__in=wanted, to_on=None)
    taken = [Taken(pk, None) for pk in rows.values_list("pk", flat=True)]
    intake.take_back_assignments(taken=taken, why=why, by=around.by, at=around.at)
    intake.archive_many(clients=clients, why=why, by=around.by, at=around.at)
