"""What scanners say of the code, of what stands in the history, and of what we depend on.

``python -m tests.machine.security`` asks bandit and looks for secrets in every line ever committed; with ``--audit``
it asks a vulnerability service about everything in requirements.lock, or says in a sentence that none answers,
within a minute.
What was looked at and found harmless stands here with its reason; an excuse that nothing needs is a fault too.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import NamedTemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Bandit’s findings of medium weight and more: file and rule, how many, and why each is harmless.
LOOKED_AT = {
    ("mainstay/config/run.py", "B104"): (1, "compared with, never bound to"),
    ("mainstay/config/spoken.py", "B308"): (1, "a sentence of ours out of the catalogue, as Django takes it"),
    ("mainstay/config/spoken.py", "B703"): (1, "a sentence of ours out of the catalogue, as Django takes it"),
    ("mainstay/desk/templatetags/desk_lines.py", "B308"): (1, "every value is escaped where it is set in"),
    ("mainstay/desk/templatetags/desk_lines.py", "B703"): (1, "every value is escaped where it is set in"),
    ("mainstay/finding/queries/gin.py", "B608"): (1, "words of our own module; values are bound"),
    ("mainstay/house/forms.py", "B308"): (1, "a word of ours that never changes"),
    ("mainstay/kit/among.py", "B608"): (1, "compiled by Django; values are bound"),
    ("mainstay/kit/rows.py", "B608"): (5, "names of our own tables and columns; values are bound"),
    ("mainstay/theme/fields.py", "B308"): (1, "every value is escaped where it is set in"),
    ("mainstay/theme/fields.py", "B703"): (1, "every value is escaped where it is set in"),
    ("mainstay/theme/templatetags/theme.py", "B308"): (6, "every word is escaped where it is set in"),
    ("mainstay/theme/templatetags/theme.py", "B703"): (6, "every word is escaped where it is set in"),
    ("mainstay/trust/templatetags/trust_record.py", "B308"): (2, "every word is escaped where it is set in"),
    ("mainstay/trust/templatetags/trust_record.py", "B703"): (2, "every word is escaped where it is set in"),
    ("mainstay/kit/tables/spool.py", "B302"): (2, "rows of ours, in a file that nobody else can open"),
}
# What looks like a secret: file, and why it is none.
NO_SECRETS = {
    "docs/guide/operators.md": "an example of DATABASE_URL",
    "README.md": "an example of DATABASE_URL",
    "mainstay/config/tests/test_doctor.py": "addresses of databases that do not exist",
    "mainstay/config/tests/test_settings.py": "what a test calls a password",
    "tests/machine/security.py": "the patterns themselves",
}
# High entropy is no sign here: locks and facts are full of digests. What has a shape of its own is looked for.
BY_ENTROPY = {"high_entropy_strings", "keyword", "base", "ip_public"}
AWAY = ("could not", "failed to", "connection", "timed out", "unreachable", "name resolution", "temporary failure")
KNOWN_TO_BE_AT_FAULT = "django==4.2.1\n"  # every service that answers knows of it
LONGEST = 60.0  # seconds to wait for a service


def bandit() -> list[str]:
    """Faults that bandit finds and nobody has looked at; excuses that nothing needs."""
    halves = [*sorted(path for path in (ROOT / "mainstay").iterdir() if path.is_dir() and path.name != "__pycache__")]
    with ThreadPoolExecutor(2) as both:
        found = [each for told in both.map(_asked, (halves[::2], halves[1::2])) for each in told]
    counted = Counter((each["filename"].removeprefix(f"{ROOT}/"), each["test_id"]) for each in found)
    lines = {(each["filename"].removeprefix(f"{ROOT}/"), each["test_id"]): each for each in found}
    faults = [
        f"{file}:{lines[file, rule]['line_number']}: {rule} {lines[file, rule]['issue_text']}"
        for (file, rule), many in sorted(counted.items())
        if many > LOOKED_AT.get((file, rule), (0, ""))[0]
    ]
    return faults + [
        f"{file}: {rule} is found {counted[file, rule]} times, excused {many} times"
        for (file, rule), (many, _why) in LOOKED_AT.items()
        if counted[file, rule] < many
    ]


def _asked(folders: list[Path]) -> list[dict[str, str]]:
    names = [str(folder) for folder in folders]
    asked = [sys.executable, "-m", "bandit", "-q", "-ll", "-r", "-x", "*/tests/*", "-f", "json", *names]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    told = json.loads(answer.stdout)
    if told["errors"]:
        raise SystemExit(f"bandit cannot read: {told['errors']}")
    return list(told["results"])


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every shape of a secret that detect-secrets knows."""
    import detect_secrets.plugins as known

    for module in iter_modules(known.__path__):
        if module.name in BY_ENTROPY:
            continue
        for thing in vars(import_module(f"{known.__name__}.{module.name}")).values():
            shapes = getattr(thing, "denylist", None)
            if isinstance(thing, type) and isinstance(shapes, list | tuple | set):
                yield from ((thing.secret_type, shape) for shape in shapes)  # type: ignore[attr-defined]


def secrets_in(text: str) -> Iterator[tuple[str, str]]:
    """What looks like a secret in a text of lines: its kind and its line."""
    for kind, shape in patterns():
        for found in shape.finditer(text):
            start = text.rfind("\n", 0, found.start()) + 1
            yield kind, text[start : text.find("\n", found.end())]


def history() -> Iterator[tuple[str, str]]:
    """Every file with the lines that were ever added to it, those not yet committed included."""
    told = ["log", "-p", "--all", "--no-color", "--no-ext-diff", "--format=", "--unified=0"]
    for args in (told, ["diff", "HEAD", "--no-color", "--no-ext-diff", "--unified=0"]):
        answer = subprocess.run(["git", *args], cwd=ROOT, capture_output=True, check=True)
        for part in answer.stdout.decode(errors="replace").split("\ndiff --git ")[0:]:
            name = re.search(r"^\+\+\+ b/(.*)$", part, re.MULTILINE)
            if name:
                yield name[1], "\n".join(line[1:] for line in part.splitlines() if line.startswith("+")) + "\n"


def leaked() -> list[str]:
    """Secrets in the tree or in its history."""
    lines: dict[str, set[str]] = {}
    for name, text in history():
        lines.setdefault(name, set()).update(text.splitlines())
    whole = "\n".join(f"{name}\x1f{line}" for name, told in sorted(lines.items()) for line in sorted(told)) + "\n"
    faults = {
        f"{name}: {kind}" for kind, line in secrets_in(whole) if (name := line.partition("\x1f")[0]) not in NO_SECRETS
    }
    return sorted(faults)


Told = list[dict[str, Any]] | None  # what a service says of each package; nothing where none answers


def pip_audit(lock: Path, seconds: float) -> Told:
    """Ask the service that pip-audit knows. Raises SystemExit where pip-audit itself is at fault."""
    asked = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip",
             "--timeout", "10", "--progress-spinner", "off", "--format", "json"]  # fmt: skip
    try:
        answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    try:
        return list(json.loads(answer.stdout)["dependencies"])
    except (ValueError, KeyError):
        if any(word in answer.stderr.lower() for word in AWAY):
            return None
        raise SystemExit(f"pip-audit: {answer.stderr.strip()[-400:]}") from None


def audit(lock: Path = ROOT / "requirements.lock", ask: Callable[[Path, float], Told] = pip_audit) -> list[str] | None:
    """Known faults of what is locked, and what the service does not know; nothing where no service answers.

    A service that has nothing to say of a version with well-known faults is none: a mirror answers like that.
    """
    until = time.monotonic() + LONGEST
    with NamedTemporaryFile("w", suffix=".txt") as known:
        known.write(KNOWN_TO_BE_AT_FAULT)
        known.flush()
        if not any(each.get("vulns") for each in ask(Path(known.name), LONGEST) or ()):
            return None
    told = ask(lock, until - time.monotonic())
    if told is None:
        return None
    return [f"{each['name']} {each['version']}: {fault['id']}" for each in told for fault in each.get("vulns", ())] + [
        f"{each['name']}: {each['skip_reason']}" for each in told if "skip_reason" in each
    ]


def main(args: list[str]) -> int:
    """Ask; 1 where something is found."""
    faults = audit() if "--audit" in args else bandit() + leaked()
    if faults is None:
        print("No vulnerability service answers from here: what we depend on was not asked about.")
        return 0
    print("\n".join(faults) or "The scanners find nothing that was not looked at.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
