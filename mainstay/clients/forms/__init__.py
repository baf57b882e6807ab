"""The shape of what people type about clients; what it means is for the verbs to judge."""

from mainstay.clients.forms.attempt import attempt
from mainstay.clients.forms.client import ArchiveForm, ChangeClientForm, ClientForm, OtherClientForm, StageForm
from mainstay.clients.forms.people import ContactForm, KnownContactForm, LeaveForm
from mainstay.clients.forms.serve import AssignForm, UnassignForm

__all__ = [
    "ArchiveForm",
    "AssignForm",
    "ChangeClientForm",
    "ClientForm",
    "ContactForm",
    "KnownContactForm",
    "LeaveForm",
    "OtherClientForm",
    "StageForm",
    "UnassignForm",
    "attempt",
]
