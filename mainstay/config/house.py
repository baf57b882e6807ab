"""What a house is told from outside: where its data live, which database, which addresses.

Every value may stand in the environment or in ``mainstay.toml`` in the data folder; a wrong one is explained in
a sentence.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parents[2]
HOST = re.compile(r"^(\*|\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$")

SYSLOG = re.compile(r"^[A-Za-z0-9.-]+:[0-9]{1,5}$")


class WrongSetting(Exception):
    """A setting that cannot be used; the message is the sentence to show."""


def data_folder() -> Path:
    """``MAINSTAY_HOME``; else ``var/`` in a checkout; else the XDG data folder."""
    told = os.environ.get("MAINSTAY_HOME")
    if told:
        return Path(told).expanduser().resolve()
    if (ROOT / "manage.py").exists() and (ROOT / "pyproject.toml").exists():
        return ROOT / "var"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "mainstay"


def secrets_folder() -> Path | None:
    """A folder with a file for each secret, named as its setting: ``MAINSTAY_SECRETS``, else what systemd hands over.

    Raises NotADirectoryError where one is named and is not there.
    """
    told = os.environ.get("MAINSTAY_SECRETS") or os.environ.get("CREDENTIALS_DIRECTORY")
    if not told:
        return None
    if not Path(told).is_dir():
        raise NotADirectoryError(f"the folder {told} is not there")
    return Path(told)


class Told(BaseSettings):
    """The settings of one house, typed."""

    model_config = SettingsConfigDict(env_prefix="MAINSTAY_", extra="ignore")

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    secret_key: str = ""
    secret_key_before: str = ""
    hosts: str = "localhost,127.0.0.1,[::1]"
    url: str = ""
    tls: bool = False
    debug: bool = False
    behind_proxy: bool = False
    threads: int = Field(default=8, ge=1, le=256)
    session_hours: int = Field(default=12, ge=1, le=24 * 31)
    largest_file_mb: int = Field(default=200, ge=1, le=100_000)
    requests_a_minute: int = Field(default=1200, ge=0, le=1_000_000)
    log: Literal["lines", "json"] = "lines"
    syslog: str = ""
    leaked_passwords: str = ""
    sso_name: str = "the firm’s sign-in"
    sso_issuer: str = ""
    sso_client_id: str = ""
    sso_client_secret: str = ""
    sso_strength: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment speaks before the folder of secrets, and that before the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=data_folder() / "mainstay.toml")
        folder = secrets_folder()
        if folder is None:
            return init_settings, env_settings, file
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=folder), file

    @field_validator("hosts")
    @classmethod
    def _hosts(cls, value: str) -> str:
        for host in filter(None, (part.strip() for part in value.split(","))):
            if not HOST.match(host):
                raise ValueError(f"“{host}” is not a host name; write for example “clients.example.org”")
        return value

    @field_validator("syslog")
    @classmethod
    def _syslog(cls, value: str) -> str:
        if value and not SYSLOG.match(value):
            raise ValueError("it names a machine and a port, for example “logs.example.org:514”")
        return value

    @field_validator("leaked_passwords")
    @classmethod
    def _leaked_passwords(cls, value: str) -> str:
        if value and not os.access(value, os.R_OK):
            raise ValueError(f"the file {value} is not there, or this account cannot read it")
        return value

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("it starts with http:// or https://, for example “https://clients.example.org”")
        return value


def read() -> Told:
    """Read and check the settings; raises WrongSetting with a sentence naming the setting."""
    try:
        return Told()
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else "?"
        name = where if where.isupper() else f"MAINSTAY_{where.upper()}"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise WrongSetting(f"The setting {name} cannot be used: {reason}. Nothing was changed.") from None
    except NotADirectoryError as error:
        raise WrongSetting(f"The setting MAINSTAY_SECRETS cannot be used: {error}. Nothing was changed.") from None
    except ValueError as error:
        raise WrongSetting(f"The file mainstay.toml cannot be read: {error}. Nothing was changed.") from None


def secret_key(told: Told, folder: Path) -> str:
    """The house's secret: told, or made once and kept in the data folder for its owner alone."""
    if told.secret_key:
        if len(told.secret_key) < 32:
            raise WrongSetting(
                "The setting MAINSTAY_SECRET_KEY cannot be used: it needs at least 32 characters. Nothing was changed."
            )
        return told.secret_key
    file = folder / "secret.key"
    try:
        return _kept(file)
    except FileNotFoundError:
        pass
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(file)
    except OSError as error:
        raise WrongSetting(
            f"The data folder {folder} cannot be written ({error.strerror}). Set MAINSTAY_HOME to one that can."
        ) from None
    with os.fdopen(handle, "w") as out:
        key = secrets.token_urlsafe(48)
        out.write(key)
    return key


def _kept(file: Path) -> str:
    """The secret of a file that is there; one cut short is never used."""
    try:
        key = file.read_text().strip()
    except PermissionError:
        raise WrongSetting(f"The file {file} cannot be read by this account. Run Mainstay as its owner.") from None
    if len(key) < 32:
        raise WrongSetting(
            f"The file {file} holds no whole secret. Bring it back from a backup; or remove it: a new one is made, "
            "everybody signs in anew, and links given out end."
        )
    return key


def database(told: Told, folder: Path) -> dict[str, Any]:
    """Django's database settings: SQLite in the data folder, or what ``DATABASE_URL`` names."""
    if not told.database_url:
        return _sqlite(folder / "mainstay.sqlite3")
    parts = urlsplit(told.database_url)
    if parts.scheme in ("sqlite", "sqlite3"):
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSetting(
            f"The setting DATABASE_URL cannot be used: “{parts.scheme or told.database_url}” is neither postgresql:// "
            "nor sqlite://. Nothing was changed."
        )
    try:
        import psycopg  # noqa: F401  (an extra: named in a sentence where it is missing)
    except ImportError:
        raise WrongSetting("PostgreSQL needs the extra: install mainstay[postgres].") from None
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key != "host"}
    return {
        "ENGINE": "mainstay.config.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or (parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": max(4, told.threads), "timeout": 20}},
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "mainstay.config.sqlite",
        "NAME": str(file),
        "TEST": {"NAME": ":memory:"},
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
                "PRAGMA wal_autocheckpoint=8000"  # 32 MB: a long list is not copied over after every batch
            ),
        },
    }
