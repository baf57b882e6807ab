"""The one router of the folder."""

from ninja import Router

router = Router(tags=["trust"])
