"""Key pages as they looked when somebody last looked at them: small, grey, and compared as an eye would.

A picture is reduced to a quarter (a phone's to a third) and blurred before it is compared, so that another build of
Chromium or another smoothing of letters changes nothing, and a column, a card or a heading that moves or goes does.
``make pictures`` draws them anew; whoever does so looks at what changed.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORED = Path(__file__).parent / "pictures"
RENEW = bool(os.environ.get("MAINSTAY_RENEW"))
TALLEST = 2400  # of a page: what stands further down is more of the same
GREYS = 16
TILE = 8  # reduced pixels: 32 of a wide page
LEAST = 18.0  # of 255, on a tile: what differs by more has moved
HEIGHT = 6  # reduced pixels by which a page may be taller

# Of a page: in which language, how wide, light or dark. Each is looked at by a test that loads the page anyhow.
KEPT = {
    *(f"{name}-{width}-de" for width in (1280, 375) for name in (
        "clients_list", "clients_page", "promises_page", "promises_ledger", "transfer_run",
    )),
    *(f"{name}-1280-de" for name in (
        "promises_list", "promises_make", "desk_report", "clients_add", "trust_record", "account_login",
        "make_refused", "capture",
    )),
    *(f"today_with_lines-{width}-{language}" for width in (1280, 375) for language in ("en", "ru")),
    "today_empty-1280-ms",
    *(f"dark_{name}-1280-en" for name in ("today", "clients_page", "promises_page")),
}  # fmt: skip

# Letters of a heading: where they are as wide as in the stored pictures, lines break as they do there.
LETTERS = """
() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "600 28px system-ui";
  return Math.round(pen.measureText("Wir schulden ihnen Шесть обещаний 0123456789").width);
}
"""


def drawn_alike(page: Page) -> bool:
    """Whether a line is as wide here as where the pictures were drawn; with other fonts they would all differ."""
    width = round(page.evaluate(LETTERS))
    file = STORED / "letters.txt"
    if RENEW:
        STORED.mkdir(exist_ok=True)
        file.write_text(f"{width}\n", encoding="utf-8")
    return file.exists() and abs(int(file.read_text(encoding="utf-8")) - width) <= 2


def photograph(page: Page, width: int) -> bytes:
    """The page from its top; as JPEG, which Chromium writes in half the time and an eye from afar cannot tell."""
    tall = page.evaluate("() => document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
    return page.screenshot(
        type="jpeg",
        quality=80,
        full_page=True,
        clip=clip,  # type: ignore[arg-type]
        animations="disabled",
    )


def save(png: bytes, file: Path) -> None:
    """For the gallery: sharp, in 64 colours, a third of the size."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def reduced(png: bytes) -> Image.Image:
    """A picture of a page in sixteen greys, a quarter as wide; a phone's a third."""
    with Image.open(BytesIO(png)) as picture:
        grey = picture.convert("L").reduce(4 if picture.width > 600 else 3)
    return grey.quantize(GREYS, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, tuple[int, int]]:
    """How much two reduced pictures differ where they differ most (0 to 255), and which tile that is."""
    across, down = min(one.width, other.width), min(one.height, other.height)
    soft = [each.convert("L").crop((0, 0, across, down)).filter(ImageFilter.GaussianBlur(1.5)) for each in (one, other)]
    tiles = ImageChops.difference(*soft).reduce(TILE)
    values = tiles.tobytes()
    most = max(values)
    at = values.index(most)
    return float(most), (at % tiles.width, at // tiles.width)


def amiss(png: bytes, name: str) -> list[str]:
    """What has moved on a page since its picture was stored: nothing, or one line."""
    file = STORED / f"{name}.png"
    now = reduced(png)
    if RENEW:
        STORED.mkdir(exist_ok=True)
        now.save(file, optimize=True)
        return []
    if not file.exists():
        return ["no picture is stored: make pictures"]
    with Image.open(file) as stored:
        then = stored.convert("L")
    if now.width != then.width or abs(now.height - then.height) > HEIGHT:
        return [f"{now.width}×{now.height}, not {then.width}×{then.height} as {file.name}; make pictures, and look"]
    most, (across, down) = difference(now, then)
    if most > LEAST:
        return [f"differs from {file.name} by {most:.0f} at tile {across}, {down}; make pictures, and look"]
    return []
