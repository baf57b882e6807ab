"""The shape of what people type about clients; what it means is for the verbs to judge."""

from mainstay.clients.forms.attempt import attempt
from mainstay.clients.forms.client import (
    ArchiveForm,
    ChangeClientForm,
    ClientForm,
    OtherClientForm,
    StageForm,
    people_of_ours,
)
from mainstay.clients.forms.handing import BeginLeavingForm, DeclineForm, HandOverForm, TermsForm
from mainstay.clients.forms.people import ContactForm, KnownContactForm, LeaveForm
from mainstay.clients.forms.serve import AssignForm, UnassignForm

__all__ = [
    "ArchiveForm",
    "AssignForm",
    "BeginLeavingForm",
    "ChangeClientForm",
    "ClientForm",
    "ContactForm",
    "DeclineForm",
    "HandOverForm",
    "KnownContactForm",
    "LeaveForm",
    "OtherClientForm",
    "StageForm",
    "TermsForm",
    "UnassignForm",
    "attempt",
    "people_of_ours",
]
