"""Who the identity provider's word lets in: people of the house, by verified mail; everybody else is told why not."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from mainstay.house import actions
from mainstay.house.models import User
from mainstay.kit.refusals import Refused


class SsoAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds the person; makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: people are taken in by an administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whoever has a verified address of somebody of the house, and no other (R-X-17)."""
        try:
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
        sentence = _("The firm’s own sign-in did not answer as it should. Nothing was changed; you can try again.")
        refused = Refused(sentence, rule="R-X-17", lifted_by=_("an administrator"))
        raise ImmediateHttpResponse(render(request, "account/sso_refused.html", {"refused": refused}, status=403))


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
