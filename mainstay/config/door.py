"""What every request passes: who it is, in which language and zone, and which house."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from mainstay.house import actions, clock
from mainstay.house.models import User, house_kept
from mainstay.house.queries import always
from mainstay.house.queries.passwords import refuse_weak
from mainstay.house.rules.passwords import SHORTEST
from mainstay.house.views import held, pace, signed
from mainstay.kit.refusals import Refused

log = logging.getLogger("mainstay.security")
CHANGED = {
    "mfa/email/totp_activated": _("the authenticator app is on"),
    "mfa/email/totp_deactivated": _("the authenticator app is off"),
    "mfa/email/webauthn_added": _("a passkey was added"),
    "mfa/email/webauthn_removed": _("a passkey was removed"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
    "socialaccount/email/account_connected": _("the firm’s own sign-in opens their account now"),
}


class SignInMiddleware:
    """Knows every browser in which somebody is signed in, and ends what was ended elsewhere or has lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap one request."""
        if request.user.is_authenticated and not signed.still_in(request):
            logout(request)
        response = self.get_response(request)
        if signed.has_just_come(request):
            signed.note(request)
        return response


def _known(account: str) -> str:
    """The number of whoever has this mail address: what somebody typed stays out of the log."""
    person = User.objects.filter(email__iexact=account).only("pk").first()
    return f"person {person.pk}" if person is not None else "nobody we know"


class PersonMiddleware:
    """Speaks the signed-in person's language, shows their zone, reads the house once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap one request."""
        with house_kept():
            user = request.user
            if user.is_authenticated:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
                timezone.activate(ZoneInfo(user.zone))
            response = self.get_response(request)
        timezone.deactivate()
        return response


class HeldMiddleware:
    """Before every page: whoever asks without end waits, who rested proves who is there, who lacks a step sets it up.

    The API asks at its own door, where a token is told from a sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap one request."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, told: Any) -> HttpResponseBase | None:
        """What stands before the page that was asked for."""
        if not request.user.is_authenticated or request.path.startswith("/api/"):
            return None
        return pace.page(request) or held.page(request)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Who signs in, as allauth has it; whom a session names is asked on every page, by a query written once."""

    def get_user(self, user_id: Any) -> User | None:
        """Whoever may still sign in."""
        found = always.person_of(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None


class HousePassword:
    """The house's one rule of passwords, for the pages that Django and allauth check."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the sentence that API and terminal say too."""
        try:
            refuse_weak(password, user if isinstance(user, User) else None)
        except Refused as refused:
            raise ValidationError(refused.message, code="password") from None

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return str(_("At least %(n)d characters. Four words in a row are easy to keep in mind.") % {"n": SHORTEST})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by an administrator; nobody signs up from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The mail address is the name to sign in with."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is looked at; who tried too often is told how long to wait."""
        account, address = str(credentials.get("email", "")), signed.address_of(request)
        try:
            actions.knock(account=account, address=address, at=clock.now(), real=clock.real_now())
        except Refused as refused:
            log.warning("a sign-in failed: tried too often, of %s", _known(account))
            raise ValidationError(refused.message, code="too_often") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whoever has the right words is let in, and their tries are forgotten."""
        user = super().authenticate(request, **credentials)
        account = str(credentials.get("email", ""))
        if user is not None:
            actions.let_in(account=account, address=signed.address_of(request))
        else:
            log.warning("a sign-in failed: wrong words, of %s", _known(account))
        return user

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Proved on a page of allauth's, proved for the house's own too."""
        proven = bool(super().reauthenticate(user, password))
        if proven:
            signed.note_proof(self.request)
        return proven

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just signed in, and is led to set up a second step, is not asked for the password twice."""
        led = signed.lacks_second_step(self.request) and signed.is_sure(self.request)
        return not led and bool(super().is_reauthentication_required(app=app))

    def set_password(self, user: Any, password: str) -> None:
        """One's own new password: the journal tells that it was changed, other browsers sign in anew."""
        actions.choose_password(person=user, password=password, at=clock.now(), but=signed.here(self.request))

    def logout(self, request: HttpRequest) -> None:
        """Whoever leaves is no longer signed in here."""
        this = signed.here(request)
        if this is not None:
            actions.sign_out(sign_in_id=this, real=clock.real_now())
        super().logout(request)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """No mail leaves the house; what changes how somebody signs in stands in the journal."""
        what = CHANGED.get(template_prefix)
        if what is not None:
            actions.note_second_step(person=user, what=str(what), at=clock.now())
