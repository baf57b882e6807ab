"""Forms of advice: what we advised, what they did with it, what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line
from mainstay.trust.forms.word import OfClient, Somebody
from mainstay.trust.models.advised import Advice


class AdviseForm(OfClient):
    """What we advised, and whom there."""

    text = line(_("What we advised"), needed=True)
    contact = Somebody(label=_("Whom there"))
    on = day(_("On which day"), _("Today, if you leave it empty."))


class AnswerForm(OfClient):
    """What they did with it."""

    answer = forms.ChoiceField(label=_("What they did with it"), widget=forms.RadioSelect, required=False)
    said = line(_("What they said"))
    on = day(_("On which day"), _("Today, if you leave it empty."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)  # noqa: S101 (it is declared above)
        answer.choices = [each for each in Advice.Answer.choices if each[0] != Advice.Answer.OPEN]


class CameOfForm(OfClient):
    """What came of it."""

    text = line(_("What came of it"), needed=True)
