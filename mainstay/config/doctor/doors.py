"""What the doctor looks at in the settings: the addresses, and whether the way to them is locked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext as _

from mainstay.config.doctor.found import Finding, ill, well
from mainstay.config.house import read
from mainstay.house.queries.leaked import is_such_a_list

ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
HERE = {"localhost", "127.0.0.1", "[::1]"}


def locks() -> Finding:
    """Whether the house answers beyond this machine without https, or waits for a proxy that it does not believe."""
    if settings.DEBUG:
        return ill("locks", _("MAINSTAY_DEBUG is on and shows the inside of the house to whoever asks. Take it away."))
    if settings.SESSION_COOKIE_SECURE:
        if not read().behind_proxy:
            sentence = _(
                "MAINSTAY_TLS is on, but nothing tells the house that https was spoken, so every page sends people in "
                "a circle. Put a server with a certificate before it and set MAINSTAY_BEHIND_PROXY=true."
            )
            return ill("locks", sentence)
        return well("locks", _("Cookies travel by https only."))
    open_to_all = set(settings.ALLOWED_HOSTS) - HERE
    if open_to_all:
        sentence = _(
            "The house answers to %(hosts)s without https. Put a server with a certificate before it and set "
            "MAINSTAY_TLS=true and MAINSTAY_BEHIND_PROXY=true."
        )
        return ill("locks", sentence % {"hosts": ", ".join(sorted(open_to_all))})
    return well("locks", _("The house answers on this machine only, so it needs no https."))


def passwords() -> Finding:
    """Whether new passwords are held against a list of leaked ones, and whether that can be used."""
    file = settings.LEAKED_PASSWORDS
    if not file:
        sentence = _(
            "New passwords are held against the most used ones. MAINSTAY_LEAKED_PASSWORDS names a longer list."
        )
        return well("passwords", sentence)
    try:
        sound = is_such_a_list(file)
    except OSError as error:
        words = {"file": file, "error": error.strerror or str(error)}
        sentence = _(
            "No password can be chosen: %(file)s cannot be read (%(error)s). MAINSTAY_LEAKED_PASSWORDS names it."
        )
        return ill("passwords", sentence % words)
    if not sound:
        sentence = _("%(file)s is no list of leaked passwords: it has a SHA-1 in capitals in each line, sorted.")
        return ill("passwords", sentence % {"file": file})
    return well("passwords", _("New passwords are held against the list %(file)s.") % {"file": file})


def database() -> Finding:
    """Whether what is asked of a database elsewhere travels locked, to the one that is meant."""
    told: Any = settings.DATABASES["default"]
    host = str(told.get("HOST") or "")  # SQLite has none
    if not host or host.startswith("/") or host in ON_THIS_MACHINE:
        return well("way to the database", _("The database is on this machine."))
    mode = told["OPTIONS"].get("sslmode", "")
    if mode == "verify-full":
        return well("way to the database", _("The way to the database is locked, and it proves who it is."))
    if mode == "disable":
        return well("way to the database", _("The way to the database is open, as DATABASE_URL says: sslmode=disable."))
    sentence = _(
        "Others on the way can read what the database on %(host)s is asked. Add ?sslmode=verify-full&sslrootcert=… to "
        "DATABASE_URL; on a network of its own say so: ?sslmode=disable"
    )
    return ill("way to the database", sentence % {"host": host})


def address() -> Finding:
    """Whether the address people type and the names the house answers to agree."""
    if "*" in settings.ALLOWED_HOSTS:
        return ill("address", _("MAINSTAY_HOSTS=* answers to any name. Write the names that people type instead."))
    if not settings.SITE_URL:
        if set(settings.ALLOWED_HOSTS) - HERE:
            sentence = _("Say which address people type, so that links in files lead here: MAINSTAY_URL=https://…")
            return ill("address", sentence)
        return well("address", _("The house needs no address beyond this machine."))
    told = urlsplit(settings.SITE_URL)
    words = {"url": settings.SITE_URL, "host": told.hostname or ""}
    if not validate_host(words["host"], settings.ALLOWED_HOSTS):
        return ill("address", _("%(url)s is not answered: add %(host)s to MAINSTAY_HOSTS.") % words)
    if told.scheme == "https" and not settings.SESSION_COOKIE_SECURE:
        return ill("address", _("%(url)s speaks https, but cookies are not locked. Set MAINSTAY_TLS=true.") % words)
    return well("address", _("People reach the house at %(url)s.") % words)
