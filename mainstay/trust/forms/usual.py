"""What people type about what clients are used to. The names of the fields are those of the verbs’ arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.clients.forms.attempt import day, line, text
from mainstay.clients.forms.client import people_of_ours
from mainstay.clients.models import Affiliation, Assignment, Client, Contact
from mainstay.house.models import User
from mainstay.promises.models import Promise
from mainstay.theme.forms import option
from mainstay.trust.actions.usual.reducing import Announcement
from mainstay.trust.forms.word import wait
from mainstay.trust.models import Extra, Lesson, Notice


class _Person(forms.ChoiceField):
    """Somebody of the client’s, or one of us: a choice that gives the person."""

    def __init__(self, *args: Any, people: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.people: dict[str, Any] = people or {}

    def among(self, people: dict[str, Any], nobody: Any) -> None:
        """Who may be chosen."""
        self.people = people
        names = [(pk, getattr(one, "address", None) or one.name) for pk, one in people.items()]
        self.choices = [("", nobody), *names]

    def clean(self, value: Any) -> Any:
        """The person meant, or None."""
        return self.people.get(super().clean(value))


def _contacts(client: Client) -> dict[str, Contact]:
    places = Affiliation.objects.now().filter(client=client).select_related("contact")
    return {str(one.contact_id): one.contact for one in places.order_by("contact__sort_name", "id")}


def _ours(client: Client) -> dict[str, User]:
    now = Assignment.objects.now().filter(client=client).select_related("user").order_by("from_on", "id")
    return {str(one.user_id): one.user for one in now if one.user.is_active}


class _Dated(forms.Form):
    """Some of its days are needed: the verb takes no other."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Say it at each day that is missing."""
        told = super().clean() or {}
        for name in self.needed:
            if told.get(name) is None and name not in self.errors:
                self.add_error(name, _("A day is needed here."))
        return told


class RestoreForm(_Dated):
    """It will be as it was: a promise."""

    needed = ("due_on",)
    text = line(_("What you promise them"))
    due_on = day(_("By when"))


class TellForm(forms.Form):
    """What they were told."""

    use_required_attribute = False
    words = text(_("What they were told"), _("A draft; make it yours."), rows=4)


class AgreeForm(forms.Form):
    """What was agreed instead, with whom, and where it stands."""

    use_required_attribute = False
    agreed_with = _Person(label=_("Who there agreed"))
    agreed_on = day(_("On which day"), _("Today, if you leave it empty."))
    words = text(_("What was agreed, and where it stands"), _("a mail of that day, the contract, page 3"), rows=2)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreed_with"]
        assert isinstance(field, _Person)  # noqa: S101 (it is declared above)
        field.among(_contacts(client), _("nobody yet"))


class StandForm(forms.Form):
    """It is a custom from now on."""

    words = line(_("A word on it"))


class ReactForm(forms.Form):
    """What they said of it."""

    reaction = forms.ChoiceField(label=_("What did they say?"), choices=Notice.Reaction, required=False)
    words = line(_("In their words"))


class ExtraForm(forms.Form):
    """An extra that was given, or left out."""

    use_required_attribute = False
    what = line(_("What they were given"), _("in the same words as the last time, if it is the same"), needed=True)
    on = day(_("On which day"), _("Today, if you leave it empty."))
    occasion = forms.ChoiceField(label=_("At which occasion"), choices=Extra.Occasion, required=False)
    mark = forms.ChoiceField(
        label=_("For once, or from now on?"),
        choices=[
            ("once", option(_("For this once"), _("and they were told so; it becomes no habit"))),
            ("standing", option(_("From now on"), _("it ends only with notice"))),
            ("", option(_("Not said"), _("the third time you are asked"))),
        ],
        widget=forms.RadioSelect(),
        required=False,
        initial="once",
    )
    said = line(_("How they were told that it is for once"))
    nevertheless = line(_("It goes first all the same, because"))

    def __init__(self, *args: Any, held: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wait(self, held)


class LeftOutForm(forms.Form):
    """An occasion at which it was not given."""

    use_required_attribute = False
    what = line(_("What they went without"))
    on = day(_("On which day"), _("Today, if you leave it empty."))


class ReduceForm(forms.Form):
    """What they are told before it ends, or what they get instead."""

    use_required_attribute = False
    ends_on = day(_("From which day it ends"))
    text = text(_("What they are told"), _("what ends, when, why, and what it means for them"), rows=5)
    channel = forms.ChoiceField(label=_("How they are told"), required=False)
    teller = _Person(label=_("Who tells them"))
    tell_on = day(_("On which day they are told"), _("Today, if you leave it empty."))
    substitute = line(_("What they get instead"), _("becomes a promise for the day on which the old thing ends"))
    successor = _Person(
        label=_("Who follows"),
        help_text=_("On that day they are the manager, and what is open passes to them."),
    )

    def __init__(self, *args: Any, client: Client, manager: str = "", **kwargs: Any) -> None:
        """``manager`` is whose time ends, where it is about who is there for them."""
        super().__init__(*args, **kwargs)
        follows = self.fields["successor"]
        if manager and isinstance(follows, _Person):
            follows.among({pk: one for pk, one in people_of_ours().items() if pk != manager}, _("nobody yet"))
        else:
            del self.fields["successor"]
        channel, teller = self.fields["channel"], self.fields["teller"]
        assert isinstance(channel, forms.ChoiceField)  # noqa: S101 (they are declared above)
        assert isinstance(teller, _Person)  # noqa: S101
        known = [
            choice for choice in Promise.Said.choices if choice[0] not in (Promise.Said.LIST, Promise.Said.CONTRACT)
        ]
        channel.choices = [("", _("not said")), *known]
        teller.among(_ours(client), _("you"))

    def clean(self) -> dict[str, Any]:
        """The announcement as the verb takes it."""
        told = super().clean() or {}
        names = ("text", "channel", "teller", "tell_on")
        told["announcement"] = Announcement(**{name: told.pop(name, None) or ANNOUNCED[name] for name in names})
        return told


ANNOUNCED: dict[str, Any] = {"text": "", "channel": "", "teller": None, "tell_on": None}


class WhyForm(forms.Form):
    """A reason."""

    use_required_attribute = False
    why = line(_("Why"))


class StretchForm(_Dated):
    """Days that are out of the ordinary."""

    needed = ("from_on", "until_on")
    from_on = day(_("From"))
    until_on = day(_("To"))
    why = line(_("What is special about them"), _("a trade fair, help with the start"))


class AnewForm(forms.Form):
    """A new agreement."""

    use_required_attribute = False
    why = line(_("What was agreed, and where it stands"))


class UnderstandingForm(_Dated):
    """What is merely understood."""

    needed = ("since_on",)
    text = line(_("What is understood"), _("they ring, and we answer before ten"))
    since_on = day(_("Since when"))
    evidence = line(_("How one can tell"))


class ConfirmForm(forms.Form):
    """Who there confirmed it in writing."""

    use_required_attribute = False
    confirmed_by = _Person(label=_("Who there confirmed it"))
    confirmed_on = day(_("On which day"), _("Today, if you leave it empty."))
    how = line(_("Where it stands in writing"))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["confirmed_by"]
        assert isinstance(field, _Person)  # noqa: S101 (it is declared above)
        field.among(_contacts(client), _("nobody yet"))


class LessonForm(forms.Form):
    """A lesson has three parts."""

    use_required_attribute = False
    about = forms.ChoiceField(label=_("Where it applies"), choices=Lesson.About)
    happened = text(_("What happened"), rows=2)
    cost = line(_("What it cost"))
    avoid = line(_("How we avoid it"))
    ours = forms.BooleanField(label=_("It happened to us"), required=False, initial=True)
