"""What operators are given: the image, compose, the unit and the proxies, looked at as far as one can without them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from mainstay.config.house import Told
from tests import tree
from tests.machine import image

DEPLOY = tree.ROOT / "docs" / "guide" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((tree.ROOT / "compose.yaml").read_text())


# --- the image ---------------------------------


def test_the_image_takes_what_is_there_and_what_the_locks_name() -> None:
    sent = {path.relative_to(tree.ROOT).as_posix() for path in image.sent((tree.ROOT / ".dockerignore").read_text())}
    copied = [step.words for step in image.steps() if step.name == "COPY" and "--from" not in step.told]
    named = {word for words in copied for word in words[:-1]} - {"."}
    assert named == {"requirements.lock", "requirements-build.lock"}
    assert sent >= named | {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "mainstay/__main__.py"}
    assert not [name for name in sent if "/tests/" in name or name.startswith(("var/", ".git/", "bench/"))]
    installs = [each for step in image.steps() for each in step.told.split("&&") if "pip install" in each]
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)


def test_the_image_runs_as_nobody_in_particular_and_looks_after_itself() -> None:
    last = [step for step in image.steps() if step.stage == image.steps()[-1].stage]
    told = {step.name: step.told for step in last}
    added = next(step.told for step in last if "useradd" in step.told)
    assert told["USER"] == "10001"
    assert f"--uid {told['USER']} " in added
    assert "--mode 0700 /data" in added
    assert (told["VOLUME"], told["WORKDIR"], told["EXPOSE"]) == ("/data", "/data", "8000")
    assert told["CMD"] == '["mainstay", "serve", "--host", "0.0.0.0", "--port", "8000"]'
    stages = {step.words[-1] for step in image.steps() if step.name == "FROM" and " AS " in step.told}
    taken = {step.told.split("--from=")[1].split()[0] for step in last if "--from=" in step.told}
    assert taken <= stages
    compile(image.health()[2], "HEALTHCHECK", "exec")
    assert "'Host': name" in image.health()[2]  # by another name the house is not asked at all: 400


HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


@pytest.mark.skipif(HADOLINT is None, reason="there is no hadolint for this machine")
def test_the_image_is_linted() -> None:
    said = subprocess.run([str(HADOLINT), image.DOCKERFILE], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")


# --- compose ---------------------------------


def test_compose_tells_the_house_only_what_it_knows() -> None:
    house = COMPOSE["services"]["mainstay"]
    known = {f"MAINSTAY_{name.upper()}" for name in Told.model_fields} | {"DATABASE_URL"}
    assert set(house["environment"]) <= known
    assert (house["read_only"], house["cap_drop"]) == (True, ["ALL"])
    assert house["ports"] == ["127.0.0.1:8000:8000"]  # a proxy stands before it
    assert house["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert house["volumes"] == ["house:/data"]


def test_compose_keeps_its_data_waits_for_the_database_and_backs_up() -> None:
    services = COMPOSE["services"]
    volumes = {each.split(":")[0] for service in services.values() for each in service["volumes"]}
    assert volumes == set(COMPOSE["volumes"]) == {"house", "database", "backups"}
    assert services["database"]["healthcheck"]["test"] == [
        "CMD-SHELL", "pg_isready --username mainstay --dbname mainstay",
    ]  # fmt: skip
    backup = services["backup"]
    assert backup["profiles"] == ["backup"]  # it runs when asked for, never beside the house
    assert backup["image"] == services["database"]["image"]  # pg_dump refuses a newer server
    assert "pg_dump --format custom --file /backups/" in backup["command"][-1]
    needed = re.findall(r"\$\{(\w+):\?", (tree.ROOT / "compose.yaml").read_text())
    assert set(needed) == {"POSTGRES_PASSWORD"}


def _has_compose() -> bool:
    asked = ["docker", "compose", "version"]
    return shutil.which("docker") is not None and not subprocess.run(asked, capture_output=True, check=False).returncode


@pytest.mark.skipif(not _has_compose(), reason="there is no docker compose on this machine")
def test_compose_reads_it() -> None:
    told = {"POSTGRES_PASSWORD": "x", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run(["docker", "compose", "config", "--quiet"], cwd=tree.ROOT, env=told, check=True)


# --- the unit and the proxies ---------------------------------


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
def test_the_unit_is_understood(tmp_path: Path) -> None:
    unit = tmp_path / "mainstay.service"
    told = (DEPLOY / "mainstay.service").read_text()
    unit.write_text(told.replace("/opt/mainstay/bin/mainstay", shutil.which("true") or "/bin/true"))
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_the_unit_starts_commands_that_there_are() -> None:
    told = (DEPLOY / "mainstay.service").read_text()
    started = re.findall(r"^ExecStart(?:Pre)?=/opt/mainstay/bin/mainstay (.+)$", told, re.MULTILINE)
    assert started == ["migrate", "serve --port 8000"]
    assert "\nUser=mainstay\n" in told
    assert "\nStateDirectoryMode=0700\n" in told


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_lets_through_what_the_house_takes(name: str) -> None:
    told = (DEPLOY / name).read_text()
    assert "127.0.0.1:8000" in told
    largest = re.search(r"(?:client_max_body_size|max_size) (\d+)", told)
    assert largest is not None
    assert int(largest[1]) > Told().largest_file_mb
    assert told.count("{") == told.count("}")
    assert ("underscores_in_headers off;" if name == "nginx.conf" else "request_header -*_*") in told  # X_Forwarded_For
    if name == "nginx.conf":  # Caddy says both by itself
        assert "proxy_set_header X-Forwarded-Proto https;" in told
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in told


# --- the guide ---------------------------------


def test_the_backup_of_the_guide_copies_a_house_that_is_open(tmp_path: Path) -> None:
    told = (tree.ROOT / "docs" / "guide" / "operators.md").read_text()
    found = re.search(r'bin/python -c "([^"]+)"', told)
    assert found is not None
    here, copy = tmp_path / "mainstay.sqlite3", tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(here)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE kept AS SELECT 1 AS word")
        opened.commit()  # stands in the -wal alone
        subprocess.run([sys.executable, "-c", found[1], here, copy], check=True)
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT word FROM kept").fetchone() == (1,)


def test_the_guide_names_every_setting_and_every_file() -> None:
    told = (tree.ROOT / "docs" / "guide" / "operators.md").read_text()
    known = {f"MAINSTAY_{name.upper()}" for name in Told.model_fields} - {"MAINSTAY_DATABASE_URL", "MAINSTAY_DEBUG"}
    assert sorted(name for name in known if name not in told) == []
    assert {path.name for path in DEPLOY.iterdir()} == {"mainstay.service", "nginx.conf", "Caddyfile"}
    assert all(path.name in told for path in DEPLOY.iterdir())
