"""How a house proves to PostgreSQL who it is without a password: by its account of the system, or by a certificate."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.db.utils import ConnectionHandler

from mainstay.config.house import Told, database
from mainstay.config.tests.test_run import free_port
from tests.machine import postgres

BINARIES = postgres.binaries()
HBA = """
local   all  mainstay         trust
local   all  mainstay_serves  peer map=here
hostssl all  mainstay_serves  127.0.0.1/32 cert
"""


def certificate(folder: Path, whose: str, by: tuple[x509.Name, Any] | None = None) -> tuple[x509.Name, Any]:
    """``whose.crt`` and ``whose.key`` in a folder, signed by another or by itself; gives name and key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, whose)])
    issuer, signing = by or (name, key)
    made = (
        x509.CertificateBuilder(
            issuer, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
        )
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(whose)]), critical=False)
        .sign(signing, hashes.SHA256())
    )
    (folder / f"{whose}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    file = folder / f"{whose}.key"
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return name, key


def asked(url: str, folder: Path, statement: str) -> tuple[Any, ...]:
    """What the database of an address answers, asked as a house asks."""
    told = database(Told(DATABASE_URL=url), folder)
    del told["OPTIONS"]["pool"]  # one connection will do
    connection = ConnectionHandler({DEFAULT_DB_ALIAS: told})[DEFAULT_DB_ALIAS]
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return tuple(cursor.fetchone()) if cursor.description else ()
    finally:
        connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A server that lets the house in by its account of the system, or by its certificate; its folder and port."""
    assert BINARIES is not None
    port = free_port()
    authority = certificate(tmp_path, "authority")
    certificate(tmp_path, "mainstay_serves", authority)
    certificate(tmp_path, "mainstay_keeps", authority)

    def prepared(data: Path) -> Mapping[str, str]:
        certificate(data, "localhost", authority)
        (data / "authority.crt").write_bytes((tmp_path / "authority.crt").read_bytes())
        (data / "pg_hba.conf").write_text(HBA)
        (data / "pg_ident.conf").write_text(f"here {getpass.getuser()} mainstay_serves\n")
        files = {"ssl_cert_file": "localhost.crt", "ssl_key_file": "localhost.key", "ssl_ca_file": "authority.crt"}
        return {"listen_addresses": "127.0.0.1", "port": str(port), "ssl": "on", **files}

    with postgres.cluster(BINARIES, prepared) as url:
        yield parse_qs(urlsplit(url).query)["host"][0], port


@pytest.mark.skipif(BINARIES is None, reason="there is no PostgreSQL on this machine")
def test_the_house_proves_who_it_is_without_a_password(
    server: tuple[str, int], tmp_path: Path, django_db_blocker: Any
) -> None:
    folder, port = server
    here = f"postgresql://mainstay_serves@:{port}/mainstay?host={folder}"
    way = f"@localhost:{port}/mainstay?sslmode=verify-full&sslrootcert={tmp_path}/authority.crt"

    def proof(whose: str) -> str:
        return f"&sslcert={tmp_path}/{whose}.crt&sslkey={tmp_path}/{whose}.key"

    who = "SELECT current_user, ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    with django_db_blocker.unblock():
        asked(here.replace("mainstay_serves", "mainstay"), tmp_path, "CREATE ROLE mainstay_serves LOGIN")
        assert asked(here, tmp_path, who) == ("mainstay_serves", False, None)
        there = f"postgresql://mainstay_serves{way}"
        assert asked(there + proof("mainstay_serves"), tmp_path, who) == (
            "mainstay_serves",
            True,
            "/CN=mainstay_serves",
        )
        for wrong in (there, there + proof("mainstay_keeps"), there.replace("serves", "serves:a-password")):
            with pytest.raises(OperationalError, match=r"certificate"):
                asked(wrong, tmp_path, who)
