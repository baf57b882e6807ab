"""``make probe``: Wapiti crawls the pages of a demo house as somebody who is signed in, and tries what it knows.

Wapiti is fetched into a folder of its own under .venv: it wants other versions than the house. The report stands in
.venv/.probe/report.json; the command ends with 1 where something is found.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".venv" / ".probe"
HOUSE = f"http://localhost:{os.environ.get('PROBE_PORT', '8179')}"
IN_CLEAR = ("Secure flag is not set",)  # a demo house is served without TLS: its cookies may travel so
LEFT_OUT = ("/account/logout/", "/language/")  # whoever signs out sees no more pages
LOOKS = ("cookieflags", "csp", "http_headers")  # at what answers say
ATTACKS = ("crlf", "exec", "file", "permanentxss", "redirect", "sql", "upload", "xss")  # ssrf needs a server elsewhere
SECONDS = int(os.environ.get("PROBE_SECONDS", "900"))  # a third to crawl, the rest to try
LATE = 180  # seconds by which Wapiti may miss its own bounds
PATIENCE = 180  # seconds for the demo house to open
KEY = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WHO = re.compile(r'name="email" value="([^"]+)"')


def scanner() -> Path:
    """Wapiti, fetched once."""
    found = PLACE / "venv" / "bin" / "wapiti"
    if not found.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        subprocess.run([str(PLACE / "venv" / "bin" / "pip"), "install", "--quiet", "wapiti3>=3.2,<4"], check=True)
    return found


def opened(browser: OpenerDirector) -> str:
    """The sign-in page of the demo house, once it answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with browser.open(f"{HOUSE}/account/login/") as page:
                return str(page.read().decode())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def signed_in() -> str:
    """The cookies of somebody of the demo house."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    page = opened(browser)
    key, who = KEY.search(page), WHO.search(page)
    if key is None or who is None:
        raise SystemExit("The sign-in page of the demo house offers nobody.")
    form = urlencode({"csrfmiddlewaretoken": key[1], "email": who[1]}).encode()
    browser.open(Request(f"{HOUSE}/demo/", form, {"Referer": HOUSE})).close()  # noqa: S310 (this machine)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def crawl(wapiti: Path, cookies: str) -> Path:
    """Let it crawl and try, for its time and little more; gives the report."""
    report = PLACE / "report.json"
    report.unlink(missing_ok=True)
    args = ["-u", f"{HOUSE}/", "-H", f"Cookie: {cookies}", "--scope", "folder", "-d", "3", "--max-links-per-page", "40"]
    args += [part for path in LEFT_OUT for part in ("-x", f"{HOUSE}{path}")]
    args += ["-m", ",".join((*LOOKS, *ATTACKS)), "--tasks", "4", "--timeout", "30", "--flush-session"]
    args += ["--max-scan-time", str(SECONDS // 3), "--max-attack-time", str(SECONDS * 2 // 3 // len(ATTACKS))]
    args += ["--no-bugreport", "-f", "json", "-o", str(report)]
    env, longest = {**os.environ, "HOME": str(PLACE)}, SECONDS + LATE
    try:
        subprocess.run([str(wapiti), *args], check=False, env=env, timeout=longest)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"Wapiti did not come to its end within {longest} seconds.") from None
    if not report.exists():
        raise SystemExit("Wapiti made no report.")
    return report


def found_in(report: Path) -> list[str]:
    """What it found, by kind."""
    told = json.loads(report.read_text())
    kinds = {**told["vulnerabilities"], **told["anomalies"]}
    return [
        f"{kind}: {each['method']} {each['path']} {each['info']}"
        for kind, all_ in kinds.items()
        for each in all_
        if not each["info"].startswith(IN_CLEAR)
    ]


def main() -> int:
    """Open a demo house, crawl it, close it."""
    PLACE.mkdir(parents=True, exist_ok=True)
    wapiti = scanner()
    env = {**os.environ, "MAINSTAY_HOME": str(PLACE / "house"), "MAINSTAY_REQUESTS_A_MINUTE": "0"}
    house = subprocess.Popen([sys.executable, "-m", "mainstay", "demo", "--port", HOUSE.rpartition(":")[2]], env=env)
    try:
        faults = found_in(crawl(wapiti, signed_in()))
    finally:
        house.terminate()
        house.wait(30)
    print("\n".join(faults) or "Wapiti finds nothing.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
