"""What nearly every request asks: who is there, which posts they hold, which house it is. Written once a process."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, UUIDField

from mainstay.house.models import THE_ONE, House, Post, User
from mainstay.kit.prepared import Slot, prepared


def person_of(pk: Any) -> User | None:
    """Whoever has this id."""
    return _person.first(pk=pk)


def posts_of(person: User) -> list[Post]:
    """The posts of one person; no query where they were read with the person."""
    if "posts" in getattr(person, "_prefetched_objects_cache", ()):
        return list(person.posts.all())
    found = _posts(person=person.pk)
    for post in found:
        post.user = person
    return found


def the_house() -> House:
    """The house with its calendar. Raises House.DoesNotExist before it is opened."""
    found = _house.first()
    if found is None:
        raise House.DoesNotExist
    return found


@prepared(pk=UUIDField())
def _person(pk: Slot) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


@prepared(person=UUIDField())
def _posts(person: Slot) -> QuerySet[Post]:
    return Post.objects.filter(user=person)


@prepared()
def _house() -> QuerySet[House]:
    return House.objects.select_related("calendar").filter(pk=THE_ONE)
