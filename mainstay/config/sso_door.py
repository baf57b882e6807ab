"""Who the identity provider's word lets in: people of the house, by verified mail; everybody else is told why not."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from requests import RequestException

from mainstay.config import sso_token
from mainstay.house import actions, clock
from mainstay.house.models import User
from mainstay.kit.refusals import Refused

log = logging.getLogger("mainstay.security")
NONCE = "nonce"
# What the provider publishes cannot be had, or is not what it should be.
AWAY = (RequestException, KeyError, ValueError)


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with a word of its own for each question (nonce), how fresh, and how strong the proof has to be."""

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """What is asked is the house's to say, never the address that led here."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """The same."""
        return list(self.get_scope())

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **told: Any
    ) -> HttpResponseBase:
        """Lead to the provider; what was asked is kept beside the state."""
        nonce = secrets.token_urlsafe(32)
        asked = {**(told.pop("auth_params", None) or {}), NONCE: nonce, "max_age": str(settings.SESSION_COOKIE_AGE)}
        if settings.SSO_STRENGTHS:
            asked["acr_values"] = " ".join(settings.SSO_STRENGTHS)
        try:
            led: HttpResponseBase = super().redirect(
                request, process, next_url, data, auth_params=asked, **{**told, NONCE: nonce}
            )
        except AWAY as error:
            raise ImmediateHttpResponse(_away(request, error)) from None
        return led


class Signed(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Believes what the provider has signed, and nothing beside it."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **told: Any) -> Any:
        """Who it was. Without a signed answer nobody is known, whatever else is told."""
        if not told["response"].get("id_token"):
            raise OAuth2Error("no ID token")
        return super().complete_login(request, app, token, **told)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The ID token, signed by a key that the provider publishes, for this house, by the issuer that is set."""
        issuer = app.settings["server_url"]
        try:
            if self.openid_config["issuer"].rstrip("/") != issuer:
                raise sso_token.Forged("published by another issuer")
            self._keep_to_tls(issuer)
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
                keys = answer.json()
            issued_by = self.openid_config["issuer"]
            return sso_token.claims_of(id_token, keys, issuer=issued_by, audience=app.client_id)
        except (sso_token.Forged, KeyError, AttributeError, ValueError) as error:
            log.warning("the firm's own sign-in sent an ID token that is not believed: %s", error)
            raise OAuth2Error("ID token") from None

    def _keep_to_tls(self, issuer: str) -> None:
        """Nothing is fetched in clear text where the provider itself is asked by TLS. Raises Forged."""
        places = (self.openid_config[name] for name in ("token_endpoint", "jwks_uri", "userinfo_endpoint"))
        if urlsplit(issuer).scheme == "https" and any(urlsplit(place).scheme != "https" for place in places):
            raise sso_token.Forged("part of it is asked in clear text")


@require_safe
@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The way back from the provider."""
    try:
        asked = Signed(request, provider_id)
        _published = asked.access_token_url  # fetched once for all that follows
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except AWAY as error:
        return _away(request, error)
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(asked)(request)
    return answer


class SsoAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds the person; makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: people are taken in by an administrator."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The firm's own, which asks as this house asks."""
        found = super().get_provider(request, provider, client_id)
        return Provider(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whoever has a verified address of somebody of the house, and no other (R-X-17)."""
        try:
            _check_answer(sociallogin)
            person = _person_of(sociallogin)
        except Refused as refused:
            page = render(request, "account/sso_refused.html", {"refused": refused}, status=403)
            raise ImmediateHttpResponse(page) from None
        if sociallogin.is_existing and sociallogin.user.pk == person.pk:
            return
        account = sociallogin.account
        actions.forget_sso(person=person, provider=account.provider, uid=account.uid)
        sociallogin.account.pk = None
        join = sociallogin.connect  # writes who is who; no listener of Django's
        join(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """What went wrong between the two houses, in one sentence."""
        refused = _said_no() if "error" in request.GET else _not_as_it_should()
        page = render(request, "account/sso_refused.html", {"refused": refused}, status=403)
        raise ImmediateHttpResponse(page)


def _not_as_it_should() -> Refused:
    sentence = _("The firm’s own sign-in did not answer as it should. Nothing was changed; you can try again.")
    return Refused(sentence, rule="R-X-17", lifted_by=_("an administrator"))


def _said_no() -> Refused:
    sentence = _("The firm’s own sign-in let nobody through. Nothing was changed; you can try again.")
    return Refused(sentence, rule="R-X-17", lifted_by=_("whoever runs that sign-in"))


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page while the other house does not answer, or with nothing that can be read."""
    log.warning("the firm's own sign-in does not answer: %s", type(error).__name__)
    sentence = _("The firm’s own sign-in does not answer now. Try again in some minutes, or sign in another way.")
    refused = Refused(sentence, rule="R-X-17", lifted_by=_("whoever runs that sign-in"))
    return render(request, "account/sso_refused.html", {"refused": refused}, status=503)


def _check_answer(sociallogin: Any) -> None:
    """What is signed has to answer this question, freshly and strongly enough. Raises Refused."""
    told = sociallogin.account.extra_data["id_token"]
    if not sso_token.answers(told, (sociallogin.state or {}).get(NONCE)):
        log.warning("the firm's own sign-in sent an ID token that is not believed: it answers another question")
        raise _not_as_it_should()
    now = clock.real_now().timestamp()
    if not sso_token.is_fresh(told, now=now, longest=settings.SESSION_COOKIE_AGE):
        sentence = _(
            "The firm’s own sign-in says that you proved who you are too long ago. Sign out there, then in again."
        )
        raise Refused(sentence, rule="R-X-17")
    if not sso_token.is_strong(told, settings.SSO_STRENGTHS):
        sentence = _("The firm’s own sign-in did not ask you for all that this house wants. Sign in there with more.")
        raise Refused(sentence, rule="R-X-17", lifted_by=_("whoever runs that sign-in"))


def _person_of(sociallogin: Any) -> User:
    """Whoever of the house has the address that the provider vouches for. Raises Refused."""
    who = _("an administrator, by taking you in with this address")
    told = sociallogin.account.extra_data
    subjects = {told[part]["sub"] for part in ("userinfo", "id_token") if part in told}
    verified = [each.email for each in sociallogin.email_addresses if each.verified is True]
    if len(subjects) > 1 or not verified:
        sentence = _("The firm’s own sign-in told no mail address that it has verified. Sign in another way.")
        raise Refused(sentence, rule="R-X-17", lifted_by=_("whoever runs that sign-in, by verifying your address"))
    person = User.objects.filter(email__iexact=verified[0], is_active=True).first()
    if person is None:
        sentence = _("Nobody who may sign in here has the address %(mail)s.")
        raise Refused(sentence % {"mail": verified[0]}, rule="R-X-17", lifted_by=who)
    return person
