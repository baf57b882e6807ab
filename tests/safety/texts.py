"""Texts that break what is carelessly made, and every field of the API that takes a text."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from mainstay.config.api import api
from mainstay.kit.refusals import Refused
from mainstay.kit.tables.source import tidy
from mainstay.kit.text import clean

BLNS = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "import" / "blns" / "blns.json"

# One text with a little of everything that must come out as it went in.
MARK = "<script>alert(1)</script>"
ODD = f"{MARK}'\"); DROP TABLE x;-- {{{{7*7}}}}{{% now %}} %s %(n)s {{0}} \\x00 ../..\u202e💥 Zoë Ωж"
OURS = [
    "", " ", "null", "None", "0", "-1", "1e309", "NaN", "true", "undefined", "=1+1", "@SUM(A1)", "'", '"', "`", "\\",
    "%", "_", "%s%n", "{0}", "${7*7}", "{{7*7}}", "{% debug %}", "<b>", MARK, "<!--", "]]>", "&lt;", "&#x27;",
    "javascript:alert(1)",
    "'; DROP TABLE x; --", "../../etc/passwd", "C:\\con", "a\r\nSet-Cookie: a=b", "a\tb", "Ω≈ç√∫", "田中さん", "ﷺ",
    "🏳️‍🌈",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "\u202etxt.exe", "a\u200bb", "\ufeffx", "İi", "ß", "e\u0301", "x" * 190,
]  # fmt: skip
NEVER_KEPT = ["a\0b", "\ud800", "\x1b[31mred", "\x07"]  # no text of a person's: refused in a sentence

# Fields of the API that hold any text; the others are words of a list, amounts, days, keys.
FREE = {
    "abuse", "about", "acceptance", "addressed_as", "avoid", "client_said", "confirmed", "defect", "evidence",
    "happened",
    "missing", "name", "note", "noticed_by", "number", "outcome", "outcome_wanted", "owner_name", "proof", "reason",
    "reference", "remark", "repair_text", "salutation", "said_note", "seen", "seen_where", "substitute", "text",
    "title",
    "town", "verified", "what", "why", "wish", "words", "known_from", "untold_why", "nevertheless", "line", "phone",
}  # fmt: skip
NOT_FREE = {
    "advance": "a length of time", "amount": "money", "answer": "a word of a list, or a text (asked below)",
    "anyway": "a word of a list", "budget": "money", "channel": "a word of a list", "cost": "money, or a text",
    "cost_of_missing": "money", "country": "a code", "currency": "a code", "due_zone": "a zone", "email": "an address",
    "hours": "hours", "how": "a word of a list", "key": "a key", "kind": "a word", "language": "a code",
    "map": "a map of columns", "mark": "a word of a list", "occasion": "a word of a list", "password": "a password",
    "policy": "a word of a list", "reaction": "a word of a list", "role": "a word", "said": "a word of a list",
    "satisfaction": "a word of a list", "side": "a word of a list", "size": "a word of a list", "spent": "a time",
    "stage": "a word of a list", "state": "a word of a list", "strand": "a word of a list", "subdivision": "a code",
    "told_how": "a word of a list", "word": "a word of a list", "zone": "a zone",
}  # fmt: skip


def blns() -> list[str]:
    """The big list of naughty strings, as it stands in the material."""
    return list(json.loads(BLNS.read_text(encoding="utf-8")))


def kept(text: str, *, lines: bool = False, limit: int = 4000) -> str | None:
    """What the house keeps of a text that stands in a list: seen signs alone; None where it refuses it."""
    try:
        return clean(
            "\n".join(map(tidy, text.splitlines())) if lines else tidy(text), field="x", limit=limit, lines=lines
        )
    except Refused:
        return None


def _resolved(shape: dict[str, Any], all_: dict[str, Any]) -> dict[str, Any]:
    return dict(all_[shape["$ref"].rpartition("/")[2]]) if "$ref" in shape else shape


def _is_text(shape: dict[str, Any], all_: dict[str, Any]) -> bool:
    ways = [_resolved(way, all_) for way in shape.get("anyOf", [shape])]
    return any(way.get("type") == "string" and not {"format", "enum", "const", "pattern"} & set(way) for way in ways)


@cache
def fields_of_the_api() -> dict[str, set[str]]:
    """“post /promises” to the names of its fields that are text."""
    told: Any = api.get_openapi_schema()
    shapes = told["components"]["schemas"]
    found: dict[str, set[str]] = {}
    for path, doors in told["paths"].items():
        for method, door in doors.items():
            for content in door.get("requestBody", {}).get("content", {}).values():
                fields = _resolved(content["schema"], shapes).get("properties", {})
                names = {name for name, shape in fields.items() if _is_text(_resolved(shape, shapes), shapes)}
                found[f"{method} {path.removeprefix('/api/v1')}"] = names
    return found
