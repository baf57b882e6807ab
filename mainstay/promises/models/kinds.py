"""What kind of thing is promised: a brochure, a report, a print job."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.Model):
    """A kind of thing that is promised, by its name; the same name in other cases is the same kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("kind"), max_length=80)
    key = models.CharField(max_length=80, unique=True, editable=False)  # the name as it is compared

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
