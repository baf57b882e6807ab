"""What people type about promises. A form reads; whether it may be is the verb's to say, in its own sentence.

The names of the fields are those of the verb's arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet, UUIDField
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Assignment, Client, Contact
from mainstay.engagements.models import Engagement
from mainstay.house.models import User, house
from mainstay.house.rules import rights
from mainstay.kit.plug import Words
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.actions.holding import today_for
from mainstay.promises.forms.instead import INSTEAD
from mainstay.promises.models import Promise, Remark, Renegotiation
from mainstay.theme.forms import option

Named = tuple[UUID, str]  # somebody by id and name


def line(label: Words, hint: Words = "", **kwargs: Any) -> forms.CharField:
    """A line of text; an empty one is the verb's to refuse."""
    return forms.CharField(label=label, help_text=hint, required=False, **kwargs)


def day(label: Words, hint: Words = "", *, needed: bool = False) -> forms.DateField:
    """A day, by the browser's own field."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"required": _("Choose a day."), "invalid": _("This is no day. Write it as 2026-05-31.")}
    return forms.DateField(label=label, help_text=hint, required=needed, widget=widget, error_messages=said)


def clock_time(label: Words, hint: Words = "") -> forms.TimeField:
    """A time of day, by the browser's own field."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    said = {"invalid": _("This is no time of day. Write it as 17:00.")}
    return forms.TimeField(label=label, help_text=hint, required=False, widget=widget, error_messages=said)


def amount(label: Words, hint: Words = "") -> forms.DecimalField:
    """An amount of money; what makes no sense as one is the verb's to refuse."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    said = {"invalid": _("This is no amount. Write it as 5000 or 5000.50.")}
    return forms.DecimalField(
        label=label, help_text=hint, required=False, widget=widget, error_messages=said, localize=True
    )


class PriceForm(forms.Form):
    """The price that was agreed, beside a word given in one line."""

    budget = amount(_("Agreed price"))


def one_of(label: Words, choices: Any, hint: Words = "", *, empty: Words = "") -> forms.ChoiceField:
    """One of a few, from a list that opens; ``empty`` is what choosing nothing means."""
    return forms.ChoiceField(label=label, help_text=hint, required=False, choices=[("", empty), *choices])


def asked(label: Words, choices: Any) -> forms.ChoiceField:
    """One of a few, all in sight; nothing is chosen beforehand."""
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


TOLD = [(said.value, said.label) for said in Promise.Said if said != Promise.Said.LIST]
NOT_TOLD = _("not yet; telling them will stand on Today")
ANSWERS = [
    (Renegotiation.Answer.AGREED, option(_("Agreed"), _("it is due on the new day"))),
    (Renegotiation.Answer.NOT_YET, option(_("No answer yet"), _("the old day stands until they agree"))),
    (Renegotiation.Answer.DECLINED, option(_("Declined"), _("the old day stands"))),
]
SIDES = [
    (Promise.Side.OURS, _("We promise")),
    (Promise.Side.THEIRS, _("They promise")),
    (Promise.Side.THIRD, _("A third party promises")),
]
SATISFACTION = [
    (Promise.Satisfaction.ACCEPTED, _("Accepted")),
    (Promise.Satisfaction.REMARKS, option(_("Accepted with a remark"), _("the remark becomes an open item"))),
    (Promise.Satisfaction.NOT_ACCEPTED, option(_("Not accepted"), _("what they said becomes an open item"))),
    (Promise.Satisfaction.NO_ANSWER, option(_("No answer yet"), _("neutral; it can be settled later"))),
]


class Act(forms.Form):
    """The form of one verb on one promise."""

    use_required_attribute = False

    def __init__(self, *args: Any, promise: Promise, person: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise, self.person, self.at = promise, person, at
        if "cost" in self.fields and (promise.budget is None or not person.may(rights.SEE_MONEY)):
            del self.fields["cost"]  # without an agreed price there is nothing to compare it with
        self.prepare()

    def prepare(self) -> None:
        """What depends on the promise and on who asks."""


class Tell(Act):
    """The client was told how it stands."""

    how = one_of(_("How"), TOLD, empty=_("Choose"))
    note = line(_("What was said"))


class Move(Act):
    """Another day, why, something meanwhile, and what the client said to it."""

    to_on = day(_("New day"), needed=True)
    to_time = clock_time(_("Time, if one was said"))
    reason = line(_("Why"))
    substitute = line(_("Meanwhile"), _("what they get until then, if anything"))
    answer = asked(_("What did they say?"), ANSWERS)


class Answer(Act):
    """What the client said to a day asked for earlier."""

    renegotiation = forms.ModelChoiceField(Renegotiation.objects.none(), widget=forms.HiddenInput, required=False)
    answer = asked(_("What did they say?"), [ANSWERS[0], ANSWERS[2]])

    def prepare(self) -> None:
        """Those that wait for an answer; the latest where none is named."""
        waiting = Renegotiation.objects.filter(
            promise=self.promise, answer=Renegotiation.Answer.NOT_YET, taken_back_at=None
        )
        self.waiting = waiting.order_by("-asked_at")
        field = self.fields["renegotiation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (it is declared above)
        field.queryset = self.waiting


class Deliver(Act):
    """What was promised has been done."""

    delivered_on = day(_("On which day"))
    cost = amount(_("Charged"))
    note = line(_("What they were told with it"), _("two days early with a note counts as more than kept"))

    def prepare(self) -> None:
        """Today, where it is due."""
        self.fields["delivered_on"].initial = today_for(self.promise, self.at)


class Settle(Act):
    """The third answer, as the client says, and how we know."""

    cost = amount(_("Charged"))
    satisfaction = asked(_("Satisfactory, as they say?"), SATISFACTION)
    known_from = line(_("How do you know?"), _("who said so, when and how"))
    remark = line(_("Their remark"), _("in their words, if there was one"))

    def prepare(self) -> None:
        """Whom to ask by name, and what is charged already."""
        if self.promise.made_to is not None:
            words = _("Satisfactory, as %(who)s says?")
            self.fields["satisfaction"].label = words % {"who": self.promise.made_to.address}
        if "cost" in self.fields:
            self.fields["cost"].initial = self.promise.cost


class Withdraw(Act):
    """Taken back before its day, with something instead."""

    reason = line(_("Why it cannot be kept"))
    substitute = line(_("Offered instead"))
    instead_on = day(_("For which day"), _("accepted for a day, it becomes a promise of ours"))
    told_how = one_of(_("They were told"), TOLD, empty=NOT_TOLD)
    answer = asked(_("What did they say?"), INSTEAD)


class Release(Act):
    """They no longer want it."""

    known_from = line(_("How do you know?"), _("who said so, when and how"))


class OwnUp(Act):
    """Its day has passed, and it will not be done."""

    reason = line(_("What happened"))
    told_how = one_of(_("They were told"), TOLD, empty=NOT_TOLD)
    substitute = line(_("Offered instead"), _("if anything; it stays broken"))
    instead_on = day(_("For which day"))
    answer = asked(_("What did they say?"), INSTEAD)


class HandOver(Act):
    """A colleague keeps it from now on."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("To whom"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague.")},
    )
    why = line(_("Why"))

    def prepare(self) -> None:
        """Colleagues who see the client, without whoever has it."""
        others = [person for person in colleagues(self.promise.client) if person[0] != self.promise.owner_id]
        offer(self.fields["to"], others, _("Choose"))


class Annul(Act):
    """It should never have been written down."""

    reason = line(_("What was wrong with the entry"))


class AnswerRemark(forms.Form):
    """How a remark was answered."""

    use_required_attribute = False
    answer = line(_("How it was answered"))


class PromiseRemark(forms.Form):
    """A remark becomes a promise of ours, with a day."""

    use_required_attribute = False
    text = line(_("What"))
    due_on = day(_("By when"), needed=True)
    due_time = clock_time(_("Time, if one was said"))

    def __init__(self, *args: Any, remark: Remark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = remark.text


# --- giving a word ---------------------------------


def offer(field: forms.Field, people: Iterable[Named], empty: Words) -> None:
    """Offer these people, by id and name; whether another may be named is the verb's to say, in its own sentence."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (they are declared as such)
    field.queryset = User.objects.all()
    field.widget.choices = [("", empty), *people]


def colleagues(client: Client | None) -> list[Named]:
    """Who may keep a word to this client: those who serve it, and the heads; without a client everybody active."""
    if client is None:
        return _anybody()
    if client.unit_id is None:
        return _serving(client=client.pk)
    return _serving_or_heading(client=client.pk, unit=client.unit_id)


def _active(*who: Q) -> QuerySet[User, Named]:
    return User.objects.filter(*who, is_active=True).order_by("name").values_list("pk", "name").distinct()


@prepared()
def _anybody() -> QuerySet[User, Named]:
    return _active(Q(posts__role__in=(rights.MANAGER, rights.HEAD, rights.SPONSOR)))


@prepared(client=UUIDField())
def _serving(client: Slot) -> QuerySet[User, Named]:
    return _active(_serve(client) | Q(posts__role=rights.HEAD, posts__unit=None))


@prepared(client=UUIDField(), unit=UUIDField())
def _serving_or_heading(client: Slot, unit: Slot) -> QuerySet[User, Named]:
    head = Q(posts__role=rights.HEAD) & (Q(posts__unit=None) | Q(posts__unit=unit))
    return _active(_serve(client) | head)


def _serve(client: Slot) -> Q:
    return Q(pk__in=Assignment.objects.filter(client=client, to_on=None).values("user_id"))


class Make(forms.Form):
    """A word given: to whom, what, by when in sight; the rest where it is needed."""

    use_required_attribute = False
    IN_SIGHT = ("client", "text", "due_on", "due_time")

    client = line(
        _("Client"),
        widget=forms.TextInput(
            attrs={
                "list": "client-names",
                "autocomplete": "off",
                "hx-get": reverse_lazy("promises:clients"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#client-names",
                "hx-swap": "innerHTML",
                "hx-sync": "this:replace",
            }
        ),
    )
    text = line(_("What"))
    due_on = day(_("By when"), needed=True)
    due_time = clock_time(_("Time, if one was said"))
    side = forms.ChoiceField(
        label=_("Whose word"), required=False, choices=SIDES, initial=Promise.Side.OURS, widget=forms.RadioSelect
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("By whom of us"), required=False)
    owner_contact = forms.ModelChoiceField(Contact.objects.none(), label=_("By whom there"), required=False)
    owner_name = line(_("Third party"), _("their name, if it is somebody else’s word"))
    made_to = forms.ModelChoiceField(Contact.objects.none(), label=_("Promised to"), required=False)
    kind = line(
        _("Kind"),
        _("for example brochure, report or print job"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "kinds"}),
    )
    outcome_wanted = line(_("So that"), _("what it is for, in their words"))
    acceptance = line(_("Good when"), _("how they will judge it, in their words"))
    budget = amount(_("Agreed price"))
    cost_of_missing = amount(_("Missing it costs"), _("of a date that others set: two of us guard it then"))
    second = forms.ModelChoiceField(User.objects.none(), label=_("Guarded also by"), required=False)
    currency = line(_("Currency"), max_length=3)
    made_on = day(_("Promised on"), _("today, if you leave it empty"))
    said = one_of(_("Said where"), TOLD, empty=_("not written down"))
    said_note = line(_("In which talk or letter"))
    engagement = forms.ModelChoiceField(Engagement.objects.none(), label=_("Engagement"), required=False)
    reference = line(_("Reference"), _("for example the number of an order"))

    def __init__(self, *args: Any, person: User, to: Client | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = {"side": str(Promise.Side.OURS), "owner": str(person.pk), "currency": house().currency}
        if not person.may(rights.SEE_MONEY):
            for name in ("budget", "currency", "cost_of_missing", "second"):
                del self.fields[name]
        self.fields["client" if to is None else "text"].widget.attrs["autofocus"] = True
        people = colleagues(to)
        offer(self.fields["owner"], people, _("you, or whoever serves them"))
        if "second" in self.fields:
            offer(self.fields["second"], people, _("a deputy of the client"))
        if to is None:
            for name in ("owner_contact", "made_to", "engagement"):
                del self.fields[name]
            return
        there = Contact.objects.filter(affiliations__client=to, affiliations__to_on=None).order_by("sort_name")
        self._choices("owner_contact", there, _("nobody by name"))
        self._choices("made_to", there, _("nobody by name"))
        self._choices("engagement", Engagement.objects.filter(client=to).running().order_by("name"), _("none"))

    def _choices(self, name: str, rows: Any, empty: Words) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (they are declared above)
        field.queryset, field.empty_label = rows, empty

    @property
    def further(self) -> list[forms.BoundField]:
        """The fields under “More”."""
        return [self[name] for name in self.fields if name not in self.IN_SIGHT]

    @property
    def opened(self) -> bool:
        """Whether something under “More” is refused, or other than it usually is."""
        return any(field.errors or str(field.value() or "") != self.usual.get(field.name, "") for field in self.further)
