"""What people type about follow-ups. A form reads; whether it may be is the verb's to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay.clients.forms.attempt import day, line, text
from mainstay.clients.models import Affiliation
from mainstay.engagements.models import Engagement
from mainstay.followups.models import FollowUp
from mainstay.followups.queries.words import questions_of
from mainstay.followups.rules import MOST_DAYS, MOST_MONTHS


class AnswerForm(forms.Form):
    """The questions as they are asked, what was wrong, what they say of the outcome, who said so."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, followup: FollowUp, people: Sequence[Affiliation], outcome: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.followup, self.people = followup, {str(place.contact_id): place.contact for place in people}
        for place, question in enumerate(questions_of(followup), 1):
            self.fields[f"answer_{place}"] = text(question, rows=2)
        self.answers = list(self.fields)
        if outcome:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("Did it do for them what it was to do?"),
                required=False,
                choices=[
                    (Engagement.OutcomeSaid.REACHED.value, _("Yes, they confirm it")),
                    (Engagement.OutcomeSaid.MISSED.value, _("No, they say it did not")),
                ],
                widget=forms.RadioSelect,
            )
        self.fields["defect"] = line(_("Was something wrong?"), _("what, in a few words; empty if nothing was"))
        self.fields["repair_on"] = day(_("Put right by"), _("a day makes it a promise at once"))
        if self.people:
            names = [(pk, person.address) for pk, person in self.people.items()]
            self.fields["asked"] = forms.ChoiceField(
                label=_("Who told you"), required=False, choices=[("", _("not said")), *names]
            )
        self.fields["known_from"] = line(_("How do you know?"), _("by phone, her mail; needed for the outcome"))

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = dict(self.cleaned_data)
        answers = [given.pop(name) for name in self.answers]
        return given | {"answers": answers, "asked": self.people.get(given.get("asked", ""))}


class PutOffForm(forms.Form):
    """Another day, and why."""

    use_required_attribute = False

    to = forms.DateField(
        label=gettext_lazy("Ask on"),
        error_messages={"required": gettext_lazy("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = line(gettext_lazy("Why"))


class DropForm(forms.Form):
    """Why nobody asks any more."""

    why = line(gettext_lazy("Why"), needed=True)


class RepairForm(forms.Form):
    """What is put right, and by when."""

    use_required_attribute = False

    repair_text = line(gettext_lazy("What you will put right"))
    repair_on = forms.DateField(
        label=gettext_lazy("By when"),
        error_messages={"required": gettext_lazy("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DelayForm(forms.Form):
    """After how long, and what is asked."""

    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=0, max_value=MOST_MONTHS, initial=1)
    days = forms.IntegerField(label=gettext_lazy("and days"), min_value=0, max_value=MOST_DAYS, initial=0)
    questions = text(gettext_lazy("Questions, one a line"), gettext_lazy("Empty: the three that are built in."), rows=4)
