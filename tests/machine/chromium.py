"""Finds a Chromium for the browser tests, or installs Debian's. ``python -m tests.machine.chromium``"""

from __future__ import annotations

import os
import shutil
import sys

from tests.machine import debian

# The shell draws the same pages with a fifth less work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SENTENCE = (
    "The browser tests need Chromium, and there is none here. Install it with\n"
    "    sudo apt-get install chromium\n"
    "or name one in MAINSTAY_CHROMIUM, then run this again. (No browser is ever downloaded from a vendor.)"
)


def find() -> str | None:
    """The path of the browser that MAINSTAY_CHROMIUM names, else of the first one on this machine."""
    told = os.environ.get("MAINSTAY_CHROMIUM")
    if told:
        return shutil.which(told)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> int:
    """Print the path of a browser, installing one where that is needed and allowed."""
    path = find()
    if path is None and not os.environ.get("MAINSTAY_CHROMIUM"):
        debian.install("chromium", "fonts-liberation")
        path = find()
    print(path or SENTENCE, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
