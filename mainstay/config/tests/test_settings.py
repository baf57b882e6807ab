"""What a house may be told from outside, and what it says of what it cannot use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mainstay.config.house import ROOT, WrongSetting, read

ASK = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
browser = Client()
answers = [browser.get("/healthz", headers=told) for told in {told}]
print(json.dumps([
    {{
        "status": first.status_code,
        "location": first.headers.get("Location", ""),
        "hsts": first.headers.get("Strict-Transport-Security", ""),
        "cookie": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    }}
    for first in answers
]))
"""


def told(folder: Path, **more: str) -> dict[str, str]:
    """An environment that says nothing but this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "MAINSTAY_HOME": str(folder), "PYTHONPATH": str(ROOT), **more}


def run(folder: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args], env=told(folder, **more), capture_output=True, text=True, check=False, cwd=folder
    )


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://x", "“mysql” is neither postgresql:// nor sqlite://. Nothing was changed."),
        ("DATABASE_URL", "house.db", "“house.db” is neither postgresql:// nor sqlite://. Nothing was changed."),
        ("MAINSTAY_HOSTS", "http://x", "“http://x” is not a host name; write for example “clients.example.org”"),
        ("MAINSTAY_URL", "clients.example.org", "it starts with http:// or https://"),
        ("MAINSTAY_THREADS", "many", "The setting MAINSTAY_THREADS cannot be used"),
        ("MAINSTAY_SECRET_KEY", "short", "it needs at least 32 characters. Nothing was changed."),
    ],
)
def test_a_wrong_setting_is_explained_in_a_sentence(setting: str, value: str, sentence: str, tmp_path: Path) -> None:
    answer = run(tmp_path, "-m", "mainstay", "clock", **{setting: value})
    assert answer.returncode == 2
    assert f"The setting {setting} cannot be used" in answer.stderr
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_file_that_is_no_toml_is_explained(tmp_path: Path) -> None:
    (tmp_path / "mainstay.toml").write_text("hosts = ")
    answer = run(tmp_path, "-m", "mainstay", "clock")
    assert (answer.returncode, "mainstay.toml" in answer.stderr) == (2, True)
    assert "Traceback" not in answer.stderr


def test_the_environment_speaks_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "mainstay.toml").write_text('hosts = "one.example.org"\n')
    ask = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    settings = {"DJANGO_SETTINGS_MODULE": "mainstay.config.settings"}
    assert run(tmp_path, "-c", ask, **settings).stdout == "['one.example.org']\n"
    assert run(tmp_path, "-c", ask, **settings, MAINSTAY_HOSTS="two.example.org").stdout == "['two.example.org']\n"


@pytest.mark.parametrize("variable", ["MAINSTAY_SECRETS", "CREDENTIALS_DIRECTORY"])
def test_secrets_are_read_from_a_folder(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "MAINSTAY_SECRET_KEY").write_text("k" * 40 + "\n")
    (folder / "DATABASE_URL").write_text("postgresql:///kept\n")
    (tmp_path / "mainstay.toml").write_text('secret_key = "of the file"\nhosts = "one.example.org"\n')
    for name in ("MAINSTAY_SECRETS", "CREDENTIALS_DIRECTORY", "MAINSTAY_SECRET_KEY", "DATABASE_URL", "MAINSTAY_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MAINSTAY_HOME", str(tmp_path))
    monkeypatch.setenv(variable, str(folder))
    told = read()
    assert (told.secret_key, told.database_url, told.hosts) == ("k" * 40, "postgresql:///kept", "one.example.org")
    monkeypatch.setenv("MAINSTAY_SECRET_KEY", "e" * 40)
    assert read().secret_key == "e" * 40
    monkeypatch.setenv(variable, str(tmp_path / "none"))
    with pytest.raises(
        WrongSetting, match=r"The setting MAINSTAY_SECRETS cannot be used: the folder .*none is not there"
    ):
        read()


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    ask = "from mainstay.config.settings import SECRET_KEY; print(SECRET_KEY)"
    first = run(tmp_path, "-c", ask).stdout.strip()
    file = tmp_path / "secret.key"
    assert (len(first) >= 32, file.read_text().strip(), file.stat().st_mode & 0o777) == (True, first, 0o600)
    assert run(tmp_path, "-c", ask).stdout.strip() == first


def asked(folder: Path, *headers: dict[str, str], **more: str) -> list[dict[str, object]]:
    settings = {"DJANGO_SETTINGS_MODULE": "mainstay.config.settings", "MAINSTAY_HOSTS": "testserver", **more}
    answer = run(folder, "-c", ASK.format(told=headers), **settings)
    assert answer.returncode == 0, answer.stderr
    return list(json.loads(answer.stdout))


def test_behind_tls_cookies_are_locked_and_browsers_told_to_stay(tmp_path: Path) -> None:
    tls = {"MAINSTAY_TLS": "true", "MAINSTAY_BEHIND_PROXY": "true"}
    plain, secure = asked(tmp_path, {}, {"X-Forwarded-Proto": "https"}, **tls)
    assert (plain["status"], plain["location"]) == (301, "https://testserver/healthz")
    assert secure == {
        "status": 200,
        "location": "",
        "hsts": "max-age=31536000; includeSubDomains",
        "cookie": ["__Host-mainstay", True, True],
    }


def test_without_tls_nobody_is_told_to_stay(tmp_path: Path) -> None:
    assert asked(tmp_path, {}) == [
        {"status": 200, "location": "", "hsts": "", "cookie": ["mainstay", False, False]},
    ]
