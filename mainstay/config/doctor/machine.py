"""What the doctor looks at on the machine: Python, the data folder, files, time zones, port. No database is asked."""

from __future__ import annotations

import http.client
import json
import shutil
import sqlite3
import stat
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _

from mainstay.config import serving
from mainstay.config.doctor.found import Finding, ill, well
from mainstay.config.house import ROOT

OLDEST_PYTHON = (3, 11)
ROOM_MB = 500  # less than this, and one large list that is brought in fills the disk
FAR_APART = ("Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")  # known where the data are whole


def python() -> Finding:
    """The Python this runs on."""
    words = {"python": ".".join(map(str, sys.version_info[:3])), "sqlite": sqlite3.sqlite_version}
    if sys.version_info < OLDEST_PYTHON:
        return ill("python", _("This is Python %(python)s. Mainstay needs Python 3.11 or newer.") % words)
    return well("python", _("This is Python %(python)s with SQLite %(sqlite)s.") % words)


def folder() -> Finding:
    """Whether a file can be made in the data folder."""
    words = {"folder": settings.MAINSTAY_HOME}
    try:
        with tempfile.TemporaryFile(dir=settings.MAINSTAY_HOME):
            pass
    except OSError:
        return ill("folder", _("The data folder %(folder)s cannot be written to.") % words)
    return well("folder", _("The data folder is %(folder)s.") % words)


def room() -> Finding:
    """Whether the disk has room for what comes."""
    place = Path(settings.MAINSTAY_HOME)
    free = shutil.disk_usage(place if place.exists() else "/").free // 2**20
    if free < ROOM_MB:
        sentence = _("Only %(mb)d MB are free on the disk of the data folder. Make room, or move the folder.")
        return ill("room", sentence % {"mb": free})
    return well("room", _("%(gb)d GB are free on the disk of the data folder.") % {"gb": free // 1024})


def private() -> Finding:
    """Whether other accounts of this machine can read what is secret."""
    place = Path(settings.MAINSTAY_HOME)
    if place.is_dir() and stat.S_IMODE(place.stat().st_mode) & 0o077:
        kept = [place / "secret.key", place / "mainstay.toml", *sorted(place.glob("mainstay.sqlite3*"))]
        bare = [each for each in kept if each.is_file() and stat.S_IMODE(each.stat().st_mode) & 0o077]
        if bare:
            sentence = _("Others on this machine can read %(files)s. Close the folder: chmod 700 %(folder)s")
            words = {"files": ", ".join(each.name for each in bare), "folder": place}
            return ill("private", sentence % words)
    return well("private", _("Nobody else on this machine can read the data."))


def zones() -> Finding:
    """Whether the time zone data are there."""
    for zone in FAR_APART:
        try:
            ZoneInfo(zone)
        except ZoneInfoNotFoundError:
            sentence = _("The time zone %(zone)s is not known here. Install the data again: pip install tzdata")
            return ill("zones", sentence % {"zone": zone})
    return well("zones", _("The time zones of the world are known here."))


def languages() -> Finding:
    """Whether every language has its compiled catalogue; in a checkout, where texts change, a fresh one."""
    gone, checkout = [], (ROOT / "hatch_build.py").exists()
    for code, _name in settings.LANGUAGES:
        text = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"
        compiled = text.with_suffix(".mo")
        if not text.exists():
            continue
        if not compiled.exists() or (checkout and compiled.stat().st_mtime_ns < text.stat().st_mtime_ns):
            gone.append(code)
    if gone:
        sentence = _("These languages are not compiled: %(codes)s. Install Mainstay again; in a checkout: make setup")
        return ill("languages", sentence % {"codes": ", ".join(gone)})
    return well("languages", _("The pages speak every language of the house."))


def styles() -> Finding:
    """Whether styles and scripts are there, and every one that was laid out still is."""
    place = Path(settings.STATIC_ROOT)
    manifest = place / "staticfiles.json"
    again = _("Some styles or scripts of the pages are gone. Remove the folder %(folder)s and serve the house again.")
    try:
        named = json.loads(manifest.read_text(encoding="utf-8"))["paths"].values() if manifest.exists() else ()
    except (ValueError, KeyError, OSError):
        return ill("styles", again % {"folder": place})
    if any(not (place / name).is_file() for name in named):
        return ill("styles", again % {"folder": place})
    if not named:
        return well("styles", _("Styles and scripts are laid out when the house is served."))
    return well("styles", _("Styles and scripts of the pages are laid out."))


def port(number: int) -> Finding:
    """Whether the house can be served there, or is."""
    trouble = serving.port_trouble("127.0.0.1", number)
    if not trouble:
        return well("port", _("Port %(port)d is free.") % {"port": number})
    if _answers(number):
        return well("port", _("A house is served on port %(port)d.") % {"port": number})
    return ill("port", trouble)


def _answers(number: int) -> bool:
    """Whether what listens there answers as a house does."""
    asked = http.client.HTTPConnection("127.0.0.1", number, timeout=3)
    name = next((each for each in settings.ALLOWED_HOSTS if each[:1] not in "*."), "localhost")
    try:
        asked.request("GET", "/readyz", headers={"Host": name, "X-Forwarded-Proto": "https"})
        answer = asked.getresponse()
        return answer.status == 200 and answer.read(16) == b"ok"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
